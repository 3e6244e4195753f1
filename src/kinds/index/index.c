/* Indexes. */
#include <stddef.h>
#include <string.h>

#include "elements.h"
#include "json.h"
#include "method.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_index_catalog_sql[], sg_kind_index_guard_sql[];

typedef struct sg_index {
    sg_object base;
    const char *method; /* NULL: btree */
    bool unique;
    sg_elements keys;
    sg_names include;
    bool nulls_not_distinct;
    sg_params parameters; /* storage */
    const char *predicate;
    const char *part_of; /* name of the partitioned table's index; NULL: stands alone */
} sg_index;

static const sg_index *index_of(const sg_object *object)
{
    return (const sg_index *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_index *index = (sg_index *)object;
    if (sg_text_equal(index->method, "btree"))
        index->method = NULL;
    if (index->nulls_not_distinct && !index->unique)
        sg_object_error(model, diags, object, "nullsNotDistinct", SG_CONFLICT,
                        "\"nullsNotDistinct\" is for unique indexes");
    if (index->unique && index->method != NULL)
        sg_object_error(model, diags, object, "unique", SG_CONFLICT, "only btree indexes can be unique");
    sg_method_check(model, object, index->method, "columns", &index->keys, &index->include, diags);
}

static const char *label(sg_model *model, const sg_element *key)
{
    sg_expr_error error;
    const sg_expr *expr = key->column == NULL ? sg_expr_parse(model->exprs, key->expression, &error) : NULL;
    return key->column != NULL ? key->column : expr != NULL ? expr->label : "expr";
}

/* ChooseIndexColumnNames: one that is there already gets a number. */
static void add_name(sg_model *model, sg_names *names, const char *column)
{
    const char *name = column;
    for (size_t number = 1; sg_names_has(names, name); number++)
        name = sg_arena_printf(model->arena, "%s%zu", column, number);
    names->items[names->count++] = name;
}

/* ChooseIndexName: the columns, included ones too, joined by _. */
static void adapt(sg_model *model, sg_object *copy)
{
    const sg_index *index = index_of(copy);
    sg_names names = {SG_NEW_ARRAY(model->arena, const char *, index->keys.count + index->include.count), 0};
    for (size_t i = 0; i < index->keys.count; i++)
        add_name(model, &names, label(model, &index->keys.items[i]));
    for (size_t i = 0; i < index->include.count; i++)
        add_name(model, &names, index->include.items[i]);
    copy->name = sg_names_default_name(model, copy->parent->name, &names, "idx");
}

static const char *part_of(const sg_object *object)
{
    return index_of(object)->part_of;
}

static const sg_names *unique_columns(const sg_object *object)
{
    const sg_index *index = index_of(object);
    return index->unique && index->predicate == NULL && index->keys.plain.count > 0 ? &index->keys.plain : NULL;
}

/* What follows the table's name, in the server's order of clauses. */
static void tail(sg_buf *buf, const sg_index *index)
{
    sg_buf_add(buf, "USING ");
    sg_sql_ident_as_server(buf, index->method != NULL ? index->method : "btree");
    sg_buf_addc(buf, ' ');
    sg_elements_sql(buf, &index->keys);
    if (index->include.count > 0) {
        sg_buf_add(buf, " INCLUDE (");
        sg_say_columns(buf, &index->include);
        sg_buf_addc(buf, ')');
    }
    if (index->nulls_not_distinct)
        sg_buf_add(buf, " NULLS NOT DISTINCT");
    sg_params_sql(buf, &index->parameters);
    if (index->predicate != NULL)
        sg_buf_addf(buf, " WHERE (%s)", index->predicate);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    char room[SG_BUF_ROOM];
    sg_buf text;
    sg_buf_init_in(&text, room, sizeof room);
    sg_buf_add(sql, "pg_temp.sg_index(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_clear(&text);
        tail(&text, index_of(sides[i]));
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, text.data);
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&text);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_join(text, index_of(object)->unique ? "UNIQUE ON " : "ON ", object->schema, ".", object->parent->name, " ");
    tail(text, index_of(object));
}

