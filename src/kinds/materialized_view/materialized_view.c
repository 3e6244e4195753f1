/* Materialized views. What fills them again later (REFRESH) is not part of the schema. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_materialized_view_catalog_sql[];

typedef struct sg_materialized_view {
    sg_object base;
    sg_query_text query;
    const char *method; /* NULL: heap */
    sg_params parameters;
    bool no_data; /* made empty, to be filled later */
} sg_materialized_view;

static const sg_materialized_view *view_of(const sg_object *object)
{
    return (const sg_materialized_view *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_materialized_view *view = (sg_materialized_view *)object;
    (void)model, (void)diags;
    if (sg_text_equal(view->method, "heap"))
        view->method = NULL;
}

static void say_options(sg_buf *text, const sg_object *object)
{
    const sg_materialized_view *view = view_of(object);
    sg_buf_add(text, "materialized view");
    if (view->method != NULL)
        sg_buf_join(text, " using ", view->method);
    for (size_t i = 0; i < view->parameters.count; i++)
        sg_buf_join(text, " ", view->parameters.items[i].name, "=", view->parameters.items[i].value);
}

/* The name, and the options of both sides. */
static void ask_about(sg_buf *sql, const char *function, const sg_object *object, const sg_object *other)
{
    sg_buf_join(sql, "pg_temp.", function, "(");
    sg_sql_name_literal(sql, object);
    sg_buf_add(sql, ", ARRAY[");
    sg_sql_sides(sql, object, other, say_options);
    sg_buf_addc(sql, ']');
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    ask_about(sql, "sg_view", object, other);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, view_of(sides[i])->query.text);
    }
    sg_buf_addc(sql, ')');
}

static void ask_options(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_about(sql, "sg_view_options", object, other);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    say_options(text, object);
    sg_buf_join(text, "\n", view_of(object)->query.text);
}

static const sg_aspect whole = {ask, say}, options = {ask_options, say_options};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_materialized_view *view = view_of(step->to);
    sg_buf_add(buf, "CREATE MATERIALIZED VIEW ");
    sg_object_sql(buf, step->to);
    if (view->method != NULL) {
        sg_buf_add(buf, " USING ");
        sg_sql_ident(buf, view->method);
    }
    sg_params_sql(buf, &view->parameters);
    sg_buf_join(buf, " AS\n", view->query.text, view->no_data ? "\nWITH NO DATA" : "", ";\n");
}

static void parameters_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER MATERIALIZED VIEW ");
    sg_object_sql(buf, step->to);
    sg_buf_addc(buf, ' ');
    sg_params_alter(buf, &view_of(step->from)->parameters, &view_of(step->to)->parameters, "");
    sg_buf_add(buf, ";\n");
}

/* One that was there is locked from its drop until its query is computed again. */
static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (step->to->mark == NULL || view_of(step->to)->no_data)
        return true;
    step->dangers |= SG_DANGER_REWRITE;
    step->detail = "its query is computed anew, and its indexes with it";
    return true;
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_VIEW,
                             .sql = create_sql,
                             .assess = assess,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNVIEW,
                           .sql = sg_sql_drop,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op set_parameters = {.class = SG_OP_ALTER,
                                     .verb = "set parameters",
                                     .rank = SG_RANK_VIEW,
                                     .aspect = &options,
                                     .sql = parameters_sql,
                                     .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                                     .inverse = "set parameters"};

/* Whoever makes it anew says again whether it is filled. */
static void settle(const sg_object *from, sg_object *to)
{
    if (sg_object_changes_to(from, to))
        ((sg_materialized_view *)to)->no_data = view_of(from)->no_data;
}

static bool takes_rows(const sg_object *object, const sg_object *relation)
{
    return sg_query_takes_rows(&view_of(object)->query, relation);
}

static const sg_field fields[] = {
    {.key = "query", .type = &sg_field_query, .offset = offsetof(sg_materialized_view, query), .required = true},
    {.key = "using", .type = &sg_field_name, .offset = offsetof(sg_materialized_view, method)},
    {.key = "with",
     .type = &sg_field_params,
     .offset = offsetof(sg_materialized_view, parameters),
     .op = &set_parameters},
    {.key = "withNoData", .type = &sg_field_bool, .offset = offsetof(sg_materialized_view, no_data), .only_born = true},
    {0}};

const sg_kind sg_kind_materialized_view = {
    .name = "materialized view",
    .word = "MATERIALIZED VIEW",
    .json_key = "materializedViews",
    .address = "materialized view",
    .size = sizeof(sg_materialized_view),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_RELATION | SG_KIND_TYPE | SG_KIND_REBUILD | SG_KIND_RESULT,
    .order = 64,
    .fields = fields,
    .takes_rows = takes_rows,
    .finish = finish,
    .settle = settle,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_relation,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_table,
    .catalog_sql = sg_kind_materialized_view_catalog_sql,
    .seldom = "pg_class WHERE relkind = 'm'",
};
