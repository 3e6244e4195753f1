/* Policies: which rows of a table a role sees and changes. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "keys.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_policy_catalog_sql[], sg_kind_policy_guard_sql[];

typedef struct sg_policy {
    sg_object base;
    bool restrictive;
    int command; /* 0: all */
    sg_names roles;
    sg_query_text using;
    sg_query_text check;
} sg_policy;

static const sg_word commands[] = {{"all", "ALL", 0},       {"select", "SELECT", 1}, {"insert", "INSERT", 2},
                                   {"update", "UPDATE", 3}, {"delete", "DELETE", 4}, {0}};

static const sg_policy *policy_of(const sg_object *object)
{
    return (const sg_policy *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_constraint_ask(sql, object, "sg_policy");
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        const char *const texts[] = {policy_of(sides[i])->using.text, policy_of(sides[i])->check.text};
        for (size_t k = 0; k < 2; k++) {
            sg_buf_add(sql, ", ");
            if (texts[k] != NULL)
                sg_sql_literal(sql, texts[k]);
            else
                sg_buf_add(sql, "NULL");
        }
    }
    sg_buf_addc(sql, ')');
}

static bool is_public(const sg_policy *policy)
{
    return policy->roles.count == 0 || sg_names_has(&policy->roles, "public");
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_policy *policy = policy_of(object);
    sg_buf_join(text, policy->restrictive ? "RESTRICTIVE " : "PERMISSIVE ", commands[policy->command].sql, " TO ");
    if (is_public(policy))
        sg_buf_add(text, "public");
    else
        sg_say_columns(text, &policy->roles);
    if (policy->using.text != NULL)
        sg_buf_join(text, " USING (", policy->using.text, ")");
    if (policy->check.text != NULL)
        sg_buf_join(text, " WITH CHECK (", policy->check.text, ")");
}

static const sg_aspect whole = {ask, say};

static void name_on_table(sg_buf *buf, const sg_object *object)
{
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, " ON ");
    sg_parent_sql(buf, object);
}

static void add_roles(sg_buf *buf, const sg_policy *policy)
{
    sg_buf_add(buf, " TO ");
    if (is_public(policy))
        sg_buf_add(buf, "PUBLIC");
    else
        sg_sql_ident_list(buf, policy->roles.items, policy->roles.count);
}

static void add_conditions(sg_buf *buf, const sg_policy *policy)
{
    if (policy->using.text != NULL)
        sg_buf_join(buf, " USING (", policy->using.text, ")");
    if (policy->check.text != NULL)
        sg_buf_join(buf, " WITH CHECK (", policy->check.text, ")");
    sg_buf_add(buf, ";\n");
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_policy *policy = policy_of(step->to);
    sg_buf_add(buf, "CREATE POLICY ");
    name_on_table(buf, step->to);
    sg_buf_add(buf, policy->restrictive ? " AS RESTRICTIVE" : "");
    sg_buf_join(buf, " FOR ", commands[policy->command].sql);
    add_roles(buf, policy);
    add_conditions(buf, policy);
}

static void alter_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER POLICY ");
    name_on_table(buf, step->to);
    add_roles(buf, policy_of(step->to));
    add_conditions(buf, policy_of(step->to));
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_VIEW + 1,
                             .sql = create_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "drop"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_VIEW + 1,
                             .sql = alter_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "change"};

/* ALTER POLICY can set a condition, not take it away. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    bool loses = (policy_of(from)->using.text != NULL && policy_of(to)->using.text == NULL) ||
                 (policy_of(from)->check.text != NULL && policy_of(to)->check.text == NULL);
    return loses ? NULL : &change;
}

static const sg_field fields[] = {
    {.key = "restrictive", .type = &sg_field_bool, .offset = offsetof(sg_policy, restrictive)},
    {.key = "command", .type = &sg_field_word, .offset = offsetof(sg_policy, command), .words = commands},
    {.key = "roles", .type = &sg_field_names, .offset = offsetof(sg_policy, roles), .all = "public", .op = &change},
    {.key = "using", .type = &sg_field_condition, .offset = offsetof(sg_policy, using), .choose = choose},
    {.key = "check", .type = &sg_field_condition, .offset = offsetof(sg_policy, check), .choose = choose},
    {0}};

const sg_kind sg_kind_policy = {
    .name = "policy",
    .word = "POLICY",
    .json_key = "policies",
    .parents = SG_BELOW("table"),
    .address = "policy",
    .size = sizeof(sg_policy),
    .flags = SG_KIND_REBUILD | SG_KIND_LOCAL,
    .order = 150,
    .fields = fields,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_attached,
    .rename = &sg_op_rename_attached,
    .identity = sg_sql_identity,
    .catalog_sql = sg_kind_policy_catalog_sql,
    .seldom = "pg_policy",
    .guard_sql = sg_kind_policy_guard_sql,
};
