#include "default_privileges.h"

#include <string.h>

#include "json.h"
#include "text.h"

static const struct target {
    const char *key;
    const sg_grantable *grantable;
    size_t offset;
    const char *sql;
} targets[] = {
    {"functions", &sg_grantable_function, offsetof(sg_default_privileges, functions), " ON FUNCTIONS"},
    {"schemas", &sg_grantable_schema, offsetof(sg_default_privileges, schemas), " ON SCHEMAS"},
    {"sequences", &sg_grantable_sequence, offsetof(sg_default_privileges, sequences), " ON SEQUENCES"},
    {"tables", &sg_grantable_table, offsetof(sg_default_privileges, tables), " ON TABLES"},
    {"types", &sg_grantable_type, offsetof(sg_default_privileges, types), " ON TYPES"},
};
enum { TARGETS = sizeof targets / sizeof targets[0] };

static const sg_grants *grants_of(const sg_object *object, const struct target *target)
{
    return (const sg_grants *)((const char *)object + target->offset);
}

/* Everywhere, what is not said is as kinds are born; inside a schema that comes on top, and nothing is there. */
static sg_grants effective(const sg_object *object, const char *schema, const struct target *target)
{
    if (object != NULL && grants_of(object, target)->said)
        return *grants_of(object, target);
    const sg_kind born = {.grantable = target->grantable};
    const sg_object blank = {.kind = &born};
    return schema == NULL ? sg_access_grants(&blank) : (sg_grants){0};
}

/* The field */

static const struct target *target_of(const sg_field *field)
{
    size_t i = 0;
    while (strcmp(targets[i].key, field->key) != 0)
        i++;
    return &targets[i];
}

static bool grants_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const struct target *target = target_of(field);
    sg_grants *grants = (sg_grants *)grants_of(object, target);
    if (!sg_grants_read(reader, object, field->key, target->grantable, value, grants))
        return false;
    sg_grants said = *grants;
    grants->said = false;
    const sg_grants born = effective(NULL, object->schema, target);
    *grants = sg_grants_equal(&said, &born) ? (sg_grants){0} : said;
    return true;
}

static void grants_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_grants_write(buf, grants_of(object, target_of(field)));
}

static bool grants_is_set(const sg_object *object, const sg_field *field)
{
    return grants_of(object, target_of(field))->said;
}

/* What the role itself may do is its own affair. */
static bool grants_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_grants left = effective(a, a->schema, target_of(field)), right = effective(b, b->schema, target_of(field));
    return sg_grants_equal_but(&left, a->name, &right, b->name);
}

static void grants_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    *(sg_grants *)grants_of(to, target_of(field)) = *grants_of(from, target_of(field));
}

const sg_field_type sg_field_default_grants = {.json = "an object: from role to a list of privileges",
                                               .read = grants_read,
                                               .write = grants_write,
                                               .is_set = grants_is_set,
                                               .equal = grants_equal,
                                               .settle = grants_settle};

/* A server may keep what a role itself may do, of which nothing is told. */
void sg_default_privileges_finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    (void)diags;
    object->implied = model->live && sg_access_is_none(object);
}

const sg_grants *sg_default_privileges_gives(const sg_object *object, const sg_grantable *grantable)
{
    for (size_t i = 0; i < TARGETS; i++) {
        if (targets[i].grantable == grantable)
            return grants_of(object, &targets[i]);
    }
    return NULL;
}

/* Guards and statements */

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_default_grants(");
    sg_sql_literal(sql, object->name);
    sg_buf_add(sql, ", ");
    if (object->schema != NULL)
        sg_sql_literal(sql, object->schema);
    else
        sg_buf_add(sql, "NULL");
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf prefix;
    sg_buf_init(&prefix);
    for (size_t i = 0; i < TARGETS; i++) {
        const sg_grants grants = effective(object, object->schema, &targets[i]);
        sg_buf_clear(&prefix);
        sg_buf_join(&prefix, targets[i].key, " ");
        sg_grants_say(text, prefix.data, &grants, object->name);
    }
    sg_buf_release(&prefix);
    if (text->length == 0)
        sg_buf_add(text, "no grants");
}

const sg_aspect sg_default_privileges_whole = {ask, say};

static void alter_sql(sg_buf *buf, const sg_step *step)
{
    const sg_object *object = step->to != NULL ? step->to : step->from;
    sg_buf head;
    sg_buf_init(&head);
    sg_buf_add(&head, "ALTER DEFAULT PRIVILEGES FOR ROLE ");
    sg_sql_ident(&head, object->name);
    if (object->schema != NULL) {
        sg_buf_add(&head, " IN SCHEMA ");
        sg_sql_ident(&head, object->schema);
    }
    sg_buf_addc(&head, ' ');
    for (size_t i = 0; i < TARGETS; i++) {
        const sg_granting granting = {head.data, "", targets[i].sql, object->name};
        const sg_grants from = effective(step->from, object->schema, &targets[i]),
                        to = effective(step->to, object->schema, &targets[i]);
        sg_grants_sql(buf, &granting, &from, &to);
    }
    sg_buf_release(&head);
}

const sg_op sg_default_privileges_create = {.class = SG_OP_CREATE,
                                            .verb = "set",
                                            .rank = SG_RANK_ACCESS + 2,
                                            .sql = alter_sql,
                                            .settles = true,
                                            .inverse = "reset"};
const sg_op sg_default_privileges_drop = {.class = SG_OP_DROP,
                                          .verb = "reset",
                                          .rank = SG_RANK_ACCESS + 2,
                                          .sql = alter_sql,
                                          .self_guarded = true,
                                          .inverse = "set"};
const sg_op sg_default_privileges_set = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_ACCESS + 2, .sql = alter_sql, .inverse = "change"};
