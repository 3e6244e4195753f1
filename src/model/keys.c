#include "keys.h"

#include "json.h"
#include "params.h"
#include "text.h"

const sg_word sg_deferrable_words[] = {{"no", "", 0},
                                       {"immediate", " DEFERRABLE INITIALLY IMMEDIATE", 1},
                                       {"deferred", " DEFERRABLE INITIALLY DEFERRED", 2},
                                       {0}};

const char *sg_deferrable_sql(int value)
{
    return sg_deferrable_words[value].sql;
}

bool sg_key_read_short(struct sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    return sg_json_names(reader, object, "columns", value, &((sg_key *)object)->columns);
}

void sg_key_adapt(sg_model *model, sg_object *copy)
{
    copy->name = copy->kind->default_name(model, copy);
}

static void key_text(sg_buf *buf, const sg_object *object, void (*names)(sg_buf *, const sg_names *))
{
    const sg_key *key = (const sg_key *)object;
    sg_buf_join(buf, object->kind->word, key->nulls_not_distinct ? " NULLS NOT DISTINCT (" : " (");
    names(buf, &key->columns);
    sg_buf_add(buf, key->without_overlaps ? " WITHOUT OVERLAPS)" : ")");
    if (key->include.count > 0) {
        sg_buf_add(buf, " INCLUDE (");
        names(buf, &key->include);
        sg_buf_addc(buf, ')');
    }
    sg_params_sql(buf, &key->parameters);
    sg_buf_add(buf, sg_deferrable_sql(key->deferrable));
}

static void quoted(sg_buf *buf, const sg_names *names)
{
    sg_sql_ident_list(buf, names->items, names->count);
}

const char *sg_key_part_of(const sg_object *object)
{
    return ((const sg_key *)object)->part_of;
}

const sg_names *sg_key_columns(const sg_object *object)
{
    return &((const sg_key *)object)->columns;
}

void sg_key_clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    key_text(buf, object, quoted);
}

void sg_constraint_ask(sg_buf *sql, const sg_object *object, const char *function)
{
    char room[SG_BUF_ROOM];
    sg_buf table;
    sg_buf_init_in(&table, room, sizeof room);
    sg_parent_sql(&table, object);
    sg_buf_join(sql, "pg_temp.", function, "(");
    sg_sql_literal(sql, table.data);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_release(&table);
}

bool sg_constraint_assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (sg_object_bool(step->to, "notValid") || sg_object_bool(step->to, "notEnforced"))
        step->dangers &= ~(unsigned)(SG_DANGER_SCAN | SG_DANGER_MAY_FAIL);
    return true;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_constraint_ask(sql, object, "sg_key");
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    key_text(text, object, sg_say_columns);
}

const sg_aspect sg_key_whole = {ask, say};
