#include "inventory.h"

#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "text.h"

/* Columns of inventory.sql; the first two are those of access.sql too. */
enum { ADDRESS, NAMES, ON_SCHEMA, ON_NAME, TITLE };
enum { OWNER = NAMES + 1, GRANTS, OWNER_BORN };
/* Columns of facts.sql. */
enum { FACT_SCHEMA, FACT_NAME, FACT_TITLE };

struct sg_inventory {
    sg_model *model;
    sg_arena *arena; /* of the keys */
    sg_map held;     /* "address\x1fschema\x1fparent\x1fname" -> object */
    sg_vec unmanaged;
};

/* The way in which the server addresses an object: all names on the way to it. */
static void hold(void *context, sg_object *object)
{
    sg_inventory *inventory = context;
    bool through_parent = object->parent != NULL && !(object->kind->flags & SG_KIND_OWN_ADDRESS);
    const char *parts[] = {object->schema, through_parent ? object->parent->name : NULL, object->name};
    sg_buf key;
    if (object->kind->address == NULL)
        return;
    sg_buf_init(&key);
    sg_buf_add(&key, object->kind->address);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != NULL)
            sg_buf_addf(&key, "\x1f%s", parts[i]);
    }
    sg_map_put(&inventory->held, sg_arena_strdup(inventory->arena, key.data), object);
    sg_buf_release(&key);
}

/* What stands on something that is not managed goes without saying. */
static bool stands_on_unmanaged(const sg_inventory *inventory, const char *schema, const char *name)
{
    return name != NULL && sg_map_get(&inventory->model->relations,
                                      sg_arena_printf(inventory->arena, "%s\x1f%s", schema, name)) == NULL;
}

sg_inventory *sg_inventory_new(sg_model *model)
{
    sg_inventory *inventory = sg_xrealloc(NULL, sizeof *inventory);
    *inventory = (sg_inventory){.model = model, .arena = sg_arena_new()};
    sg_model_each(model, hold, inventory);
    return inventory;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void sg_inventory_end(sg_inventory *inventory)
{
    if (inventory == NULL)
        return;
    sg_model *model = inventory->model;
    size_t count = model->unmanaged_count = inventory->unmanaged.count;
    model->unmanaged = SG_NEW_ARRAY(model->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        model->unmanaged[i] = inventory->unmanaged.items[i];
    if (count > 0)
        qsort(model->unmanaged, count, sizeof *model->unmanaged, by_text);
    sg_vec_release(&inventory->unmanaged);
    sg_map_release(&inventory->held);
    sg_arena_free(inventory->arena);
    free(inventory);
}

static sg_object *object_of(const sg_inventory *inventory, const sg_result *rows, size_t row)
{
    return sg_map_get(&inventory->held,
                      sg_arena_printf(inventory->arena, "%s\x1f%s", sg_result_text(rows, row, ADDRESS),
                                      sg_result_text(rows, row, NAMES)));
}

bool sg_inventory_access(sg_inventory *inventory, const sg_result *rows, sg_diags *diags)
{
    sg_model *model = inventory->model;
    bool fine = true;
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        const char *owner = sg_result_text(rows, i, OWNER);
        if (sg_result_text(rows, i, ADDRESS) == NULL) {
            model->role = sg_arena_strdup(model->arena, owner);
            continue;
        }
        sg_object *object = object_of(inventory, rows, i);
        if (object != NULL && object->kind->grantable != NULL)
            fine &= sg_access_found(model, object, owner, sg_result_text(rows, i, OWNER_BORN) != NULL,
                                    sg_result_text(rows, i, GRANTS), diags);
    }
    return fine;
}

/* As the server names what has an address and no title: "table public.t", "table constraint c on public.t". */
static char *make_title(const sg_inventory *inventory, const char *address, const char *names)
{
    char *schema = sg_arena_strdup(inventory->arena, names);
    char *relation = schema + strcspn(schema, "\x1f");
    *relation++ = '\0';
    char *part = strchr(relation, '\x1f');
    sg_buf title;
    sg_buf_init(&title);
    sg_buf_join(&title, address, " ");
    if (part != NULL) {
        *part++ = '\0';
        sg_sql_ident_as_server(&title, part);
        sg_buf_add(&title, " on ");
    }
    sg_sql_ident_as_server(&title, schema);
    sg_buf_add(&title, ".");
    sg_sql_ident_as_server(&title, relation);
    char *text = sg_arena_strdup(inventory->model->arena, title.data);
    sg_buf_release(&title);
    return text;
}

void sg_inventory_compare(sg_inventory *inventory, const sg_result *rows)
{
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        const char *title = sg_result_text(rows, i, TITLE);
        if (object_of(inventory, rows, i) != NULL ||
            stands_on_unmanaged(inventory, sg_result_text(rows, i, ON_SCHEMA), sg_result_text(rows, i, ON_NAME)))
            continue;
        sg_vec_push(&inventory->unmanaged, title != NULL ? sg_arena_strdup(inventory->model->arena, title)
                                                         : make_title(inventory, sg_result_text(rows, i, ADDRESS),
                                                                      sg_result_text(rows, i, NAMES)));
    }
}

void sg_inventory_facts(sg_inventory *inventory, const sg_result *rows)
{
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        if (!stands_on_unmanaged(inventory, sg_result_text(rows, i, FACT_SCHEMA), sg_result_text(rows, i, FACT_NAME)))
            sg_vec_push(&inventory->unmanaged,
                        sg_arena_strdup(inventory->model->arena, sg_result_text(rows, i, FACT_TITLE)));
    }
}
