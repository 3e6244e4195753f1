/* Domains: a base type, a default, and what values must be. Checks are a kind of their own. */
#include <stddef.h>
#include <string.h>

#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_domain_catalog_sql[], sg_kind_domain_guard_sql[];

typedef struct sg_domain {
    sg_object base;
    const sg_sqltype *type;
    const char *collation;
    const char *value; /* default */
    bool not_null;
} sg_domain;

static const sg_domain *domain_of(const sg_object *object)
{
    return (const sg_domain *)object;
}

/* Aspects: the same words as guard.sql's sg_domain */

static void add_candidate(sg_buf *sql, const char *expression)
{
    if (expression == NULL)
        return;
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, expression);
}

static void ask_part(sg_buf *sql, const sg_object *object, const sg_object *other, const char *part)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "pg_temp.sg_domain(");
    sg_sql_name_literal(sql, object);
    sg_buf_addf(sql, ", '%s'", part);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        add_candidate(sql, domain_of(sides[i])->value);
        for (const sg_object *child = sides[i]->first_child; child != NULL; child = child->next)
            add_candidate(sql, child->kind->expression(child));
    }
    sg_buf_addc(sql, ')');
}

static void ask_all(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_part(sql, object, other, "all");
}

static void ask_value(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_part(sql, object, other, "value");
}

static void ask_null(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_part(sql, object, other, "null");
}

static void say_value(sg_buf *text, const sg_object *object)
{
    const char *value = domain_of(object)->value;
    if (value != NULL)
        sg_buf_join(text, "DEFAULT ", value);
    else
        sg_buf_add(text, "no default");
}

static void say_null(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, domain_of(object)->not_null ? "NOT NULL" : "NULL");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const sg_object *)a)->name, ((const sg_object *)b)->name);
}

static void say_all(sg_buf *text, const sg_object *object)
{
    sg_vec checks = SG_VEC_EMPTY;
    sg_sqltype_print(text, sg_sqltype_of(domain_of(object)->type));
    sg_say_collation(text, domain_of(object)->collation);
    sg_buf_add(text, ", ");
    say_null(text, object);
    sg_buf_add(text, ", ");
    say_value(text, object);
    for (sg_object *child = object->first_child; child != NULL; child = child->next)
        sg_vec_push(&checks, child);
    sg_vec_sort(&checks, by_name);
    for (size_t i = 0; i < checks.count; i++) {
        const sg_object *check = checks.items[i];
        sg_buf_join(text, "\n", check->name, " ");
        check->kind->whole->say(text, check);
    }
    sg_vec_release(&checks);
}

static const sg_aspect whole = {ask_all, say_all};
static const sg_aspect value_aspect = {ask_value, say_value};
static const sg_aspect null_aspect = {ask_null, say_null};

/* Statements */

static void alter(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ALTER DOMAIN ");
    sg_object_sql(buf, object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_domain *self = domain_of(step->to);
    sg_buf_add(buf, "CREATE DOMAIN ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " AS ");
    sg_sqltype_sql(buf, sg_sqltype_of(self->type));
    sg_sql_collate_clause(buf, self->collation);
    sg_sql_default_clause(buf, self->value);
    sg_buf_add(buf, self->not_null ? " NOT NULL" : "");
    for (const sg_object *child = step->to->first_child; child != NULL; child = child->next) {
        sg_buf_add(buf, "\n  ");
        child->kind->clause(buf, child);
    }
    sg_buf_add(buf, ";\n");
}

static void rebind(sg_buf *buf, const sg_object *object)
{
    alter(buf, object);
    sg_buf_join(buf, " SET DEFAULT ", domain_of(object)->value, ";\n");
}

static void unbind(sg_buf *buf, const sg_object *object)
{
    alter(buf, object);
    sg_buf_add(buf, " DROP DEFAULT;\n");
}

static void default_sql(sg_buf *buf, const sg_step *step)
{
    const char *value = domain_of(step->to)->value;
    alter(buf, step->to);
    if (value != NULL)
        sg_buf_join(buf, " SET DEFAULT ", value, ";\n");
    else
        sg_buf_add(buf, " DROP DEFAULT;\n");
}

static void null_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to);
    sg_buf_add(buf, domain_of(step->to)->not_null ? " SET NOT NULL;\n" : " DROP NOT NULL;\n");
}

