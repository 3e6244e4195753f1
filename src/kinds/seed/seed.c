/* Seeds: rows kept by key. Inserted when missing, updated when different, never deleted. */
#include <json-c/json.h>
#include <stddef.h>

#include "seed.h"
#include "text.h"

extern const char sg_kind_seed_guard_sql[];

static bool names_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_json_names(reader, object, field->key, value, &((sg_seed *)object)->key);
}

const sg_object *sg_seed_table(const sg_model *model, const sg_object *object)
{
    return sg_model_find(model, sg_kind_named("table"), object->schema, NULL, object->name);
}

static void key_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_object *table = sg_seed_table(model, object);
    if (table != NULL)
        sg_names_resolve(model, diags, object, field->key, table, &sg_seed_of(object)->key);
}

static void key_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                       const char *old_schema, const char *old_name)
{
    (void)model, (void)field, (void)old_schema;
    if (target->parent != NULL)
        sg_names_rename(&((sg_seed *)object)->key, old_name, target->name);
}

static bool key_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return sg_seed_of(object)->key.count > 0;
}

static bool key_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_names_equal(&sg_seed_of(a)->key, &sg_seed_of(b)->key);
}

static void key_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)field, (void)depth;
    sg_json_write_names(buf, &sg_seed_of(object)->key);
}

static const sg_field_type key_field = {.json = "a list of columns",
                                        .read = names_read,
                                        .write = key_write,
                                        .is_set = key_is_set,
                                        .equal = key_equal,
                                        .finish = key_finish,
                                        .rename = key_rename};

static bool depends_on(const sg_object *object, const sg_object *target)
{
    bool found = object == target;
    for (size_t i = 0; !found && i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        found = dep->kind == object->kind && depends_on(dep, target);
    }
    return found;
}

/* True when a row says something in one of the link's own columns. */
static bool uses_link(const sg_seed *seed, const sg_object *link)
{
    bool uses = false;
    for (size_t i = 0; !uses && i < seed->count; i++) {
        struct json_object *row = json_tokener_parse(seed->rows[i]), *value = NULL;
        for (size_t k = 0; !uses && k < link->deps.count; k++) {
            const sg_object *dep = link->deps.items[k];
            uses = dep->parent == link->parent && json_object_object_get_ex(row, dep->name, &value) && value != NULL;
        }
        json_object_put(row);
    }
    return uses;
}

/* Rows that others refer to come first, as far as foreign keys do not run in circles. */
static void follow_links(sg_model *model, sg_object *object, const sg_object *table)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        bool links = (child->kind->flags & SG_KIND_LINK) && uses_link(sg_seed_of(object), child);
        for (size_t i = 0; links && i < child->deps.count; i++) {
            const sg_object *dep = child->deps.items[i];
            sg_object *seed = dep->kind == table->kind && dep != table
                                  ? sg_model_find(model, object->kind, dep->schema, NULL, dep->name)
                                  : NULL;
            if (seed != NULL && !depends_on(seed, object))
                sg_object_depend(object, seed);
        }
    }
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_object *table = (sg_object *)sg_seed_table(model, object);
    if (table == NULL) {
        sg_object_error(model, diags, object, NULL, SG_UNKNOWN_TABLE, "there is no table \"%s\"", object->name);
        return;
    }
    sg_object_depend(object, table);
    sg_own_rare(model->arena, object)->follows = table;
    follow_links(model, object, table);
}

static void arguments(sg_buf *sql, const sg_object *object, bool lines)
{
    const sg_seed *seed = sg_seed_of(object);
    sg_buf text;
    sg_buf_init(&text);
    sg_sql_name_literal(sql, object);
    sg_buf_add(sql, ", ARRAY[");
    for (size_t i = 0; i < seed->key.count; i++) {
        sg_buf_add(sql, i > 0 ? ", " : "");
        sg_sql_literal(sql, seed->key.items[i]);
    }
    sg_buf_add(sql, "]::text[], ");
    sg_seed_rows_field.write(&text, object, NULL, lines ? 0 : -1);
    sg_sql_dollar(sql, text.data);
    sg_buf_release(&text);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_seed(");
    arguments(sql, object, false);
    sg_buf_add(sql, ", false)");
}

static void say(sg_buf *text, const sg_object *object)
{
    (void)object;
    sg_buf_add(text, "seeded");
}

static const sg_aspect whole = {ask, say};

static void seed_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "PERFORM pg_temp.sg_seed(");
    arguments(buf, step->to, true);
    sg_buf_add(buf, ", true);\n");
}

static void forget_sql(sg_buf *buf, const sg_step *step)
{
    (void)step;
    sg_buf_add(buf, "NULL; -- rows of seeds stay where they are\n");
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "write",
                             .rank = SG_RANK_SEED,
                             .sql = seed_sql,
                             .in_block = sg_always_in_block,
                             .lock = SG_LOCK_ROW_EXCLUSIVE,
                             .self_guarded = true,
                             .inverse = "forget",
                             .no_inverse = "rows of seeds are never deleted: they may be in use"};
static const sg_op rewrite = {.class = SG_OP_ALTER,
                              .verb = "rewrite",
                              .rank = SG_RANK_SEED,
                              .sql = seed_sql,
                              .assess = sg_seed_assess,
                              .in_block = sg_always_in_block,
                              .lock = SG_LOCK_ROW_EXCLUSIVE,
                              .self_guarded = true,
                              .settles = true,
                              .inverse = "rewrite",
                              .no_inverse = "rows that were added stay"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "forget",
                           .rank = SG_RANK_SEED,
                           .sql = forget_sql,
                           .in_block = sg_always_in_block,
                           .self_guarded = true,
                           .inverse = "write"};

static const sg_field fields[] = {{.key = "key", .type = &key_field, .op = &rewrite},
                                  {.key = "rows", .type = &sg_seed_rows_field, .op = &rewrite, .required = true},
                                  {0}};

const sg_kind sg_kind_seed = {
    .name = "seed",
    .json_key = "seeds",
    .size = sizeof(sg_seed),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_NO_COMMENT | SG_KIND_TALL | SG_KIND_NOT_IN_CATALOG,
    .order = 120,
    .fields = fields,
    .finish = finish,
    .check = sg_seed_check,
    .exchanges = sg_seed_exchanges,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .catalog_sql = NULL,
    .guard_sql = sg_kind_seed_guard_sql,
};
