/* INHERITS: a table that has the columns and checks of another. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_inheritance_catalog_sql[], sg_kind_inheritance_guard_sql[];

/* Is called after the other table, as files write it. */
static void expand(sg_model *model, sg_object *object, sg_diags *diags)
{
    const char *schema, *name;
    (void)diags;
    sg_name_split(model, object->name, &schema, &name);
    sg_object_set_name(object, sg_name_joined(model->arena, schema, name));
}

static sg_object *base(const sg_model *model, const sg_object *link)
{
    return sg_model_lookup((sg_model *)model, link->parent->kind, link->name);
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_object *table = base(model, object);
    if (table == NULL) {
        sg_object_error(model, diags, object, NULL, SG_UNKNOWN_TABLE, "there is no table \"%s\"", object->name);
        return;
    }
    sg_own_rare(model->arena, object)->follows = table;
    sg_object_depend(object, table);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_inherits(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_name_literal(sql, sg_rare_of(object)->follows);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_object *base = sg_rare_of(object)->follows;
    sg_buf_addf(text, "INHERITS %s.%s", base->schema, base->name);
}

static const sg_aspect whole = {ask, say};

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_object_sql(buf, sg_rare_of(object)->follows);
}

static void change(sg_buf *buf, const sg_object *object, const char *verb)
{
    sg_sql_alter_parent(buf, object);
    sg_buf_addf(buf, "%s ", verb);
    sg_object_sql(buf, sg_rare_of(object)->follows);
    sg_buf_add(buf, ";\n");
}

static void inherit_sql(sg_buf *buf, const sg_step *step)
{
    change(buf, step->to, "INHERIT");
}

static void leave_sql(sg_buf *buf, const sg_step *step)
{
    change(buf, step->from, "NO INHERIT");
}

static const sg_op inherit = {.class = SG_OP_CREATE,
                              .verb = "add",
                              .rank = SG_RANK_ATTACH,
                              .sql = inherit_sql,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .inverse = "drop"};
static const sg_op leave = {.class = SG_OP_DROP,
                            .verb = "drop",
                            .rank = SG_RANK_DETACH,
                            .sql = leave_sql,
                            .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                            .dangers = SG_DANGER_BREAKS,
                            .inverse = "add",
                            .no_inverse = "what came from the other table stays with this one as its own"};

static const sg_field fields[] = {{0}};

const sg_kind sg_kind_inheritance = {
    .name = "inheritance",
    .json_key = "inherits",
    .parents = SG_BELOW("table"),
    .size = sizeof(sg_object),
    .flags = SG_KIND_ORDERED | SG_KIND_INLINE | SG_KIND_BASE | SG_KIND_NO_COMMENT,
    .order = 56,
    .fields = fields,
    .expand = expand,
    .finish = finish,
    .base = base,
    .whole = &whole,
    .create = &inherit,
    .drop = &leave,
    .clause = clause,
    .catalog_sql = sg_kind_inheritance_catalog_sql,
    .seldom = "pg_inherits",
    .guard_sql = sg_kind_inheritance_guard_sql,
};
