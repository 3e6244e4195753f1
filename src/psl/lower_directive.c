/* Directives: what doc comments add to the tree. */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "lower_private.h"
#include "text.h"

static struct json_object *value_of(sg_psl_lowering *lowering, const sg_psl_value *value);

static struct json_object *word_of(const char *word)
{
    if (strcmp(word, "null") == 0)
        return NULL;
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
        return json_object_new_boolean(*word == 't');
    return json_object_new_string(word);
}

/* Whole numbers of 64 bits; others keep their digits. */
static struct json_object *number_of(const char *digits)
{
    struct json_object *number = json_tokener_parse(digits);

    return json_object_is_type(number, json_type_int) || json_object_is_type(number, json_type_double)
               ? number
               : json_object_new_string(digits);
}

/* Members with names, as an object. */
static struct json_object *record_of(sg_psl_lowering *lowering, const sg_psl_arguments *members)
{
    struct json_object *record = json_object_new_object();

    for (const sg_psl_argument *member = members->first; member != NULL; member = member->next)
        sg_psl_put_said(lowering, record, member->name.text, value_of(lowering, member->value), member->value->span,
                        member->name.span);
    return record;
}

static struct json_object *list_of(sg_psl_lowering *lowering, const sg_psl_arguments *elements)
{
    struct json_object *list = json_object_new_array();

    for (const sg_psl_argument *element = elements->first; element != NULL; element = element->next) {
        struct json_object *value = value_of(lowering, element->value);
        sg_psl_place(lowering->names, value, element->span, element->span);
        json_object_array_add(list, value);
    }
    return list;
}

static struct json_object *value_of(sg_psl_lowering *lowering, const sg_psl_value *value)
{
    switch (value->sort) {
    case SG_PSL_NUMBER:
        return number_of(value->text);
    case SG_PSL_WORD:
        return word_of(value->text);
    case SG_PSL_LIST:
        return list_of(lowering, value->arguments);
    case SG_PSL_RECORD:
        return record_of(lowering, value->arguments);
    default:
        return json_object_new_string(value->text);
    }
}

/* One value without a name is that value, values with names are an object, nothing at all is true. NULL where they are
 * mixed (reported), and for null. */
static bool argument_of(sg_psl_lowering *lowering, const sg_psl_directive *directive, struct json_object **value)
{
    const sg_psl_arguments *arguments = &directive->arguments;
    size_t unnamed = 0;

    *value = NULL;
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next)
        unnamed += argument->name.text == NULL;
    if (unnamed > 0 && arguments->count > 1) {
        sg_psl_wrong(lowering, SG_PSL_BAD_DIRECTIVE, arguments->span,
                     "\"%s\" takes one value, or values that all have names", directive->name.text);
        return false;
    }
    if (unnamed > 0)
        *value = value_of(lowering, arguments->first->value);
    else
        *value = arguments->count > 0 ? record_of(lowering, arguments) : json_object_new_boolean(true);
    return true;
}

/* Objects are merged, everything else takes the place of what the language said. */
static void merge(sg_psl_lowering *lowering, struct json_object *into, const char *key, struct json_object *value,
                  sg_span place, sg_span key_place)
{
    struct json_object *there = NULL;

    json_object_object_get_ex(into, key, &there);
    if (!json_object_is_type(there, json_type_object) || !json_object_is_type(value, json_type_object)) {
        sg_psl_put_said(lowering, into, key, value, place, key_place);
        return;
    }
    json_object_object_foreach(value, member, inner)
    {
        sg_span member_place = place, member_key = key_place;
        sg_psl_placed(inner, &member_place, &member_key);
        merge(lowering, there, member, json_object_get(inner), member_place, member_key);
    }
    json_object_put(value);
}

static void apply(sg_psl_lowering *lowering, sg_psl_directive *directive, struct json_object *definition)
{
    const sg_psl_arguments *arguments = &directive->arguments;
    bool bracketed = arguments->count == 1 && arguments->first->name.text == NULL;
    sg_span place = bracketed ? arguments->first->span : directive->span;
    struct json_object *value;

    directive->used = true;
    if (argument_of(lowering, directive, &value))
        merge(lowering, definition, directive->name.text, value, place, directive->name.span);
}

void sg_psl_apply(sg_psl_lowering *lowering, const sg_psl_directives *directives, struct json_object *definition)
{
    for (sg_psl_directive *directive = directives->first; directive != NULL; directive = directive->next) {
        if (!directive->used && strcmp(directive->name.text, "constraint") != 0)
            apply(lowering, directive, definition);
    }
}

