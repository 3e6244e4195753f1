/* Columns as SQL: clauses, operations, and what each costs. */
#include <string.h>

#include "column.h"
#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

/* Text of clauses */

static const char *mode_sql(const sg_column *column)
{
    return column->identity == SG_IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT";
}

static void identity_clause(sg_buf *buf, const sg_column *column)
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

static void type_clause(sg_buf *buf, const sg_column *column)
{
    sg_sqltype_sql(buf, &column->type);
    sg_sql_collate_clause(buf, column->collation);
}

void sg_column_clause(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = column_of(object);
    sg_sql_ident(buf, object->name);
    sg_buf_addc(buf, ' ');
    type_clause(buf, column);
    if (!column->nullable)
        sg_buf_add(buf, " NOT NULL");
    sg_sql_default_clause(buf, column->value);
    if (column->generated != NULL)
        sg_buf_join(buf, " GENERATED ALWAYS AS (", column->generated, column->computed ? ") VIRTUAL" : ") STORED");
    if (column->identity != SG_IDENTITY_NONE) {
        sg_buf_addc(buf, ' ');
        identity_clause(buf, column);
    }
}

/* Aspects: the same words as guard.sql's sg_column */

static void ask_part(sg_buf *sql, const sg_object *object, const sg_object *other, const char *part,
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

static const char *expression_of(const sg_object *object)
{
    const sg_column *column = column_of(object);
    return column->generated != NULL ? column->generated : column->value;
}

static void say_type(sg_buf *text, const sg_object *object)
{
    sg_sqltype_print(text, &column_of(object)->type);
    if (column_of(object)->collation != NULL)
        sg_buf_addf(text, " COLLATE %s", column_of(object)->collation);
}

static void say_null(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, column_of(object)->nullable ? "NULL" : "NOT NULL");
}

static void say_value(sg_buf *text, const sg_object *object)
{
    const sg_column *column = column_of(object);
    if (column->generated != NULL)
        sg_buf_join(text, "GENERATED ALWAYS AS (", column->generated, column->computed ? ") VIRTUAL" : ") STORED");
    else if (column->value != NULL)
        sg_buf_join(text, "DEFAULT ", column->value);
    else
        sg_buf_add(text, "no default");
}

static void say_identity(sg_buf *text, const sg_object *object)
{
    const sg_column *column = column_of(object);
    if (column->identity == SG_IDENTITY_NONE) {
        sg_buf_add(text, "no identity");
        return;
    }
    sg_buf_addf(text, "GENERATED %s AS IDENTITY", mode_sql(column));
    sg_seqopts_sql(text, &column->sequence, sg_column_sequence_type(column), true, "");
}

static void say_all(sg_buf *text, const sg_object *object)
{
    void (*const parts[])(sg_buf *, const sg_object *) = {say_type, say_null, say_value, say_identity};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        sg_buf_add(text, i > 0 ? ", " : "");
        parts[i](text, object);
    }
}

#define ASK(part_name, candidate)                                                             \
    static void ask_##part_name(sg_buf *sql, const sg_object *object, const sg_object *other) \
    {                                                                                         \
        ask_part(sql, object, other, #part_name, candidate);                                  \
    }
ASK(all, expression_of)
ASK(type, NULL)
ASK(null, NULL)
ASK(value, expression_of)
ASK(identity, NULL)

static const sg_aspect whole = {ask_all, say_all};
static const sg_aspect type_aspect = {ask_type, say_type};
static const sg_aspect null_aspect = {ask_null, say_null};
static const sg_aspect value_aspect = {ask_value, say_value};
static const sg_aspect identity_aspect = {ask_identity, say_identity};

/* Statements */

static void alter_column(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ALTER COLUMN ");
    sg_sql_ident(buf, object->name);
    sg_buf_addc(buf, ' ');
}

static void alter(sg_buf *buf, const sg_object *object)
{
    sg_sql_alter_parent(buf, object);
    alter_column(buf, object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    sg_buf_add(buf, "ADD COLUMN ");
    sg_column_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
    sg_column_sequel(buf, step->to, NULL);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->from);
    sg_buf_add(buf, "DROP COLUMN ");
    sg_sql_ident(buf, step->from->name);
    sg_buf_add(buf, ";\n");
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    sg_buf_add(buf, "DROP COLUMN ");
    sg_sql_ident(buf, step->from->name);
    sg_buf_add(buf, ", ADD COLUMN ");
    sg_column_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
    sg_column_sequel(buf, step->to, NULL);
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        sg_sql_alter_parent(buf, step->renames[i].object);
        sg_buf_add(buf, "RENAME COLUMN ");
        sg_sql_ident(buf, step->renames[i].from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, step->renames[i].to);
        sg_buf_add(buf, ";\n");
    }
}

