/* The operations on functions and procedures, which differ by a word. */
#include <string.h>

#include "routine.h"

const sg_aspect sg_routine_whole = {sg_routine_ask, sg_routine_say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_write(buf, "CREATE ", step->to);
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++)
        sg_step_rare_of(step)->users[i]->kind->rebind(buf, sg_step_rare_of(step)->users[i]);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++)
        sg_step_rare_of(step)->users[i]->kind->unbind(buf, sg_step_rare_of(step)->users[i]);
    sg_sql_drop(buf, step);
    for (size_t i = 0; step->from->mark == NULL && i < sg_step_rare_of(step)->user_count; i++)
        sg_step_rare_of(step)->users[i]->kind->rebind(
            buf, sg_step_rare_of(step)->users[i]); /* they find another one of the name */
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_write(buf, "CREATE OR REPLACE ", step->to);
}

/* Defaults of columns are set: their tables are locked. */
static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++) {
        if (sg_step_rare_of(step)->users[i]->parent != NULL)
            step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
    }
    return true;
}

/* Other arguments: who calls it as before no longer finds it. */
static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    if (strcmp(step->from->name, step->to->name) != 0)
        step->dangers |= SG_DANGER_BREAKS;
    return assess(step, model, diags);
}

const sg_op sg_routine_op_create = {.class = SG_OP_CREATE,
                                    .verb = "create",
                                    .rank = SG_RANK_ROUTINE,
                                    .sql = create_sql,
                                    .assess = assess,
                                    .inverse = "drop"};
const sg_op sg_routine_op_drop = {.class = SG_OP_DROP,
                                  .verb = "drop",
                                  .rank = SG_RANK_UNUSED,
                                  .sql = drop_sql,
                                  .assess = assess,
                                  .dangers = SG_DANGER_BREAKS,
                                  .inverse = "create"};
const sg_op sg_routine_op_change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_ROUTINE, .sql = change_sql, .inverse = "change"};
const sg_op sg_routine_op_rebuild = {.class = SG_OP_REPLACE,
                                     .verb = "rebuild",
                                     .rank = SG_RANK_ROUTINE,
                                     .sql = sg_routine_rebuild,
                                     .assess = assess_rebuild,
                                     .rebuilds = true,
                                     .inverse = "rebuild"};
const sg_op sg_routine_op_rename = {.class = SG_OP_RENAME,
                                    .verb = "rename",
                                    .sql = sg_routine_rename,
                                    .dangers = SG_DANGER_BREAKS,
                                    .inverse = "rename"};

const sg_op *sg_routine_choose(const sg_object *from, const sg_object *to)
{
    return sg_routine_replaces(from, to) ? &sg_routine_op_change : NULL;
}