/* All tables with such a column are read while writes to them wait. */
static bool assess_null(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (domain_of(step->to)->not_null && step->from->users.count > 0) {
        step->lock = SG_LOCK_SHARE;
        step->dangers |= SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
    }
    return true;
}

static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_sqltype *from = sg_sqltype_of(domain_of(step->from)->type), *to = sg_sqltype_of(domain_of(step->to)->type);
    if (sg_step_rare_of(step)->user_count > 0 && sg_sqltype_cast_loses(from, to)) {
        step->dangers |= SG_DANGER_DATA_LOSS;
        step->detail = "the values are cut to what the new type holds";
    }
    return sg_assess_rebuilt_type(step, model, diags);
}

/* True when a table has values of the type inside of others (arrays, composite types, ranges), where ALTER DOMAIN does
 * not look at them. `inside`: the type is itself that of such values. */
static bool is_inside(const sg_object *type, bool inside)
{
    for (size_t i = 0; i < type->users.count; i++) {
        const sg_object *user = type->users.items[i], *holder = user->parent != NULL ? user->parent : user;
        if (!sg_object_has_type(user, type))
            continue;
        const sg_sqltype *its = sg_object_type(user);
        bool within = inside || (its != NULL && its->array), of_table = (holder->kind->flags & SG_KIND_RELATION) != 0;
        if ((of_table && within) || is_inside(holder, within || holder->kind != type->kind))
            return true;
    }
    return false;
}

static bool is_sealed(const sg_object *from, const sg_object *to)
{
    return is_inside(from, false) || is_inside(to, false);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .sql = sg_sql_rebuild_type,
                              .assess = assess_rebuild,
                              .rebuilds = true,
                              .inverse = "rebuild",
                              .no_inverse = "values that lost digits or length do not get them back"};
static const sg_op set_default = {.class = SG_OP_ALTER,
                                  .verb = "set default of",
                                  .rank = SG_RANK_ALTER,
                                  .aspect = &value_aspect,
                                  .sql = default_sql,
                                  .inverse = "set default of"};
static const sg_op set_null = {.class = SG_OP_ALTER,
                               .verb = "set nullability of",
                               .rank = SG_RANK_ALTER,
                               .aspect = &null_aspect,
                               .sql = null_sql,
                               .assess = assess_null,
                               .inverse = "set nullability of"};

static const sg_op *choose_null(const sg_object *from, const sg_object *to)
{
    return domain_of(to)->not_null && is_sealed(from, to) ? NULL : &set_null;
}

/* A domain over a domain is made with the default of that one. */
static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_domain *self = (sg_domain *)object;
    for (size_t i = 0; i < object->deps.count && self->value == NULL && !model->live; i++) {
        sg_object *dep = object->deps.items[i];
        if (dep->kind != object->kind || !sg_object_has_type(object, dep))
            continue;
        finish(model, dep, diags);
        self->value = domain_of(dep)->value;
    }
}

static const sg_field fields[] = {
    {.key = "type", .type = &sg_field_sqltype, .offset = offsetof(sg_domain, type), .required = true},
    {.key = "collation", .type = &sg_field_collation, .offset = offsetof(sg_domain, collation)},
    {.key = "default", .type = &sg_field_value, .offset = offsetof(sg_domain, value), .op = &set_default},
    {.key = "notNull", .type = &sg_field_bool, .offset = offsetof(sg_domain, not_null), .choose = choose_null},
    {0}};

const sg_kind sg_kind_domain = {
    .name = "domain",
    .word = "DOMAIN",
    .json_key = "domains",
    .address = "type",
    .size = sizeof(sg_domain),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TYPE,
    .order = 32,
    .fields = fields,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &rebuild,
    .finish = finish,
    .sealed = is_sealed,
    .identity = sg_sql_identity,
    .rebind = rebind,
    .unbind = unbind,
    .grantable = &sg_grantable_type,
    .catalog_sql = sg_kind_domain_catalog_sql,
    .seldom = "pg_type WHERE oid >= 16384 AND typtype = 'd'",
    .guard_sql = sg_kind_domain_guard_sql,
};
