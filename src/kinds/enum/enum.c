/* Enums: values in order, and rebuilding where PostgreSQL has no statement. */
#include <json-c/json.h>
#include <stddef.h>

#include "enum.h"
#include "text.h"

extern const char sg_kind_enum_catalog_sql[], sg_kind_enum_guard_sql[];

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    if (json_object_is_type(value, json_type_array)) {
        object->short_form = true;
        return sg_enum_values_field.read(reader, object, object->kind->fields, value);
    }
    return sg_reader_error(reader, object, "", SG_WRONG_TYPE, "an enum is a list of values, or an object");
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    sg_enum_values_field.write(buf, object, object->kind->fields, -1);
    return true;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_enum(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_names *values = &((const sg_enum *)object)->values;
    sg_buf_addc(text, '(');
    for (size_t i = 0; i < values->count; i++) {
        sg_buf_add(text, i > 0 ? ", " : "");
        sg_buf_add_json(text, values->items[i]);
    }
    sg_buf_addc(text, ')');
}

static const sg_aspect whole = {ask, say};

static void alter(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ALTER TYPE ");
    sg_object_sql(buf, object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_names *values = &((const sg_enum *)step->to)->values;
    sg_buf_add(buf, "CREATE TYPE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " AS ENUM (");
    for (size_t i = 0; i < values->count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        sg_sql_literal(buf, values->items[i]);
    }
    sg_buf_add(buf, ");\n");
}

static void rename_value(sg_buf *buf, const sg_object *object, const char *from, const char *to)
{
    alter(buf, object);
    sg_buf_add(buf, " RENAME VALUE ");
    sg_sql_literal(buf, from);
    sg_buf_add(buf, " TO ");
    sg_sql_literal(buf, to);
    sg_buf_add(buf, ";\n");
}

/* Renames through passing names where a new name is still an old one (swaps, chains). A value that goes leaves its
 * name to another one for good. */
static void rename_values(sg_buf *buf, const sg_object *from_object, const sg_object *to_object)
{
    const sg_enum *from = (const sg_enum *)from_object, *to = (const sg_enum *)to_object;
    for (int second = 0; second < 2; second++) {
        for (size_t i = 0; i < from->values.count; i++) {
            const char *old = from->values.items[i], *new = sg_enum_new_name(from, to, old);
            char passing[32];
            snprintf(passing, sizeof passing, "sg_value_%zu", i);
            if (new == NULL && (second || !sg_enum_is_new_name(from, to, old)))
                continue;
            bool detour = new == NULL || sg_enum_has(from, new);
            if (!second)
                rename_value(buf, to_object, old, detour ? passing : new);
            else if (detour)
                rename_value(buf, to_object, passing, new);
        }
    }
}

static void add_values_sql(sg_buf *buf, const sg_step *step)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    rename_values(buf, step->from, step->to);
    for (size_t i = 0; i < to->values.count; i++) {
        if (sg_enum_is_old(from, to, to->values.items[i]))
            continue;
        alter(buf, step->to);
        sg_buf_add(buf, " ADD VALUE ");
        sg_sql_literal(buf, to->values.items[i]);
        size_t next = i + 1;
        while (i == 0 && next < to->values.count && !sg_enum_is_old(from, to, to->values.items[next]))
            next++;
        if (i > 0) {
            sg_buf_add(buf, " AFTER ");
            sg_sql_literal(buf, to->values.items[i - 1]);
        } else if (next < to->values.count) {
            sg_buf_add(buf, " BEFORE ");
            sg_sql_literal(buf, to->values.items[next]);
        }
        sg_buf_add(buf, ";\n");
    }
}

/* PostgreSQL cannot remove or move values: a new type takes over, column by column. */
static void rebuild_sql(sg_buf *buf, const sg_step *step)
{
    rename_values(buf, step->from, step->to);
    sg_sql_rebuild_type(buf, step);
}

static bool assess_add(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    /* A new value can be used only after its transaction is committed. */
    step->alone = to->values.count > from->values.count;
    for (size_t i = 0; i < from->values.count; i++) {
        if (sg_enum_new_name(from, to, from->values.items[i]) == NULL)
            continue;
        step->dangers |= SG_DANGER_BREAKS;
        step->rank = 1; /* the others expect the new names */
    }
    return sg_enum_check_hints(step, model, diags);
}

static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    if (sg_step_rare_of(step)->user_count > 0) {
        step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
        step->dangers |= SG_DANGER_REWRITE;
    }
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    for (size_t i = 0; i < from->values.count; i++) {
        const char *value = from->values.items[i];
        if (!sg_enum_has(to, value) && sg_enum_new_name(from, to, value) == NULL)
            step->dangers |= SG_DANGER_MAY_FAIL | SG_DANGER_BREAKS;
    }
    return sg_enum_check_hints(step, model, diags);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
#define CHANGE_VALUES                                                                              \
    .class = SG_OP_ALTER, .verb = "change values of", .rank = SG_RANK_TYPE, .sql = add_values_sql, \
    .assess = assess_add, .inverse = "rebuild"
static const sg_op add_values = {CHANGE_VALUES};
static const sg_op rename_and_add_values = {CHANGE_VALUES, .carries = true};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .sql = rebuild_sql,
                              .assess = assess_rebuild,
                              .rebuilds = true,
                              .inverse = "change values of"};

struct change {
    const sg_enum *from, *to;
};

static const char *label_after(void *context, const char *label)
{
    const struct change *change = context;
    return sg_enum_new_name(change->from, change->to, label);
}

static bool renames_values(const sg_enum *from, const sg_enum *to)
{
    for (size_t i = 0; i < from->values.count; i++) {
        if (sg_enum_new_name(from, to, from->values.items[i]) != NULL)
            return true;
    }
    return false;
}

/* A rebuilt enum renames its values in the middle of things: then what names them is changed around it. */
static void carry(sg_model *model, sg_object *from, const sg_object *to)
{
    struct change change = {(const sg_enum *)from, (const sg_enum *)to};
    if (renames_values(change.from, change.to) && sg_enum_only_adds(change.from, change.to))
        sg_model_relabel(model, from, &(sg_expr_labels){from->schema, from->name, label_after, &change, NULL, NULL});
}

/* A rebuilt enum is another one: its comment is written again. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    const sg_enum *before = (const sg_enum *)from, *after = (const sg_enum *)to;
    if (!sg_enum_only_adds(before, after))
        return NULL;
    return renames_values(before, after) ? &rename_and_add_values : &add_values;
}

static const sg_field fields[] = {{.key = "values",
                                   .type = &sg_enum_values_field,
                                   .offset = offsetof(sg_enum, values),
                                   .choose = choose,
                                   .required = true},
                                  {0}};

const sg_kind sg_kind_enum = {
    .name = "enum",
    .word = "TYPE",
    .json_key = "enums",
    .address = "type",
    .size = sizeof(sg_enum),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TYPE | SG_KIND_LABELS,
    .order = 30,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .check = sg_enum_check_uses,
    .carry = carry,
    .settle = sg_enum_settle,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &rebuild,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_type,
    .catalog_sql = sg_kind_enum_catalog_sql,
    .seldom = "pg_type WHERE oid >= 16384 AND typtype = 'e'",
    .guard_sql = sg_kind_enum_guard_sql,
};
