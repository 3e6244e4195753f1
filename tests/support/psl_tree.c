#include "psl_tree.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "psl_read.h"

/* False when a table comes a second time: then the schema is wanted as a whole. */
static bool add_tables(struct json_object *there, struct json_object *tables)
{
    json_object_object_foreach(tables, name, table)
    {
        if (json_object_object_get_ex(there, name, NULL))
            return false;
        json_object_object_add(there, name, json_object_get(table));
    }
    return true;
}

static bool add_part(void *context, struct json_object *part)
{
    struct json_object *tree = context, *there;
    bool fine = true;

    json_object_object_foreach(part, key, value)
    {
        if (strcmp(key, "tables") == 0 && json_object_object_get_ex(tree, key, &there))
            fine &= add_tables(there, value);
        else
            json_object_object_add(tree, key, json_object_get(value));
    }
    json_object_put(part);
    return fine;
}

/* Gives the tree back, if it is the same in parts; else says so and gives NULL. */
static struct json_object *compared(const sg_psl_names *names, struct json_object *root)
{
    struct json_object *tree = json_object_new_object();
    bool same = !sg_psl_lower_parts(names, add_part, tree) || json_object_equal(tree, root);

    json_object_put(tree);
    if (same)
        return root;
    json_object_put(root);
    sg_diag_add(names->diags, SG_PSL_MEANING, SG_NOWHERE, "in parts the tree is another one");
    return NULL;
}

struct json_object *psl_tree(const char *text, sg_diags *diags)
{
    sg_source *source = SG_NEW(sg_diags_arena(diags), sg_source);
    sg_psl_schema schema = {.path = "test.prisma"};
    struct json_object *root = NULL;
    sg_psl_names names;

    *source = (sg_source){"test.prisma", text, strlen(text)};
    schema.first = schema.last = sg_psl_parse(source, diags);
    if (sg_psl_names_init(&names, &schema, diags) && sg_diags_errors(diags) == 0)
        root = sg_psl_lower(&names);
    if (root != NULL)
        root = compared(&names, root);
    sg_psl_names_release(&names);
    return root;
}

char *psl_show(const char *text, const char *member)
{
    sg_diags *diags = sg_diags_new();
    struct json_object *root = psl_tree(text, diags), *value = root;
    const char *shown = "nothing";

    if (root == NULL)
        shown = sg_diags_first(diags)->message;
    else if (json_object_object_get_ex(root, member, &value))
        shown = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    char *copy = strdup(shown);
    for (char *c = strchr(copy, '"'); root != NULL && c != NULL; c = strchr(c, '"'))
        *c = '\'';
    json_object_put(root);
    sg_diags_free(diags);
    return copy;
}
