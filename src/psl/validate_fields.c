/* What the attributes of one field mean together. */
#include <string.h>

#include "validate_private.h"

static void check_ignore(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *ignore)
{
    if (field->sort == SG_PSL_RAW_FIELD)
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, ignore->span,
                    "a field of an unsupported type is ignored without being told");
    else if (sg_psl_is_ignored(check, field->table))
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, ignore->span, "the whole model is ignored already");
}

static void check_updated(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *updated)
{
    if (field->sort != SG_PSL_SCALAR_FIELD || field->scalar != SG_PSL_DATETIME)
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, updated->span, "@updatedAt belongs on a DateTime");
    else if (field->item->type.arity == SG_PSL_MANY)
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, updated->span, "@updatedAt does not belong on a list");
}

void sg_psl_check_fields(sg_psl_check *check, const sg_psl_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const sg_psl_field *field = &table->fields[i];
        const sg_psl_attribute *preset = sg_psl_attribute_named(field->item, "default");
        const sg_psl_attribute *updated = sg_psl_attribute_named(field->item, "updatedAt");
        const sg_psl_attribute *ignore = sg_psl_attribute_named(field->item, "ignore");

        for (const sg_psl_attribute *attribute = field->item->attributes; attribute != NULL;
             attribute = attribute->next) {
            if (strchr(attribute->name.text, '.') != NULL)
                sg_psl_check_native(check, field, attribute);
        }
        if (preset != NULL)
            sg_psl_check_default(check, field, preset);
        if (updated != NULL)
            check_updated(check, field, updated);
        if (ignore != NULL)
            check_ignore(check, field, ignore);
        else if (field->sort == SG_PSL_RELATION_FIELD && sg_psl_is_ignored(check, field->target) &&
                 !sg_psl_is_ignored(check, table))
            sg_diag_add(check->diags, SG_PSL_BAD_RELATION, field->item->span,
                        "the model \"%s\" is ignored, so the relation to it needs @ignore too",
                        field->target->item->name.text);
    }
}
