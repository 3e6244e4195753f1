/* expr.h - SQL expressions, parsed offline with PostgreSQL's own grammar (libpg_query).
 *
 * Parsing costs tens of microseconds, so results are kept by text, and texts that
 * are plainly canonical (numbers, quoted strings, name(), true, false, null,
 * current_timestamp) never reach the parser. */
#ifndef SG_EXPR_H
#define SG_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "type.h"

typedef struct sg_expr {
    const char *text;           /* canonical offline spelling */
    const char *const *columns; /* distinct names of unqualified (or last part of qualified) column references */
    size_t column_count;
    const char *const *calls; /* distinct calls of functions: "schema\x1fname", without schema "public\x1fname", and
                                 behind another \x1f what is told of the arguments: sg_signature_fit */
    size_t call_count;
    const char *const *types; /* the same of types in casts that are no built-in ones */
    size_t type_count;
    const char *const *literals; /* distinct texts that name something: "regconfig\x1fenglish" */
    size_t literal_count;
    const char *label; /* what the server calls a column of an index that is the expression: "lower", "expr" */
    bool is_constant;  /* a literal, perhaps signed or cast */
    bool is_bare_word; /* nothing but one unquoted, unqualified identifier */
    bool is_volatile;  /* see sg_expr_is_volatile */
    bool mixes_types;  /* brings values of several types to one (a list, COALESCE, CASE, a cast): the server writes
                          casts there, and they stay when a column's type becomes another one */
} sg_expr;

typedef struct sg_expr_error {
    const char *message; /* PostgreSQL's own text */
    size_t at;           /* byte offset in the expression */
} sg_expr_error;

typedef struct sg_exprs sg_exprs;

/* A cache; results live in `arena`. */
sg_exprs *sg_exprs_new(sg_arena *arena);
void sg_exprs_free(sg_exprs *exprs);

/* One scalar expression (exactly one: "1, 2" and "1; DROP TABLE x" are errors). NULL on a mistake, described in
 * `error`. Canonical: keywords and unquoted names folded, comments, white space and redundant parentheses gone, casts
 * written `x::type` with the type's canonical name, != is <>, BETWEEN is two comparisons, a = ANY (ARRAY[1, 2]) is a IN
 * (1, 2),
 * '-1'::integer is -1, nested AND and OR are flat. Casts go where that provably changes nothing: 'x'::text alone is
 * 'x'. Two texts with the same canonical text mean the same; where that cannot be decided here they stay different. */
const sg_expr *sg_expr_parse(sg_exprs *exprs, const char *text, sg_expr_error *error);

/* What is known about the names in an expression. With it more spellings of the same thing become equal: the server
 * writes `(status)::text = 'a'::text` for `status = 'a'` on a varchar column, which without the column's type
 * could as well be meant. Types returned must stay until the call ends. */
typedef struct sg_expr_scope {
    /* The type of a column, NULL when there is none or it is not known. `relation` is what stands in front of its name,
     * or NULL; `*is_enum` comes in as false. May be NULL. */
    const sg_sqltype *(*column)(void *context, const char *relation, const char *name, bool *is_enum);
    void *context;
    const sg_sqltype *target; /* type of the column whose default or generated value this is, else NULL */
} sg_expr_scope;

const sg_expr *sg_expr_parse_in(sg_exprs *exprs, const char *text, const sg_expr_scope *scope, sg_expr_error *error);

/* New names for what expressions name. */
typedef struct sg_expr_renames {
    /* The new name of a column, NULL: it stays. */
    const char *(*column)(void *context, const char *name);
    /* A type in a cast, or a function that is called; `*schema` is NULL where none is written, and to be set to NULL
     * where none is needed. True: both are what they are to be now. NULL: none changes. */
    bool (*global)(void *context, bool function, const char **schema, const char **name);
    /* A text that names something of the type (regconfig, regclass ...): what it is to be now, NULL: it stays. */
    const char *(*literal)(void *context, const char *type, const char *text);
    void *context;
} sg_expr_renames;
/* The expression with other names. Canonical text in `arena`; one that does not parse comes back unchanged. */
const char *sg_expr_rename(sg_exprs *exprs, const char *text, const sg_expr_renames *renames);

/* The labels of an enum and what they are called now. */
typedef struct sg_expr_labels {
    const char *schema, *name;                              /* of the enum */
    const char *(*label)(void *context, const char *label); /* NULL: it stays */
    void *context;
    /* Hears of each that does not stay; who walks over the model says where it stands. NULL: nobody asks. */
    void (*found)(void *context, const char *label);
    struct sg_label_place *place;
} sg_expr_labels;
/* False when the text plainly holds none that would change. */
bool sg_labels_may_occur(const sg_expr_labels *labels, const char *text);
/* True when values of the type are such labels, or arrays of them. */
bool sg_labels_are_of(const sg_expr_labels *labels, const sg_sqltype *type);
/* The expression with other labels where a literal is plainly one of the enum: in a cast, beside a column in a
 * comparison or where one of several values is chosen, as the value of a column. Canonical text in `arena`; the text
 * itself where nothing changes, and one that does not parse. */
const char *sg_expr_relabel(sg_exprs *exprs, const char *text, const sg_expr_scope *scope,
                            const sg_expr_labels *labels);

/* True when the expression calls a function that is VOLATILE or not known to be otherwise
 * (random, gen_random_uuid, clock_timestamp, nextval, any user function): adding a column
 * with such a default rewrites the table. now() and current_timestamp are STABLE. */
bool sg_expr_is_volatile(const sg_expr *expr);

/* True when PostgreSQL itself has a function of that name, of whatever arguments. */
bool sg_function_is_builtin(const char *name);

#endif
