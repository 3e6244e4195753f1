/* What a NOT NULL of a column says besides: its name, and whether the rows that were there before hold to it. */
#include <string.h>

#include "column.h"
#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

static const sg_not_null *not_null_of(const sg_object *object)
{
    return &sg_column_rare_of(object)->not_null;
}

/* What a server has given needs no words, unless both sides are servers'. */
static bool name_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const sg_model *model = reader->model;
    if (!sg_name_field_read(reader, object, field, value))
        return false;
    sg_not_null *not_null = &sg_column_own_rare(model->arena, object)->not_null;
    not_null->seen = model->live;
    if (model->live && !model->verbatim &&
        strcmp(not_null->name, sg_sql_default_name(model->arena, object->parent->name, object->name, "not_null")) == 0)
        not_null->name = NULL;
    return true;
}

static bool name_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_not_null *left = not_null_of(a), *right = not_null_of(b);
    if (left->name != NULL && right->name != NULL)
        return sg_text_field_equal(a, b, field);
    return left->name == right->name || (left->name != NULL ? left : right)->seen; /* not said: any will do */
}

const sg_field_type sg_column_not_null_name = {.json = "a name",
                                               .read = name_read,
                                               .write = sg_text_field_write,
                                               .is_set = sg_text_field_is_set,
                                               .equal = name_equal};

bool sg_column_has_not_null(const sg_object *object)
{
    return not_null_of(object)->name != NULL || not_null_of(object)->not_valid;
}

void sg_column_check_not_null(const sg_model *model, const sg_object *object, sg_diags *diags)
{
    const sg_not_null *not_null = not_null_of(object);
    const char *key = not_null->name != NULL ? "notNull" : "notNullNotValid";
    const sg_object *base = sg_rare_of(object)->inherits;
    if (!sg_column_has_not_null(object) || object->implied)
        return;
    if (column_of(object)->nullable)
        sg_object_error(model, diags, object, key, SG_CONFLICT, "a column that is nullable has no \"%s\"", key);
    else if (base != NULL && !column_of(base)->nullable && !not_null->seen &&
             !(sg_text_equal(not_null_of(base)->name, not_null->name) &&
               not_null_of(base)->not_valid == not_null->not_valid))
        sg_object_error(model, diags, object, key, SG_CONFLICT, "the column has the NOT NULL of table \"%s\"",
                        base->parent->name);
}

/* Text */

void sg_column_not_null_clause(sg_buf *buf, const sg_object *object)
{
    const sg_not_null *not_null = not_null_of(object);
    if (column_of(object)->nullable || not_null->not_valid)
        return;
    sg_buf_addc(buf, ' ');
    if (not_null->name != NULL)
        sg_sql_constraint(buf, not_null->name);
    sg_buf_add(buf, "NOT NULL");
}

void sg_column_add_not_null(sg_buf *buf, const sg_object *object)
{
    const sg_not_null *not_null = not_null_of(object);
    sg_sql_alter_parent(buf, object);
    sg_buf_add(buf, "ADD ");
    if (not_null->name != NULL)
        sg_sql_constraint(buf, not_null->name);
    sg_buf_add(buf, "NOT NULL ");
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, not_null->not_valid ? " NOT VALID;\n" : ";\n");
}

void sg_column_say_null(sg_buf *text, const sg_object *object)
{
    if (column_of(object)->nullable)
        sg_buf_add(text, "NULL");
    else
        sg_buf_add(text, not_null_of(object)->not_valid ? "NOT NULL NOT VALID" : "NOT NULL");
}

