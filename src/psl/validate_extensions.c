/* The extensions of a datasource: `[citext, trgm(map: "pg_trgm", schema: "public", version: "1.6")]`. */
#include <string.h>

#include "validate_private.h"

static const char *const members[] = {"map", "schema", "version", NULL};

static void check_member(sg_psl_check *check, const sg_psl_value *extension, const sg_psl_argument *member)
{
    const char *name = member->name.text;

    if (name == NULL) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, member->span, "an argument of an extension needs a name");
        sg_diag_hint(check->diags, diag, "for example %s(version: \"1.0\")", extension->text);
    } else if (!sg_psl_is_one_of(name, members)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, member->name.span,
                                    "an extension has no argument \"%s\"", name);
        sg_psl_suggest(check, diag, name, members, 3);
    } else if (member->value == NULL || member->value->sort != SG_PSL_STRING) {
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, member->span, "%s of an extension is a text in quotes", name);
    }
}

static void check_extension(sg_psl_check *check, const sg_psl_value *value)
{
    sg_map seen = SG_MAP_EMPTY;

    if (value->sort != SG_PSL_WORD && value->sort != SG_PSL_CALL) {
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, value->span, "an extension is a name without quotes");
        return;
    }
    if (strchr(value->text, '-') != NULL) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_NAME, value->span, "the name \"%s\" holds a hyphen", value->text);
        sg_diag_hint(check->diags, diag, "use another name and say the real one: name(map: \"%s\")", value->text);
    }
    for (const sg_psl_argument *member = value->arguments->first; member != NULL; member = member->next) {
        check_member(check, value, member);
        if (member->name.text != NULL && sg_map_put(&seen, member->name.text, (void *)member) != NULL)
            sg_diag_add(check->diags, SG_DUPLICATE_NAME, member->name.span, "the argument \"%s\" stands here twice",
                        member->name.text);
    }
    sg_map_release(&seen);
}

void sg_psl_check_extensions(sg_psl_check *check, const sg_psl_item *property)
{
    if (!check->extensions) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_FEATURE_OFF, property->span, "extensions need a preview feature");
        sg_diag_hint(check->diags, diag, "write previewFeatures = [\"postgresqlExtensions\"] in a generator");
        return;
    }
    sg_psl_elements elements = sg_psl_elements_of(property->value);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;)
        check_extension(check, value);
}
