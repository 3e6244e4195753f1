/* When triggers, rules and event triggers fire. */
#include "firing.h"

#include "text.h"

const sg_word sg_firing_words[] = {{"origin", "ENABLE", 0},
                                   {"never", "DISABLE", 1},
                                   {"replica", "ENABLE REPLICA", 2},
                                   {"always", "ENABLE ALWAYS", 3},
                                   {0}};

static const sg_word *word_of(const sg_object *object)
{
    const sg_field *field = object->kind->fields;
    while (field->words != sg_firing_words)
        field++;
    return &sg_firing_words[*(const int *)sg_field_at(object, field)];
}

const char *sg_firing_word(const sg_object *object)
{
    return word_of(object)->json;
}

void sg_firing_switch(sg_buf *buf, const sg_object *object)
{
    if (object->parent != NULL) {
        sg_sql_alter_parent(buf, object);
        sg_buf_join(buf, word_of(object)->sql, " ", object->kind->word, " ");
        sg_sql_ident(buf, object->name);
    } else {
        sg_buf_add(buf, "ALTER ");
        sg_sql_identity(buf, object);
        sg_buf_join(buf, " ", word_of(object)->sql);
    }
    sg_buf_add(buf, ";\n");
}

void sg_firing_switch_sql(sg_buf *buf, const sg_step *step)
{
    sg_firing_switch(buf, step->to);
}

bool sg_firing_differs_alone(const sg_object *from, const sg_object *to)
{
    unsigned long long different;
    sg_object_equal(from, to, &different);
    return (different & (different - 1)) == 0 && word_of(from) != word_of(to);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_sql_guard_name(sql, object->kind);
    sg_buf_add(sql, "_enabled(");
    if (object->parent != NULL) {
        sg_sql_name_literal(sql, object->parent);
        sg_buf_add(sql, ", ");
    }
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, sg_firing_word(object));
}

const sg_aspect sg_firing_aspect = {ask, say};

/* As locked as when it is made. */
static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    step->lock = step->kind->create->lock;
    return true;
}

const sg_op sg_op_switch_attached = {.class = SG_OP_ALTER,
                                     .verb = "switch",
                                     .rank = SG_RANK_VIEW + 3,
                                     .aspect = &sg_firing_aspect,
                                     .sql = sg_firing_switch_sql,
                                     .assess = assess,
                                     .inverse = "switch"};
