/* The schemas that blocks stand in, and the preview feature of views. */
#include "validate_private.h"

static void check_schema(sg_psl_check *check, const sg_psl_item *block)
{
    const sg_psl_attribute *attribute = sg_psl_block_attribute(block, "schema");

    if (attribute == NULL) {
        if (check->has_schemas)
            sg_diag_add(check->diags, SG_PSL_BAD_SCHEMA, block->name.span,
                        "the %s \"%s\" needs @@schema(\"...\"), because the datasource lists schemas",
                        block->keyword.text, block->name.text);
        return;
    }
    if (!check->has_schemas) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_SCHEMA, attribute->span, "the datasource lists no schemas");
        sg_diag_hint(check->diags, diag, "write schemas = [...] in the datasource");
        return;
    }
    const sg_psl_value *value = sg_psl_argument_named(attribute->arguments, "map", true);
    if (sg_map_get(&check->schemas_by_name, value->text) == NULL) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_SCHEMA, value->span, "the datasource has no schema \"%s\"",
                                    value->text);
        sg_psl_suggest(check, diag, value->text, (const char *const *)check->schemas.items, check->schemas.count);
    }
}

void sg_psl_check_schemas(sg_psl_check *check)
{
    for (size_t i = 0; i < check->names->table_count; i++) {
        const sg_psl_table *table = &check->names->tables[i];

        if (check->broken_tables[i])
            continue;
        check_schema(check, table->item);
        if (table->view && !check->views) {
            sg_diag *diag =
                sg_diag_add(check->diags, SG_PSL_FEATURE_OFF, table->item->name.span, "views need a preview feature");
            sg_diag_hint(check->diags, diag, "write previewFeatures = [\"views\"] in a generator");
        }
    }
    for (size_t i = 0; i < check->names->enum_count; i++) {
        if (!check->broken_enums[i])
            check_schema(check, check->names->enums[i].item);
    }
}
