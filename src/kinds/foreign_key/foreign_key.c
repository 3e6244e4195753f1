/* Foreign keys: always a step of their own, so that tables can refer to each other in circles. */
#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "keys.h"
#include "text.h"

extern const char sg_kind_foreign_key_catalog_sql[], sg_kind_foreign_key_guard_sql[];

typedef struct sg_foreign_key {
    sg_object base;
    sg_names columns;
    const char *schema, *table; /* referenced */
    sg_names target;            /* referenced columns; empty until finish: the primary key */
    int on_update, on_delete, match, deferrable;
    bool not_valid;
    bool not_enforced;          /* and so never valid */
    bool period;                /* the last column is a range that those of the other table cover together */
    sg_names on_delete_columns; /* SET NULL (a), SET DEFAULT (a): version 15 */
    const sg_object *referenced;
} sg_foreign_key;

static sg_foreign_key *key_of(const sg_object *object)
{
    return (sg_foreign_key *)object;
}

/* references: { "table": "t", "columns": ["id"] }, or "t" for its primary key */

static bool target_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_foreign_key *key = key_of(object);
    struct json_object *table = value, *columns = NULL;
    int members = 0;
    if (json_object_is_type(value, json_type_object)) {
        table = NULL;
        members += json_object_object_get_ex(value, "table", &table);
        members += json_object_object_get_ex(value, "columns", &columns);
    }
    if (table == NULL || (json_object_is_type(value, json_type_object) && json_object_object_length(value) != members))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE,
                               "\"references\" must be { \"table\": ..., \"columns\": [...] }");
    const char *written = sg_json_string(reader, object, table == value ? field->key : "references/table", table, true);
    if (written == NULL)
        return false;
    sg_name_split(reader->model, written, &key->schema, &key->table);
    return columns == NULL || sg_json_names(reader, object, "references/columns", columns, &key->target);
}

static void target_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_foreign_key *key = key_of(object);
    (void)field, (void)depth;
    sg_buf_add(buf, "{ \"table\": ");
    sg_json_write_name(buf, key->schema, key->table);
    sg_buf_add(buf, ", \"columns\": ");
    sg_json_write_names(buf, &key->target);
    sg_buf_add(buf, " }");
}

static bool target_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return key_of(object)->table != NULL;
}

static bool target_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_foreign_key *left = key_of(a), *right = key_of(b);
    (void)field;
    return strcmp(left->schema, right->schema) == 0 && strcmp(left->table, right->table) == 0 &&
           sg_names_equal(&left->target, &right->target);
}

static void target_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                          const char *old_schema, const char *old_name)
{
    sg_foreign_key *key = key_of(object);
    (void)model, (void)field, (void)old_schema;
    if (target == key->referenced) {
        key->schema = target->schema;
        key->table = target->name;
    } else if (target->parent != NULL && target->parent == key->referenced) {
        sg_names_rename(&key->target, old_name, target->name);
    }
}

static void report_unknown_table(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_foreign_key *key = key_of(object);
    sg_vec names = SG_VEC_EMPTY;
    for (const sg_object *table = model->first[sg_kind_number(object->parent->kind)]; table; table = table->next)
        sg_vec_push(&names, (void *)table->name);
    sg_diag *diag = sg_object_error(model, diags, object, "references/table", SG_UNKNOWN_TABLE,
                                    "there is no table \"%s\" to refer to", key->table);
    const char *near = sg_text_nearest(key->table, (const char *const *)names.items, names.count);
    if (near != NULL)
        sg_diag_hint(diags, diag, "did you mean \"%s\"?", near);
    sg_vec_release(&names);
}

static bool same_set(const sg_names *a, const sg_names *b)
{
    size_t found = 0;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t k = 0; k < b->count; k++)
            found += strcmp(a->items[i], b->items[k]) == 0;
    }
    return a->count == b->count && found == a->count;
}

/* Fills in the primary key's columns where none are said. Of several keys on the same columns of the other table the
 * server takes the oldest one, which only it knows: the object depends on them all. False: there is none. */
static bool depend_on_keys(sg_object *object)
{
    sg_foreign_key *key = key_of(object);
    sg_object *first = key->referenced->first_child, *primary = sg_child(first, sg_kind_named("primary key"));
    bool found = false;
    if (key->target.count == 0 && primary != NULL)
        key->target = *primary->kind->unique_columns(primary);
    for (sg_object *child = key->target.count > 0 ? first : NULL; child != NULL; child = child->next) {
        const sg_names *columns = child->kind->unique_columns != NULL ? child->kind->unique_columns(child) : NULL;
        if (columns == NULL || !same_set(&key->target, columns) ||
            sg_object_bool(child, "withoutOverlaps") != key->period)
            continue;
        sg_object_depend(object, child);
        found = true;
    }
    return found;
}

