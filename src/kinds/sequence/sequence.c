/* Sequences: free ones, and those owned by a column (serial). Identity sequences belong to their column. */
#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "seqopts.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_sequence_catalog_sql[], sg_kind_sequence_guard_sql[];

typedef struct sg_sequence {
    sg_object base;
    const sg_sqltype *type;
    sg_seqopts options;
    const char *owner_schema, *owner_table, *owner_column; /* NULL: free */
    bool unlogged;                                         /* a free one; an owned one is as its table */
} sg_sequence;

static const char *type_of(const sg_object *object)
{
    const char *type = sg_sqltype_of(((const sg_sequence *)object)->type)->builtin;
    return type != NULL ? type : "bigint";
}

/* ownedBy: { "table": ..., "column": ... } */

static bool owner_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_sequence *self = (sg_sequence *)object;
    struct json_object *table = NULL, *column = NULL;
    if (json_object_is_type(value, json_type_object)) {
        json_object_object_get_ex(value, "table", &table);
        json_object_object_get_ex(value, "column", &column);
    }
    if (table == NULL || column == NULL || json_object_object_length(value) != 2)
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE,
                               "\"ownedBy\" must be { \"table\": ..., \"column\": ... }");
    const char *written = sg_json_string(reader, object, "ownedBy/table", table, true);
    self->owner_column = sg_json_string(reader, object, "ownedBy/column", column, true);
    if (written == NULL || self->owner_column == NULL)
        return false;
    sg_name_split(reader->model, written, &self->owner_schema, &self->owner_table);
    return true;
}

static void owner_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_sequence *self = (const sg_sequence *)object;
    (void)field, (void)depth;
    sg_buf_add(buf, "{ \"table\": ");
    sg_json_write_name(buf, self->owner_schema, self->owner_table);
    sg_buf_add(buf, ", \"column\": ");
    sg_buf_add_json(buf, self->owner_column);
    sg_buf_add(buf, " }");
}

static bool owner_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_sequence *)object)->owner_column != NULL;
}

static bool owner_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_sequence *left = (const sg_sequence *)a, *right = (const sg_sequence *)b;
    (void)field;
    return sg_text_equal(left->owner_schema, right->owner_schema) &&
           sg_text_equal(left->owner_table, right->owner_table) &&
           sg_text_equal(left->owner_column, right->owner_column);
}

static void owner_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_sequence *self = (sg_sequence *)object;
    sg_object *table = sg_model_find(model, sg_kind_named("table"), self->owner_schema, NULL, self->owner_table);
    if (table == NULL) {
        sg_object_error(model, diags, object, field->key, SG_UNKNOWN_TABLE, "there is no table \"%s\"",
                        self->owner_table);
        return;
    }
    sg_object *column = sg_child_named(table, sg_kind_named("column"), self->owner_column);
    if (column == NULL) {
        sg_names_unknown(model, diags, object, field->key, table, self->owner_column);
        return;
    }
    sg_object_mention(object, table);
    sg_object_mention(object, column);
    sg_own_rare(model->arena, object)->owner = column;
}

static void owner_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    sg_sequence *self = (sg_sequence *)object;
    (void)model, (void)field;
    if (self->owner_column == NULL)
        return;
    if (target == sg_rare_of(object)->owner && strcmp(self->owner_column, old_name) == 0)
        self->owner_column = target->name;
    if (target == sg_rare_of(object)->owner->parent && strcmp(self->owner_table, old_name) == 0 &&
        strcmp(self->owner_schema, old_schema) == 0) {
        self->owner_table = target->name;
        self->owner_schema = target->schema;
    }
}

static const sg_field_type owner_field = {.json = "{ \"table\": ..., \"column\": ... }",
                                          .read = owner_read,
                                          .write = owner_write,
                                          .is_set = owner_is_set,
                                          .equal = owner_equal,
                                          .finish = owner_finish,
                                          .rename = owner_rename};

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_sequence *self = (sg_sequence *)object;
    const char *type = type_of(object);
    if (strcmp(type, "bigint") != 0 && strcmp(type, "integer") != 0 && strcmp(type, "smallint") != 0)
        sg_object_error(model, diags, object, "type", SG_BAD_VALUE,
                        "a sequence has the type smallint, integer or bigint, not %s", type);
    if (self->unlogged && self->owner_column != NULL)
        sg_object_error(model, diags, object, "unlogged", SG_CONFLICT, "an owned sequence is as logged as its table");
    sg_seqopts_finish(model, &self->options, type);
    if (strcmp(type, "bigint") == 0)
        self->type = NULL;
}

