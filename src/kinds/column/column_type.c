/* The type of a column and its changes: by PostgreSQL's own cast, by one that is asked for, or not at all. */
#include <string.h>

#include "column.h"
#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

void sg_column_type_clause(sg_buf *buf, const sg_column *column)
{
    sg_sqltype_sql(buf, sg_column_type(column));
    sg_sql_collate_clause(buf, sg_column_collation(&column->base));
}

void sg_column_say_type(sg_buf *text, const sg_object *object)
{
    sg_sqltype_print(text, sg_column_type(column_of(object)));
    sg_say_collation(text, sg_column_collation(object));
}

static void ask_type(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_column_ask(sql, object, other, "type", NULL);
}

static const sg_aspect aspect = {ask_type, sg_column_say_type};

/* A default of the column, or of one that inherits it: what drops the one drops the others. */
static bool has_default(const sg_object *object)
{
    bool has = column_of(object)->value != NULL;
    for (size_t i = 0; i < object->users.count && !has; i++) {
        const sg_object *user = object->users.items[i];
        has = sg_rare_of(user)->inherits == object && has_default(user);
    }
    return has;
}

/* The values are not kept here: there is nothing to convert or to read. */
static bool is_foreign(const sg_object *column)
{
    return sg_object_says(column->parent, "server");
}

/* One ALTER TABLE: PostgreSQL drops the old default, converts, then sets the new one. */
static void change_type(sg_buf *buf, const sg_column *from, const sg_column *to, sg_cast cast, const char *value)
{
    const sg_object *object = &to->base;
    sg_sql_alter_parent(buf, object);
    if (has_default(&from->base)) {
        sg_column_alter_clause(buf, object);
        sg_buf_add(buf, "DROP DEFAULT, ");
    }
    sg_column_alter_clause(buf, object);
    sg_buf_add(buf, "TYPE ");
    sg_column_type_clause(buf, to);
    bool stored = sg_column_generated(&to->base) == NULL && !is_foreign(object);
    if ((cast == SG_CAST_EXPLICIT || cast == SG_CAST_TEXT) && stored) {
        sg_buf_add(buf, " USING ");
        sg_sql_ident(buf, object->name);
        if (cast == SG_CAST_TEXT)
            sg_buf_add(buf, sg_column_type(to)->array ? "::pg_catalog.text[]" : "::pg_catalog.text");
        sg_buf_add(buf, "::");
        sg_sqltype_sql(buf, sg_column_type(to));
    }
    if (value != NULL) {
        sg_buf_add(buf, ", ");
        sg_column_alter_clause(buf, object);
        sg_buf_addf(buf, "SET DEFAULT %s", value);
    }
    sg_column_keep_storage(buf, object);
    sg_buf_add(buf, ";\n");
}

/* The type, or what comes along with it. */
static bool is_called(const sg_object *type, const char *name)
{
    if (strcmp(type->name, name) == 0 || type->kind->brings_type == NULL)
        return strcmp(type->name, name) == 0;
    sg_arena *arena = sg_arena_new();
    const char *schema;
    bool found = strcmp(type->kind->brings_type(arena, type, type->name, &schema), name) == 0;
    sg_arena_free(arena);
    return found;
}

/* A type of the model, whose values become others only through their text. */
static bool is_made(const sg_object *object, const sg_sqltype *type)
{
    for (size_t i = 0; type->name != NULL && i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        if ((dep->kind->flags & SG_KIND_TYPE) && is_called(dep, type->name))
            return true;
    }
    return false;
}

/* What a type that stands for another one (a domain) stands for, and who says so. */
static const sg_sqltype *base_type(const sg_object **object)
{
    const sg_sqltype *type = sg_object_type(*object);
    for (size_t i = 0; type->name != NULL && !type->array && i < (*object)->deps.count; i++) {
        const sg_object *dep = (*object)->deps.items[i];
        bool named = (dep->kind->flags & SG_KIND_TYPE) && strcmp(dep->name, type->name) == 0 &&
                     sg_text_equal(dep->schema, type->schema);
        if (named && sg_object_type(dep) != NULL) {
            *object = dep;
            return base_type(object);
        }
    }
    return type;
}

