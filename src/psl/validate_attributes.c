/* Attributes, each for itself: known, in its place, once, with the arguments it takes. */
#include <string.h>

#include "validate_private.h"

enum place {
    ON_COLUMN = 1,   /* a field that is no relation */
    ON_RELATION = 2, /* a field that is one */
    ON_VALUE = 4,    /* a value of an enum */
    IN_MODEL = 8,
    IN_VIEW = 16,
    IN_ENUM = 32
};
#define ON_FIELD (ON_COLUMN | ON_RELATION)
#define ANY_PLACE (ON_FIELD | ON_VALUE | IN_MODEL | IN_VIEW | IN_ENUM)

enum takes { TAKES_TEXT, TAKES_NUMBER, TAKES_FLAG, TAKES_WORD, TAKES_FIELDS, TAKES_ANY };

/* By what an argument takes. */
static const char *const needs[] = {
    [TAKES_TEXT] = "a text in quotes",      [TAKES_NUMBER] = "a whole number",   [TAKES_FLAG] = "true or false",
    [TAKES_WORD] = "a word without quotes", [TAKES_FIELDS] = "a list of fields", [TAKES_ANY] = "a value",
};

enum { ARGUMENTS_MAX = 8 }; /* rows of one attribute */

enum argument_flags {
    REQUIRED = 1,
    UNNAMED = 2, /* may stand without its name */
    REFUSED = 4  /* of other databases */
};

typedef struct argument_row {
    const char *name;
    enum takes takes;
    unsigned flags;
    const char *const *words; /* of TAKES_WORD */
} argument_row;

typedef struct attribute_row {
    const char *name;
    unsigned places;
    bool repeats;
    const argument_row *arguments; /* ended by a row without name */
    const char *refusal;           /* why it is never allowed, or NULL */
} attribute_row;

static const char *const orders[] = {"Asc", "Desc", NULL};
static const char *const actions[] = {"Cascade", "Restrict", "NoAction", "SetNull", "SetDefault", NULL};
static const char *const methods[] = {"BTree", "Hash", "Gist", "Gin", "SpGist", "Brin", NULL};

static const argument_row no_arguments[] = {{NULL, 0, 0, NULL}};
static const argument_row name_only[] = {{"name", TAKES_TEXT, REQUIRED | UNNAMED, NULL}, {NULL, 0, 0, NULL}};
static const argument_row schema_only[] = {{"map", TAKES_TEXT, REQUIRED | UNNAMED, NULL}, {NULL, 0, 0, NULL}};
static const argument_row any_arguments[] = {
    {"fields", TAKES_ANY, UNNAMED, NULL}, {"map", TAKES_ANY, 0, NULL}, {NULL, 0, 0, NULL}};
static const argument_row field_id[] = {{"map", TAKES_TEXT, 0, NULL},
                                        {"length", TAKES_NUMBER, REFUSED, NULL},
                                        {"sort", TAKES_WORD, REFUSED, orders},
                                        {"clustered", TAKES_FLAG, REFUSED, NULL},
                                        {NULL, 0, 0, NULL}};
static const argument_row field_unique[] = {{"map", TAKES_TEXT, 0, NULL},    {"length", TAKES_NUMBER, REFUSED, NULL},
                                            {"sort", TAKES_WORD, 0, orders}, {"clustered", TAKES_FLAG, REFUSED, NULL},
                                            {"where", TAKES_ANY, 0, NULL},   {NULL, 0, 0, NULL}};
static const argument_row field_default[] = {
    {"value", TAKES_ANY, REQUIRED | UNNAMED, NULL}, {"map", TAKES_TEXT, REFUSED, NULL}, {NULL, 0, 0, NULL}};
static const argument_row relation[] = {{"name", TAKES_TEXT, UNNAMED, NULL},
                                        {"fields", TAKES_FIELDS, 0, NULL},
                                        {"references", TAKES_FIELDS, 0, NULL},
                                        {"onDelete", TAKES_WORD, 0, actions},
                                        {"onUpdate", TAKES_WORD, 0, actions},
                                        {"map", TAKES_TEXT, 0, NULL},
                                        {NULL, 0, 0, NULL}};
