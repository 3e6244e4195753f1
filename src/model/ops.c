/* Operations that are the same for several kinds, but for the word. */
#include "params.h"
#include "step.h"

const sg_op sg_op_drop_late = {
    .class = SG_OP_DROP, .verb = "drop", .rank = SG_RANK_CLEAN, .sql = sg_sql_drop, .inverse = "create"};

const sg_op sg_op_rename_plain = {
    .class = SG_OP_RENAME, .verb = "rename", .sql = sg_sql_rename, .dangers = SG_DANGER_BREAKS, .inverse = "rename"};

const sg_op sg_op_rename_relation = {.class = SG_OP_RENAME,
                                     .verb = "rename",
                                     .sql = sg_sql_rename,
                                     .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                     .dangers = SG_DANGER_BREAKS,
                                     .inverse = "rename"};

const sg_op sg_op_move_plain = {
    .class = SG_OP_RENAME, .verb = "move", .sql = sg_sql_move, .dangers = SG_DANGER_BREAKS, .inverse = "move"};

const sg_op sg_op_move_relation = {.class = SG_OP_RENAME,
                                   .verb = "move",
                                   .sql = sg_sql_move,
                                   .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                   .dangers = SG_DANGER_BREAKS,
                                   .inverse = "move"};

const sg_op *sg_kind_move(const sg_kind *kind)
{
    return kind->rename->lock == SG_LOCK_NONE ? &sg_op_move_plain : &sg_op_move_relation;
}

const sg_op sg_op_drop_attached = {.class = SG_OP_DROP,
                                   .verb = "drop",
                                   .rank = SG_RANK_UNVIEW,
                                   .sql = sg_sql_drop,
                                   .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                   .inverse = "create"};

const sg_op sg_op_rename_attached = {.class = SG_OP_RENAME,
                                     .verb = "rename",
                                     .sql = sg_sql_rename,
                                     .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                     .inverse = "rename"};

const sg_op sg_op_add_key = {.class = SG_OP_CREATE,
                             .verb = "add",
                             .rank = SG_RANK_KEY,
                             .sql = sg_sql_add_constraint,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .dangers = SG_DANGER_BUILD | SG_DANGER_MAY_FAIL,
                             .inverse = "drop"};

const sg_op sg_op_replace_key = {.class = SG_OP_REPLACE,
                                 .verb = "replace",
                                 .rank = SG_RANK_KEY,
                                 .sql = sg_sql_replace_constraint,
                                 .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                 .dangers = SG_DANGER_BUILD | SG_DANGER_MAY_FAIL,
                                 .inverse = "replace"};

const sg_op sg_op_drop_constraint = {.class = SG_OP_DROP,
                                     .verb = "drop",
                                     .rank = SG_RANK_LOOSEN,
                                     .sql = sg_sql_drop_constraint,
                                     .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                     .inverse = "add"};

const sg_op sg_op_rename_constraint = {.class = SG_OP_RENAME,
                                       .verb = "rename",
                                       .sql = sg_sql_rename_constraint,
                                       .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                       .inverse = "rename"};

static void parameters_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER INDEX ");
    sg_object_sql(buf, step->to);
    sg_buf_addc(buf, ' ');
    sg_params_alter(buf, sg_params_of(step->from, "with"), sg_params_of(step->to, "with"), "");
    sg_buf_add(buf, ";\n");
}

static const sg_op set_parameters = {.class = SG_OP_ALTER,
                                     .verb = "set parameters of",
                                     .rank = SG_RANK_KEY + 1,
                                     .sql = parameters_sql,
                                     .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                                     .inverse = "set parameters of"};

const sg_op *sg_op_choose_parameters(const sg_object *from, const sg_object *to)
{
    (void)from;
    return sg_object_says(to->parent, "partitionBy") ? NULL : &set_parameters;
}
