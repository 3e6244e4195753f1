/* Aggregates, but for those that order what they take (WITHIN GROUP). */
#include <stddef.h>
#include <string.h>

#include "routine.h"
#include "text.h"

extern const char sg_kind_aggregate_catalog_sql[], sg_kind_aggregate_guard_sql[];

/* How states are made and become results; there may be a second way, for frames that move. */
typedef struct sg_states {
    const char *transition, *final; /* functions; `final` may be NULL: the state is the result */
    const sg_sqltype *type;
    const char *space; /* what a state takes, in bytes; NULL: not known */
    bool final_extra;
    int final_modify;
    const char *initial; /* NULL: null */
} sg_states;

typedef struct sg_aggregate {
    sg_routine routine; /* its name and arguments */
    sg_states plain, moving;
    const char *inverse; /* of the moving transition */
    const char *combine, *serialize, *deserialize;
    const char *operator; /* "<", "schema.<": sorts as the result of it is the first; NULL: none */
    int parallel;
} sg_aggregate;

static const sg_word modify_words[] = {{"default", "", 0},
                                       {"readOnly", "READ_ONLY", 1},
                                       {"shareable", "SHAREABLE", 2},
                                       {"readWrite", "READ_WRITE", 3},
                                       {0}};
static const sg_word parallel_words[] = {{"unsafe", "", 0}, {"restricted", "RESTRICTED", 1}, {"safe", "SAFE", 2}, {0}};

