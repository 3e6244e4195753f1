#include "prisma.h"

#include "lower.h"
#include "psl_read.h"
#include "validate.h"

struct json_object *sg_prisma_tree(const char *path, sg_model *model, sg_diags *diags)
{
    size_t errors = sg_diags_errors(diags);
    const sg_psl_schema *schema = sg_psl_read(path, diags);
    struct json_object *root = NULL;
    sg_psl_names names;

    if (schema == NULL)
        return NULL;
    /* mistakes of grammar do not hide those of names */
    sg_psl_names_init(&names, schema, diags);
    sg_psl_validate(&names);
    if (sg_diags_errors(diags) == errors)
        root = sg_psl_lower(&names);
    sg_psl_names_release(&names);
    model->path = schema->path;
    model->locate = sg_psl_locate;
    model->locate_context = root;
    model->open_types = true;
    model->recreates = true;
    return root;
}