/* A type that is missing is a mistake of its own. */
static bool comparable(const sg_sqltype *a, const sg_sqltype *b)
{
    if (!sg_sqltype_is_set(a) || !sg_sqltype_is_set(b))
        return true;
    sg_cast there = sg_sqltype_cast(a, false, b, false), back = sg_sqltype_cast(b, false, a, false);
    return sg_sqltype_equal(a, b) || (there >= SG_CAST_ASSIGNMENT && back >= SG_CAST_ASSIGNMENT);
}

static void check_types(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_foreign_key *key = key_of(object);
    const sg_kind *column = sg_kind_named("column");
    for (size_t i = 0; i < key->columns.count; i++) {
        const sg_object *mine = sg_child_named(object->parent, column, key->columns.items[i]);
        const sg_object *other = sg_child_named(key->referenced, column, key->target.items[i]);
        if (mine == NULL || other == NULL || comparable(sg_object_type(mine), sg_object_type(other)))
            continue;
        sg_buf left, right;
        sg_buf_init(&left);
        sg_buf_init(&right);
        sg_sqltype_print(&left, sg_object_type(mine));
        sg_sqltype_print(&right, sg_object_type(other));
        sg_object_error(model, diags, object, "", SG_TYPE_MISMATCH,
                        "\"%s\" (%s) cannot refer to \"%s.%s\" (%s): the types cannot be compared", mine->name,
                        left.data, key->table, other->name, right.data);
        sg_buf_release(&left);
        sg_buf_release(&right);
    }
}

static void target_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_foreign_key *key = key_of(object);
    sg_object *table = sg_model_find(model, object->parent->kind, key->schema, NULL, key->table);
    if (table == NULL) {
        report_unknown_table(model, object, diags);
        return;
    }
    key->referenced = table;
    sg_object_depend(object, table);
    if (key->target.count > 0 &&
        !sg_names_resolve(model, diags, object, sg_rare_of(object)->origin != NULL ? "" : "references/columns", table,
                          &key->target))
        return;
    if (!depend_on_keys(object)) {
        sg_diag *diag =
            sg_object_error(model, diags, object, sg_rare_of(object)->origin != NULL ? "" : field->key, SG_NO_KEY,
                            "table \"%s\" has no unique key on the referenced columns", key->table);
        sg_diag_hint(diags, diag, "add a primary key, a unique constraint or a unique index there");
        return;
    }
    sg_names_resolve(model, diags, object, "references/columns", table, &key->target);
    if (key->columns.count != key->target.count)
        sg_object_error(model, diags, object, "", SG_BAD_VALUE, "the key has %zu columns, but refers to %zu",
                        key->columns.count, key->target.count);
    else
        check_types(model, object, diags);
}

static const sg_field_type target_field = {.json = "{ \"table\": ..., \"columns\": [...] }",
                                           .read = target_read,
                                           .write = target_write,
                                           .is_set = target_is_set,
                                           .equal = target_equal,
                                           .finish = target_finish,
                                           .rename = target_rename};

static const sg_word actions[] = {
    {"noAction", "", 0},        {"restrict", "RESTRICT", 1},      {"cascade", "CASCADE", 2},
    {"setNull", "SET NULL", 3}, {"setDefault", "SET DEFAULT", 4}, {0}};
static const sg_word matches[] = {{"simple", "", 0}, {"full", " MATCH FULL", 1}, {0}};

enum { SET_NULL = 3 };

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_foreign_key *key = key_of(object);
    if (key->on_delete_columns.count > 0 && key->on_delete < SET_NULL)
        sg_object_error(model, diags, object, "onDeleteColumns", SG_CONFLICT,
                        "\"onDeleteColumns\" goes with \"onDelete\": \"setNull\" or \"setDefault\"");
    for (size_t i = 0; i < key->on_delete_columns.count; i++) {
        bool found = false;
        for (size_t k = 0; k < key->columns.count; k++)
            found |= strcmp(key->columns.items[k], key->on_delete_columns.items[i]) == 0;
        if (!found)
            sg_object_error(model, diags, object, "onDeleteColumns", SG_BAD_VALUE,
                            "\"%s\" is not a column of this foreign key", key->on_delete_columns.items[i]);
    }
}

static const char *default_name(sg_model *model, const sg_object *object)
{
    return sg_names_default_name(model, object->parent->name, &key_of(object)->columns, "fkey");
}

static void add_columns(sg_buf *buf, const sg_names *columns, bool period)
{
    size_t plain = columns->count - period;
    sg_buf_addc(buf, '(');
    sg_sql_ident_list(buf, columns->items, plain);
    if (period) {
        sg_buf_add(buf, plain > 0 ? ", PERIOD " : "PERIOD ");
        sg_sql_ident(buf, columns->items[plain]);
    }
    sg_buf_addc(buf, ')');
}