static const sg_aggregate *aggregate_of(const sg_object *object)
{
    return (const sg_aggregate *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_aggregate *self = (sg_aggregate *)object;
    if (self->plain.final_modify == 1)
        self->plain.final_modify = 0;
    if (self->moving.final_modify == 1)
        self->moving.final_modify = 0;
    (void)sg_routine_finish_signature(model, object, diags);
}

/* Text: the same words as guard.sql's sg_aggregate */

static void add_option(sg_buf *text, const char *prefix, const char *option, const char *value)
{
    if (value != NULL && *value != '\0')
        sg_buf_join(text, ",\n  ", prefix, option, " = ", value);
}

static void add_function(sg_buf *text, const char *prefix, const char *option, const char *name)
{
    sg_buf spelled;
    sg_buf_init(&spelled);
    if (name != NULL)
        sg_sql_call_as_server(&spelled, name);
    add_option(text, prefix, option, spelled.data);
    sg_buf_release(&spelled);
}

static void add_literal(sg_buf *text, const char *prefix, const char *option, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_join(text, ",\n  ", prefix, option, " = ");
    sg_sql_literal(text, value);
}

static void add_states(sg_buf *text, const sg_states *states, const char *prefix, const char *inverse,
                       void (*add_type)(sg_buf *buf, const sg_sqltype *type))
{
    if (states->transition == NULL)
        return;
    add_function(text, prefix, "SFUNC", states->transition);
    add_function(text, "", "MINVFUNC", inverse);
    sg_buf_join(text, ",\n  ", prefix, "STYPE = ");
    add_type(text, sg_sqltype_of(states->type));
    add_option(text, prefix, "SSPACE", states->space);
    add_function(text, prefix, "FINALFUNC", states->final);
    sg_buf_join(text, states->final_extra ? ",\n  " : "", states->final_extra ? prefix : "",
                states->final_extra ? "FINALFUNC_EXTRA" : "");
    add_option(text, prefix, "FINALFUNC_MODIFY", modify_words[states->final_modify].sql);
    add_literal(text, prefix, "INITCOND", states->initial);
}

static void add_operator(sg_buf *text, const char *operator)
{
    size_t schema = operator!= NULL ? strcspn(operator, ".") : 0;
    if (operator== NULL)
        return;
    sg_buf_add(text, ",\n  SORTOP = ");
    if (operator[schema] == '\0') {
        sg_buf_add(text, operator);
        return;
    }
    char name[SG_NAME_BYTES + 1];
    snprintf(name, sizeof name, "%.*s", (int)schema, operator);
    sg_buf_add(text, "OPERATOR(");
    sg_sql_ident_as_server(text, name);
    sg_buf_join(text, operator+ schema, ")");
}

static void add_definition(sg_buf *text, const sg_aggregate *self,
                           void (*add_type)(sg_buf *buf, const sg_sqltype *type))
{
    sg_buf options;
    sg_buf_init(&options);
    add_states(&options, &self->plain, "", NULL, add_type);
    add_function(&options, "", "COMBINEFUNC", self->combine);
    add_function(&options, "", "SERIALFUNC", self->serialize);
    add_function(&options, "", "DESERIALFUNC", self->deserialize);
    add_states(&options, &self->moving, "M", self->inverse, add_type);
    add_operator(&options, self->operator);
    add_option(&options, "", "PARALLEL", parallel_words[self->parallel].sql);
    sg_buf_join(text, " (", options.data + 1, "\n)");
    sg_buf_release(&options);
}

/* What stands between the parentheses. */
static const char *arguments(sg_arena *arena, const sg_object *object)
{
    const char *types = sg_signature_split(object->name) + 1;
    if (aggregate_of(object)->routine.arguments != NULL)
        return aggregate_of(object)->routine.arguments;
    return *types != ')' ? sg_arena_strndup(arena, types, strlen(types) - 1) : "*";
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_arena *arena = sg_arena_new();
    sg_buf_join(text, "(", arguments(arena, object), ")");
    add_definition(text, aggregate_of(object), sg_sqltype_print);
    sg_arena_free(arena);
}

static const sg_aspect whole = {sg_sql_ask, say};

/* Statements */

/* AGGREGATE "public"."total"(integer): the types alone, and a star for none. */
static void identity(sg_buf *buf, const sg_object *object)
{
    const char *types = sg_signature_split(object->name);
    sg_buf_add(buf, "AGGREGATE ");
    sg_sql_ident(buf, object->schema);
    sg_buf_addc(buf, '.');
    sg_routine_bare(buf, object);
    sg_buf_add(buf, strcmp(types, "()") == 0 ? "(*)" : types);
}

static void create_as(sg_buf *buf, const char *create, const sg_object *object)
{
    sg_arena *arena = sg_arena_new();
    sg_buf_add(buf, create);
    sg_sql_ident(buf, object->schema);
    sg_buf_addc(buf, '.');
    sg_routine_bare(buf, object);
    sg_buf_join(buf, "(", arguments(arena, object), ")");
    add_definition(buf, aggregate_of(object), sg_sqltype_sql);
    sg_buf_add(buf, ";\n");
    sg_arena_free(arena);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    create_as(buf, "CREATE AGGREGATE ", step->to);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    create_as(buf, "CREATE OR REPLACE AGGREGATE ", step->to);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_ROUTINE, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNUSED,
                           .sql = sg_sql_drop,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_ROUTINE, .sql = change_sql, .inverse = "change"};
static const sg_op replace = {
    .class = SG_OP_REPLACE, .verb = "replace", .rank = SG_RANK_ROUTINE, .sql = sg_sql_replace, .inverse = "replace"};

/* CREATE OR REPLACE takes another definition as long as the result is of the same type; that is the type of the state,
 * or what the final function says. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    const sg_aggregate *before = aggregate_of(from), *after = aggregate_of(to);
    bool same = sg_text_equal(before->plain.final, after->plain.final) &&
                sg_text_equal(before->routine.arguments, after->routine.arguments) &&
                (after->plain.final != NULL ||
                 sg_sqltype_equal(sg_sqltype_of(before->plain.type), sg_sqltype_of(after->plain.type)));
    return same ? &change : NULL;
}

#define AT(member) .offset = offsetof(sg_aggregate, member), .choose = choose
static const sg_field fields[] = {
    {.key = "arguments", .type = &sg_field_arguments, AT(routine.arguments)},
    {.key = "transition", .type = &sg_field_call, AT(plain.transition), .required = true},
    {.key = "stateType", .type = &sg_field_anytype, AT(plain.type), .required = true},
    {.key = "stateSpace", .type = &sg_field_int, AT(plain.space)},
    {.key = "final", .type = &sg_field_call, AT(plain.final)},
    {.key = "finalExtra", .type = &sg_field_bool, AT(plain.final_extra)},
    {.key = "finalModify", .type = &sg_field_word, AT(plain.final_modify), .words = modify_words},
    {.key = "initial", .type = &sg_field_text, AT(plain.initial)},
    {.key = "combine", .type = &sg_field_call, AT(combine)},
    {.key = "serialize", .type = &sg_field_call, AT(serialize)},
    {.key = "deserialize", .type = &sg_field_call, AT(deserialize)},
    {.key = "movingTransition", .type = &sg_field_call, AT(moving.transition)},
    {.key = "movingInverse", .type = &sg_field_call, AT(inverse)},
    {.key = "movingStateType", .type = &sg_field_anytype, AT(moving.type)},
    {.key = "movingStateSpace", .type = &sg_field_int, AT(moving.space)},
    {.key = "movingFinal", .type = &sg_field_call, AT(moving.final)},
    {.key = "movingFinalExtra", .type = &sg_field_bool, AT(moving.final_extra)},
    {.key = "movingFinalModify", .type = &sg_field_word, AT(moving.final_modify), .words = modify_words},
    {.key = "movingInitial", .type = &sg_field_text, AT(moving.initial)},
    {.key = "sortOperator", .type = &sg_field_text, AT(operator)},
    {.key = "parallel", .type = &sg_field_word, AT(parallel), .words = parallel_words},
    {0}};

const sg_kind sg_kind_aggregate = {
    .name = "aggregate",
    .json_key = "aggregates",
    .address = "aggregate",
    .size = sizeof(sg_aggregate),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_ROUTINE | SG_KIND_REBUILD | SG_KIND_TALL,
    .order = 46,
    .fields = fields,
    .canonical_name = sg_routine_name,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_routine_op_rename,
    .replace = &replace,
    .identity = identity,
    .grantable = &sg_grantable_function,
    .catalog_sql = sg_kind_aggregate_catalog_sql,
    .seldom = "pg_proc WHERE oid >= 16384 AND prokind = 'a'",
    .guard_sql = sg_kind_aggregate_guard_sql,
};
