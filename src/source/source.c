#include "source.h"

#include <json-c/json.h>

#include "folder.h"
#include "json.h"
#include "legacy.h"
#include "parse.h"
#include "prisma.h"
#include "psl_read.h"
#include "source_private.h"

/* Reads and finishes; NULL (and the model freed) on errors. Takes over `root`; a canonical model has its text. */
static sg_model *fill(sg_model *model, struct json_object *root, bool canonical, sg_diags *diags)
{
    sg_reader reader = {.model = model, .diags = diags, .canonical = canonical};

    model->open_types |= canonical;
    bool fine = sg_json_read_model(&reader, root);
    if (model->text == NULL)
        model->root = root;
    else
        json_object_put(root);
    if (fine && sg_model_finish(model, diags))
        return model;
    sg_model_free(model);
    return NULL;
}

sg_model *sg_source_read(const sg_source *source, bool canonical, sg_diags *diags)
{
    sg_model *model = sg_model_new();
    sg_positions *positions = SG_NEW(model->arena, sg_positions);

    positions->arena = model->arena;
    model->path = source->path;
    model->locate = sg_positions_find;
    model->locate_context = positions;
    struct json_object *root = sg_parse_json(source, positions, diags);
    if (root != NULL && sg_legacy_is(root))
        root = sg_legacy_convert(root, positions, diags);
    if (canonical) {
        model->text = source->text;
        model->text_length = source->length;
    }
    if (root != NULL)
        return fill(model, root, canonical, diags);
    sg_model_free(model);
    return NULL;
}

/* Sources of several files give one tree. */
static sg_model *read_tree(const char *path, struct json_object *(*tree)(const char *, sg_model *, sg_diags *),
                           sg_diags *diags)
{
    sg_model *model = sg_model_new();
    struct json_object *root = tree(path, model, diags);

    if (root != NULL)
        return fill(model, root, false, diags);
    sg_model_free(model);
    return NULL;
}

sg_model *sg_source_file(const char *path, sg_diags *diags)
{
    if (sg_psl_is_path(path))
        return read_tree(path, sg_prisma_tree, diags);
    if (sg_folder_is(path))
        return read_tree(path, sg_folder_tree, diags);
    const sg_source *source = sg_parse_file(path, diags);

    return source != NULL ? sg_source_read(source, false, diags) : NULL;
}

sg_model *sg_source_text(const char *path, const char *text, size_t length, bool canonical, sg_diags *diags)
{
    sg_source *source = SG_NEW(sg_diags_arena(diags), sg_source);

    *source = (sg_source){sg_arena_strdup(sg_diags_arena(diags), path), text, length};
    return sg_source_read(source, canonical, diags);
}

sg_model *sg_source_tree(struct json_object *root, sg_diags *diags)
{
    return fill(sg_model_new(), root, true, diags);
}

sg_model *sg_source_again(const sg_model *model)
{
    if (model->root == NULL && model->text == NULL)
        return sg_source_empty();
    sg_diags *diags = sg_diags_new();
    sg_model *again = sg_model_new();
    struct json_object *root = json_object_get(model->root);
    if (root == NULL)
        root = json_tokener_parse(model->text);
    again->open_types = model->open_types;
    again->recreates = model->recreates;
    again = fill(again, root, model->text != NULL, diags);
    sg_diags_free(diags);
    return again;
}

sg_model *sg_source_empty(void)
{
    return sg_model_new();
}

bool sg_source_is_legacy(const sg_model *model)
{
    const sg_positions *positions = model->locate == sg_positions_find ? model->locate_context : NULL;

    return positions != NULL && positions->moved != NULL;
}
