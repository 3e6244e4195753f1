/* Access methods. */
#include "method.h"

#include "text.h"

/* What the server's own methods are able to do besides. */
static const struct {
    const char *name;
    bool several, include, order;
} methods[] = {
    {"btree", true, true, true},    {"hash", false, false, false}, {"gist", true, true, false},
    {"spgist", false, true, false}, {"gin", true, false, false},   {"brin", true, false, false},
};
#define METHODS (sizeof methods / sizeof *methods)

static bool is_ordered(const sg_elements *elements)
{
    for (size_t i = 0; i < elements->count; i++) {
        if (elements->items[i].order != 0 || elements->items[i].nulls != 0)
            return true;
    }
    return false;
}

void sg_method_check(sg_model *model, const sg_object *object, const char *method, const char *key,
                     const sg_elements *elements, const sg_names *include, sg_diags *diags)
{
    size_t i = 0;
    while (i < METHODS && !sg_text_equal(methods[i].name, method))
        i++;
    if (i == METHODS)
        return;
    if (!methods[i].several && elements->count > 1)
        sg_object_error(model, diags, object, key, SG_CONFLICT, "the access method \"%s\" takes one column", method);
    if (!methods[i].include && include->count > 0)
        sg_object_error(model, diags, object, "include", SG_CONFLICT, "the access method \"%s\" includes no columns",
                        method);
    if (!methods[i].order && is_ordered(elements))
        sg_object_error(model, diags, object, key, SG_CONFLICT, "the access method \"%s\" keeps no order", method);
}
