#include "signature.h"

#include <string.h>

#include "expr_parse.h"
#include "text.h"

#define HEAD "CREATE FUNCTION f("
#define MIDDLE ") RETURNS "

/* Types that only routines have. */
static const char *const pseudo_types[] = {"anyarray",
                                           "anycompatible",
                                           "anycompatiblearray",
                                           "anycompatiblemultirange",
                                           "anycompatiblenonarray",
                                           "anycompatiblerange",
                                           "anyelement",
                                           "anyenum",
                                           "anymultirange",
                                           "anynonarray",
                                           "anyrange",
                                           "cstring",
                                           "event_trigger",
                                           "fdw_handler",
                                           "index_am_handler",
                                           "internal",
                                           "language_handler",
                                           "pg_ddl_command",
                                           "record",
                                           "table_am_handler",
                                           "trigger",
                                           "tsm_handler",
                                           "unknown",
                                           "void"};

void sg_signature_settle_type(sg_sqltype *type)
{
    bool plain = type->name != NULL && type->builtin == NULL &&
                 (type->schema == NULL || strcmp(type->schema, "pg_catalog") == 0);
    for (size_t i = 0; plain && i < sizeof pseudo_types / sizeof *pseudo_types; i++) {
        if (strcmp(type->name, pseudo_types[i]) == 0)
            type->builtin = pseudo_types[i];
    }
    if (plain && strcmp(type->name, "any") == 0)
        type->builtin = "\"any\"";
}

static bool read_type(sg_arena *arena, const PgQuery__TypeName *written, sg_sqltype *type)
{
    PgQuery__TypeName name = *written;
    name.setof = false;
    if (!sg_node_type(arena, &name, type) || type->serial)
        return false;
    sg_signature_settle_type(type);
    return true;
}

static sg_mode mode_of(PgQuery__FunctionParameterMode mode)
{
    switch (mode) {
    case PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_OUT:
        return SG_MODE_OUT;
    case PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_INOUT:
        return SG_MODE_INOUT;
    case PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_VARIADIC:
        return SG_MODE_VARIADIC;
    case PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE:
        return SG_MODE_TABLE;
    default:
        return SG_MODE_IN;
    }
}

static bool read_argument(sg_arena *scratch, sg_arena *arena, PgQuery__FunctionParameter *written,
                          sg_argument *argument)
{
    argument->mode = mode_of(written->mode);
    if (written->name != NULL && written->name[0] != '\0')
        argument->name = sg_arena_strdup(arena, written->name);
    if (!read_type(arena, written->arg_type, &argument->type))
        return false;
    argument->has_value = written->defexpr != NULL;
    if (written->defexpr != NULL) {
        const sg_expr_scope scope = {NULL, NULL, &argument->type};
        sg_node_canonical(scratch, written->defexpr, &scope);
        argument->value = sg_expr_text(scratch, arena, written->defexpr);
    }
    return true;
}

/* The columns of TABLE (...) stand among the parameters, and nothing else there is without a parameter's mode. */
static sg_signature *read_statement(sg_arena *scratch, sg_arena *arena, const PgQuery__CreateFunctionStmt *statement,
                                    bool *in_result)
{
    sg_signature *signature = SG_NEW(arena, sg_signature);
    signature->arguments = SG_NEW_ARRAY(arena, sg_argument, statement->n_parameters);
    for (size_t i = 0; i < statement->n_parameters; i++) {
        if (!read_argument(scratch, arena, statement->parameters[i]->function_parameter,
                           &signature->arguments[signature->count++]))
            return NULL;
    }
    *in_result = true;
    signature->has_result = statement->return_type != NULL;
    signature->set = signature->has_result && statement->return_type->setof;
    bool fine = !signature->has_result || read_type(arena, statement->return_type, &signature->result);
    return fine ? signature : NULL;
}

