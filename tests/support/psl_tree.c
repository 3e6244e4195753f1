#include "psl_tree.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "psl_read.h"

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