static void definition(sg_buf *buf, const sg_foreign_key *key)
{
    sg_buf_add(buf, "FOREIGN KEY ");
    add_columns(buf, &key->columns, key->period);
    sg_buf_add(buf, " REFERENCES ");
    sg_sql_ident(buf, key->schema);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, key->table);
    sg_buf_addc(buf, ' ');
    add_columns(buf, &key->target, key->period);
    sg_buf_add(buf, matches[key->match].sql);
    if (key->on_update != 0)
        sg_buf_join(buf, " ON UPDATE ", actions[key->on_update].sql);
    if (key->on_delete != 0)
        sg_buf_join(buf, " ON DELETE ", actions[key->on_delete].sql);
    if (key->on_delete_columns.count > 0) {
        sg_buf_add(buf, " (");
        sg_sql_ident_list(buf, key->on_delete_columns.items, key->on_delete_columns.count);
        sg_buf_addc(buf, ')');
    }
    sg_buf_join(buf, sg_deferrable_sql(key->deferrable), key->not_valid ? " NOT VALID" : "",
                key->not_enforced ? " NOT ENFORCED" : "");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_constraint_ask(sql, object, "sg_foreign_key");
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    definition(text, key_of(object));
}

static const sg_aspect whole = {ask, say};

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    definition(buf, key_of(object));
}

/* The operator that compares arrays, enums or ranges is one for all of them; PostgreSQL then looks for a cast to
 * "anyarray" when it makes the key again without a new check, and fails (XX000). */
static bool is_polymorphic(const sg_sqltype *type)
{
    static const char range[] = "range";
    size_t length = type->builtin != NULL ? strlen(type->builtin) : 0;
    bool is_range = length >= sizeof range - 1 && strcmp(type->builtin + length - (sizeof range - 1), range) == 0;
    return type->array || type->builtin == NULL || is_range;
}

static bool stuck(const sg_object *object)
{
    const sg_names *columns = &key_of(object)->columns;
    bool found = false;
    for (size_t i = 0; i < columns->count; i++) {
        const sg_object *column = sg_child_named(object->parent, sg_kind_named("column"), columns->items[i]);
        found |= is_polymorphic(sg_object_type(column));
    }
    return found;
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "add",
                             .rank = SG_RANK_LINK,
                             .sql = sg_sql_add_constraint,
                             .lock = SG_LOCK_SHARE_ROW_EXCLUSIVE,
                             .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                             .assess = sg_constraint_assess,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNLINK,
                           .sql = sg_sql_drop_constraint,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .inverse = "add"};
static const sg_op replace = {.class = SG_OP_REPLACE,
                              .verb = "replace",
                              .rank = SG_RANK_LINK,
                              .sql = sg_sql_replace_constraint,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                              .assess = sg_constraint_assess,
                              .inverse = "replace"};
static const sg_op validate = {.class = SG_OP_ALTER,
                               .verb = "validate",
                               .rank = SG_RANK_LINK,
                               .sql = sg_sql_validate_constraint,
                               .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                               .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                               .inverse = "replace"};

/* Nothing makes a valid constraint one that is not. */
static const sg_op *choose_validity(const sg_object *from, const sg_object *to)
{
    (void)to;
    return key_of(from)->not_valid ? &validate : NULL;
}

static const sg_field fields[] = {
    {.key = "columns", .type = &sg_field_columns, .offset = offsetof(sg_foreign_key, columns), .required = true},
    {.key = "references", .type = &target_field, .required = true},
    {.key = "match", .type = &sg_field_word, .offset = offsetof(sg_foreign_key, match), .words = matches},
    {.key = "onUpdate", .type = &sg_field_word, .offset = offsetof(sg_foreign_key, on_update), .words = actions},
    {.key = "onDelete", .type = &sg_field_word, .offset = offsetof(sg_foreign_key, on_delete), .words = actions},
    {.key = "onDeleteColumns",
     .type = &sg_field_columns,
     .offset = offsetof(sg_foreign_key, on_delete_columns),
     .since = 15},
    {.key = "deferrable",
     .type = &sg_field_word,
     .offset = offsetof(sg_foreign_key, deferrable),
     .words = sg_deferrable_words},
    {.key = "notValid",
     .type = &sg_field_bool,
     .offset = offsetof(sg_foreign_key, not_valid),
     .choose = choose_validity},
    {.key = "notEnforced", .type = &sg_field_bool, .offset = offsetof(sg_foreign_key, not_enforced), .since = 18},
    {.key = "period", .type = &sg_field_bool, .offset = offsetof(sg_foreign_key, period), .since = 18},
    {0}};

const sg_kind sg_kind_foreign_key = {
    .name = "foreign key",
    .json_key = "foreignKeys",
    .parents = SG_BELOW("table"),
    .address = "table constraint",
    .size = sizeof(sg_foreign_key),
    .flags = SG_KIND_REBUILD | SG_KIND_LINK | SG_KIND_LOCAL | SG_KIND_CONSTRAINT,
    .order = 110,
    .fields = fields,
    .default_name = default_name,
    .stuck = stuck,
    .finish = finish,
    .passes_on = sg_passes_to_partition,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_constraint,
    .replace = &replace,
    .clause = clause,
    .identity = sg_sql_constraint_identity,
    .catalog_sql = sg_kind_foreign_key_catalog_sql,
    .seldom = "pg_constraint WHERE contype = 'f'",
    .guard_sql = sg_kind_foreign_key_guard_sql,
};
