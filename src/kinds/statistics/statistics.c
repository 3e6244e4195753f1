/* Extended statistics: what the planner is to know about columns together. */
#include <stddef.h>
#include <string.h>

#include "elements.h"
#include "json.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_statistics_catalog_sql[], sg_kind_statistics_guard_sql[];

typedef struct sg_statistics {
    sg_object base;
    sg_elements elements; /* columns by name, then expressions */
    sg_names kinds;       /* none: all */
    const char *target;   /* NULL: the server's default */
} sg_statistics;

static const char *const all_kinds[] = {"dependencies", "mcv", "ndistinct"};
enum { KINDS = sizeof all_kinds / sizeof all_kinds[0] };

static const sg_statistics *statistics_of(const sg_object *object)
{
    return (const sg_statistics *)object;
}

static void check_kinds(sg_model *model, sg_statistics *self, sg_diags *diags)
{
    for (size_t i = 0; i < self->kinds.count; i++) {
        bool known = false;
        for (size_t k = 0; k < KINDS; k++)
            known |= strcmp(self->kinds.items[i], all_kinds[k]) == 0;
        if (!known)
            sg_object_error(model, diags, &self->base, "kinds", SG_BAD_VALUE,
                            "\"%s\" is none of \"dependencies\", \"mcv\" and \"ndistinct\"", self->kinds.items[i]);
    }
    if (self->kinds.count == KINDS)
        self->kinds.count = 0;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_statistics *self = (sg_statistics *)object;
    const sg_element *items = self->elements.items;
    for (size_t i = 0; i < self->elements.count; i++) {
        if (items[i].collation != NULL || items[i].opclass != NULL || items[i].order != 0 || items[i].nulls != 0)
            sg_object_error(model, diags, object, "columns", SG_UNKNOWN_KEY,
                            "statistics are about columns and expressions, which have nothing more to say here");
    }
    if (self->elements.count == 1 && items[0].column != NULL)
        sg_object_error(model, diags, object, "columns", SG_BAD_VALUE,
                        "statistics are about two columns or more, or about an expression");
    check_kinds(model, self, diags);
}

/* Text */

static void add_elements(sg_buf *text, const sg_statistics *self)
{
    for (size_t i = 0; i < self->elements.count; i++) {
        const sg_element *element = &self->elements.items[i];
        sg_buf_add(text, i > 0 ? ", " : "");
        if (element->column != NULL)
            sg_sql_ident_as_server(text, element->column);
        else
            sg_buf_join(text, "(", element->expression, ")");
    }
}

static void add_kinds(sg_buf *text, const sg_statistics *self)
{
    for (size_t i = 0; i < self->kinds.count; i++)
        sg_buf_join(text, i == 0 ? " (" : ", ", self->kinds.items[i]);
    sg_buf_add(text, self->kinds.count > 0 ? ")" : "");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_add(sql, "pg_temp.sg_statistics(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_clear(&text);
        add_elements(&text, statistics_of(sides[i]));
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, text.data);
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&text);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "statistics");
    add_kinds(text, statistics_of(object));
    sg_buf_add(text, " ON ");
    add_elements(text, statistics_of(object));
}

static const sg_aspect whole = {ask, say};

static void ask_target(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_statistics_target(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say_target(sg_buf *text, const sg_object *object)
{
    const char *target = statistics_of(object)->target;
    sg_buf_add(text, target != NULL ? target : "-1");
}

static const sg_aspect target_aspect = {ask_target, say_target};

/* Statements */

static void target_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER STATISTICS ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " SET STATISTICS ");
    say_target(buf, step->to);
    sg_buf_add(buf, ";\n");
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE STATISTICS ");
    sg_object_sql(buf, step->to);
    add_kinds(buf, statistics_of(step->to));
    sg_buf_add(buf, " ON ");
    add_elements(buf, statistics_of(step->to));
    sg_buf_add(buf, " FROM ");
    sg_parent_sql(buf, step->to);
    sg_buf_add(buf, ";\n");
    if (statistics_of(step->to)->target != NULL)
        target_sql(buf, step);
}

#define OP(class_, verb_, rank_, aspect_, sql_, inverse_)                                         \
    {                                                                                             \
        .class = (class_), .verb = (verb_), .rank = (rank_), .aspect = &(aspect_), .sql = (sql_), \
        .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE, .inverse = (inverse_)                             \
    }
static const sg_op create = OP(SG_OP_CREATE, "create", SG_RANK_KEY + 2, whole, create_sql, "drop");
static const sg_op drop = OP(SG_OP_DROP, "drop", SG_RANK_LOOSEN, whole, sg_sql_drop, "create");
static const sg_op replace = OP(SG_OP_REPLACE, "replace", SG_RANK_KEY + 2, whole, sg_sql_replace, "replace");
static const sg_op rename_op = {.class = SG_OP_RENAME, .verb = "rename", .sql = sg_sql_rename, .inverse = "rename"};
static const sg_op set_target =
    OP(SG_OP_ALTER, "set target of", SG_RANK_KEY + 2, target_aspect, target_sql, "set target of");

static bool computes(const sg_object *object)
{
    return sg_elements_compute(&statistics_of(object)->elements);
}

/* What the server makes again itself has lost its target. */
static bool stuck(const sg_object *object)
{
    return statistics_of(object)->target != NULL;
}

static const sg_field fields[] = {
    {.key = "columns", .type = &sg_field_measured, .offset = offsetof(sg_statistics, elements), .required = true},
    {.key = "kinds", .type = &sg_field_names, .offset = offsetof(sg_statistics, kinds)},
    {.key = "target", .type = &sg_field_int, .offset = offsetof(sg_statistics, target), .op = &set_target},
    {0}};

const sg_kind sg_kind_statistics = {
    .name = "statistics",
    .word = "STATISTICS",
    .json_key = "statistics",
    .parents = SG_BELOW("table"),
    .address = "statistics object",
    .size = sizeof(sg_statistics),
    .flags = SG_KIND_REBUILD | SG_KIND_OWN_ADDRESS,
    .order = 102,
    .fields = fields,
    .finish = finish,
    .computes = computes,
    .stuck = stuck,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .replace = &replace,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_statistics_catalog_sql,
    .seldom = "pg_statistic_ext",
    .guard_sql = sg_kind_statistics_guard_sql,
};
