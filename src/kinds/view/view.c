/* Views. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_view_catalog_sql[], sg_kind_view_guard_sql[];

typedef struct sg_view {
    sg_object base;
    sg_query_text query;
    bool security_barrier;
    bool security_invoker;
    int check_option; /* 0: none */
} sg_view;

static const sg_word check_options[] = {{"none", "", 0}, {"local", "local", 1}, {"cascaded", "cascaded", 2}, {0}};

static const sg_view *view_of(const sg_object *object)
{
    return (const sg_view *)object;
}

/* In the order of their names, as guard.sql puts them. */
static void say_options(sg_buf *text, const sg_object *object)
{
    const sg_view *view = view_of(object);
    sg_buf_add(text, "view");
    if (view->check_option != 0)
        sg_buf_join(text, " check_option=", check_options[view->check_option].sql);
    sg_buf_add(text, view->security_barrier ? " security_barrier" : "");
    sg_buf_add(text, view->security_invoker ? " security_invoker" : "");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "pg_temp.sg_view(");
    sg_sql_name_literal(sql, object);
    sg_buf_add(sql, ", ARRAY[");
    sg_sql_sides(sql, object, other, say_options);
    sg_buf_addc(sql, ']');
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, view_of(sides[i])->query.text);
    }
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    say_options(text, object);
    sg_buf_join(text, "\n", view_of(object)->query.text);
}

static const sg_aspect whole = {ask, say};

static void add_options(sg_buf *buf, const sg_view *view)
{
    const char *const options[] = {view->security_barrier ? "security_barrier" : NULL,
                                   view->security_invoker ? "security_invoker" : NULL,
                                   view->check_option != 0 ? "check_option = " : NULL};
    const char *separator = " WITH (";
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (options[i] == NULL)
            continue;
        sg_buf_join(buf, separator, options[i]);
        separator = ", ";
    }
    if (view->check_option != 0)
        sg_buf_add(buf, check_options[view->check_option].sql);
    sg_buf_add(buf, separator[0] == ',' ? ")" : "");
}

static void write_view(sg_buf *buf, const char *create, const sg_object *object)
{
    sg_buf_add(buf, create);
    sg_object_sql(buf, object);
    add_options(buf, view_of(object));
    sg_buf_join(buf, " AS\n", view_of(object)->query.text, ";\n");
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    write_view(buf, "CREATE VIEW ", step->to);
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    write_view(buf, "CREATE OR REPLACE VIEW ", step->to);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_VIEW, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNVIEW,
                           .sql = sg_sql_drop,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_VIEW,
                             .sql = replace_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "change"};

/* In place, where the columns of the result stay. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    return sg_query_extends(view_of(to)->query.query, view_of(from)->query.query) ? &change : NULL;
}

static bool takes_rows(const sg_object *object, const sg_object *relation)
{
    return sg_query_takes_rows(&view_of(object)->query, relation);
}

static const sg_field fields[] = {
    {.key = "query", .type = &sg_field_query, .offset = offsetof(sg_view, query), .choose = choose, .required = true},
    {.key = "securityBarrier", .type = &sg_field_bool, .offset = offsetof(sg_view, security_barrier), .op = &change},
    {.key = "securityInvoker",
     .type = &sg_field_bool,
     .offset = offsetof(sg_view, security_invoker),
     .op = &change,
     .since = 15},
    {.key = "checkOption",
     .type = &sg_field_word,
     .offset = offsetof(sg_view, check_option),
     .words = check_options,
     .op = &change},
    {0}};

const sg_kind sg_kind_view = {
    .name = "view",
    .word = "VIEW",
    .json_key = "views",
    .address = "view",
    .size = sizeof(sg_view),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_RELATION | SG_KIND_TYPE | SG_KIND_REBUILD,
    .order = 62,
    .fields = fields,
    .takes_rows = takes_rows,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_relation,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_table,
    .catalog_sql = sg_kind_view_catalog_sql,
    .seldom = "pg_class WHERE relkind = 'v' AND oid >= 16384",
    .guard_sql = sg_kind_view_guard_sql,
};
