/* Comments: one operation for all kinds. The server finds the object by its kind's address. */
#include <string.h>

#include "plan_private.h"
#include "text.h"

static void names_array(sg_buf *sql, const sg_object *object)
{
    sg_buf_add(sql, "ARRAY[");
    if (object->kind->flags & SG_KIND_TYPE && !(object->kind->flags & SG_KIND_RELATION)) {
        sg_sql_name_literal(sql, object);
    } else {
        bool by_parent = object->parent != NULL && !(object->kind->flags & SG_KIND_OWN_ADDRESS);
        const char *const parts[] = {object->schema, by_parent ? object->parent->name : NULL, object->name};
        const char *separator = "";
        for (size_t i = 0; i < 3; i++) {
            if (parts[i] == NULL)
                continue;
            sg_buf_add(sql, separator);
            sg_sql_literal(sql, parts[i]);
            separator = ", ";
        }
    }
    sg_buf_add(sql, "]");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_comment(");
    sg_sql_literal(sql, object->kind->address);
    sg_buf_add(sql, ", ");
    names_array(sql, object);
    sg_buf_add(sql, ", '{}')");
}

static void say(sg_buf *text, const sg_object *object)
{
    if (object->comment != NULL)
        sg_buf_add(text, object->comment);
}

static const sg_aspect aspect = {ask, say};

static void comment_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "COMMENT ON ");
    step->kind->identity(buf, step->to);
    sg_buf_add(buf, " IS ");
    if (step->to->comment != NULL)
        sg_sql_literal(buf, step->to->comment);
    else
        sg_buf_add(buf, "NULL");
    sg_buf_add(buf, ";\n");
}

const sg_op sg_op_comment = {.class = SG_OP_ALTER,
                             .verb = "comment on",
                             .rank = SG_RANK_COMMENT,
                             .aspect = &aspect,
                             .sql = comment_sql,
                             .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                             .inverse = "comment on"};
