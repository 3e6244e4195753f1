/* Triggers of tables and views. */
#include "trigger.h"

#include <stddef.h>
#include <string.h>

#include "firing.h"
#include "keys.h"
#include "text.h"

extern const char sg_kind_trigger_catalog_sql[], sg_kind_trigger_guard_sql[];

static const sg_word timings[] = {
    {"", "", 0}, {"before", "BEFORE", 1}, {"after", "AFTER", 2}, {"insteadOf", "INSTEAD OF", 3}, {0}};
static const sg_word eachs[] = {{"statement", "STATEMENT", 0}, {"row", "ROW", 1}, {0}};

static const sg_trigger *trigger_of(const sg_object *object)
{
    return (const sg_trigger *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_trigger *self = trigger_of(object);
    if (self->columns.count > 0 && !(self->events & SG_TRIGGER_UPDATE))
        sg_object_error(model, diags, object, "columns", SG_CONFLICT, "\"columns\" are for the event \"update\"");
    if (!self->constraint && (self->deferrable != 0 || self->references.name != NULL))
        sg_object_error(model, diags, object, self->deferrable != 0 ? "deferrable" : "references", SG_CONFLICT,
                        "this is for triggers with \"constraint\": true");
    if (self->enabled != 0 && !sg_kind_declares_columns(object->parent->kind))
        sg_object_error(model, diags, object, "enabled", SG_CONFLICT, "triggers of views cannot be switched");
}

/* SQL */

/* All in front of the table. */
static void add_head(sg_buf *buf, const sg_trigger *self, bool replace)
{
    const char *separator = " ";
    sg_buf_join(buf, "CREATE ", replace ? "OR REPLACE " : "", self->constraint ? "CONSTRAINT TRIGGER " : "TRIGGER ");
    sg_sql_ident(buf, self->base.name);
    sg_buf_join(buf, " ", timings[self->timing].sql);
    for (size_t i = 0; sg_trigger_event_words[i] != NULL; i++) {
        if (!(self->events & (1U << i)))
            continue;
        sg_buf_join(buf, separator, sg_trigger_event_words[i]);
        separator = " OR ";
        if ((1U << i) == SG_TRIGGER_UPDATE && self->columns.count > 0) {
            sg_buf_add(buf, " OF ");
            sg_sql_ident_list(buf, self->columns.items, self->columns.count);
        }
    }
}

static void add_transitions(sg_buf *buf, const sg_trigger *self)
{
    if (self->old_table == NULL && self->new_table == NULL)
        return;
    sg_buf_add(buf, "REFERENCING ");
    if (self->old_table != NULL) {
        sg_buf_add(buf, "OLD TABLE AS ");
        sg_sql_ident(buf, self->old_table);
        sg_buf_addc(buf, ' ');
    }
    if (self->new_table != NULL) {
        sg_buf_add(buf, "NEW TABLE AS ");
        sg_sql_ident(buf, self->new_table);
        sg_buf_addc(buf, ' ');
    }
}

/* All behind the table. */
static void add_tail(sg_buf *buf, const sg_trigger *self)
{
    if (self->references.name != NULL) {
        sg_buf_add(buf, "FROM ");
        sg_sql_path(buf, &self->references);
        sg_buf_addc(buf, ' ');
    }
    if (self->deferrable != 0)
        sg_buf_join(buf, sg_deferrable_sql(self->deferrable) + 1, " ");
    add_transitions(buf, self);
    sg_buf_join(buf, "FOR EACH ", eachs[self->each].sql);
    if (self->when.text != NULL)
        sg_buf_join(buf, " WHEN (", self->when.text, ")");
    sg_buf_add(buf, " EXECUTE FUNCTION ");
    sg_sql_path(buf, &self->function);
    sg_buf_addc(buf, '(');
    for (size_t i = 0; i < self->arguments.count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        sg_sql_literal(buf, self->arguments.items[i]);
    }
    sg_buf_addc(buf, ')');
}

static void write_trigger(sg_buf *buf, const sg_object *object, bool replace)
{
    add_head(buf, trigger_of(object), replace);
    sg_buf_add(buf, " ON ");
    sg_parent_sql(buf, object);
    sg_buf_addc(buf, ' ');
    add_tail(buf, trigger_of(object));
    sg_buf_add(buf, ";\n");
    if (trigger_of(object)->enabled != 0)
        sg_firing_switch(buf, object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    write_trigger(buf, step->to, false);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    write_trigger(buf, step->to, true);
}

/* Aspects */

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf text;
    sg_buf_init(&text);
    sg_constraint_ask(sql, object, "sg_trigger");
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        for (int part = 0; part < 2; part++) {
            sg_buf_clear(&text);
            if (part == 0)
                add_head(&text, trigger_of(sides[i]), false);
            else
                add_tail(&text, trigger_of(sides[i]));
            sg_buf_add(sql, ", ");
            sg_sql_literal(sql, text.data);
        }
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&text);
}

