/* Columns as SQL: clauses, operations, and what each costs. Types and identities have files of their own. */
#include "column.h"
#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

/* Text of clauses */

void sg_column_clause(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = column_of(object);
    sg_sql_ident(buf, object->name);
    sg_buf_addc(buf, ' ');
    sg_column_type_clause(buf, column);
    sg_column_not_null_clause(buf, object);
    sg_sql_default_clause(buf, column->value);
    if (sg_column_generated(&column->base) != NULL)
        sg_buf_join(buf, " GENERATED ALWAYS AS (", sg_column_generated(&column->base),
                    column->computed ? ") VIRTUAL" : ") STORED");
    if (column->identity != SG_IDENTITY_NONE) {
        sg_buf_addc(buf, ' ');
        sg_column_identity_clause(buf, column);
    }
}

/* Aspects: the same words as guard.sql's sg_column */

void sg_column_ask(sg_buf *sql, const sg_object *object, const sg_object *other, const char *part,
                   const char *(*candidate)(const sg_object *))
{
    sg_buf_add(sql, "pg_temp.sg_column(");
    sg_buf table;
    sg_buf_init(&table);
    sg_parent_sql(&table, object);
    sg_sql_literal(sql, table.data);
    sg_buf_release(&table);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addf(sql, ", '%s'", part);
    const sg_object *const sides[] = {object, other};
    for (size_t i = 0; candidate != NULL && i < 2; i++) {
        if (sides[i] == NULL || candidate(sides[i]) == NULL)
            continue;
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, candidate(sides[i]));
    }
    sg_buf_addc(sql, ')');
}

static void say_value(sg_buf *text, const sg_object *object)
{
    const sg_column *column = column_of(object);
    if (sg_column_generated(&column->base) != NULL)
        sg_buf_join(text, "GENERATED ALWAYS AS (", sg_column_generated(&column->base),
                    column->computed ? ") VIRTUAL" : ") STORED");
    else if (column->value != NULL)
        sg_buf_join(text, "DEFAULT ", column->value);
    else
        sg_buf_add(text, "no default");
}

static void say_all(sg_buf *text, const sg_object *object)
{
    void (*const parts[])(sg_buf *, const sg_object *) = {sg_column_say_type, sg_column_say_null, say_value,
                                                          sg_column_say_identity};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        sg_buf_add(text, i > 0 ? ", " : "");
        parts[i](text, object);
    }
}

#define ASK(part_name, candidate)                                                             \
    static void ask_##part_name(sg_buf *sql, const sg_object *object, const sg_object *other) \
    {                                                                                         \
        sg_column_ask(sql, object, other, #part_name, candidate);                             \
    }
ASK(all, sg_column_expression)
ASK(null, NULL)
ASK(value, sg_column_expression)

const sg_aspect sg_column_whole = {ask_all, say_all};
static const sg_aspect null_aspect = {ask_null, sg_column_say_null};
static const sg_aspect value_aspect = {ask_value, say_value};

/* Statements */

void sg_column_alter_clause(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ALTER COLUMN ");
    sg_sql_ident(buf, object->name);
    sg_buf_addc(buf, ' ');
}

void sg_column_alter(sg_buf *buf, const sg_object *object)
{
    sg_sql_alter_parent(buf, object);
    sg_column_alter_clause(buf, object);
}

/* An identity that tables which are there inherit a column from: the server adds such a column, before 17 to
 * partitioned tables too, only as one that is there already. */
static bool is_numbered_later(const sg_object *to)
{
    bool found = false;
    for (size_t i = 0; column_of(to)->identity != SG_IDENTITY_NONE && i < to->users.count; i++) {
        const sg_object *user = to->users.items[i];
        found |= sg_rare_of(user)->inherits == to && user->parent->mark != NULL;
    }
    return found;
}

static void add_column(sg_buf *buf, const sg_object *to)
{
    bool later = is_numbered_later(to);
    sg_column added = *column_of(to);
    if (later) {
        added.identity = SG_IDENTITY_NONE;
        added.value = "0";
    }
    sg_buf_add(buf, "ADD COLUMN ");
    sg_column_clause(buf, &added.base);
    sg_buf_add(buf, ";\n");
    if (later)
        sg_column_number(buf, to);
    sg_column_sequel(buf, to, NULL);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    add_column(buf, step->to);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->from);
    sg_buf_add(buf, "DROP COLUMN ");
    sg_sql_ident(buf, step->from->name);
    sg_buf_add(buf, ";\n");
    sg_sql_drop_from_heirs(buf, step, step->from, "DROP COLUMN");
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    sg_buf_add(buf, "DROP COLUMN ");
    sg_sql_ident(buf, step->from->name);
    sg_sql_then_add(buf, step, "DROP COLUMN");
    add_column(buf, step->to);
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        sg_sql_alter_parent(buf, step->rare->renames[i].object);
        sg_buf_add(buf, "RENAME COLUMN ");
        sg_sql_ident(buf, step->rare->renames[i].from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, step->rare->renames[i].to);
        sg_buf_add(buf, ";\n");
    }
}

