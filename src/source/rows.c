#include "rows.h"

#include <json-c/json.h>
#include <stdlib.h>

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
    struct json_object *body = json_tokener_parse(row->body);
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
