/* The identity of a column: the sequence that PostgreSQL keeps for it. */
#include "column.h"

#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

static const sg_seqopts *sequence_of(const sg_column *column)
{
    return &sg_column_rare_of(&column->base)->sequence;
}

static const char *mode_sql(const sg_column *column)
{
    return column->identity == SG_IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT";
}

void sg_column_identity_clause(sg_buf *buf, const sg_column *column)
{
    sg_buf_addf(buf, "GENERATED %s AS IDENTITY", mode_sql(column));
    if (!sg_seqopts_is_set(sequence_of(column)))
        return;
    sg_buf options;
    sg_buf_init(&options);
    sg_seqopts_sql(&options, sequence_of(column), sg_column_sequence_type(column), false, "");
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
    sg_seqopts_sql(text, sequence_of(column), sg_column_sequence_type(column), true, "");
}

static void ask_identity(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_column_ask(sql, object, other, "identity", NULL);
}

static const sg_aspect aspect = {ask_identity, sg_column_say_identity};

/* The server knows the sequence by another name when somebody gave it one. */
static void sequence_sql(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "pg_catalog.pg_get_serial_sequence(");
    sg_sql_name_literal(buf, object->parent);
    sg_buf_add(buf, ", ");
    sg_sql_literal(buf, object->name);
    sg_buf_addc(buf, ')');
}

static void put_identity(sg_buf *buf, const sg_object *object)
{
    sg_column_alter(buf, object);
    sg_buf_add(buf, "ADD ");
    sg_column_identity_clause(buf, column_of(object));
    sg_buf_add(buf, ";\n");
}

static bool goes_on(const sg_step *step)
{
    return sg_seqopts_goes_on(step->to);
}

static void add_identity_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf sequence;
    put_identity(buf, step->to);
    if (!goes_on(step))
        return;
    sg_buf_init(&sequence);
    sequence_sql(&sequence, step->to);
    sg_seqopts_go_on(buf, sequence_of(column_of(step->to)), sequence.data, step->to);
    sg_buf_release(&sequence);
}

void sg_column_number(sg_buf *buf, const sg_object *object)
{
    sg_column_alter(buf, object);
    sg_buf_add(buf, "DROP DEFAULT;\n");
    put_identity(buf, object);
    sg_column_alter(buf, object);
    sg_buf_join(buf, "TYPE ", sg_column_type(column_of(object))->builtin, " USING pg_catalog.nextval(");
    sequence_sql(buf, object);
    sg_buf_add(buf, ");\n");
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
    sg_seqopts_sql(buf, sequence_of(to), sg_column_sequence_type(to), true, "SET ");
    sg_buf_add(buf, ";\n");
}

/* The sequence has followed the type of the column by then: limits of the old one have become those of the new. */
static bool assess_identity(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *to = column_of(step->to);
    sg_column *from = SG_NEW(model->arena, sg_column);
    (void)diags;
    *from = *column_of(step->from);
    from->type = to->type;
    step->from = &from->base;
    sg_seqopts_assess(step, sequence_of(from), sg_column_sequence_type(from), sequence_of(to),
                      sg_column_sequence_type(to));
    return true;
}

static const sg_op add_identity = SG_COLUMN_OP(SG_RANK_ALTER + 3, "add identity to", &aspect, add_identity_sql,
                                               .hides = true, .in_block = goes_on, .inverse = "drop identity of");
static const sg_op drop_identity =
    SG_COLUMN_OP(SG_RANK_REMOVE, "drop identity of", &aspect, drop_identity_sql, .hides = true,
                 .inverse = "add identity to", .no_inverse = "the identity's current value is gone");
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

/* Grants on the sequence. */

static const sg_grants *sequence_grants(const sg_object *object)
{
    return &sg_column_rare_of(object)->sequence_grants;
}

static void say_grants(sg_buf *text, const sg_object *object)
{
    sg_grants_say(text, "", sequence_grants(object), sg_access_holder(object));
    if (text->length == 0)
        sg_buf_add(text, "no grants");
}

static void ask_grants(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf_add(sql, "pg_temp.sg_grants('sequence', pg_catalog.parse_ident(");
    sequence_sql(sql, object);
    sg_buf_add(sql, "), '{}', ");
    sg_sql_sides(sql, object, other, say_grants);
    sg_buf_addc(sql, ')');
}

static const sg_aspect grants_aspect = {ask_grants, say_grants};

/* Stands for the name of the sequence: no UTF-8 holds this byte, so no name does. */
#define SEQUENCE "\xff"

/* The statements as format() wants them. */
static void add_format(sg_buf *buf, const char *statements)
{
    sg_buf format;
    sg_buf_init(&format);
    for (const char *at = statements; *at != '\0'; at++) {
        if (*at == *SEQUENCE)
            sg_buf_add(&format, "%1$s");
        else
            sg_buf_addn(&format, *at == '%' ? "%%" : at, *at == '%' ? 2 : 1);
    }
    sg_sql_literal(buf, format.data);
    sg_buf_release(&format);
}

static void grants_sql(sg_buf *buf, const sg_step *step)
{
    const sg_granting granting = {"", "", " ON SEQUENCE " SEQUENCE, sg_access_owner(step->to->parent)};
    const sg_grants *to = sequence_grants(step->to);
    sg_buf statements;
    sg_buf_init(&statements);
    if (sg_step_has_gifts(step))
        sg_grants_sql_settle(&statements, &granting, &sg_step_rare_of(step)->given, to);
    else
        sg_grants_sql(&statements, &granting, sequence_grants(step->from), to);
    if (statements.length > 0) {
        statements.data[statements.length - 1] = '\0'; /* the last end of line */
        sg_buf_add(buf, "EXECUTE pg_catalog.format(");
        add_format(buf, statements.data);
        sg_buf_add(buf, ", ");
        sequence_sql(buf, step->to);
        sg_buf_add(buf, ");\n");
    }
    sg_buf_release(&statements);
}

static bool assess_grants(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    const sg_grants *before = sg_step_has_gifts(step) ? &sg_step_rare_of(step)->given : sequence_grants(step->from);
    if (sg_grants_lose(before, sequence_grants(step->to)))
        step->dangers |= SG_DANGER_BREAKS;
    return true;
}

static const sg_op set_grants = SG_GRANTS_OP("set grants of the identity of", &grants_aspect, grants_sql,
                                             .in_block = sg_always_in_block, .assess = assess_grants);
static const sg_op grant = SG_GRANTS_OP("grant on the identity of", &grants_aspect, grants_sql,
                                        .in_block = sg_always_in_block, .settles = true);

static void set_sequence_grants(sg_arena *arena, sg_object *object, const sg_grants *wanted)
{
    sg_column_own_rare(arena, object)->sequence_grants = *wanted;
}

const sg_inner_access sg_column_inner = {.key = "identity",
                                         .grantable = &sg_grantable_sequence,
                                         .grants = sequence_grants,
                                         .set_grants = set_sequence_grants,
                                         .set = &set_grants,
                                         .grant = &grant};