/* A change reaches the tables that inherit the column, also those that say something else: these get it again. */
static void restore_heirs(sg_buf *buf, const sg_object *object, void (*restore)(sg_buf *buf, const sg_object *heir))
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->inherits != object)
            continue;
        if (!user->implied)
            restore(buf, user);
        restore_heirs(buf, user, restore);
    }
}

static void put_default(sg_buf *buf, const sg_object *object)
{
    const char *value = column_of(object)->value;
    sg_column_alter(buf, object);
    if (value != NULL)
        sg_buf_addf(buf, "SET DEFAULT %s;\n", value);
    else
        sg_buf_add(buf, "DROP DEFAULT;\n");
}

static void restore_default(sg_buf *buf, const sg_object *heir)
{
    if (!sg_text_equal(column_of(heir)->value, column_of(sg_rare_of(heir)->inherits)->value))
        put_default(buf, heir);
}

void sg_column_restore_defaults(sg_buf *buf, const sg_object *object)
{
    restore_heirs(buf, object, restore_default);
}

static void restore_not_null(sg_buf *buf, const sg_object *heir)
{
    if (column_of(heir)->nullable)
        return;
    sg_column_alter(buf, heir);
    sg_buf_add(buf, "SET NOT NULL;\n");
}

/* The expression of a generated column stays as it is. */
bool sg_column_rebinds(const sg_object *object)
{
    return column_of(object)->value != NULL;
}

void sg_column_rebind(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = column_of(object);
    sg_column_alter(buf, object);
    sg_buf_join(buf, "SET DEFAULT ", column->value, ";\n");
    sg_column_restore_defaults(buf, object);
}

void sg_column_unbind(sg_buf *buf, const sg_object *object)
{
    sg_column_alter(buf, object);
    sg_buf_add(buf, "DROP DEFAULT;\n");
}

static void nullable_sql(sg_buf *buf, const sg_step *step)
{
    if (sg_column_has_not_null(step->to)) {
        sg_column_add_not_null(buf, step->to);
        return;
    }
    sg_column_alter(buf, step->to);
    sg_buf_add(buf, column_of(step->to)->nullable ? "DROP NOT NULL;\n" : "SET NOT NULL;\n");
    if (column_of(step->to)->nullable)
        restore_heirs(buf, step->to, restore_not_null);
}

static void default_sql(sg_buf *buf, const sg_step *step)
{
    put_default(buf, step->to);
    sg_column_restore_defaults(buf, step->to);
}

/* What inherits the column and keeps a default of its own has the old one back; a new one has its own step. */
static void keep_default(sg_buf *buf, const sg_object *heir)
{
    if (heir->mark != NULL && column_of(heir->mark)->value != NULL)
        put_default(buf, heir->mark);
}

static void drop_default_sql(sg_buf *buf, const sg_step *step)
{
    put_default(buf, step->to);
    restore_heirs(buf, step->to, keep_default);
}

static void drop_expression_sql(sg_buf *buf, const sg_step *step)
{
    sg_column_alter(buf, step->to);
    sg_buf_add(buf, "DROP EXPRESSION;\n");
    if (column_of(step->to)->value != NULL)
        default_sql(buf, step);
}

/* Costs */

static bool is_volatile(const sg_model *model, const char *text)
{
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(model->exprs, text, &error);
    return expr == NULL || sg_expr_is_volatile(expr);
}

/* The table that inherits from another, no partition, before and after. */
static bool is_heir(const sg_object *table, const sg_object *base)
{
    bool found = false;
    if (table->mark == NULL || table->step != NULL || sg_rare_of(table)->sole_base != NULL)
        return false;
    SG_EACH_CHILD(link, table->mark, sg_kind_named("inheritance"))
    found |= sg_rare_of(link)->follows == base->mark;
    return found;
}

/* Rows that are there get numbers, and the server would not leave alone those of heirs which have theirs. The way back
 * is written all the same. */
static bool can_number(const sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_object *to = step->to;
    bool asked = column_of(to)->identity != SG_IDENTITY_NONE && sg_model_counterpart(model, to) == to;
    for (size_t i = 0; asked && i < to->users.count; i++) {
        const sg_object *user = to->users.items[i];
        if (sg_rare_of(user)->inherits != to || user->mark == NULL || !is_heir(user->parent, to->parent))
            continue;
        sg_diag *diag = sg_object_error(model, diags, to, "identity", SG_HAS_HEIRS,
                                        "column \"%s\" comes with an identity, and table \"%s\", which inherits from "
                                        "\"%s\", has such a column already",
                                        to->name, user->parent->name, to->parent->name);
        sg_diag_hint(diags, diag, "add the column without it, and nullable, in a migration before");
        return false;
    }
    return true;
}