/* A default of the column, or of one that inherits it: what drops the one drops the others. */
static bool has_default(const sg_object *object)
{
    bool has = column_of(object)->value != NULL;
    for (size_t i = 0; i < object->users.count && !has; i++) {
        const sg_object *user = object->users.items[i];
        has = user->inherits == object && has_default(user);
    }
    return has;
}

/* One ALTER TABLE: PostgreSQL drops the old default, converts, then sets the new one. */
static void change_type(sg_buf *buf, const sg_column *from, const sg_column *to, sg_cast cast)
{
    const sg_object *object = &to->base;
    sg_sql_alter_parent(buf, object);
    if (has_default(&from->base)) {
        alter_column(buf, object);
        sg_buf_add(buf, "DROP DEFAULT, ");
    }
    alter_column(buf, object);
    sg_buf_add(buf, "TYPE ");
    type_clause(buf, to);
    if (cast == SG_CAST_EXPLICIT || cast == SG_CAST_TEXT) {
        sg_buf_add(buf, " USING ");
        sg_sql_ident(buf, object->name);
        if (cast == SG_CAST_TEXT)
            sg_buf_add(buf, to->type.array ? "::pg_catalog.text[]" : "::pg_catalog.text");
        sg_buf_add(buf, "::");
        sg_sqltype_sql(buf, &to->type);
    }
    if (to->value != NULL) {
        sg_buf_add(buf, ", ");
        alter_column(buf, object);
        sg_buf_addf(buf, "SET DEFAULT %s", to->value);
    }
    sg_column_keep_storage(buf, object);
    sg_buf_add(buf, ";\n");
}

static bool is_enum(const sg_object *object, const sg_sqltype *type)
{
    for (size_t i = 0; type->name != NULL && i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        if ((dep->kind->flags & SG_KIND_LABELS) && strcmp(dep->name, type->name) == 0)
            return true;
    }
    return false;
}

static sg_cast cast_between(const sg_object *before, const sg_object *after)
{
    const sg_sqltype *from = &column_of(before)->type, *to = &column_of(after)->type;
    return sg_sqltype_cast(from, is_enum(before, from), to, is_enum(after, to));
}

bool sg_column_converts(const sg_object *from, const sg_object *to)
{
    return cast_between(from, to) != SG_CAST_NONE;
}

static sg_cast cast_of(const sg_step *step)
{
    return cast_between(step->from, step->to);
}

/* A change reaches the tables that inherit the column, also those that say something else: these get it again. */
static void restore_heirs(sg_buf *buf, const sg_object *object, void (*restore)(sg_buf *buf, const sg_object *heir))
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (user->inherits != object)
            continue;
        if (!user->implied)
            restore(buf, user);
        restore_heirs(buf, user, restore);
    }
}

static void put_default(sg_buf *buf, const sg_object *object)
{
    const char *value = column_of(object)->value;
    alter(buf, object);
    if (value != NULL)
        sg_buf_addf(buf, "SET DEFAULT %s;\n", value);
    else
        sg_buf_add(buf, "DROP DEFAULT;\n");
}

static void restore_default(sg_buf *buf, const sg_object *heir)
{
    if (!sg_text_equal(column_of(heir)->value, column_of(heir->inherits)->value))
        put_default(buf, heir);
}

static void restore_not_null(sg_buf *buf, const sg_object *heir)
{
    if (column_of(heir)->nullable)
        return;
    alter(buf, heir);
    sg_buf_add(buf, "SET NOT NULL;\n");
}

static void type_sql(sg_buf *buf, const sg_step *step)
{
    if (column_of(step->from)->generated != NULL && column_of(step->to)->generated == NULL) {
        alter(buf, step->to);
        sg_buf_add(buf, "DROP EXPRESSION;\n");
    }
    change_type(buf, column_of(step->from), column_of(step->to), cast_of(step));
    restore_heirs(buf, step->to, restore_default);
}

void sg_column_retype(sg_buf *buf, const sg_object *object)
{
    change_type(buf, column_of(object), column_of(object), SG_CAST_TEXT);
    restore_heirs(buf, object, restore_default);
}

/* The expression of a generated column stays as it is. */
bool sg_column_rebinds(const sg_object *object)
{
    return column_of(object)->value != NULL;
}

void sg_column_rebind(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = column_of(object);
    alter(buf, object);
    sg_buf_join(buf, "SET DEFAULT ", column->value, ";\n");
}

static void nullable_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to);
    sg_buf_add(buf, column_of(step->to)->nullable ? "DROP NOT NULL;\n" : "SET NOT NULL;\n");
    if (column_of(step->to)->nullable)
        restore_heirs(buf, step->to, restore_not_null);
}