sg_signature *sg_signature_parse(sg_arena *arena, const char *arguments, const char *result, bool *in_result,
                                 sg_expr_error *error)
{
    sg_arena *scratch = sg_arena_new();
    size_t from = strlen(HEAD), behind = from + strlen(arguments) + strlen(MIDDLE);
    const char *text = result != NULL ? sg_arena_printf(scratch, HEAD "%s" MIDDLE "%s", arguments, result)
                                      : sg_arena_printf(scratch, HEAD "%s)", arguments);
    sg_signature *signature = NULL;
    *error = (sg_expr_error){NULL, 0};
    *in_result = false;
    const PgQuery__ParseResult *tree = sg_statement_tree(scratch, arena, text, from, error);
    if (tree == NULL) {
        *in_result = error->at + from >= behind;
        error->at -= *in_result ? behind - from : 0;
    } else if (tree->n_stmts == 1 && tree->stmts[0]->stmt->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT &&
               tree->stmts[0]->stmt->create_function_stmt->n_options == 0) {
        signature = read_statement(scratch, arena, tree->stmts[0]->stmt->create_function_stmt, in_result);
        error->message = signature == NULL ? "this is no type that a routine can have" : NULL;
    } else {
        error->message = "arguments and results are expected here, and nothing besides them";
    }
    sg_arena_free(scratch);
    return signature;
}

static bool add_argument(sg_buf *buf, const sg_argument *argument)
{
    static const char *const modes[] = {"", "OUT ", "INOUT ", "VARIADIC ", ""};
    sg_buf_add(buf, modes[argument->mode]);
    if (argument->name != NULL) {
        sg_sql_ident_as_server(buf, argument->name);
        sg_buf_addc(buf, ' ');
    }
    sg_sqltype_print(buf, &argument->type);
    if (argument->value != NULL)
        sg_buf_join(buf, " DEFAULT ", argument->value);
    return argument->has_value == (argument->value != NULL);
}

static bool add_arguments(sg_buf *buf, const sg_signature *signature, bool table)
{
    const char *separator = "";
    bool fine = true;
    for (size_t i = 0; i < signature->count; i++) {
        if ((signature->arguments[i].mode == SG_MODE_TABLE) != table)
            continue;
        sg_buf_add(buf, separator);
        fine &= add_argument(buf, &signature->arguments[i]);
        separator = ", ";
    }
    return fine;
}

bool sg_signature_arguments(sg_buf *buf, const sg_signature *signature)
{
    return add_arguments(buf, signature, false);
}

static bool is_table(const sg_signature *signature)
{
    return signature->count > 0 && signature->arguments[signature->count - 1].mode == SG_MODE_TABLE;
}

void sg_signature_result(sg_buf *buf, const sg_signature *signature)
{
    if (is_table(signature)) {
        sg_buf_add(buf, "TABLE(");
        (void)add_arguments(buf, signature, true);
        sg_buf_addc(buf, ')');
        return;
    }
    sg_buf_add(buf, signature->set ? "SETOF " : "");
    sg_sqltype_print(buf, &signature->result);
}

static bool is_input(const sg_argument *argument)
{
    return argument->mode != SG_MODE_OUT && argument->mode != SG_MODE_TABLE;
}

void sg_signature_types(sg_buf *buf, const sg_signature *signature)
{
    const char *separator = "(";
    for (size_t i = 0; i < signature->count; i++) {
        if (!is_input(&signature->arguments[i]))
            continue;
        sg_sqltype type = signature->arguments[i].type;
        type.modifiers = NULL; /* routines keep none */
        sg_buf_add(buf, separator);
        sg_sqltype_print(buf, &type);
        separator = ", ";
    }
    sg_buf_add(buf, separator[0] == '(' ? "()" : ")");
}

static bool replaces_argument(const sg_argument *after, const sg_argument *before)
{
    return after->mode == before->mode && sg_sqltype_equal(&after->type, &before->type) &&
           (before->name == NULL || sg_text_equal(after->name, before->name)) &&
           (after->has_value || !before->has_value);
}

bool sg_signature_replaces(const sg_signature *after, const sg_signature *before)
{
    bool same = after->count == before->count && after->set == before->set && after->has_result == before->has_result &&
                sg_sqltype_equal(&after->result, &before->result);
    for (size_t i = 0; same && i < after->count; i++)
        same = replaces_argument(&after->arguments[i], &before->arguments[i]) &&
               (is_input(&after->arguments[i]) || sg_text_equal(after->arguments[i].name, before->arguments[i].name));
    return same;
}

const char *sg_signature_split(const char *name)
{
    size_t at = strlen(name);
    bool quoted = false;
    if (at == 0 || name[at - 1] != ')')
        return NULL;
    while (at-- > 0) {
        quoted ^= name[at] == '"';
        if (name[at] == '(' && !quoted)
            return name + at;
    }
    return NULL;
}
