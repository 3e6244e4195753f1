/* The identity of a column: the sequence that PostgreSQL keeps for it. */
#include "column.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

static const char *mode_sql(const sg_column *column)
{
    return column->identity == SG_IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT";
}

void sg_column_identity_clause(sg_buf *buf, const sg_column *column)
{
    sg_buf_addf(buf, "GENERATED %s AS IDENTITY", mode_sql(column));
    if (!sg_seqopts_is_set(&column->sequence))
        return;
    sg_buf options;
    sg_buf_init(&options);
    sg_seqopts_sql(&options, &column->sequence, sg_column_sequence_type(column), false, "");
    sg_buf_addf(buf, " (%s)", options.data + 1);
    sg_buf_release(&options);
}

void sg_column_say_identity(sg_buf *text, const sg_object *object)
{
    const sg_column *column = column_of(object);
    if (column->identity == SG_IDENTITY_NONE) {
        sg_buf_add(text, "no identity");
        return;
    }
    sg_buf_addf(text, "GENERATED %s AS IDENTITY", mode_sql(column));
    sg_seqopts_sql(text, &column->sequence, sg_column_sequence_type(column), true, "");
}

static void ask_identity(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_column_ask(sql, object, other, "identity", NULL);
}

static const sg_aspect aspect = {ask_identity, sg_column_say_identity};

static void add_identity_sql(sg_buf *buf, const sg_step *step)
{
    sg_column_alter(buf, step->to);
    sg_buf_add(buf, "ADD ");
    sg_column_identity_clause(buf, column_of(step->to));
    sg_buf_add(buf, ";\n");
}

static void drop_identity_sql(sg_buf *buf, const sg_step *step)
{
    sg_column_alter(buf, step->to);
    sg_buf_add(buf, "DROP IDENTITY;\n");
}

static void set_identity_sql(sg_buf *buf, const sg_step *step)
{
    const sg_column *to = column_of(step->to);
    sg_column_alter(buf, step->to);
    sg_buf_addf(buf, "SET GENERATED %s", mode_sql(to));
    sg_seqopts_sql(buf, &to->sequence, sg_column_sequence_type(to), true, "SET ");
    sg_buf_add(buf, ";\n");
}

static bool assess_identity(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    (void)model, (void)diags;
    sg_seqopts_assess(step, &from->sequence, sg_column_sequence_type(from), &to->sequence, sg_column_sequence_type(to));
    return true;
}

static const sg_op add_identity = SG_COLUMN_OP(SG_RANK_ALTER + 3, "add identity to", &aspect, add_identity_sql,
                                               .hides = true, .inverse = "drop identity of");
static const sg_op drop_identity =
    SG_COLUMN_OP(SG_RANK_REMOVE, "drop identity of", &aspect, drop_identity_sql, .hides = true,
                 .inverse = "add identity to", .no_inverse = "the identity starts again at its first value");
static const sg_op set_identity = SG_COLUMN_OP(SG_RANK_ALTER + 3, "change identity of", &aspect, set_identity_sql,
                                               .assess = assess_identity, .inverse = "change identity of");

const sg_op *sg_column_choose_identity(const sg_object *from, const sg_object *to)
{
    if (sg_column_is_replaced(from, to))
        return NULL;
    if (column_of(from)->identity == SG_IDENTITY_NONE)
        return &add_identity;
    return column_of(to)->identity == SG_IDENTITY_NONE ? &drop_identity : &set_identity;
}