static const argument_row block_id[] = {{"fields", TAKES_FIELDS, REQUIRED | UNNAMED, NULL},
                                        {"name", TAKES_TEXT, 0, NULL},
                                        {"map", TAKES_TEXT, 0, NULL},
                                        {"clustered", TAKES_FLAG, REFUSED, NULL},
                                        {NULL, 0, 0, NULL}};
static const argument_row block_unique[] = {
    {"fields", TAKES_FIELDS, REQUIRED | UNNAMED, NULL}, {"name", TAKES_TEXT, 0, NULL}, {"map", TAKES_TEXT, 0, NULL},
    {"clustered", TAKES_FLAG, REFUSED, NULL},           {"where", TAKES_ANY, 0, NULL}, {NULL, 0, 0, NULL}};
static const argument_row block_index[] = {{"fields", TAKES_FIELDS, REQUIRED | UNNAMED, NULL},
                                           {"name", TAKES_TEXT, 0, NULL},
                                           {"map", TAKES_TEXT, 0, NULL},
                                           {"type", TAKES_WORD, 0, methods},
                                           {"clustered", TAKES_FLAG, REFUSED, NULL},
                                           {"where", TAKES_ANY, 0, NULL},
                                           {NULL, 0, 0, NULL}};

static const char no_shards[] = "PostgreSQL has no shard keys";

/* Of fields and values first, then of blocks; the places tell them apart. */
static const attribute_row rows[] = {
    {"id", ON_COLUMN, false, field_id, NULL},
    {"unique", ON_COLUMN, false, field_unique, NULL},
    {"default", ON_COLUMN, false, field_default, NULL},
    {"relation", ON_RELATION, false, relation, NULL},
    {"map", ON_COLUMN | ON_VALUE, false, name_only, NULL},
    {"updatedAt", ON_COLUMN, false, no_arguments, NULL},
    {"ignore", ON_FIELD, false, no_arguments, NULL},
    {"shardKey", ON_FIELD, true, any_arguments, no_shards},
    {"id", IN_MODEL | IN_VIEW, false, block_id, NULL},
    {"unique", IN_MODEL | IN_VIEW, true, block_unique, NULL},
    {"index", IN_MODEL | IN_VIEW, true, block_index, NULL},
    {"fulltext", IN_MODEL | IN_VIEW, true, any_arguments, "PostgreSQL has no fulltext indexes of this sort"},
    {"map", IN_MODEL | IN_VIEW | IN_ENUM, false, name_only, NULL},
    {"schema", IN_MODEL | IN_VIEW | IN_ENUM, false, schema_only, NULL},
    {"ignore", IN_MODEL | IN_VIEW, false, no_arguments, NULL},
    {"shardKey", IN_MODEL, true, any_arguments, no_shards},
};
#define ROWS (sizeof rows / sizeof *rows)

static const unsigned of_blocks = IN_MODEL | IN_VIEW | IN_ENUM;

static bool fits(enum takes takes, const sg_psl_value *value)
{
    switch (takes) {
    case TAKES_TEXT:
        return value->sort == SG_PSL_STRING;
    case TAKES_NUMBER:
        return value->sort == SG_PSL_NUMBER && strchr(value->text, '.') == NULL;
    case TAKES_FLAG:
        return value->sort == SG_PSL_WORD && (strcmp(value->text, "true") == 0 || strcmp(value->text, "false") == 0);
    case TAKES_WORD:
        return value->sort == SG_PSL_WORD;
    case TAKES_FIELDS: /* its elements are looked at where the fields are known */
    case TAKES_ANY:
        break;
    }
    return true;
}

bool sg_psl_check_complete(sg_psl_check *check, const sg_psl_arguments *arguments)
{
    bool fine = true;

    if (arguments->extra_comma.source != NULL) {
        sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, arguments->extra_comma, "a comma with nothing behind it");
        fine = false;
    }
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next) {
        if (argument->value == NULL) {
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "the argument \"%s\" has no value",
                        argument->name.text);
            fine = false;
        } else if (argument->value->sort >= SG_PSL_CALL) {
            fine &= sg_psl_check_complete(check, argument->value->arguments);
        }
    }
    return fine;
}

