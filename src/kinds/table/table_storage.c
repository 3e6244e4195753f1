/* How a table is kept: its logging and its storage parameters. */
#include "params.h"
#include "table.h"
#include "text.h"

static const sg_table *table_of(const sg_object *object)
{
    return (const sg_table *)object;
}

static void ask_logging(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_table_logging(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void say_logging(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, table_of(object)->unlogged ? "UNLOGGED" : "LOGGED");
}

static const sg_aspect logging = {ask_logging, say_logging};

static void logging_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER TABLE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, table_of(step->to)->unlogged ? " SET UNLOGGED;\n" : " SET LOGGED;\n");
}

/* The table that a foreign key ties this one to. */
static const sg_object *other_end(const sg_object *link, const sg_object *table)
{
    for (size_t i = 0; (link->kind->flags & SG_KIND_LINK) && i < link->deps.count; i++) {
        const sg_object *dep = link->deps.items[i];
        if (dep->kind == table->kind && dep != table)
            return dep;
    }
    return NULL;
}

static bool changes(const sg_object *table)
{
    return table->mark != NULL && table_of(table)->unlogged != table_of(table->mark)->unlogged;
}

enum { MOST_LINKS = SG_RANK_KEY - SG_RANK_ALTER - 1 };

/* A logged table cannot refer to an unlogged one: tables become logged after those that they refer to, and unlogged
 * after those that refer to them. The length of the longest way to such a table. */
static int links_before(const sg_object *table, int most)
{
    int longest = 0;
    const sg_object *link = table->first_child;
    for (; most > 0 && !table_of(table)->unlogged && link != NULL; link = link->next) {
        const sg_object *other = other_end(link, table);
        int length = other != NULL && changes(other) ? 1 + links_before(other, most - 1) : 0;
        longest = length > longest ? length : longest;
    }
    for (size_t i = 0; most > 0 && table_of(table)->unlogged && i < table->users.count; i++) {
        const sg_object *user = table->users.items[i], *other = user->parent;
        bool refers = other != NULL && other != table && other_end(user, other) == table && changes(other);
        int length = refers ? 1 + links_before(other, most - 1) : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

static bool assess_logging(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    step->rank += links_before(step->to, MOST_LINKS);
    if (table_of(step->to)->unlogged)
        step->detail = "the rows of an unlogged table are gone after a crash of the server";
    return true;
}

const sg_op sg_table_set_logging = {.class = SG_OP_ALTER,
                                    .verb = "set logging of",
                                    .rank = SG_RANK_ALTER,
                                    .aspect = &logging,
                                    .sql = logging_sql,
                                    .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                    .dangers = SG_DANGER_REWRITE,
                                    .assess = assess_logging,
                                    .inverse = "set logging of"};

static void say_parameters(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "WITH (");
    sg_params_say(text, &table_of(object)->parameters);
    sg_buf_addc(text, ')');
}

static void ask_parameters(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf_add(sql, "pg_temp.sg_table_parameters(");
    sg_sql_name_literal(sql, object);
    sg_buf_add(sql, ", ");
    sg_sql_sides(sql, object, other, say_parameters);
    sg_buf_addc(sql, ')');
}

static const sg_aspect parameters = {ask_parameters, say_parameters};

static void parameters_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER TABLE ");
    sg_object_sql(buf, step->to);
    sg_buf_addc(buf, ' ');
    sg_params_alter(buf, &table_of(step->from)->parameters, &table_of(step->to)->parameters, "");
    sg_buf_add(buf, ";\n");
}

const sg_op sg_table_set_parameters = {.class = SG_OP_ALTER,
                                       .verb = "set parameters of",
                                       .rank = SG_RANK_ALTER,
                                       .aspect = &parameters,
                                       .sql = parameters_sql,
                                       .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                                       .inverse = "set parameters of"};
