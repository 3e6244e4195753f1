/* Columns as fields: defaults, and what counts up by itself. */
#include <string.h>

#include "json.h"
#include "lower_private.h"
#include "raise_private.h"
#include "text.h"
#include "validate_private.h"

/* The definition as an object, also where it is only a type. */
static struct json_object *long_form(struct json_object *definition)
{
    if (!json_object_is_type(definition, json_type_string))
        return json_object_get(definition);
    struct json_object *object = json_object_new_object();
    const char *type = json_object_get_string(definition);
    size_t length = strlen(type);
    bool nullable = length > 0 && type[length - 1] == '?';

    json_object_object_add(object, "type", json_object_new_string_len(type, (int)(length - nullable)));
    if (nullable)
        json_object_object_add(object, "nullable", json_object_new_boolean(true));
    return object;
}

/* Names that can stay come first, so that none of them has to give way to a changed one. */
static void name_fields(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    for (int changed = 0; changed < 2; changed++) {
        for (size_t i = 0; i < table->count; i++) {
            sg_psl_raised_column *column = &table->columns[i];
            const char *spelled = sg_psl_spell(raising->arena, column->name);
            if ((strcmp(spelled, column->name) != 0) == changed)
                column->field = sg_psl_take_name(raising->arena, &table->fields, spelled);
        }
    }
}

void sg_psl_raise_columns(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    struct json_object *columns = sg_psl_get(table->definition, "columns");
    size_t index = 0;

    table->count = columns != NULL ? (size_t)json_object_object_length(columns) : 0;
    table->columns = SG_NEW_ARRAY(raising->arena, sg_psl_raised_column, table->count);
    if (columns == NULL)
        return;
    json_object_object_foreach(columns, name, definition)
    {
        sg_psl_raised_column *column = &table->columns[index++];
        column->name = sg_arena_strdup(raising->arena, name);
        column->definition = long_form(definition);
        column->type = sg_arena_strdup(raising->arena, sg_psl_get_text(column->definition, "type"));
        sg_psl_raise_type(raising, column, json_object_get_boolean(sg_psl_get(column->definition, "nullable")));
        sg_map_put(&table->by_name, column->name, column);
        sg_buf_init(&column->attributes);
        sg_buf_init(&column->directives);
    }
    name_fields(raising, table);
}

static const char *canonical(sg_psl_raising *raising, const char *sql)
{
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(raising->exprs, sql, &error);

    return expr != NULL ? expr->text : sql;
}

/* A serial column: its sequence is the one that it would get by itself, and nothing else is said about it. */
static bool takes_sequence(sg_psl_raising *raising, const sg_psl_raised_table *table,
                           const sg_psl_raised_column *column, const char *preset)
{
    const char *name = sg_sql_default_name(raising->arena, table->name, column->name, "seq");
    const char *serial =
        column->kind.native != NULL ? column->kind.native->serial : sg_psl_scalars[column->kind.scalar].serial;
    const char *key = sg_name_joined(raising->arena, table->schema, name);
    sg_buf sql;

    if (column->kind.sort != SG_PSL_SCALAR_FIELD || serial == NULL || column->item.type.arity != SG_PSL_REQUIRED)
        return false;
    sg_buf_init(&sql);
    sg_buf_add(&sql, "nextval(");
    sg_expr_relation_literal(&sql, table->schema, name);
    sg_buf_addc(&sql, ')');
    struct json_object *sequence = sg_psl_get(raising->sequences, key), *owner = sg_psl_get(sequence, "ownedBy");
    const char *type = sg_psl_get_text(sequence, "type");
    bool fits = sequence != NULL && strcmp(canonical(raising, sql.data), preset) == 0 &&
                sg_text_equal(sg_psl_get_text(owner, "table"), table->key) &&
                sg_text_equal(sg_psl_get_text(owner, "column"), column->name) &&
                json_object_object_length(sequence) == (type != NULL ? 2 : 1) &&
                strcmp(type != NULL ? type : "bigint", column->type) == 0;
    if (fits)
        sg_psl_drop(raising->sequences, key);
    sg_buf_release(&sql);
    return fits;
}

/* The text of a plain SQL literal, or NULL. */
static const char *literal_text(sg_psl_raising *raising, const char *sql)
{
    size_t length = strlen(sql);
    sg_buf text;

    if (length < 2 || sql[0] != '\'' || sql[length - 1] != '\'')
        return NULL;
    sg_buf_init(&text);
    for (const char *c = sql + 1; c < sql + length - 1; c++) {
        sg_buf_addc(&text, *c);
        if (*c == '\'' && *++c != '\'')
            break;
    }
    const char *copy = sg_arena_strdup(raising->arena, text.data);
    sg_buf_release(&text);
    return copy;
}

static sg_psl_value literal_of(sg_psl_raising *raising, const char *sql)
{
    const char *text = literal_text(raising, sql);

    if (text != NULL)
        return (sg_psl_value){.sort = SG_PSL_STRING, .text = text};
    bool word = strcmp(sql, "true") == 0 || strcmp(sql, "false") == 0;
    return (sg_psl_value){.sort = word ? SG_PSL_WORD : SG_PSL_NUMBER, .text = sql};
}