static bool assess_create(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *column = column_of(step->to);
    if (column->identity != SG_IDENTITY_NONE || column->stored ||
        (column->value != NULL && is_volatile(model, column->value)))
        step->dangers |= SG_DANGER_REWRITE;
    else if (!column->nullable && !sg_column_rare_of(step->to)->not_null.not_valid && column->value == NULL &&
             sg_column_generated(&column->base) == NULL) {
        step->dangers |= SG_DANGER_MAY_FAIL;
        step->detail = "the column is required and has no default: this fails when the table has rows";
    }
    return can_number(step, model, diags);
}

/* What is computed from other columns is not lost: it can be computed again. */
static bool assess_drop(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (sg_column_generated(step->from) != NULL)
        step->dangers &= ~(unsigned)SG_DANGER_DATA_LOSS;
    return true;
}

static bool assess_replace(sg_step *step, const sg_model *model, sg_diags *diags)
{
    if (sg_column_generated(step->from) == NULL) {
        step->dangers |= SG_DANGER_DATA_LOSS;
        step->detail = sg_column_generated(step->to) != NULL
                           ? "the column's values are replaced by generated ones"
                           : "PostgreSQL has no cast between the types, so the column is dropped and added again";
    }
    return assess_create(step, model, diags);
}

static bool assess_nullable(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (!column_of(step->to)->nullable && !sg_column_rare_of(step->to)->not_null.not_valid)
        step->dangers |= SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
    return true;
}

static bool is_filled(const sg_step *step)
{
    const sg_column *column = column_of(step->to);
    return column->value != NULL || column->identity != SG_IDENTITY_NONE || sg_column_generated(&column->base) != NULL;
}

/* Operations */

const sg_op sg_column_create = {.class = SG_OP_CREATE,
                                .verb = "add",
                                .rank = SG_RANK_TABLE + 1,
                                .sql = create_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .assess = assess_create,
                                .fills = is_filled,
                                .inverse = "drop"};
const sg_op sg_column_drop = {.class = SG_OP_DROP,
                              .verb = "drop",
                              .rank = SG_RANK_REMOVE,
                              .sql = drop_sql,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .dangers = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS,
                              .assess = assess_drop,
                              .inverse = "add",
                              .no_inverse = "the values of the column are gone"};
const sg_op sg_column_rename = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .sql = rename_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .dangers = SG_DANGER_BREAKS,
                                .inverse = "rename"};
const sg_op sg_column_replace = {.class = SG_OP_REPLACE,
                                 .verb = "replace",
                                 .rank = SG_RANK_ALTER,
                                 .sql = replace_sql,
                                 .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                 .assess = assess_replace,
                                 .fills = is_filled,
                                 .inverse = "replace"};
const sg_op sg_column_set_nullable =
    SG_COLUMN_OP(SG_RANK_ALTER + 2, "set nullability of", &null_aspect, nullable_sql, .assess = assess_nullable,
                 .yields = true, .inverse = "set nullability of");
static const sg_op set_default = SG_COLUMN_OP(SG_RANK_ALTER + 1, "set default of", &value_aspect, default_sql,
                                              .renews = true, .inverse = "drop default of");
/* Early: the default may stand on a type that is made again, or on a sequence that goes. */
static const sg_op drop_default =
    SG_COLUMN_OP(SG_RANK_REMOVE, "drop default of", &value_aspect, drop_default_sql, .inverse = "set default of");
static const sg_op drop_expression = SG_COLUMN_OP(SG_RANK_ALTER + 1, "keep values of", &value_aspect,
                                                  drop_expression_sql, .stores = true, .inverse = "replace");
bool sg_column_is_replaced(const sg_object *from, const sg_object *to)
{
    if (column_of(from)->computed && sg_column_generated(to) == NULL)
        return true; /* there are no values to keep */
    const char *new = sg_column_generated(to);
    return new != NULL &&
           (!sg_text_equal(sg_column_generated(from), new) || sg_column_type_differs(column_of(from), column_of(to)) ||
            column_of(from)->computed != column_of(to)->computed);
}

/* A change of the type makes the column's value anew, unless the type comes along with that of the base. */
static bool comes_with_type(const sg_object *from, const sg_object *to)
{
    const sg_object *before = sg_rare_of(from)->inherits, *after = sg_rare_of(to)->inherits;
    bool along = before != NULL && after != NULL && before->mark == after &&
                 !sg_column_type_differs(column_of(from), column_of(before)) &&
                 !sg_column_type_differs(column_of(to), column_of(after));
    return !along && sg_column_type_differs(column_of(from), column_of(to));
}

const sg_op *sg_column_choose_default(const sg_object *from, const sg_object *to)
{
    if (sg_column_is_replaced(from, to))
        return NULL;
    if (comes_with_type(from, to))
        return sg_column_choose_type(from, to);
    if (sg_column_generated(from) != NULL)
        return &drop_expression;
    return column_of(to)->value != NULL ? &set_default : &drop_default;
}

const sg_op *sg_column_choose_generated(const sg_object *from, const sg_object *to)
{
    if (sg_column_is_replaced(from, to))
        return NULL;
    return comes_with_type(from, to) ? sg_column_choose_type(from, to) : &drop_expression;
}
