#include "rows.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

struct sg_rows {
    sg_reader reader;
};

sg_rows *sg_rows_new(bool verbatim, sg_diags *diags)
{
    sg_rows *rows = sg_xrealloc(NULL, sizeof *rows);
    sg_model *model = sg_model_new();
    *rows = (sg_rows){.reader = {.model = model, .diags = diags, .canonical = true}};
    model->live = model->open_types = true;
    model->parts_known = true;
    model->verbatim = verbatim;
    return rows;
}

static sg_object *find_parent(const sg_model *model, const sg_kind *kind, const char *schema, const char *name)
{
    sg_object *parent = NULL;
    for (const char *const *above = kind->parents; parent == NULL && *above != NULL; above++)
        parent = sg_model_find(model, sg_kind_named(*above), schema, NULL, name);
    return parent;
}

/* NULL: no JSON. */
static struct json_object *value_of(const sg_cell *cell)
{
    switch (cell->type) {
    case SG_CELL_BOOLEAN:
        return json_object_new_boolean(cell->text[0] == 't');
    case SG_CELL_INTEGER:
        return json_object_new_int64(strtoll(cell->text, NULL, 10));
    case SG_CELL_JSON:
        return json_tokener_parse(cell->text);
    case SG_CELL_TEXT:
        break;
    }
    return json_object_new_string(cell->text);
}

/* The definition that a row is of; NULL: what should be JSON is none. */
static struct json_object *definition_of(const sg_row *row)
{
    if (row->cell_count == 1 && strcmp(row->cells[0].key, "body") == 0)
        return json_tokener_parse(row->cells[0].text);
    struct json_object *definition = json_object_new_object();
    for (const sg_cell *cell = row->cells; definition != NULL && cell < row->cells + row->cell_count; cell++) {
        if (cell->text == NULL)
            continue;
        struct json_object *value = value_of(cell);
        if (value != NULL) {
            json_object_object_add_ex(definition, cell->key, value,
                                      JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY);
        } else {
            json_object_put(definition);
            definition = NULL;
        }
    }
    return definition;
}

bool sg_rows_add(sg_rows *rows, const sg_kind *kind, const sg_row *row)
{
    sg_model *model = rows->reader.model;
    const char *schema = sg_arena_strdup(model->arena, row->schema);
    sg_object *parent = NULL;
    if (kind->parents != NULL) {
        parent = find_parent(model, kind, schema, row->parent);
        if (parent == NULL)
            return true;
        schema = NULL;
    }
    struct json_object *body = definition_of(row);
    if (body == NULL) {
        sg_diag_add(rows->reader.diags, SG_QUERY, SG_NOWHERE, "the definition of %s \"%s\" is no JSON", kind->name,
                    row->name);
        return false;
    }
    sg_object *object = sg_json_read_object(&rows->reader, kind, schema, parent, row->name, body, NULL, NULL);
    json_object_put(body);
    if (object != NULL && row->comment != NULL)
        object->comment = sg_arena_strdup(model->arena, row->comment);
    return object != NULL;
}

sg_model *sg_rows_finish(sg_rows *rows, bool complete)
{
    sg_model *model = rows->reader.model;
    if (!complete || !sg_model_finish(model, rows->reader.diags)) {
        sg_model_free(model);
        model = NULL;
    }
    free(rows);
    return model;
}