/* The server's name of it, as an expression. */
static void name_sql(sg_buf *sql, const sg_object *object)
{
    sg_buf_add(sql, "pg_temp.sg_not_null(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

/* The name belongs to it where both sides say one. */
static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_column_ask(sql, object, other, "null", NULL);
    if (not_null_of(object)->name == NULL || (other != NULL && not_null_of(other)->name == NULL))
        return;
    sg_buf_add(sql, " || ' AS ' || ");
    name_sql(sql, object);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_column_say_null(text, object);
    if (not_null_of(object)->name != NULL)
        sg_buf_join(text, " AS ", not_null_of(object)->name);
}

static const sg_aspect aspect = {ask, say};

/* Statements */

static bool asks_name(const sg_step *step)
{
    return not_null_of(step->from)->name == NULL;
}

/* ALTER TABLE t <action> <name> <rest>; where the name is not known (NULL), with the server's. */
static void alter_constraint(sg_buf *buf, const sg_object *object, const char *action, const char *name,
                             const char *rest)
{
    sg_buf start;
    sg_buf_init(&start);
    sg_sql_alter_parent(&start, object);
    sg_buf_add(&start, action);
    if (name != NULL) {
        sg_buf_add(buf, start.data);
        sg_sql_ident(buf, name);
        sg_buf_join(buf, rest, ";\n");
    } else {
        sg_buf_add(buf, "EXECUTE ");
        sg_sql_literal(buf, start.data);
        sg_buf_add(buf, " || pg_catalog.quote_ident(");
        name_sql(buf, object);
        sg_buf_addc(buf, ')');
        if (*rest != '\0') {
            sg_buf_add(buf, " || ");
            sg_sql_literal(buf, rest);
        }
        sg_buf_add(buf, ";\n");
    }
    sg_buf_release(&start);
}

static void rename_constraint(sg_buf *buf, const sg_object *object, const char *from, const char *to)
{
    sg_buf rest;
    if (sg_text_equal(from, to))
        return;
    sg_buf_init(&rest);
    sg_buf_add(&rest, " TO ");
    sg_sql_ident(&rest, to);
    if (from == NULL) {
        sg_buf_add(buf, "IF ");
        name_sql(buf, object);
        sg_buf_add(buf, " <> ");
        sg_sql_literal(buf, to);
        sg_buf_add(buf, " THEN\n  ");
    }
    alter_constraint(buf, object, "RENAME CONSTRAINT ", from, rest.data);
    sg_buf_add(buf, from == NULL ? "END IF;\n" : "");
    sg_buf_release(&rest);
}

/* Nothing makes a valid constraint one that is not: it is taken away and added again. */
static void change_sql(sg_buf *buf, const sg_step *step)
{
    const sg_not_null *from = not_null_of(step->from), *to = not_null_of(step->to);
    if (to->not_valid && !from->not_valid) {
        sg_column_alter(buf, step->to);
        sg_buf_add(buf, "DROP NOT NULL;\n");
        sg_column_add_not_null(buf, step->to);
        return;
    }
    if (to->name != NULL)
        rename_constraint(buf, step->to, from->name, to->name);
    if (from->not_valid && !to->not_valid)
        alter_constraint(buf, step->to, "VALIDATE CONSTRAINT ", to->name != NULL ? to->name : from->name, "");
}

static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_not_null *from = not_null_of(step->from), *to = not_null_of(step->to);
    (void)model, (void)diags;
    if (from->not_valid && !to->not_valid) {
        step->dangers |= SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
        if (to->name == NULL || sg_text_equal(from->name, to->name))
            step->lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE;
    }
    return true;
}

static const sg_op change =
    SG_COLUMN_OP(SG_RANK_ALTER + 2, "change not-null constraint of", &aspect, change_sql, .assess = assess,
                 .in_block = asks_name, .inverse = "change not-null constraint of");
/* A file that says no name any more: the snapshot forgets it. */
static const sg_op leave_name = {.class = SG_OP_ALTER,
                                 .verb = "leave name of not-null constraint of",
                                 .rank = SG_RANK_ALTER + 2,
                                 .sql = sg_sql_nothing,
                                 .self_guarded = true,
                                 .inverse = "change not-null constraint of"};

const sg_op *sg_column_choose_not_null(const sg_object *from, const sg_object *to)
{
    if (sg_column_is_replaced(from, to))
        return NULL;
    if (column_of(from)->nullable != column_of(to)->nullable)
        return &sg_column_set_nullable;
    bool same = not_null_of(from)->not_valid == not_null_of(to)->not_valid;
    return same && not_null_of(to)->name == NULL ? &leave_name : &change;
}