static const sg_aspect whole = {ask, say};

static void create_index(sg_buf *buf, const sg_object *object, bool online)
{
    sg_buf_join(buf, index_of(object)->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ",
                online ? "CONCURRENTLY IF NOT EXISTS " : "");
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, " ON ");
    sg_parent_sql(buf, object);
    sg_buf_addc(buf, ' ');
    tail(buf, index_of(object));
    sg_buf_add(buf, ";\n");
}

static void drop_index(sg_buf *buf, const sg_object *object, bool online)
{
    sg_buf_addf(buf, "DROP INDEX %s", online ? "CONCURRENTLY IF EXISTS " : "");
    sg_object_sql(buf, object);
    sg_buf_add(buf, ";\n");
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    create_index(buf, step->to, step->online);
    sg_sql_attach_part(buf, step->to);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    drop_index(buf, step->from, step->online);
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    drop_index(buf, step->from, false);
    create_index(buf, step->to, false);
}

static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_object *object = step->to != NULL ? step->to : step->from;
    (void)model, (void)diags;
    step->in_place = sg_object_says(object->parent, "partitionBy"); /* nor is it one index */
    if (step->to != NULL && index_of(step->to)->unique)
        step->dangers |= SG_DANGER_MAY_FAIL;
    return true;
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_KEY + 1,
                             .sql = create_sql,
                             .lock = SG_LOCK_SHARE,
                             .dangers = SG_DANGER_BUILD,
                             .assess = assess,
                             .online_lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_LOOSEN,
                           .sql = drop_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .assess = assess,
                           .online_lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                           .inverse = "create"};
static const sg_op replace = {.class = SG_OP_REPLACE,
                              .verb = "replace",
                              .rank = SG_RANK_KEY + 1,
                              .sql = replace_sql,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .dangers = SG_DANGER_BUILD,
                              .assess = assess,
                              .inverse = "replace"};
static const sg_op rename_op = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .sql = sg_sql_rename,
                                .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                                .inverse = "rename"};

static bool computes(const sg_object *object)
{
    return index_of(object)->predicate != NULL || sg_elements_compute(&index_of(object)->keys);
}

static const sg_field fields[] = {
    {.key = "unique", .type = &sg_field_bool, .offset = offsetof(sg_index, unique)},
    {.key = "using", .type = &sg_field_name, .offset = offsetof(sg_index, method)},
    {.key = "columns", .type = &sg_field_elements, .offset = offsetof(sg_index, keys), .required = true},
    {.key = "include", .type = &sg_field_columns, .offset = offsetof(sg_index, include)},
    {.key = "nullsNotDistinct", .type = &sg_field_bool, .offset = offsetof(sg_index, nulls_not_distinct), .since = 15},
    {.key = "with",
     .type = &sg_field_storage,
     .offset = offsetof(sg_index, parameters),
     .choose = sg_op_choose_parameters},
    {.key = "where", .type = &sg_field_expr, .offset = offsetof(sg_index, predicate)},
    {.key = "partOf", .type = &sg_field_part, .offset = offsetof(sg_index, part_of)},
    {0}};

const sg_kind sg_kind_index = {
    .name = "index",
    .word = "INDEX",
    .json_key = "indexes",
    .parents = SG_BELOW("table", "materialized view"),
    .address = "index",
    .size = sizeof(sg_index),
    .flags = SG_KIND_RELATION | SG_KIND_REBUILD | SG_KIND_OWN_ADDRESS | SG_KIND_LOCAL,
    .order = 100,
    .fields = fields,
    .finish = finish,
    .unique_columns = unique_columns,
    .computes = computes,
    .passes_on = sg_passes_to_partition,
    .adapt = adapt,
    .part_of = part_of,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .replace = &replace,
    .identity = sg_sql_identity,
    .catalog_sql = sg_kind_index_catalog_sql,
    .guard_sql = sg_kind_index_guard_sql,
};
