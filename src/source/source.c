#include "source.h"

#include <json-c/json.h>

#include "folder.h"
#include "json.h"
#include "legacy.h"
#include "lower.h"
#include "parse.h"
#include "prisma.h"
#include "psl_read.h"
#include "source_private.h"

/* NULL (and the model freed) when it is not `fine`, or cannot be finished. */
static sg_model *finished(sg_model *model, bool fine, sg_diags *diags)
{
    if (fine && sg_model_finish(model, diags))
        return model;
    sg_model_free(model);
    return NULL;
}

/* Takes over `root`. */
static sg_model *fill(sg_model *model, struct json_object *root, bool canonical, sg_diags *diags)
{
    sg_reader reader = {.model = model, .diags = diags, .canonical = canonical};

    model->canonical = canonical;
    model->open_types |= canonical;
    model->tree = root;
    bool fine = sg_json_read_model(&reader, root);
    return finished(model, fine, diags);
}

static sg_model *begin(const sg_source *source, bool canonical)
{
    sg_model *model = sg_model_new();
    sg_positions *positions = SG_NEW(model->arena, sg_positions);

    positions->arena = model->arena;
    model->path = source->path;
    model->locate = sg_positions_find;
    model->locate_context = positions;
    model->source = source;
    model->canonical = canonical;
    return model;
}

struct parts {
    sg_reader reader;
    bool ours; /* "schemagen" was among them */
};

static bool take_part(void *context, struct json_object *part)
{
    struct parts *parts = context;
    bool fine = sg_json_read_members(&parts->reader, part);

    parts->ours |= json_object_object_get_ex(part, "schemagen", NULL);
    json_object_put(part);
    return fine;
}

/* A text without mistakes, read part by part; NULL for any other, and for the older shape. */
static sg_model *read_parts(const sg_source *source, bool canonical, sg_diags *diags)
{
    sg_model *model = begin(source, canonical);
    struct parts parts = {.reader = {.model = model, .diags = diags, .canonical = canonical}};

    model->open_types = canonical;
    if (sg_parse_parts(source, model->locate_context, take_part, &parts, diags) && parts.ours)
        return model;
    sg_model_free(model);
    return NULL;
}

static sg_model *read_whole(const sg_source *source, bool canonical, sg_diags *diags)
{
    sg_model *model = begin(source, canonical);
    struct json_object *root = sg_parse_json(source, model->locate_context, diags);

    if (root != NULL && sg_legacy_is(root))
        root = sg_legacy_convert(root, model->locate_context, diags);
    if (root != NULL)
        return fill(model, root, canonical, diags);
    sg_model_free(model);
    return NULL;
}

sg_model *sg_source_read(const sg_source *source, bool canonical, sg_diags *diags)
{
    sg_diag *last = sg_diags_last(diags);
    sg_model *model = read_parts(source, canonical, diags);

    if (model != NULL)
        return finished(model, true, diags);
    sg_diags_rewind(diags, last); /* what is wrong is told from the whole */
    return read_whole(source, canonical, diags);
}

/* A schema of which there is nothing to tell; NULL for any other. Places are not known yet. */
static sg_model *read_prisma_parts(const sg_psl_names *names, sg_diags *diags)
{
    sg_diag *last = sg_diags_last(diags);
    sg_model *model = sg_prisma_model(names);
    struct parts parts = {.reader = {.model = model, .diags = diags}};

    if (sg_psl_lower_parts(names, take_part, &parts) && sg_diags_last(diags) == last)
        return model;
    sg_model_free(model);
    return NULL;
}

static sg_model *read_prisma(const char *path, sg_diags *diags)
{
    sg_psl_names names;

    if (!sg_prisma_open(&names, path, diags))
        return NULL;
    sg_diag *last = sg_diags_last(diags);
    sg_model *model = read_prisma_parts(&names, diags);
    if (model == NULL) {
        sg_diags_rewind(diags, last);
        struct json_object *root = sg_psl_lower(&names);
        model = root != NULL ? fill(sg_prisma_model(&names), root, false, diags) : NULL;
    } else {
        model = finished(model, true, diags);
    }
    sg_psl_names_release(&names);
    return model;
}

static sg_model *read_folder(const char *path, sg_diags *diags)
{
    sg_model *model = sg_model_new();
    struct json_object *root = sg_folder_tree(path, model, diags);

    if (root != NULL)
        return fill(model, root, false, diags);
    sg_model_free(model);
    return NULL;
}

sg_model *sg_source_file(const char *path, sg_diags *diags)
{
    if (sg_psl_is_path(path))
        return read_prisma(path, diags);
    if (sg_folder_is(path))
        return read_folder(path, diags);
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

/* What was read from a text is read from it again: that is cheaper than to keep its tree. */
sg_model *sg_source_again(const sg_model *model)
{
    sg_diags *diags = sg_diags_new();
    sg_model *again;

    if (model->source != NULL) {
        again = sg_source_read(model->source, model->canonical, diags);
    } else {
        struct json_object *tree = sg_prisma_tree(model);
        again = sg_model_new();
        again->open_types = model->open_types;
        again = fill(again, json_object_get(tree != NULL ? tree : model->tree), model->canonical, diags);
    }
    if (again != NULL)
        again->recreates = model->recreates;
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