static void default_sql(sg_buf *buf, const sg_step *step)
{
    put_default(buf, step->to);
    restore_heirs(buf, step->to, restore_default);
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
    alter(buf, step->to);
    sg_buf_add(buf, "DROP EXPRESSION;\n");
    if (column_of(step->to)->value != NULL)
        default_sql(buf, step);
}

static void add_identity_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to);
    sg_buf_add(buf, "ADD ");
    identity_clause(buf, column_of(step->to));
    sg_buf_add(buf, ";\n");
}

static void drop_identity_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to);
    sg_buf_add(buf, "DROP IDENTITY;\n");
}

static void set_identity_sql(sg_buf *buf, const sg_step *step)
{
    const sg_column *to = column_of(step->to);
    alter(buf, step->to);
    sg_buf_addf(buf, "SET GENERATED %s", mode_sql(to));
    sg_seqopts_sql(buf, &to->sequence, sg_column_sequence_type(to), true, "SET ");
    sg_buf_add(buf, ";\n");
}

/* Costs */

static bool is_volatile(const sg_model *model, const char *text)
{
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(model->exprs, text, &error);
    return expr == NULL || sg_expr_is_volatile(expr);
}

static bool assess_create(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *column = column_of(step->to);
    (void)diags;
    if (column->identity != SG_IDENTITY_NONE || column->stored ||
        (column->value != NULL && is_volatile(model, column->value)))
        step->dangers |= SG_DANGER_REWRITE;
    else if (!column->nullable && column->value == NULL && column->generated == NULL) {
        step->dangers |= SG_DANGER_MAY_FAIL;
        step->detail = "the column is required and has no default: this fails when the table has rows";
    }
    return true;
}

/* What is computed from other columns is not lost: it can be computed again. */
static bool assess_drop(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (column_of(step->from)->generated != NULL)
        step->dangers &= ~(unsigned)SG_DANGER_DATA_LOSS;
    return true;
}

static bool assess_replace(sg_step *step, const sg_model *model, sg_diags *diags)
{
    if (column_of(step->from)->generated == NULL) {
        step->dangers |= SG_DANGER_DATA_LOSS;
        step->detail = column_of(step->to)->generated != NULL
                           ? "the column's values are replaced by generated ones"
                           : "PostgreSQL has no cast between the types, so the column is dropped and added again";
    }
    return assess_create(step, model, diags);
}

static bool assess_type(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    sg_cast cast = cast_of(step);
    if (cast == SG_CAST_NONE) {
        sg_buf old, new;
        sg_buf_init(&old);
        sg_buf_init(&new);
        say_type(&old, step->from);
        say_type(&new, step->to);
        sg_object_error(model, diags, step->to, "type", SG_NO_CAST,
                        "column \"%s\" of table \"%s\": PostgreSQL has no cast from %s to %s", step->to->name,
                        step->to->parent->name, old.data, new.data);
        sg_buf_release(&old);
        sg_buf_release(&new);
        return false;
    }
    if (cast != SG_CAST_FREE || !sg_text_equal(from->collation, to->collation))
        step->dangers |= SG_DANGER_REWRITE;
    if (sg_sqltype_cast_may_fail(&from->type, &to->type))
        step->dangers |= SG_DANGER_MAY_FAIL;
    if (sg_sqltype_cast_loses(&from->type, &to->type)) {
        step->dangers |= SG_DANGER_DATA_LOSS;
        step->detail = "the values are cut to what the new type holds";
    }
    return true;
}

static bool assess_nullable(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (!column_of(step->to)->nullable)
        step->dangers |= SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
    return true;
}

static bool assess_identity(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    (void)model, (void)diags;
    sg_seqopts_assess(step, &from->sequence, sg_column_sequence_type(from), &to->sequence, sg_column_sequence_type(to));
    return true;
}

/* Operations */

#define OP(rank_, verb_, aspect_, sql_, ...)                                                        \
    {                                                                                               \
        .class = SG_OP_ALTER, .verb = (verb_), .rank = (rank_), .aspect = (aspect_), .sql = (sql_), \
        .lock = SG_LOCK_ACCESS_EXCLUSIVE, __VA_ARGS__                                               \
    }

const sg_op sg_column_create = {.class = SG_OP_CREATE,
                                .verb = "add",
                                .rank = SG_RANK_TABLE + 1,
                                .aspect = &whole,
                                .sql = create_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .assess = assess_create,
                                .inverse = "drop"};
const sg_op sg_column_drop = {.class = SG_OP_DROP,
                              .verb = "drop",
                              .rank = SG_RANK_REMOVE,
                              .aspect = &whole,
                              .sql = drop_sql,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .dangers = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS,
                              .assess = assess_drop,
                              .inverse = "add",
                              .no_inverse = "the values of the column are gone"};
