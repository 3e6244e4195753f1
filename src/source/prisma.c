#include "prisma.h"

#include "lower.h"
#include "psl_read.h"
#include "validate.h"

/* Where a model's places are told: the tree is not kept while nobody asks. */
typedef struct places {
    const sg_psl_schema *schema;
    sg_diags *diags;
    sg_model *model;
} places;

bool sg_prisma_open(sg_psl_names *names, const char *path, sg_diags *diags)
{
    size_t errors = sg_diags_errors(diags);
    const sg_psl_schema *schema = sg_psl_read(path, diags);

    if (schema == NULL)
        return false;
    /* mistakes of grammar do not hide those of names */
    sg_psl_names_init(names, schema, diags);
    sg_psl_validate(names);
    if (sg_diags_errors(diags) == errors)
        return true;
    sg_psl_names_release(names);
    return false;
}

static struct json_object *tree_of(const places *of)
{
    sg_diag *last = sg_diags_last(of->diags);
    sg_psl_names names;

    if (of->model->tree != NULL)
        return of->model->tree;
    sg_psl_names_init(&names, of->schema, of->diags);
    of->model->tree = sg_psl_lower(&names);
    sg_psl_names_release(&names);
    sg_diags_rewind(of->diags, last); /* told before */
    return of->model->tree;
}

static sg_span locate(void *context, const char *pointer, bool key)
{
    return sg_psl_locate(tree_of(context), pointer, key);
}

sg_model *sg_prisma_model(const sg_psl_names *names)
{
    sg_model *model = sg_model_new();
    places *context = SG_NEW(model->arena, places);

    *context = (places){names->schema, names->diags, model};
    model->path = names->schema->path;
    model->locate = locate;
    model->locate_context = context;
    model->open_types = true;
    model->recreates = true;
    return model;
}

struct json_object *sg_prisma_tree(const sg_model *model)
{
    return model->locate == locate ? tree_of(model->locate_context) : NULL;
}