/* The name that a check without one gets: with the column in it when it is about one only. */
static const char *check_name(sg_psl_lowering *lowering, const sg_psl_table *model, struct json_object *checks,
                              const char *sql)
{
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(lowering->exprs, sql, &error);
    const char *column = expr != NULL && expr->column_count == 1 ? expr->columns[0] : NULL;
    const char *name = sg_sql_default_name(lowering->names->arena, model->name, column, "check");

    /* up to here all numbers are taken */
    const char *key = sg_arena_printf(lowering->names->arena, "%s\n%s", model->key, name);
    unsigned *number = sg_map_get(&lowering->check_numbers, key);
    if (number == NULL) {
        number = SG_NEW(lowering->names->arena, unsigned);
        sg_map_put(&lowering->check_numbers, key, number);
    }
    while (json_object_object_get_ex(checks, name, NULL))
        name = sg_sql_default_name(lowering->names->arena, model->name, column,
                                   sg_arena_printf(lowering->names->arena, "check%u", ++*number));
    return name;
}

/* check("expression", map: "name", ...): one of the table's "checks". */
static void apply_check(sg_psl_lowering *lowering, sg_psl_directive *directive, const sg_psl_table *model,
                        struct json_object *table)
{
    const sg_psl_value *expression = sg_psl_argument_named(&directive->arguments, "expression", true);
    const char *sql = sg_psl_text(expression);
    const char *name = sg_psl_text(sg_psl_argument_named(&directive->arguments, "map", false));
    struct json_object *definition = json_object_new_object(), *checks = sg_psl_map(table, "checks");

    directive->used = true;
    for (const sg_psl_argument *argument = directive->arguments.first; argument != NULL; argument = argument->next) {
        const char *key = argument->name.text != NULL ? argument->name.text : "expression";
        if (strcmp(key, "map") != 0)
            sg_psl_put_said(lowering, definition, key, value_of(lowering, argument->value), argument->value->span,
                            argument->span);
    }
    if (sql == NULL)
        sg_psl_wrong(lowering, SG_PSL_BAD_DIRECTIVE, directive->span,
                     "check takes an expression in quotes: check(\"price > 0\", map: \"name\")");
    else if (name == NULL)
        name = check_name(lowering, model, checks, sql);
    sg_psl_put_said(lowering, checks, name != NULL ? name : "", definition, directive->span, directive->span);
}

void sg_psl_apply_to_table(sg_psl_lowering *lowering, const sg_psl_directives *directives, const sg_psl_table *model,
                           struct json_object *table)
{
    for (sg_psl_directive *directive = directives->first; directive != NULL; directive = directive->next) {
        if (strcmp(directive->name.text, "check") == 0)
            apply_check(lowering, directive, model, table);
        else
            apply(lowering, directive, table);
    }
}

/* A value as an object, so that there is room for more. */
static struct json_object *apply_to_value(sg_psl_lowering *lowering, const sg_psl_item *item, const char *label)
{
    struct json_object *definition = json_object_new_object();

    sg_psl_put_text(definition, "value", label);
    sg_psl_apply(lowering, &item->directives, definition);
    return definition;
}

struct json_object *sg_psl_apply_to_enum(sg_psl_lowering *lowering, const sg_psl_item *block,
                                         struct json_object *values)
{
    size_t index = 0;

    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort != SG_PSL_VALUE)
            continue;
        const char *label = json_object_get_string(json_object_array_get_idx(values, index));
        if (item->directives.first != NULL)
            json_object_array_put_idx(values, index, apply_to_value(lowering, item, label));
        index++;
    }
    if (block->directives.first == NULL)
        return values;
    struct json_object *definition = json_object_new_object();
    json_object_object_add(definition, "values", values);
    sg_psl_apply(lowering, &block->directives, definition);
    return definition;
}

static bool is_of_file(const sg_psl_item *item)
{
    return item->sort == SG_PSL_BLOCK && (item->block == SG_PSL_DATASOURCE || item->block == SG_PSL_GENERATOR);
}

void sg_psl_apply_to_root(sg_psl_lowering *lowering, struct json_object *root)
{
    for (const sg_psl_file *file = lowering->names->schema->first; file != NULL; file = file->next) {
        sg_psl_apply(lowering, &file->directives, root);
        SG_PSL_EACH(item, &file->items)
        {
            if (is_of_file(item))
                sg_psl_apply(lowering, &item->directives, root);
        }
    }
}

static void begin(sg_psl_lowering *lowering, sg_psl_directive *directive)
{
    (void)lowering;
    directive->used = false;
}

static void check(sg_psl_lowering *lowering, sg_psl_directive *directive)
{
    if (!directive->used)
        sg_psl_wrong(lowering, SG_PSL_BAD_DIRECTIVE, directive->span,
                     "\"%s\" does not belong here: what it stands at has no definition that takes it",
                     directive->name.text);
}

static void each_directive(sg_psl_lowering *lowering, void (*visit)(sg_psl_lowering *, sg_psl_directive *))
{
    for (const sg_psl_file *file = lowering->names->schema->first; file != NULL; file = file->next) {
        for (sg_psl_directive *directive = file->directives_in_file; directive != NULL;
             directive = directive->next_in_file)
            visit(lowering, directive);
    }
}

void sg_psl_begin_directives(sg_psl_lowering *lowering)
{
    each_directive(lowering, begin);
}

void sg_psl_check_directives(sg_psl_lowering *lowering)
{
    each_directive(lowering, check);
}
