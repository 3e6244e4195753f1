/* Text search configurations: what a parser finds in a text, and the dictionaries that make lexemes of it. Parsers are
 * written in C and managed by nobody. */
#include "text_search_configuration.h"

#include <stddef.h>
#include <string.h>

#include "step.h"
#include "text.h"

extern const char sg_kind_text_search_configuration_catalog_sql[], sg_kind_text_search_configuration_guard_sql[];

typedef struct sg_configuration {
    sg_object base;
    sg_path parser; /* its name NULL: the one of the system */
    sg_mappings mappings;
} sg_configuration;

static const char default_parser[] = "default";

static const sg_configuration *configuration_of(const sg_object *object)
{
    return (const sg_configuration *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_path *parser = &((sg_configuration *)object)->parser;
    (void)model, (void)diags;
    if (parser->name != NULL && strcmp(parser->schema, "public") == 0 && strcmp(parser->name, default_parser) == 0)
        *parser = (sg_path){0};
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_configuration *self = configuration_of(object);
    sg_buf_add(text, "PARSER ");
    if (self->parser.name != NULL)
        sg_path_say(text, &self->parser);
    else
        sg_buf_add(text, default_parser);
    for (size_t i = 0; i < self->mappings.count; i++) {
        const sg_mapping *mapping = &self->mappings.items[i];
        sg_buf_join(text, "\n", mapping->token, ":");
        for (size_t k = 0; k < mapping->count; k++) {
            sg_buf_addc(text, ' ');
            sg_path_say(text, &mapping->dictionaries[k].path);
        }
    }
}

static const sg_aspect whole = {sg_sql_ask, say};

/* Mappings */

/* What has to be done for a mapping where there are those of `from`; NULL: nothing. */
static const char *verb_for(const sg_mappings *from, const sg_mapping *mapping)
{
    const sg_mapping *there = sg_mappings_find(from, mapping->token);
    if (there == NULL)
        return " ADD";
    return sg_mapping_equal(there, mapping) ? NULL : " ALTER";
}

static bool same_statement(const sg_mappings *from, const sg_mapping *a, const sg_mapping *b)
{
    return sg_text_equal(verb_for(from, a), verb_for(from, b)) && sg_mapping_equal(a, b);
}

static void add_dictionaries(sg_buf *buf, const sg_mapping *mapping)
{
    for (size_t i = 0; i < mapping->count; i++) {
        const sg_mapped *dictionary = &mapping->dictionaries[i];
        sg_buf_add(buf, i > 0 ? ", " : " WITH ");
        if (dictionary->declared) { /* one of the system would be found before one in public */
            sg_sql_ident(buf, dictionary->path.schema);
            sg_buf_addc(buf, '.');
            sg_sql_ident(buf, dictionary->path.name);
        } else {
            sg_sql_path(buf, &dictionary->path);
        }
    }
}

/* One statement for all types of tokens that are treated alike, at the place of the first. */
static void map_alike(sg_buf *buf, const sg_object *object, const sg_mappings *from, const sg_mappings *to, size_t at)
{
    const sg_mapping *items = to->items;
    const char *verb = verb_for(from, &items[at]);
    for (size_t i = 0; i < at; i++) {
        if (same_statement(from, &items[i], &items[at]))
            return;
    }
    if (verb == NULL)
        return;
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, object);
    sg_buf_join(buf, verb, " MAPPING FOR ");
    for (size_t i = at; i < to->count; i++) {
        if (!same_statement(from, &items[i], &items[at]))
            continue;
        sg_buf_add(buf, i > at ? ", " : "");
        sg_sql_ident_as_server(buf, items[i].token);
    }
    add_dictionaries(buf, &items[at]);
    sg_buf_add(buf, ";\n");
}

static void map_all(sg_buf *buf, const sg_object *object, const sg_mappings *from, const sg_mappings *to)
{
    const char *separator = " DROP MAPPING FOR ";
    for (size_t i = 0; i < from->count; i++) {
        if (sg_mappings_find(to, from->items[i].token) != NULL)
            continue;
        if (*separator != ',') {
            sg_buf_add(buf, "ALTER ");
            sg_sql_identity(buf, object);
        }
        sg_buf_add(buf, separator);
        sg_sql_ident_as_server(buf, from->items[i].token);
        separator = ", ";
    }
    sg_buf_add(buf, *separator == ',' ? ";\n" : "");
    for (size_t i = 0; i < to->count; i++)
        map_alike(buf, object, from, to, i);
}

/* Statements */

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_configuration *self = configuration_of(step->to);
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    sg_buf_add(buf, " (PARSER = ");
    if (self->parser.name != NULL)
        sg_sql_path(buf, &self->parser);
    else
        sg_buf_add(buf, "pg_catalog.\"default\"");
    sg_buf_add(buf, ");\n");
    map_all(buf, step->to, &(const sg_mappings){0}, &self->mappings);
}

static void map_sql(sg_buf *buf, const sg_step *step)
{
    map_all(buf, step->to, &configuration_of(step->from)->mappings, &configuration_of(step->to)->mappings);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE + 2, .sql = create_sql, .inverse = "drop"};
static const sg_op replace = {
    .class = SG_OP_REPLACE, .verb = "replace", .rank = SG_RANK_TYPE + 2, .sql = sg_sql_replace, .inverse = "replace"};
static const sg_op map = {.class = SG_OP_ALTER,
                          .verb = "set mappings of",
                          .rank = SG_RANK_TYPE + 2,
                          .sql = map_sql,
                          .inverse = "set mappings of"};

static const sg_field fields[] = {
    {.key = "parser", .type = &sg_field_outside, .offset = offsetof(sg_configuration, parser)},
    {.key = "mappings", .type = &sg_field_mappings, .offset = offsetof(sg_configuration, mappings), .op = &map},
    {0}};

const sg_kind sg_kind_text_search_configuration = {
    .name = "text search configuration",
    .word = "TEXT SEARCH CONFIGURATION",
    .json_key = "textSearchConfigurations",
    .literal_type = "regconfig",
    .address = "text search configuration",
    .size = sizeof(sg_configuration),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TALL | SG_KIND_REBUILD,
    .order = 29,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &replace,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_text_search_configuration_catalog_sql,
    .seldom = "pg_ts_config WHERE oid >= 16384",
    .guard_sql = sg_kind_text_search_configuration_guard_sql,
};
