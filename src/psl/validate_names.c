/* Names as the user writes them: what a name may be, and that it is the only one. */
#include <ctype.h>
#include <string.h>

#include "text.h"
#include "validate_private.h"

/* Words that clients in JavaScript cannot use for a class. */
static const char *const reserved[] = {
    "PrismaClient", "break",   "case",       "catch",     "class",  "const",      "continue",  "debugger", "default",
    "delete",       "do",      "else",       "enum",      "export", "extends",    "false",     "finally",  "for",
    "function",     "if",      "implements", "import",    "in",     "instanceof", "interface", "let",      "new",
    "null",         "package", "private",    "protected", "public", "return",     "super",     "switch",   "this",
    "throw",        "true",    "try",        "typeof",    "var",    "void",       "while",     "with",     "yield",
    "async",        "await",   "using",      NULL};

static bool is_scalar(const char *name)
{
    for (int i = 0; i < SG_PSL_SCALARS; i++) {
        if (strcmp(sg_psl_scalars[i].name, name) == 0)
            return true;
    }
    return false;
}

bool sg_psl_is_reserved(const char *name)
{
    return is_scalar(name) || sg_psl_is_one_of(name, reserved);
}

/* `sign`: of the attribute that tells the name in the database. */
static bool report_name(sg_psl_check *check, const sg_psl_name *name, const char *sign, const char *why)
{
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_NAME, name->span, "the name \"%s\" %s", name->text, why);

    sg_diag_hint(check->diags, diag, "choose another one; %smap(\"%s\") keeps this one in the database", sign,
                 name->text);
    return false;
}

/* Letters, digits and underscores, and a letter first. */
static bool check_spelling(sg_psl_check *check, const sg_psl_name *name, const char *sign)
{
    if (isdigit((unsigned char)name->text[0]))
        return report_name(check, name, sign, "begins with a digit");
    if (strchr(name->text, '-') != NULL)
        return report_name(check, name, sign, "holds a hyphen");
    return true;
}

static void check_block_name(sg_psl_check *check, const sg_psl_name *name)
{
    if (!check_spelling(check, name, "@@"))
        return;
    if (is_scalar(name->text))
        report_name(check, name, "@@", "is a type of the language already");
    else if (sg_psl_is_one_of(name->text, reserved))
        report_name(check, name, "@@", "is a reserved word");
}

static void report_taken(sg_psl_check *check, const sg_psl_name *name, const sg_psl_name *first, const char *owner)
{
    sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, name->span, "%s \"%s\" already", owner, name->text);

    sg_diag_note(check->diags, diag, first->span, "it stands here first");
}

static void check_values(sg_psl_check *check, const sg_psl_labels *labels)
{
    sg_map seen = SG_MAP_EMPTY;
    bool any = false;

    SG_PSL_EACH(item, &labels->item->items)
    {
        any |= item->sort == SG_PSL_VALUE || item->sort == SG_PSL_INVALID;
        if (item->sort != SG_PSL_VALUE)
            continue;
        check_spelling(check, &item->name, "@");
        const sg_psl_item *first = sg_map_put(&seen, item->name.text, item);
        if (first != NULL)
            report_taken(check, &item->name, &first->name, "the enum has a value");
    }
    if (!any)
        sg_diag_add(check->diags, SG_PSL_BAD_TYPE, labels->item->name.span, "the enum \"%s\" has no values",
                    labels->item->name.text);
    sg_map_release(&seen);
}

void sg_psl_check_names(sg_psl_check *check)
{
    const sg_psl_names *names = check->names;

    for (size_t i = 0; i < names->table_count; i++) {
        check_block_name(check, &names->tables[i].item->name);
        for (size_t j = 0; j < names->tables[i].count; j++)
            check_spelling(check, &names->tables[i].fields[j].item->name, "@");
    }
    for (size_t i = 0; i < names->enum_count; i++) {
        const sg_psl_item *block = names->enums[i].item;

        check_block_name(check, &block->name);
        check_values(check, &names->enums[i]);
    }
}
