/* Text search dictionaries. The files that their options name are the server's; templates are written in C and managed
 * by nobody. */
#include <stddef.h>
#include <string.h>

#include "kind.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_text_search_dictionary_catalog_sql[], sg_kind_text_search_dictionary_guard_sql[];

typedef struct sg_dictionary {
    sg_object base;
    sg_path template;
    sg_params options;
} sg_dictionary;

static const sg_dictionary *dictionary_of(const sg_object *object)
{
    return (const sg_dictionary *)object;
}

/* The option whose name comes next after `name`; NULL: none. */
static const sg_param *option_after(const sg_params *options, const char *name)
{
    const sg_param *found = NULL;
    for (size_t i = 0; i < options->count; i++) {
        const sg_param *option = &options->items[i];
        if (strcmp(option->name, name) > 0 && (found == NULL || strcmp(option->name, found->name) < 0))
            found = option;
    }
    return found;
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_dictionary *self = dictionary_of(object);
    sg_buf_add(text, "TEMPLATE ");
    sg_path_say(text, &self->template);
    for (const sg_param *option = option_after(&self->options, ""); option != NULL;
         option = option_after(&self->options, option->name)) {
        sg_buf_join(text, ", ", option->name, " = ");
        sg_sql_literal(text, option->value);
    }
}

static const sg_aspect whole = {sg_sql_ask, say};

/* A number as the server writes it: without a plus, blanks, and zeros in front. */
static bool is_number(const char *text)
{
    const char *digits = text + (*text == '-');
    size_t length = strspn(digits, "0123456789");
    const char *rest = digits + length;
    bool plain = length == 1 || (length > 1 && *digits != '0');
    return plain &&
           (*rest == '\0' || (*rest == '.' && rest[1] != '\0' && rest[1 + strspn(rest + 1, "0123456789")] == '\0'));
}

/* Templates that want a number or a truth value take no number in quotes, those that want a text take any number. */
static void add_option(sg_buf *buf, const sg_param *option)
{
    sg_sql_ident(buf, option->name);
    sg_buf_add(buf, " = ");
    if (is_number(option->value))
        sg_buf_add(buf, option->value);
    else
        sg_sql_literal(buf, option->value);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_dictionary *self = dictionary_of(step->to);
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    sg_buf_add(buf, " (TEMPLATE = ");
    sg_sql_path(buf, &self->template);
    for (size_t i = 0; i < self->options.count; i++) {
        sg_buf_add(buf, ", ");
        add_option(buf, &self->options.items[i]);
    }
    sg_buf_add(buf, ");\n");
}

/* All that is wanted is said again: the server takes each option out and puts it behind the others, so that in the end
 * they stand in this order. */
static void change_sql(sg_buf *buf, const sg_step *step)
{
    const sg_params *from = &dictionary_of(step->from)->options, *to = &dictionary_of(step->to)->options;
    const char *separator = " (";
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, step->to);
    for (size_t i = 0; i < from->count; i++) {
        if (sg_params_value(to, from->items[i].name) != NULL)
            continue;
        sg_buf_add(buf, separator);
        sg_sql_ident(buf, from->items[i].name);
        separator = ", ";
    }
    for (size_t i = 0; i < to->count; i++) {
        sg_buf_add(buf, separator);
        add_option(buf, &to->items[i]);
        separator = ", ";
    }
    sg_buf_add(buf, ");\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
static const sg_op replace = {
    .class = SG_OP_REPLACE, .verb = "replace", .rank = SG_RANK_TYPE, .sql = sg_sql_replace, .inverse = "replace"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_TYPE, .sql = change_sql, .inverse = "change"};

static const sg_field fields[] = {
    {.key = "template", .type = &sg_field_outside, .offset = offsetof(sg_dictionary, template), .required = true},
    {.key = "options", .type = &sg_field_storage, .offset = offsetof(sg_dictionary, options), .op = &change},
    {0}};

const sg_kind sg_kind_text_search_dictionary = {
    .name = "text search dictionary",
    .word = "TEXT SEARCH DICTIONARY",
    .json_key = "textSearchDictionaries",
    .literal_type = "regdictionary",
    .address = "text search dictionary",
    .size = sizeof(sg_dictionary),
    .flags = SG_KIND_IN_SCHEMA,
    .order = 28,
    .fields = fields,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &replace,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_text_search_dictionary_catalog_sql,
    .seldom = "pg_ts_dict WHERE oid >= 16384",
    .guard_sql = sg_kind_text_search_dictionary_guard_sql,
};