static void report_unknown_argument(sg_psl_check *check, const sg_psl_attribute *attribute, const attribute_row *row,
                                    const sg_psl_argument *argument)
{
    const char *known[ARGUMENTS_MAX];
    size_t count = 0;

    for (const argument_row *known_row = row->arguments; known_row->name != NULL; known_row++)
        known[count++] = known_row->name;
    if (argument->name.text == NULL) {
        sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "%s%s takes no argument without a name",
                    sg_psl_sign(attribute), attribute->name.text);
        return;
    }
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "%s%s has no argument \"%s\"",
                                sg_psl_sign(attribute), attribute->name.text, argument->name.text);
    sg_psl_suggest(check, diag, argument->name.text, known, count);
}

static void check_argument_value(sg_psl_check *check, const argument_row *row, const sg_psl_value *value)
{
    size_t count = 0;

    if (!fits(row->takes, value)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, value->span, "\"%s\" takes %s", row->name,
                                    needs[row->takes]);
        if (row->takes == TAKES_WORD && value->text != NULL && sg_psl_is_one_of(value->text, row->words))
            sg_diag_hint(check->diags, diag, "write %s: %s", row->name, value->text);
    } else if (row->takes == TAKES_WORD && !sg_psl_is_one_of(value->text, row->words)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, value->span, "\"%s\" is no %s", value->text,
                                    row->words == actions   ? "action of a foreign key"
                                    : row->words == methods ? "type of an index"
                                                            : "order");
        while (row->words[count] != NULL)
            count++;
        sg_psl_suggest(check, diag, value->text, row->words, count);
    }
}

/* The row that an argument fills, or NULL. */
static const argument_row *row_of(const attribute_row *row, const sg_psl_argument *argument)
{
    for (const argument_row *known = row->arguments; known->name != NULL; known++) {
        if (argument->name.text != NULL ? strcmp(known->name, argument->name.text) == 0 : known->flags & UNNAMED)
            return known;
    }
    return NULL;
}

static void check_each_argument(sg_psl_check *check, const sg_psl_attribute *attribute, const attribute_row *row)
{
    const sg_psl_argument *firsts[ARGUMENTS_MAX] = {NULL}; /* by row */

    for (const sg_psl_argument *argument = attribute->arguments->first; argument != NULL; argument = argument->next) {
        const argument_row *known = row_of(row, argument);
        const sg_psl_argument **first = known != NULL ? &firsts[known - row->arguments] : NULL;

        if (known == NULL) {
            report_unknown_argument(check, attribute, row, argument);
        } else if (*first != NULL) {
            sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span,
                                        "the argument \"%s\" stands here twice", known->name);
            sg_diag_note(check->diags, diag, (*first)->span, "it stands here first");
        } else {
            *first = argument;
            check_argument_value(check, known, argument->value);
        }
    }
    for (const argument_row *known = row->arguments; known->name != NULL; known++) {
        if (known->flags & REQUIRED && firsts[known - row->arguments] == NULL)
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, attribute->span, "%s%s needs the argument \"%s\"",
                        sg_psl_sign(attribute), attribute->name.text, known->name);
    }
}

/* What other databases have. Views have no indexes to be described at all. */
static void check_refused(sg_psl_check *check, const sg_psl_attribute *attribute, const attribute_row *row,
                          enum place place)
{
    for (const sg_psl_argument *argument = attribute->arguments->first; argument != NULL; argument = argument->next) {
        const argument_row *known = row_of(row, argument);

        if (known->flags & REFUSED && place != IN_VIEW)
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "\"%s\" is nothing that PostgreSQL has here",
                        known->name);
    }
}

static void check_arguments(sg_psl_check *check, const sg_psl_attribute *attribute, const attribute_row *row,
                            enum place place)
{
    size_t before = sg_diags_errors(check->diags);

    if (!sg_psl_check_complete(check, attribute->arguments))
        return;
    check_each_argument(check, attribute, row);
    if (sg_diags_errors(check->diags) == before)
        check_refused(check, attribute, row, place);
}