/* The name of a serial column's sequence follows the names of its table and column. */
static const char *default_name(sg_model *model, const sg_object *object)
{
    const sg_sequence *self = (const sg_sequence *)object;
    return self->owner_column == NULL ? NULL
                                      : sg_sql_default_name(model->arena, self->owner_table, self->owner_column, "seq");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_sequence(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const char *unlogged = ((const sg_sequence *)object)->unlogged ? "UNLOGGED " : "";
    sg_buf_addf(text, "%sAS %s", unlogged, type_of(object));
    sg_seqopts_sql(text, &((const sg_sequence *)object)->options, type_of(object), true, "");
}

static const sg_aspect whole = {ask, say};

static void ask_owner(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_sequence_owner(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void owner_sql(sg_buf *buf, const sg_sequence *self)
{
    if (self->owner_column == NULL) {
        sg_buf_add(buf, "NONE");
        return;
    }
    const char *const parts[] = {self->owner_schema, self->owner_table, self->owner_column};
    for (size_t i = 0; i < 3; i++) {
        sg_buf_add(buf, i > 0 ? "." : "");
        sg_sql_ident(buf, parts[i]);
    }
}

static void say_owner(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "owned by ");
    owner_sql(text, (const sg_sequence *)object);
}

static const sg_aspect owner = {ask_owner, say_owner};

/* The server lets nobody make a sequence with the name of a type, but one can be given that name later. */
static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_sequence *self = (const sg_sequence *)step->to;
    sg_object made = *step->to;
    made.name = step->detour ? "sg_passing_name" : made.name;
    sg_buf_add(buf, self->unlogged ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ");
    sg_object_sql(buf, &made);
    if (self->type != NULL)
        sg_buf_addf(buf, " AS %s", self->type->builtin);
    sg_seqopts_sql(buf, &self->options, type_of(step->to), false, "");
    sg_buf_add(buf, ";\n");
    if (!step->detour)
        return;
    sg_buf_add(buf, "ALTER SEQUENCE ");
    sg_object_sql(buf, &made);
    sg_buf_add(buf, " RENAME TO ");
    sg_sql_ident(buf, step->to->name);
    sg_buf_add(buf, ";\n");
}

static bool assess_create(sg_step *step, const sg_model *model, sg_diags *diags)
{
    sg_buf key;
    (void)diags;
    sg_buf_init(&key);
    sg_buf_join(&key, step->to->schema, "\x1f", step->to->name);
    step->detour = sg_map_get(&model->types, key.data) != NULL;
    sg_buf_release(&key);
    return true;
}

static bool assess_alter(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    sg_seqopts_assess(step, &((const sg_sequence *)step->from)->options, type_of(step->from),
                      &((const sg_sequence *)step->to)->options, type_of(step->to));
    return true;
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    const sg_object *column = sg_rare_of(step->from)->owner;
    bool gone = column != NULL && column->mark == NULL; /* PostgreSQL takes it away with its column */
    sg_buf_addf(buf, "DROP SEQUENCE %s", gone ? "IF EXISTS " : "");
    sg_object_sql(buf, step->from);
    sg_buf_add(buf, ";\n");
}

static void alter_sql(sg_buf *buf, const sg_step *step)
{
    bool unlogged = ((const sg_sequence *)step->to)->unlogged;
    if (((const sg_sequence *)step->from)->unlogged != unlogged) {
        sg_buf_add(buf, "ALTER SEQUENCE ");
        sg_object_sql(buf, step->to);
        sg_buf_add(buf, unlogged ? " SET UNLOGGED;\n" : " SET LOGGED;\n");
    }
    sg_buf_add(buf, "ALTER SEQUENCE ");
    sg_object_sql(buf, step->to);
    sg_buf_addf(buf, " AS %s", type_of(step->to));
    sg_seqopts_sql(buf, &((const sg_sequence *)step->to)->options, type_of(step->to), true, "");
    sg_buf_add(buf, ";\n");
}

/* True when the sequence is new and gives the values of a column that was there before. */
static bool takes_over(const sg_step *step)
{
    const sg_object *column = sg_rare_of(step->to)->owner;
    bool gives = false;
    for (size_t i = 0; step->to->mark == NULL && column != NULL && i < column->deps.count; i++)
        gives |= column->deps.items[i] == step->to;
    return gives && sg_seqopts_goes_on(column);
}

static void go_on_sql(sg_buf *buf, const sg_sequence *self)
{
    sg_buf name;
    sg_buf_init(&name);
    sg_sql_name_literal(&name, &self->base);
    sg_seqopts_go_on(buf, &self->options, name.data, sg_rare_of(&self->base)->owner);
    sg_buf_release(&name);
}

static void own_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER SEQUENCE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " OWNED BY ");
    owner_sql(buf, (const sg_sequence *)step->to);
    sg_buf_add(buf, ";\n");
    if (takes_over(step))
        go_on_sql(buf, (const sg_sequence *)step->to);
    const sg_object *column = sg_rare_of(step->to)->owner;
    if (column == NULL || !sg_object_bool(column->parent, "unlogged"))
        return;
    /* what the server does itself when the table changes; PostgreSQL 14 logs all sequences */
    sg_buf_add(buf, "DO $logging$ BEGIN\n"
                    "  IF pg_catalog.current_setting('server_version_num')::int >= 150000 THEN\n"
                    "    ALTER SEQUENCE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " SET UNLOGGED;\n"
                    "  END IF;\n"
                    "END $logging$;\n");
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_TYPE,
                             .sql = create_sql,
                             .assess = assess_create,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_CLEAN,
                           .sql = drop_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .inverse = "create",
                           .no_inverse = "the sequence's current value is gone"};
