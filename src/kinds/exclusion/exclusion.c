/* Exclusion constraints. */
#include <stddef.h>

#include "elements.h"
#include "keys.h"
#include "method.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_exclusion_catalog_sql[], sg_kind_exclusion_guard_sql[];

typedef struct sg_exclusion {
    sg_object base;
    const char *method;
    sg_elements elements;
    sg_names include;
    sg_params parameters; /* storage */
    const char *predicate;
    int deferrable; /* see sg_deferrable_words */
} sg_exclusion;

static const sg_exclusion *exclusion_of(const sg_object *object)
{
    return (const sg_exclusion *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_exclusion *self = exclusion_of(object);
    sg_method_check(model, object, self->method, "elements", &self->elements, &self->include, diags);
}

/* In the server's order of clauses. */
static void say(sg_buf *text, const sg_object *object)
{
    const sg_exclusion *self = exclusion_of(object);
    sg_buf_add(text, "EXCLUDE USING ");
    sg_sql_ident_as_server(text, self->method);
    sg_buf_addc(text, ' ');
    sg_elements_sql(text, &self->elements);
    if (self->include.count > 0) {
        sg_buf_add(text, " INCLUDE (");
        sg_say_columns(text, &self->include);
        sg_buf_addc(text, ')');
    }
    sg_params_sql(text, &self->parameters);
    if (self->predicate != NULL)
        sg_buf_join(text, " WHERE (", self->predicate, ")");
    sg_buf_add(text, sg_deferrable_sql(self->deferrable));
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_constraint_ask(sql, object, "sg_exclusion");
    sg_buf_add(sql, ", ");
    sg_sql_sides(sql, object, other, say);
    sg_buf_addc(sql, ')');
}

static const sg_aspect whole = {ask, say};

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    say(buf, object);
}

static bool computes(const sg_object *object)
{
    return exclusion_of(object)->predicate != NULL || sg_elements_compute(&exclusion_of(object)->elements);
}

static const sg_field fields[] = {
    {.key = "using", .type = &sg_field_name, .offset = offsetof(sg_exclusion, method), .required = true},
    {.key = "elements", .type = &sg_field_excluded, .offset = offsetof(sg_exclusion, elements), .required = true},
    {.key = "include", .type = &sg_field_columns, .offset = offsetof(sg_exclusion, include)},
    {.key = "with", .type = &sg_field_storage, .offset = offsetof(sg_exclusion, parameters)},
    {.key = "where", .type = &sg_field_expr, .offset = offsetof(sg_exclusion, predicate)},
    {.key = "deferrable",
     .type = &sg_field_word,
     .offset = offsetof(sg_exclusion, deferrable),
     .words = sg_deferrable_words},
    {0}};

const sg_kind sg_kind_exclusion = {
    .name = "exclusion constraint",
    .json_key = "exclusions",
    .parents = SG_BELOW("table"),
    .address = "table constraint",
    .size = sizeof(sg_exclusion),
    .flags = SG_KIND_RELATION | SG_KIND_REBUILD | SG_KIND_LOCAL | SG_KIND_CONSTRAINT,
    .order = 95,
    .fields = fields,
    .finish = finish,
    .computes = computes,
    .passes_on = sg_passes_to_partition,
    .whole = &whole,
    .create = &sg_op_add_key,
    .drop = &sg_op_drop_constraint,
    .rename = &sg_op_rename_constraint,
    .replace = &sg_op_replace_key,
    .clause = clause,
    .identity = sg_sql_constraint_identity,
    .catalog_sql = sg_kind_exclusion_catalog_sql,
    .seldom = "pg_constraint WHERE contype = 'x'",
    .guard_sql = sg_kind_exclusion_guard_sql,
};
