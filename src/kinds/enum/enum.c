/* Enums: values in order, renames of values, and rebuilding where PostgreSQL has no statement. */
#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_enum_catalog_sql[], sg_kind_enum_guard_sql[];

typedef struct sg_enum {
    sg_object base;
    sg_names values;
    const char **renamed_from; /* per value, NULL: no hint */
} sg_enum;

/* `seen` holds the values read so far. */
static bool read_value(sg_reader *reader, sg_object *object, size_t index, struct json_object *item, sg_map *seen)
{
    sg_enum *self = (sg_enum *)object;
    char place[SG_PLACE_BYTES];
    sg_json_place(place, "values", index);
    const char *hint = NULL;
    if (json_object_is_type(item, json_type_object)) {
        struct json_object *name = NULL, *old = NULL;
        bool known = json_object_object_get_ex(item, "value", &name);
        if (json_object_object_get_ex(item, "renamedFrom", &old))
            hint = sg_json_string(reader, object, place, old, false);
        if (!known || json_object_object_length(item) != (old != NULL ? 2 : 1) || (old != NULL && hint == NULL))
            return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                                   "a value is a string, or { \"value\": ..., \"renamedFrom\": ... }");
        item = name;
    }
    const char *value = sg_json_string(reader, object, place, item, false);
    if (value == NULL || !sg_json_check_name(reader, object, place, value))
        return false;
    if (sg_map_put(seen, value, item) != NULL)
        return sg_reader_error(reader, object, place, SG_BAD_VALUE, "the value \"%s\" stands here twice", value);
    self->renamed_from[self->values.count] = hint;
    self->values.items[self->values.count++] = value;
    return true;
}

static bool values_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_enum *self = (sg_enum *)object;
    if (!json_object_is_type(value, json_type_array))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"values\" must be a list of strings");
    size_t count = json_object_array_length(value);
    self->values.items = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    self->renamed_from = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    sg_map seen = SG_MAP_EMPTY;
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine &= read_value(reader, object, i, json_object_array_get_idx(value, i), &seen);
    sg_map_release(&seen);
    return fine;
}

static void values_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_enum *self = (const sg_enum *)object;
    (void)field, (void)depth;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < self->values.count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        if (self->renamed_from[i] != NULL)
            sg_buf_add(buf, "{ \"value\": ");
        sg_buf_add_json(buf, self->values.items[i]);
        if (self->renamed_from[i] == NULL)
            continue;
        sg_buf_add(buf, ", \"renamedFrom\": ");
        sg_buf_add_json(buf, self->renamed_from[i]);
        sg_buf_add(buf, " }");
    }
    sg_buf_addc(buf, ']');
}

static bool values_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_enum *)object)->values.items != NULL;
}

static bool values_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_names_equal(&((const sg_enum *)a)->values, &((const sg_enum *)b)->values);
}

static const sg_field_type values_field = {.json = "a list of strings",
                                           .read = values_read,
                                           .write = values_write,
                                           .is_set = values_is_set,
                                           .equal = values_equal};

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    if (json_object_is_type(value, json_type_array)) {
        object->short_form = true;
        return values_read(reader, object, object->kind->fields, value);
    }
    return sg_reader_error(reader, object, "", SG_WRONG_TYPE, "an enum is a list of values, or an object");
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    values_write(buf, object, object->kind->fields, -1);
    return true;
}

static bool has(const sg_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

static const char *hint_of(const sg_enum *self, const char *value)
{
    for (size_t i = 0; i < self->values.count; i++) {
        if (strcmp(self->values.items[i], value) == 0)
            return self->renamed_from[i];
    }
    return NULL;
}

/* True when a value that was not there before takes over the name `value`. */
static bool moves_on(const sg_enum *old, const sg_enum *new, const char *value)
{
    for (size_t i = 0; i < new->values.count; i++) {
        if (sg_text_equal(new->renamed_from[i], value) && !has(&old->values, new->values.items[i]))
            return true;
    }
    return false;
}

/* The old name of `value` when the way from `old` to `new` renames it, else NULL. */
static const char *pending(const sg_enum *old, const sg_enum *new, const char *value)
{
    const char *hint = hint_of(new, value);
    if (hint == NULL || !has(&old->values, hint) || sg_text_equal(hint_of(old, value), hint))
        return NULL;
    if (has(&old->values, value) && has(&new->values, hint) && hint_of(new, hint) == NULL && !moves_on(old, new, value))
        return NULL; /* used up: both stand on both sides */
    return hint;
}

/* What `value` of `from` is called in `to`: by the hints of either side. */
static const char *new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < to->values.count; i++) {
        if (sg_text_equal(pending(from, to, to->values.items[i]), value))
            return to->values.items[i];
    }
    return pending(to, from, value);
}

static void settle(const sg_object *from, sg_object *to)
{
    const sg_enum *old = (const sg_enum *)from;
    sg_enum *new = (sg_enum *)to;
    for (size_t i = 0; i < new->values.count; i++) {
        const char *value = new->values.items[i];
        if (pending(old, new, value) == NULL)
            new->renamed_from[i] = hint_of(old, value);
    }
}

/* True when the old values, renamed, stand in the new list in their old order: nothing but additions. */
static bool only_additions(const sg_enum *from, const sg_enum *to)
{
    size_t at = 0;
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = new_name(from, to, from->values.items[i]);
        const char *value = renamed != NULL ? renamed : from->values.items[i];
        while (at < to->values.count && !sg_text_equal(to->values.items[at], value))
            at++;
        if (at++ == to->values.count)
            return false;
    }
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

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_rename_all(buf, step, "ALTER TYPE");
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