static const sg_op alter = {.class = SG_OP_ALTER,
                            .verb = "change",
                            .rank = SG_RANK_ALTER,
                            .sql = alter_sql,
                            .assess = assess_alter,
                            .lock = SG_LOCK_SHARE_ROW_EXCLUSIVE,
                            .inverse = "change"};
static const sg_op own = {.class = SG_OP_ALTER,
                          .verb = "set owner of",
                          .rank = SG_RANK_LINK,
                          .aspect = &owner,
                          .sql = own_sql,
                          .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                          .on_create = true,
                          .in_block = takes_over,
                          .inverse = "set owner of"};

static const sg_field fields[] = {
    {.key = "type", .type = &sg_field_sqltype, .offset = offsetof(sg_sequence, type), .op = &alter},
    {.key = "ownedBy", .type = &owner_field, .op = &own},
    {.key = "start", .type = &sg_field_int, .offset = offsetof(sg_sequence, options.start), .op = &alter},
    {.key = "increment", .type = &sg_field_int, .offset = offsetof(sg_sequence, options.increment), .op = &alter},
    {.key = "min", .type = &sg_field_int, .offset = offsetof(sg_sequence, options.min), .op = &alter},
    {.key = "max", .type = &sg_field_int, .offset = offsetof(sg_sequence, options.max), .op = &alter},
    {.key = "cache", .type = &sg_field_int, .offset = offsetof(sg_sequence, options.cache), .op = &alter},
    {.key = "cycle", .type = &sg_field_bool, .offset = offsetof(sg_sequence, options.cycle), .op = &alter},
    {.key = "unlogged", .type = &sg_field_bool, .offset = offsetof(sg_sequence, unlogged), .op = &alter, .since = 15},
    {0}};

const sg_kind sg_kind_sequence = {
    .name = "sequence",
    .word = "SEQUENCE",
    .json_key = "sequences",
    .address = "sequence",
    .literal_type = "regclass",
    .size = sizeof(sg_sequence),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_RELATION,
    .order = 40,
    .fields = fields,
    .default_name = default_name,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_relation,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_sequence,
    .catalog_sql = sg_kind_sequence_catalog_sql,
    .seldom = "pg_sequence",
    .guard_sql = sg_kind_sequence_guard_sql,
};
