#include "step.h"

#include "text.h"

void sg_sql_alter_parent(sg_buf *buf, const sg_object *child)
{
    sg_buf_add(buf, "ALTER TABLE ");
    sg_parent_sql(buf, child);
    sg_buf_addc(buf, ' ');
}

void sg_sql_name_literal(sg_buf *buf, const sg_object *object)
{
    sg_buf name;
    sg_buf_init(&name);
    sg_object_sql(&name, object);
    sg_sql_literal(buf, name.data);
    sg_buf_release(&name);
}

static void add_clause(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ADD ");
    object->kind->clause(buf, object);
}

static void drop_clause(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "DROP CONSTRAINT ");
    sg_sql_ident(buf, object->name);
}

void sg_sql_add_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    add_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
}

void sg_sql_drop_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->from);
    drop_clause(buf, step->from);
    sg_buf_add(buf, ";\n");
}

/* One statement, so that no moment is without the constraint. */
void sg_sql_replace_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    drop_clause(buf, step->from);
    sg_buf_add(buf, ", ");
    add_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
}

void sg_sql_rename_constraint(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->renames[i];
        sg_sql_alter_parent(buf, rename->object);
        sg_buf_add(buf, "RENAME CONSTRAINT ");
        sg_sql_ident(buf, rename->from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, rename->to);
        sg_buf_add(buf, ";\n");
    }
}

void sg_sql_constraint_identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "CONSTRAINT ");
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, " ON ");
    sg_parent_sql(buf, object);
}

void sg_say_columns(sg_buf *buf, const sg_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        sg_sql_ident_as_server(buf, names->items[i]);
    }
}