const sg_op sg_column_rename = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .aspect = &whole,
                                .sql = rename_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .dangers = SG_DANGER_BREAKS,
                                .inverse = "rename"};
const sg_op sg_column_replace = {.class = SG_OP_REPLACE,
                                 .verb = "replace",
                                 .rank = SG_RANK_ALTER,
                                 .aspect = &whole,
                                 .sql = replace_sql,
                                 .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                 .assess = assess_replace,
                                 .inverse = "replace"};
const sg_op sg_column_set_nullable = OP(SG_RANK_ALTER + 2, "set nullability of", &null_aspect, nullable_sql,
                                        .assess = assess_nullable, .yields = true, .inverse = "set nullability of");
static const sg_op set_type =
    OP(SG_RANK_ALTER, "set type of", &type_aspect, type_sql, .assess = assess_type, .rebuilds = true,
       .inverse = "set type of", .no_inverse = "values that lost digits or length do not get them back");
static const sg_op widen_type = OP(SG_RANK_ALTER, "set type of", &type_aspect, type_sql, .assess = assess_type,
                                   .rebuilds = true, .keeps = true, .inverse = "set type of");
static const sg_op relabel_type = OP(SG_RANK_ALTER, "set type of", &type_aspect, type_sql, .assess = assess_type,
                                     .rebuilds = true, .keeps = true, .respells = true, .inverse = "set type of");
static const sg_op set_default =
    OP(SG_RANK_ALTER + 1, "set default of", &value_aspect, default_sql, .inverse = "drop default of");
/* Early: the default may stand on a type that is made again, or on a sequence that goes. */
static const sg_op drop_default =
    OP(SG_RANK_REMOVE, "drop default of", &value_aspect, drop_default_sql, .inverse = "set default of");
static const sg_op drop_expression =
    OP(SG_RANK_ALTER + 1, "keep values of", &value_aspect, drop_expression_sql, .inverse = "replace");
static const sg_op add_identity = OP(SG_RANK_ALTER + 3, "add identity to", &identity_aspect, add_identity_sql,
                                     .hides = true, .inverse = "drop identity of");
static const sg_op drop_identity =
    OP(SG_RANK_REMOVE, "drop identity of", &identity_aspect, drop_identity_sql, .hides = true,
       .inverse = "add identity to", .no_inverse = "the identity starts again at its first value");
static const sg_op set_identity = OP(SG_RANK_ALTER + 3, "change identity of", &identity_aspect, set_identity_sql,
                                     .assess = assess_identity, .inverse = "change identity of");

static bool type_differs(const sg_column *a, const sg_column *b)
{
    return !sg_sqltype_equal(&a->type, &b->type) || !sg_text_equal(a->collation, b->collation);
}

static bool is_replaced(const sg_object *from, const sg_object *to)
{
    if (column_of(from)->computed && column_of(to)->generated == NULL)
        return true; /* there are no values to keep */
    const char *new = column_of(to)->generated;
    return new != NULL &&
           (!sg_text_equal(column_of(from)->generated, new) || type_differs(column_of(from), column_of(to)) ||
            column_of(from)->computed != column_of(to)->computed);
}

const sg_op *sg_column_choose_type(const sg_object *from, const sg_object *to)
{
    if (is_replaced(from, to))
        return NULL;
    bool same_order = sg_text_equal(column_of(from)->collation, column_of(to)->collation);
    if (!same_order || cast_between(from, to) != SG_CAST_FREE)
        return &set_type;
    return sg_text_equal(column_of(from)->type.builtin, column_of(to)->type.builtin) ? &widen_type : &relabel_type;
}

const sg_op *sg_column_choose_default(const sg_object *from, const sg_object *to)
{
    if (is_replaced(from, to))
        return NULL;
    if (type_differs(column_of(from), column_of(to)))
        return sg_column_choose_type(from, to);
    if (column_of(from)->generated != NULL)
        return &drop_expression;
    return column_of(to)->value != NULL ? &set_default : &drop_default;
}

const sg_op *sg_column_choose_generated(const sg_object *from, const sg_object *to)
{
    if (is_replaced(from, to))
        return NULL;
    return type_differs(column_of(from), column_of(to)) ? sg_column_choose_type(from, to) : &drop_expression;
}

const sg_op *sg_column_choose_identity(const sg_object *from, const sg_object *to)
{
    if (is_replaced(from, to))
        return NULL;
    if (column_of(from)->identity == SG_IDENTITY_NONE)
        return &add_identity;
    return column_of(to)->identity == SG_IDENTITY_NONE ? &drop_identity : &set_identity;
}