static bool is_new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        if (sg_text_equal(new_name(from, to, from->values.items[i]), value))
            return true;
    }
    return false;
}

/* Renames through passing names where a new name is still an old one (swaps, chains). A value that goes leaves its
 * name to another one for good. */
static void rename_values(sg_buf *buf, const sg_object *from_object, const sg_object *to_object)
{
    const sg_enum *from = (const sg_enum *)from_object, *to = (const sg_enum *)to_object;
    for (int second = 0; second < 2; second++) {
        for (size_t i = 0; i < from->values.count; i++) {
            const char *old = from->values.items[i], *new = new_name(from, to, old);
            char passing[32];
            snprintf(passing, sizeof passing, "sg_value_%zu", i);
            if (new == NULL && (second || !is_new_name(from, to, old)))
                continue;
            bool detour = new == NULL || has(&from->values, new);
            if (!second)
                rename_value(buf, to_object, old, detour ? passing : new);
            else if (detour)
                rename_value(buf, to_object, passing, new);
        }
    }
}

static bool is_old(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = new_name(from, to, from->values.items[i]);
        if (strcmp(renamed != NULL ? renamed : from->values.items[i], value) == 0)
            return true;
    }
    return false;
}

static void add_values_sql(sg_buf *buf, const sg_step *step)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    rename_values(buf, step->from, step->to);
    for (size_t i = 0; i < to->values.count; i++) {
        if (is_old(from, to, to->values.items[i]))
            continue;
        alter(buf, step->to);
        sg_buf_add(buf, " ADD VALUE ");
        sg_sql_literal(buf, to->values.items[i]);
        size_t next = i + 1;
        while (i == 0 && next < to->values.count && !is_old(from, to, to->values.items[next]))
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
    sg_sql_rebuild_type(buf, step, "TYPE");
}

static bool check_hints(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    bool fine = true;
    for (size_t i = 0; i < to->values.count; i++) {
        const char *hint = to->renamed_from[i], *value = to->values.items[i];
        if (hint == NULL || has(&from->values, hint) || has(&from->values, value))
            continue;
        char place[SG_PLACE_BYTES];
        sg_json_place(place, "values", i);
        sg_object_error(model, diags, step->to, place, SG_RENAME_UNMATCHED,
                        "the enum has neither \"%s\" nor \"%s\" in the previous snapshot", hint, value);
        fine = false;
    }
    return fine;
}

static bool assess_add(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    /* A new value can be used only after its transaction is committed. */
    step->alone = to->values.count > from->values.count;
    for (size_t i = 0; i < from->values.count; i++) {
        if (new_name(from, to, from->values.items[i]) == NULL)
            continue;
        step->dangers |= SG_DANGER_BREAKS;
        step->rank = 1; /* the others expect the new names */
    }
    return check_hints(step, model, diags);
}

static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    if (step->user_count > 0) {
        step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
        step->dangers |= SG_DANGER_REWRITE;
    }
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    for (size_t i = 0; i < from->values.count; i++) {
        const char *value = from->values.items[i];
        if (!has(&to->values, value) && new_name(from, to, value) == NULL)
            step->dangers |= SG_DANGER_MAY_FAIL | SG_DANGER_BREAKS;
    }
    return check_hints(step, model, diags);
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_TYPE,
                             .aspect = &whole,
                             .sql = create_sql,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_CLEAN,
                           .aspect = &whole,
                           .sql = sg_sql_drop,
                           .inverse = "create"};
static const sg_op rename_op = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .aspect = &whole,
                                .sql = rename_sql,
                                .dangers = SG_DANGER_BREAKS,
                                .inverse = "rename"};
static const sg_op add_values = {.class = SG_OP_ALTER,
                                 .verb = "change values of",
                                 .rank = SG_RANK_TYPE,
                                 .aspect = &whole,
                                 .sql = add_values_sql,
                                 .assess = assess_add,
                                 .carries = true,
                                 .inverse = "rebuild"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .aspect = &whole,
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
    return new_name(change->from, change->to, label);
}

/* A rebuilt enum renames its values in the middle of things: then what names them is changed around it. */
static void carry(sg_model *model, sg_object *from, const sg_object *to)
{
    struct change change = {(const sg_enum *)from, (const sg_enum *)to};
    bool renames = false;
    for (size_t i = 0; i < change.from->values.count; i++)
        renames |= new_name(change.from, change.to, change.from->values.items[i]) != NULL;
    if (renames && only_additions(change.from, change.to))
        sg_model_relabel(model, from, &(sg_expr_labels){from->schema, from->name, label_after, &change});
}

/* A rebuilt enum is another one: its comment is written again. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    return only_additions((const sg_enum *)from, (const sg_enum *)to) ? &add_values : NULL;
}

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "TYPE ");
    sg_object_sql(buf, object);
}

static const sg_field fields[] = {
    {.key = "values", .type = &values_field, .offset = offsetof(sg_enum, values), .choose = choose, .required = true},
    {0}};

const sg_kind sg_kind_enum = {
    .name = "enum",
    .json_key = "enums",
    .address = "type",
    .size = sizeof(sg_enum),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TYPE | SG_KIND_LABELS,
    .order = 30,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .carry = carry,
    .settle = settle,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .replace = &rebuild,
    .identity = identity,
    .grantable = &sg_grantable_type,
    .catalog_sql = sg_kind_enum_catalog_sql,
    .guard_sql = sg_kind_enum_guard_sql,
};
