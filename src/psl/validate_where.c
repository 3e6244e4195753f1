/* Conditions of partial indexes: raw("sql"), or { field: value, other: { not: value } }. */
#include <string.h>

#include "validate_private.h"

static bool is_label(const sg_psl_labels *labels, const char *text)
{
    SG_PSL_EACH(item, &labels->item->items)
    {
        if (item->sort == SG_PSL_VALUE &&
            strcmp(sg_psl_mapped(sg_psl_attribute_named(item, "map"), item->name.text), text) == 0)
            return true;
    }
    return false;
}

/* What a value has to be that a column is compared with; NULL when it is that. */
static const char *need_of(const sg_psl_field *field, const sg_psl_value *value)
{
    bool number =
        field->sort == SG_PSL_SCALAR_FIELD && (field->scalar == SG_PSL_INT || field->scalar == SG_PSL_BIGINT ||
                                               field->scalar == SG_PSL_FLOAT || field->scalar == SG_PSL_DECIMAL);

    if (value->sort == SG_PSL_WORD && strcmp(value->text, "null") == 0)
        return NULL;
    if (number)
        return value->sort == SG_PSL_NUMBER ? NULL : "a number";
    if (field->sort == SG_PSL_ENUM_FIELD)
        return value->sort == SG_PSL_STRING && is_label(field->labels, value->text)
                   ? NULL
                   : "a label of the enum in the database, in quotes";
    if (field->sort == SG_PSL_RAW_FIELD || field->scalar == SG_PSL_JSON || field->scalar == SG_PSL_BYTES)
        return "nothing but null here; use raw(\"...\")";
    return sg_psl_literal_need(field, value);
}

static void check_condition(sg_psl_check *check, const sg_psl_table *table, const sg_psl_argument *member)
{
    const sg_psl_field *field = sg_psl_field_named(table, member->name.text);
    const sg_psl_value *value = member->value;

    if (field == NULL) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_NO_SUCH_NAME, member->name.span, "\"%s\" has no field \"%s\"",
                                    table->item->name.text, member->name.text);
        sg_psl_suggest_field(check, diag, member->name.text, table);
        return;
    }
    if (field->sort == SG_PSL_RELATION_FIELD) {
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, member->name.span, "\"%s\" is a relation, which has no column",
                    member->name.text);
        return;
    }
    if (value->sort == SG_PSL_RECORD) {
        const sg_psl_argument *inner = value->arguments->first;
        if (value->arguments->count != 1 || strcmp(inner->name.text, "not") != 0) {
            sg_diag_add(check->diags, SG_PSL_BAD_INDEX, value->span, "only { not: value } may stand here");
            return;
        }
        value = inner->value;
    }
    const char *need = need_of(field, value);
    if (need != NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, value->span, "a value of \"%s\" is %s", field->item->name.text,
                    need);
}

void sg_psl_check_where(sg_psl_check *check, const sg_psl_table *table, const sg_psl_value *value)
{
    if (!check->partial_indexes) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_FEATURE_OFF, value->span, "`where` needs a preview feature");
        sg_diag_hint(check->diags, diag, "write previewFeatures = [\"partialIndexes\"] in a generator");
    } else if (value->sort == SG_PSL_CALL && strcmp(value->text, "raw") == 0) {
        const char *sql = value->arguments->count == 1 ? sg_psl_text(value->arguments->first->value) : NULL;
        if (sql == NULL || *sql == '\0')
            sg_diag_add(check->diags, SG_PSL_BAD_INDEX, value->span, "raw() takes one text in quotes: SQL");
    } else if (value->sort != SG_PSL_RECORD || value->arguments->count == 0) {
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, value->span, "`where` takes raw(\"sql\") or { field: value }");
    } else {
        for (const sg_psl_argument *member = value->arguments->first; member != NULL; member = member->next)
            check_condition(check, table, member);
    }
}
