#include <string.h>

#include "expr_printer.h"
#include "text.h"

void sg_print_list(sg_printer *p, sg_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(p->buf, i ? ", " : "");
        sg_print(p, nodes[i], SG_PREC_ANY);
    }
}

void sg_print_call(sg_printer *p, const char *name, sg_node *const *args, size_t count)
{
    sg_buf_addf(p->buf, "%s(", name);
    sg_print_list(p, args, count);
    sg_buf_addc(p->buf, ')');
}

void sg_print_names(sg_printer *p, sg_node *const *parts, size_t first, size_t count)
{
    for (size_t i = first; i < count; i++) {
        sg_buf_add(p->buf, i > first ? "." : "");
        const char *name = sg_node_string(parts[i]);
        if (name) {
            sg_sql_ident_as_server(p->buf, name);
        } else if (parts[i]->node_case == PG_QUERY__NODE__NODE_A_STAR) {
            sg_buf_addc(p->buf, '*');
        } else {
            p->known = false;
        }
    }
}

bool sg_print_is_zone(const PgQuery__FuncCall *call)
{
    return call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX && call->n_args == 2 &&
           strcmp(sg_node_string(call->funcname[call->n_funcname - 1]), "timezone") == 0;
}

/* Calls that SQL spells with words: $1 is the first argument. */
static const char *word_template(const char *name, size_t count)
{
    static const struct {
        const char *name;
        size_t count;
        const char *text;
    } rows[] = {
        {"btrim", 1, "TRIM(BOTH FROM $1)"},
        {"btrim", 2, "TRIM(BOTH $2 FROM $1)"},
        {"ltrim", 1, "TRIM(LEADING FROM $1)"},
        {"ltrim", 2, "TRIM(LEADING $2 FROM $1)"},
        {"rtrim", 1, "TRIM(TRAILING FROM $1)"},
        {"rtrim", 2, "TRIM(TRAILING $2 FROM $1)"},
        {"substring", 2, "SUBSTRING($1 FROM $2)"},
        {"substring", 3, "SUBSTRING($1 FROM $2 FOR $3)"},
        {"overlay", 3, "OVERLAY($1 PLACING $2 FROM $3)"},
        {"overlay", 4, "OVERLAY($1 PLACING $2 FROM $3 FOR $4)"},
        {"position", 2, "POSITION($2 IN $1)"},
        {"timezone", 2, "$2 AT TIME ZONE $1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].count == count && strcmp(rows[i].name, name) == 0) {
            return rows[i].text;
        }
    }
    return NULL;
}

/* EXTRACT(year FROM x): the field is a word of the grammar or a string. */
static void print_extract(sg_printer *p, const PgQuery__FuncCall *call)
{
    const char *field = sg_node_literal(call->args[0]);
    bool plain = field && *field && field[strspn(field, "abcdefghijklmnopqrstuvwxyz")] == '\0';
    sg_buf_add(p->buf, "EXTRACT(");
    if (plain) {
        sg_sql_ident_as_server(p->buf, field);
    } else {
        sg_print(p, call->args[0], SG_PREC_ANY);
    }
    sg_buf_add(p->buf, " FROM ");
    sg_print(p, call->args[1], SG_PREC_ANY);
    sg_buf_addc(p->buf, ')');
}

static void print_words(sg_printer *p, const PgQuery__FuncCall *call, const char *name)
{
    if (strcmp(name, "extract") == 0 && call->n_args == 2) {
        print_extract(p, call);
        return;
    }
    const char *text = word_template(name, call->n_args);
    p->known = p->known && text;
    for (; text && *text; text++) {
        if (*text != '$') {
            sg_buf_addc(p->buf, *text);
            continue;
        }
        const sg_node *arg = call->args[*++text - '1'];
        int weakest = !sg_print_is_zone(call) ? SG_PREC_ADD : *text == '2' ? SG_PREC_ZONE : SG_PREC_COLLATE;
        sg_print(p, arg, weakest);
    }
}

static void print_function_name(sg_printer *p, const PgQuery__FuncCall *call)
{
    /* The grammar's own calls behind LIKE ... ESCAPE and SIMILAR TO; the server shows them without schema. */
    static const char *const of_grammar[] = {"like_escape", "similar_to_escape"};
    const char *name = sg_node_string(call->funcname[call->n_funcname - 1]);
    size_t first = 0;
    for (size_t i = 0; call->n_funcname == 2 && i < sizeof(of_grammar) / sizeof(of_grammar[0]); i++) {
        first = strcmp(name, of_grammar[i]) == 0 ? 1 : first;
    }
    /* Keywords that may be called without quotes. */
    if (call->n_funcname == 1 && (strcmp(name, "left") == 0 || strcmp(name, "right") == 0)) {
        sg_buf_add(p->buf, name);
        return;
    }
    sg_print_names(p, call->funcname, first, call->n_funcname);
}

void sg_print_function(sg_printer *p, const PgQuery__FuncCall *call)
{
    if (call->n_agg_order || call->agg_filter || call->over || call->agg_within_group || call->agg_distinct) {
        p->known = false;
        return;
    }
    if (call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX) {
        print_words(p, call, sg_node_string(call->funcname[call->n_funcname - 1]));
        return;
    }
    print_function_name(p, call);
    sg_buf_add(p->buf, call->agg_star ? "(*" : "(");
    for (size_t i = 0; i < call->n_args; i++) {
        sg_buf_add(p->buf, i ? ", " : "");
        sg_buf_add(p->buf, call->func_variadic && i + 1 == call->n_args ? "VARIADIC " : "");
        sg_print(p, call->args[i], SG_PREC_ANY);
    }
    sg_buf_addc(p->buf, ')');
}

void sg_print_value_function(sg_printer *p, const PgQuery__SQLValueFunction *f)
{
    static const char *const names[] = {
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE] = "CURRENT_DATE",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME] = "CURRENT_TIME",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME_N] = "CURRENT_TIME(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP] = "CURRENT_TIMESTAMP",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N] = "CURRENT_TIMESTAMP(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME] = "LOCALTIME",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME_N] = "LOCALTIME(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP] = "LOCALTIMESTAMP",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N] = "LOCALTIMESTAMP(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_ROLE] = "CURRENT_ROLE",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER] = "CURRENT_USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_USER] = "USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER] = "SESSION_USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_CATALOG] = "CURRENT_CATALOG",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_SCHEMA] = "CURRENT_SCHEMA",
    };
    const char *name = names[f->op];
    size_t word = strcspn(name, "(");
    sg_buf_addn(p->buf, name, word);
    if (name[word]) {
        sg_buf_addf(p->buf, "(%d)", f->typmod);
    }
}
