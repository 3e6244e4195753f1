/* Rules of tables and views: what is done besides a command, or instead of it. */
#include <stddef.h>
#include <string.h>

#include "firing.h"
#include "json.h"
#include "keys.h"
#include "text.h"

extern const char sg_kind_rule_catalog_sql[], sg_kind_rule_guard_sql[];

typedef struct sg_rule {
    sg_object base;
    int event;
    bool instead;
    sg_query_text where;
    sg_query_text commands; /* text NULL: nothing is done */
    int enabled;
} sg_rule;

static const sg_word events[] = {
    {"", "", 0}, {"insert", "INSERT", 1}, {"update", "UPDATE", 2}, {"delete", "DELETE", 3}, {0}};

static const sg_rule *rule_of(const sg_object *object)
{
    return (const sg_rule *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    if (rule_of(object)->enabled != 0 && !sg_kind_declares_columns(object->parent->kind))
        sg_object_error(model, diags, object, "enabled", SG_CONFLICT, "rules of views cannot be switched");
}

/* All behind the table. */
static void add_tail(sg_buf *buf, const sg_rule *self)
{
    if (self->where.text != NULL)
        sg_buf_join(buf, "WHERE (", self->where.text, ") ");
    sg_buf_add(buf, self->instead ? "DO INSTEAD " : "DO ALSO ");
    if (self->commands.text != NULL)
        sg_buf_join(buf, "(", self->commands.text, ")");
    else
        sg_buf_add(buf, "NOTHING");
}

static void write_rule(sg_buf *buf, const char *create, const sg_step *step, int enabled)
{
    const sg_rule *self = rule_of(step->to);
    sg_buf_add(buf, create);
    sg_sql_ident(buf, step->to->name);
    sg_buf_join(buf, " AS ON ", events[self->event].sql, " TO ");
    sg_parent_sql(buf, step->to);
    sg_buf_addc(buf, ' ');
    add_tail(buf, self);
    sg_buf_add(buf, ";\n");
    if (self->enabled != enabled)
        sg_firing_switch(buf, step->to);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    write_rule(buf, "CREATE RULE ", step, 0);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    write_rule(buf, "CREATE OR REPLACE RULE ", step, rule_of(step->from)->enabled);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf text;
    sg_buf_init(&text);
    sg_constraint_ask(sql, object, "sg_rule");
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_clear(&text);
        add_tail(&text, rule_of(sides[i]));
        sg_buf_join(sql, ", '", events[rule_of(sides[i])->event].sql, "', ");
        sg_sql_literal(sql, text.data);
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&text);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_join(text, events[rule_of(object)->event].sql, " ");
    add_tail(text, rule_of(object));
    sg_buf_join(text, " ", sg_firing_word(object));
}

static const sg_aspect whole = {ask, say};

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = create_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "drop"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = change_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "change"};

/* Making it anew switches too. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    return sg_firing_differs_alone(from, to) ? &sg_op_switch_attached : &change;
}

static const sg_field fields[] = {
    {.key = "event",
     .type = &sg_field_word,
     .offset = offsetof(sg_rule, event),
     .words = events,
     .op = &change,
     .required = true},
    {.key = "instead", .type = &sg_field_bool, .offset = offsetof(sg_rule, instead), .op = &change},
    {.key = "where", .type = &sg_field_condition, .offset = offsetof(sg_rule, where), .op = &change},
    {.key = "commands", .type = &sg_field_commands, .offset = offsetof(sg_rule, commands), .op = &change},
    {.key = "enabled",
     .type = &sg_field_word,
     .offset = offsetof(sg_rule, enabled),
     .words = sg_firing_words,
     .choose = choose},
    {0}};

const sg_kind sg_kind_rule = {
    .name = "rule",
    .word = "RULE",
    .json_key = "rules",
    .parents = SG_BELOW("table", "view"),
    .address = "rule",
    .size = sizeof(sg_rule),
    .flags = SG_KIND_REBUILD | SG_KIND_LOCAL,
    .order = 157,
    .fields = fields,
    .finish = finish,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_attached,
    .rename = &sg_op_rename_attached,
    .identity = sg_sql_identity,
    .catalog_sql = sg_kind_rule_catalog_sql,
    .seldom = "pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN'",
    .guard_sql = sg_kind_rule_guard_sql,
};
