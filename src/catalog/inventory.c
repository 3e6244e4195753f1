#include "inventory.h"

#include <string.h>

#include "kind.h"

/* Columns of inventory.sql; the first two are those of access.sql too. */
enum { ADDRESS, NAMES, ON_SCHEMA, ON_NAME, FACT, TITLE };
enum { OWNER = NAMES + 1, GRANTS };

typedef struct sg_inventory {
    const sg_model *model;
    sg_arena *arena; /* of the keys */
    sg_map held;     /* "address\x1fschema\x1fparent\x1fname" -> object */
} sg_inventory;

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

static bool is_claimed(const char *fact)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        for (const char *const *claimed = sg_kinds[i]->facts; claimed != NULL && *claimed != NULL; claimed++) {
            if (strcmp(*claimed, fact) == 0)
                return true;
        }
    }
    return false;
}

/* What stands on something that is not managed goes without saying. */
static bool stands_on_unmanaged(const sg_inventory *inventory, const char *schema, const char *name)
{
    return name != NULL && sg_map_get(&inventory->model->relations,
                                      sg_arena_printf(inventory->arena, "%s\x1f%s", schema, name)) == NULL;
}

static sg_inventory make(const sg_model *model)
{
    sg_inventory inventory = {.model = model, .arena = sg_arena_new()};
    sg_model_each(model, hold, &inventory);
    return inventory;
}

static void release(sg_inventory *inventory)
{
    sg_map_release(&inventory->held);
    sg_arena_free(inventory->arena);
}

static sg_object *object_of(const sg_inventory *inventory, const sg_result *rows, size_t row)
{
    return sg_map_get(&inventory->held,
                      sg_arena_printf(inventory->arena, "%s\x1f%s", sg_result_text(rows, row, ADDRESS),
                                      sg_result_text(rows, row, NAMES)));
}

static bool is_managed(const sg_inventory *inventory, const sg_result *rows, size_t row)
{
    const char *fact = sg_result_text(rows, row, FACT);
    if (fact != NULL)
        return is_claimed(fact);
    return object_of(inventory, rows, row) != NULL;
}

bool sg_inventory_access(sg_model *model, const sg_result *rows, sg_diags *diags)
{
    sg_inventory inventory = make(model);
    bool fine = true;
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        const char *owner = sg_result_text(rows, i, OWNER);
        if (sg_result_text(rows, i, ADDRESS) == NULL) {
            model->role = sg_arena_strdup(model->arena, owner);
            continue;
        }
        sg_object *object = object_of(&inventory, rows, i);
        if (object != NULL && object->kind->grantable != NULL)
            fine &= sg_access_found(model, object, owner, sg_result_text(rows, i, GRANTS), diags);
    }
    release(&inventory);
    return fine;
}

void sg_inventory_compare(sg_model *model, const sg_result *rows)
{
    sg_inventory inventory = make(model);
    model->unmanaged = SG_NEW_ARRAY(model->arena, const char *, sg_result_rows(rows));
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        if (!is_managed(&inventory, rows, i) &&
            !stands_on_unmanaged(&inventory, sg_result_text(rows, i, ON_SCHEMA), sg_result_text(rows, i, ON_NAME)))
            model->unmanaged[model->unmanaged_count++] = sg_arena_strdup(model->arena, sg_result_text(rows, i, TITLE));
    }
    release(&inventory);
}