/* A literal of the language, when lowering it gives the very same SQL. */
static bool add_literal(sg_psl_raising *raising, sg_buf *out, const sg_psl_raised_column *column, const char *preset)
{
    sg_psl_value value = literal_of(raising, preset);
    const char *label =
        column->labels != NULL && value.sort == SG_PSL_STRING ? sg_map_get(&column->labels->labels, value.text) : NULL;
    sg_buf sql;

    if (label != NULL)
        sg_buf_add(out, label);
    if (column->kind.sort != SG_PSL_SCALAR_FIELD || sg_psl_literal_need(&column->kind, &value) != NULL)
        return label != NULL;
    sg_buf_init(&sql);
    bool same = sg_psl_add_scalar(&sql, column->kind.scalar, &value) && strcmp(sql.data, preset) == 0;
    sg_buf_release(&sql);
    if (same && value.sort == SG_PSL_STRING)
        sg_buf_add_json(out, value.text);
    else if (same)
        sg_buf_add(out, value.text);
    return same;
}

static bool is_empty_list(sg_psl_raising *raising, const sg_psl_raised_column *column, const char *preset)
{
    return strcmp(preset, canonical(raising, sg_arena_printf(raising->arena, "ARRAY[]::%s", column->type))) == 0;
}

/* What stands inside of @default( ). */
static void add_default(sg_psl_raising *raising, sg_buf *out, const sg_psl_raised_table *table,
                        const sg_psl_raised_column *column, const char *preset)
{
    bool many = column->item.type.arity == SG_PSL_MANY, scalar = column->kind.sort == SG_PSL_SCALAR_FIELD;

    if (takes_sequence(raising, table, column, preset))
        sg_buf_add(out, "autoincrement()");
    else if (scalar && column->kind.scalar == SG_PSL_DATETIME && !many && strcmp(preset, "CURRENT_TIMESTAMP") == 0)
        sg_buf_add(out, "now()");
    else if (many && column->kind.sort != SG_PSL_RAW_FIELD && is_empty_list(raising, column, preset))
        sg_buf_add(out, "[]");
    else if (many || !add_literal(raising, out, column, preset)) {
        sg_buf_add(out, "dbgenerated(");
        sg_buf_add_json(out, preset);
        sg_buf_addc(out, ')');
    }
}

/* A default over other columns is how the language says that a column is generated. */
static const char *take_generated(sg_psl_raising *raising, sg_psl_raised_column *column)
{
    const char *sql = sg_psl_get_text(column->definition, "generated");
    sg_expr_error error;
    const sg_expr *expr = sql != NULL ? sg_expr_parse(raising->exprs, sql, &error) : NULL;

    if (expr == NULL || expr->column_count == 0 || expr->is_bare_word ||
        !json_object_get_boolean(sg_psl_get(column->definition, "stored")))
        return NULL;
    sql = sg_arena_strdup(raising->arena, sql);
    sg_psl_drop(column->definition, "generated");
    sg_psl_drop(column->definition, "stored");
    return sql;
}

static void raise_default(sg_psl_raising *raising, const sg_psl_raised_table *table, sg_psl_raised_column *column)
{
    const char *generated = take_generated(raising, column);
    struct json_object *preset = generated == NULL ? sg_psl_take(column->definition, "default") : NULL;
    bool whole = column->kind.sort == SG_PSL_SCALAR_FIELD &&
                 (column->kind.scalar == SG_PSL_INT || column->kind.scalar == SG_PSL_BIGINT);

    if (generated != NULL) {
        sg_buf_add(&column->attributes, " @default(dbgenerated(");
        sg_buf_add_json(&column->attributes, generated);
        sg_buf_add(&column->attributes, "))");
    } else if (preset != NULL) {
        sg_buf_add(&column->attributes, " @default(");
        add_default(raising, &column->attributes, table, column, json_object_get_string(preset));
        sg_buf_addc(&column->attributes, ')');
    } else if (whole && sg_psl_get(column->definition, "identity") != NULL) {
        sg_buf_add(&column->attributes, " @default(autoincrement())");
    }
    json_object_put(preset);
}

void sg_psl_add_field(sg_psl_raising *raising, sg_buf *out, const sg_psl_raised_table *table,
                      sg_psl_raised_column *column)
{
    bool list = column->item.type.arity == SG_PSL_MANY;
    struct json_object *nullable = sg_psl_take(column->definition, "nullable");

    if (list && !json_object_get_boolean(nullable))
        sg_buf_add(&column->directives, "/// @schemagen.nullable(false)\n");
    json_object_put(nullable);
    if (!column->disguised)
        sg_psl_drop(column->definition, "type");
    raise_default(raising, table, column);
    sg_psl_add_directives(&column->directives, column->definition);
    sg_buf_addf(out, "%s%s ", column->directives.data, column->field);
    sg_psl_add_raised_type(out, column);
    sg_buf_add(out, column->attributes.data);
    sg_psl_add_map(out, "@", column->field, column->name);
    sg_buf_addc(out, '\n');
}
