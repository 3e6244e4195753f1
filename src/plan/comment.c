/* Comments: one operation for all kinds. The server finds the object by its kind's address. */
#include <string.h>

#include "plan_private.h"
#include "text.h"

static void add_born(sg_buf *sql, const sg_object *object)
{
    if (object->kind->born_comment != NULL)
        object->kind->born_comment(sql, object);
}

static void add_found(sg_buf *sql, const sg_object *object)
{
    sg_buf_add(sql, "pg_temp.sg_comment(");
    sg_sql_literal(sql, object->kind->address);
    sg_buf_add(sql, ", ");
    sg_sql_address(sql, object);
    sg_buf_addc(sql, ')');
}

/* The comment that an object was born with counts as none, unless one is wanted and a side says the same. */
static void ask_beside(sg_buf *sql, const sg_object *object, const sg_object *other, const char *born)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "(SELECT CASE WHEN c IN (NULL");
    for (size_t i = 0; object->comment != NULL && i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        if (sides[i]->comment != NULL)
            sg_sql_literal(sql, sides[i]->comment);
        else
            sg_buf_add(sql, "NULL");
    }
    sg_buf_join(sql, ") THEN c ELSE NULLIF(c, ", born, ") END FROM ");
    add_found(sql, object);
    sg_buf_add(sql, " AS c)");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf born;
    sg_buf_init(&born);
    add_born(&born, object);
    if (born.length > 0)
        ask_beside(sql, object, other, born.data);
    else
        add_found(sql, object);
    sg_buf_release(&born);
}

static void say(sg_buf *text, const sg_object *object)
{
    if (object->comment != NULL)
        sg_buf_add(text, object->comment);
}

static const sg_aspect aspect = {ask, say};

/* What the server said from the start is its to tell. */
static bool asks_server(const sg_step *step)
{
    sg_buf born;
    sg_buf_init(&born);
    add_born(&born, step->to);
    bool asks = step->to->comment == NULL && born.length > 0;
    sg_buf_release(&born);
    return asks;
}

static void comment_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf statement, born;
    sg_buf_init(&statement);
    sg_buf_init(&born);
    bool asks = asks_server(step);
    sg_buf_add(&statement, "COMMENT ON ");
    step->kind->identity(&statement, step->to);
    sg_buf_add(&statement, " IS ");
    add_born(&born, step->to);
    if (step->to->comment != NULL)
        sg_sql_literal(&statement, step->to->comment);
    else if (!asks)
        sg_buf_add(&statement, "NULL");
    if (asks) {
        sg_buf_add(buf, "EXECUTE ");
        sg_sql_literal(buf, statement.data);
        sg_buf_addf(buf, " || pg_catalog.quote_nullable(%s)", born.data);
    } else {
        sg_buf_add(buf, statement.data);
    }
    sg_buf_add(buf, ";\n");
    sg_buf_release(&born);
    sg_buf_release(&statement);
}

const sg_op sg_op_comment = {.class = SG_OP_ALTER,
                             .verb = "comment on",
                             .rank = SG_RANK_COMMENT,
                             .aspect = &aspect,
                             .sql = comment_sql,
                             .in_block = asks_server,
                             .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                             .inverse = "comment on"};