static void say(sg_buf *text, const sg_object *object)
{
    add_head(text, trigger_of(object), false);
    sg_buf_add(text, " ON ");
    add_tail(text, trigger_of(object));
    sg_buf_join(text, " ", sg_firing_word(object));
}

static const sg_aspect whole = {ask, say};

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = create_sql,
                             .lock = SG_LOCK_SHARE_ROW_EXCLUSIVE,
                             .inverse = "drop"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = change_sql,
                             .lock = SG_LOCK_SHARE_ROW_EXCLUSIVE,
                             .inverse = "change"};

/* Constraint triggers cannot be replaced in place. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    return trigger_of(from)->constraint || trigger_of(to)->constraint ? NULL : &change;
}

/* Making it anew switches too. */
static const sg_op *choose_switch(const sg_object *from, const sg_object *to)
{
    return sg_firing_differs_alone(from, to) ? &sg_op_switch_attached : choose(from, to);
}

#define PART(name, field_type, member)                                                                 \
    {                                                                                                  \
        .key = (name), .type = &(field_type), .offset = offsetof(sg_trigger, member), .choose = choose \
    }

static const sg_field fields[] = {
    PART("constraint", sg_field_bool, constraint),
    {.key = "timing",
     .type = &sg_field_word,
     .offset = offsetof(sg_trigger, timing),
     .words = timings,
     .choose = choose,
     .required = true},
    {.key = "events", .type = &sg_trigger_events_field, .choose = choose, .required = true},
    PART("columns", sg_field_some, columns),
    PART("references", sg_field_table, references),
    {.key = "deferrable",
     .type = &sg_field_word,
     .offset = offsetof(sg_trigger, deferrable),
     .words = sg_deferrable_words,
     .choose = choose},
    PART("oldTable", sg_field_name, old_table),
    PART("newTable", sg_field_name, new_table),
    {.key = "forEach", .type = &sg_field_word, .offset = offsetof(sg_trigger, each), .words = eachs, .choose = choose},
    PART("when", sg_field_condition, when),
    {.key = "function",
     .type = &sg_field_function,
     .offset = offsetof(sg_trigger, function),
     .choose = choose,
     .required = true},
    {.key = "arguments", .type = &sg_trigger_arguments_field, .choose = choose},
    {.key = "enabled",
     .type = &sg_field_word,
     .offset = offsetof(sg_trigger, enabled),
     .words = sg_firing_words,
     .choose = choose_switch},
    {0}};

const sg_kind sg_kind_trigger = {
    .name = "trigger",
    .word = "TRIGGER",
    .json_key = "triggers",
    .parents = SG_BELOW("table", "view"),
    .address = "trigger",
    .size = sizeof(sg_trigger),
    .flags = SG_KIND_REBUILD,
    .order = 155,
    .fields = fields,
    .finish = finish,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_attached,
    .rename = &sg_op_rename_attached,
    .identity = sg_sql_identity,
    .catalog_sql = sg_kind_trigger_catalog_sql,
    .seldom = "pg_trigger WHERE NOT tgisinternal",
    .guard_sql = sg_kind_trigger_guard_sql,
};