static sg_cast cast_between(const sg_object *before, const sg_object *after)
{
    const sg_object *said = after;
    const sg_sqltype *from = base_type(&before), *to = base_type(&after);
    sg_cast cast = sg_sqltype_cast(from, is_made(before, from), to, is_made(after, to));
    return cast == SG_CAST_FREE && after != said ? SG_CAST_ASSIGNMENT : cast; /* a domain's checks look at each row */
}

bool sg_column_converts(const sg_object *from, const sg_object *to)
{
    return cast_between(from, to) != SG_CAST_NONE;
}

static sg_cast cast_of(const sg_step *step)
{
    return cast_between(step->from, step->to);
}

static void type_sql(sg_buf *buf, const sg_step *step)
{
    if (sg_column_generated(step->from) != NULL && sg_column_generated(step->to) == NULL) {
        sg_column_alter(buf, step->to);
        sg_buf_add(buf, "DROP EXPRESSION;\n");
    }
    change_type(buf, column_of(step->from), column_of(step->to), cast_of(step), column_of(step->to)->value);
    sg_column_restore_defaults(buf, step->to);
}

void sg_column_retype(sg_buf *buf, const sg_object *object, bool renewed)
{
    const sg_column *column = column_of(object);
    if (sg_step_is_bound(object)) {
        change_type(buf, column, column, SG_CAST_TEXT, NULL);
        return;
    }
    change_type(buf, column, column, SG_CAST_TEXT, renewed ? NULL : column->value);
    sg_column_restore_defaults(buf, object);
}

static bool assess_type(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    sg_cast cast = cast_of(step);
    if (is_foreign(step->to))
        return true;
    if (cast == SG_CAST_NONE) {
        sg_buf old, new;
        sg_buf_init(&old);
        sg_buf_init(&new);
        sg_column_say_type(&old, step->from);
        sg_column_say_type(&new, step->to);
        sg_object_error(model, diags, step->to, "type", SG_NO_CAST,
                        "column \"%s\" of table \"%s\": PostgreSQL has no cast from %s to %s", step->to->name,
                        step->to->parent->name, old.data, new.data);
        sg_buf_release(&old);
        sg_buf_release(&new);
        return false;
    }
    if (cast != SG_CAST_FREE || !sg_text_equal(sg_column_collation(&from->base), sg_column_collation(&to->base)))
        step->dangers |= SG_DANGER_REWRITE;
    if (sg_sqltype_cast_may_fail(sg_column_type(from), sg_column_type(to)))
        step->dangers |= SG_DANGER_MAY_FAIL;
    if (sg_sqltype_cast_loses(sg_column_type(from), sg_column_type(to))) {
        step->dangers |= SG_DANGER_DATA_LOSS;
        step->detail = "the values are cut to what the new type holds";
    }
    return true;
}

static bool is_converted(const sg_step *step)
{
    return !is_foreign(step->to);
}

static const sg_op set_type = SG_COLUMN_OP(SG_RANK_ALTER, "set type of", &aspect, type_sql, .assess = assess_type,
                                           .fills = is_converted, .rebuilds = true, .inverse = "set type of",
                                           .no_inverse = "values that lost digits or length do not get them back");
static const sg_op widen_type =
    SG_COLUMN_OP(SG_RANK_ALTER, "set type of", &aspect, type_sql, .assess = assess_type, .fills = is_converted,
                 .rebuilds = true, .keeps = true, .inverse = "set type of");
static const sg_op relabel_type =
    SG_COLUMN_OP(SG_RANK_ALTER, "set type of", &aspect, type_sql, .assess = assess_type, .fills = is_converted,
                 .rebuilds = true, .keeps = true, .respells = true, .inverse = "set type of");

bool sg_column_type_differs(const sg_column *a, const sg_column *b)
{
    return !sg_sqltype_equal(sg_column_type(a), sg_column_type(b)) ||
           !sg_text_equal(sg_column_collation(&a->base), sg_column_collation(&b->base));
}

const sg_op *sg_column_choose_type(const sg_object *from, const sg_object *to)
{
    if (sg_column_is_replaced(from, to))
        return NULL;
    bool same_order = sg_text_equal(sg_column_collation(from), sg_column_collation(to));
    if (!same_order || cast_between(from, to) != SG_CAST_FREE)
        return &set_type;
    return sg_text_equal(sg_column_type(column_of(from))->builtin, sg_column_type(column_of(to))->builtin)
               ? &widen_type
               : &relabel_type;
}