static void report_unknown(sg_psl_check *check, const sg_psl_attribute *attribute, enum place place)
{
    const char *known[ROWS];
    size_t count = 0;
    bool elsewhere = false;
    unsigned kin = place & of_blocks ? of_blocks : ANY_PLACE & ~of_blocks;

    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].places & place)
            known[count++] = rows[i].name;
        elsewhere |= rows[i].places & kin && strcmp(rows[i].name, attribute->name.text) == 0;
    }
    const char *sign = sg_psl_sign(attribute);
    if (elsewhere && place == ON_RELATION) {
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span,
                    "@%s does not belong on a relation, which has no column", attribute->name.text);
    } else if (elsewhere) {
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span, "%s%s does not belong here", sign,
                    attribute->name.text);
    } else {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span, "there is no attribute %s%s",
                                    sign, attribute->name.text);
        if (sg_psl_native_named(attribute->name.text) != NULL && (place & of_blocks) == 0)
            sg_diag_hint(check->diags, diag, "a native type has the datasource in front: @%s.%s",
                         check->prefix != NULL ? check->prefix : "db", attribute->name.text);
        else
            sg_psl_suggest(check, diag, attribute->name.text, known, count);
    }
}

static void check_attribute(sg_psl_check *check, const sg_psl_attribute *attribute, enum place place, bool again)
{
    const attribute_row *row = rows;

    while (row < rows + ROWS && !(row->places & place && row->name[0] == attribute->name.text[0] &&
                                  strcmp(row->name, attribute->name.text) == 0))
        row++;
    if (row == rows + ROWS)
        report_unknown(check, attribute, place);
    else if (row->refusal != NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span, "%s", row->refusal);
    else if (again && !row->repeats)
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span, "%s%s stands here more than once",
                    sg_psl_sign(attribute), attribute->name.text);
    else
        check_arguments(check, attribute, row, place);
}

/* What a map of names holds: seen once, or more often. */
static char once, more;

static void count_name(sg_map *counts, const sg_psl_attribute *attribute)
{
    if (sg_map_put(counts, attribute->name.text, &once) != NULL)
        sg_map_put(counts, attribute->name.text, &more);
}

static bool is_repeated(const sg_map *counts, const sg_psl_attribute *attribute)
{
    return sg_map_get(counts, attribute->name.text) == &more;
}

/* The attributes of a field, or with `field` NULL of an enum's value. */
static void check_chain(sg_psl_check *check, const sg_psl_item *item, const sg_psl_field *field, enum place place)
{
    sg_map counts = SG_MAP_EMPTY;
    bool several = item->attributes != NULL && item->attributes->next != NULL;

    for (const sg_psl_attribute *attribute = item->attributes; several && attribute; attribute = attribute->next)
        count_name(&counts, attribute);
    for (const sg_psl_attribute *attribute = item->attributes; attribute != NULL; attribute = attribute->next) {
        if (field == NULL || strchr(attribute->name.text, '.') == NULL) /* native types come later */
            check_attribute(check, attribute, place, is_repeated(&counts, attribute));
    }
    sg_map_release(&counts);
}

/* The lines @@... of a block, and an enum's values. */
static void check_lines(sg_psl_check *check, const sg_psl_item *block, enum place place)
{
    sg_map counts = SG_MAP_EMPTY;

    SG_PSL_EACH_LINE(item, block)
    count_name(&counts, item->attributes);
    SG_PSL_EACH_LINE(item, block)
    check_attribute(check, item->attributes, place, is_repeated(&counts, item->attributes));
    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort == SG_PSL_VALUE)
            check_chain(check, item, NULL, ON_VALUE);
    }
    sg_map_release(&counts);
}

/* A field whose type is not known may be anything. */
static enum place place_of(const sg_psl_field *field)
{
    if (field->sort == SG_PSL_BROKEN_FIELD)
        return ON_FIELD;
    return field->sort == SG_PSL_RELATION_FIELD ? ON_RELATION : ON_COLUMN;
}

void sg_psl_check_attributes(sg_psl_check *check)
{
    for (size_t i = 0; i < check->names->table_count; i++) {
        const sg_psl_table *table = &check->names->tables[i];

        for (size_t j = 0; j < table->count; j++) {
            const sg_psl_field *field = &table->fields[j];
            sg_psl_check_type(check, field);
            check_chain(check, field->item, field, place_of(field));
        }
        check_lines(check, table->item, table->view ? IN_VIEW : IN_MODEL);
        sg_psl_check_field_lists(check, table);
    }
    for (size_t i = 0; i < check->names->enum_count; i++)
        check_lines(check, check->names->enums[i].item, IN_ENUM);
}
