/* Foreign tables: those whose rows a server has. */
#include "params.h"
#include "table.h"
#include "text.h"

static const sg_table *table_of(const sg_object *object)
{
    return (const sg_table *)object;
}

/* What only a table of rows that are kept here has. */
static bool has_storage(const sg_table *table)
{
    return table->partition_by != NULL || table->unlogged || table->parameters.count > 0;
}

void sg_table_finish_foreign(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_table *table = table_of(object);
    if (table->server == NULL) {
        if (table->options.count > 0)
            sg_object_error(model, diags, object, "foreignOptions", SG_CONFLICT,
                            "\"foreignOptions\" is for tables with a \"server\"");
        return;
    }
    if (has_storage(table))
        sg_object_error(model, diags, object, "server", SG_CONFLICT,
                        "a foreign table has no \"partitionBy\", \"unlogged\" or \"with\"");
    for (const sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (child->kind->flags & SG_KIND_LOCAL)
            sg_object_error(model, diags, child, NULL, SG_CONFLICT, "\"%s\" is not for foreign tables",
                            child->kind->json_key);
    }
}

void sg_table_add_server(sg_buf *buf, const sg_table *table)
{
    if (table->server == NULL)
        return;
    sg_buf_add(buf, " SERVER ");
    sg_sql_ident(buf, table->server);
    sg_options_sql(buf, &table->options);
}

void sg_table_say_server(sg_buf *text, const sg_table *table)
{
    if (table->server == NULL)
        return;
    sg_buf_join(text, "\nSERVER ", table->server);
    sg_options_say(text, &table->options);
}

/* A server that comes anew takes its tables along. */
static const sg_object *remade(const sg_object *object)
{
    for (size_t i = 0; i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        if (dep->kind != object->kind && dep->kind->remakes != NULL)
            return dep;
    }
    return NULL;
}

bool sg_table_moves(const sg_object *from, const sg_object *to)
{
    const sg_object *before = remade(from), *after = remade(to);
    return !sg_text_equal(table_of(from)->server, table_of(to)->server) ||
           (before != NULL && after != NULL && before->kind->remakes(before, after));
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_table_server(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_table_say_server(text, table_of(object));
}

static const sg_aspect aspect = {ask, say};

static void options_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER FOREIGN TABLE ");
    sg_object_sql(buf, step->to);
    sg_options_alter(buf, &table_of(step->from)->options, &table_of(step->to)->options);
    sg_buf_add(buf, ";\n");
}

const sg_op sg_table_set_options = {.class = SG_OP_ALTER,
                                    .verb = "set foreign options of",
                                    .rank = SG_RANK_ALTER,
                                    .aspect = &aspect,
                                    .sql = options_sql,
                                    .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                    .inverse = "set foreign options of"};
