/* signature.h - arguments and results of routines, parsed offline with PostgreSQL's own grammar.
 *
 * Canonical text is what pg_get_function_arguments and pg_get_function_result print on a server whose search_path
 * is public, with defaults in the canonical form of expressions. */
#ifndef SG_SIGNATURE_H
#define SG_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "expr.h"
#include "type.h"

typedef enum sg_mode { SG_MODE_IN, SG_MODE_OUT, SG_MODE_INOUT, SG_MODE_VARIADIC, SG_MODE_TABLE } sg_mode;

typedef struct sg_argument {
    sg_mode mode;
    const char *name; /* NULL: none */
    sg_sqltype type;
    bool has_value;
    const char *value; /* canonical default; NULL: none, or one that has no canonical text */
} sg_argument;

typedef struct sg_signature {
    sg_argument *arguments; /* the columns of TABLE (...) too, behind the others */
    size_t count;
    bool has_result;
    bool set; /* SETOF or TABLE */
    sg_sqltype result;
} sg_signature;

/* What stands between the parentheses of CREATE FUNCTION, and behind RETURNS (NULL: nothing). NULL on a mistake,
 * described in `error` (its message in `arena`; its place counts from the text that `in_result` names). */
sg_signature *sg_signature_parse(sg_arena *arena, const char *arguments, const char *result, bool *in_result,
                                 sg_expr_error *error);

/* Canonical texts. False when a default has none. */
bool sg_signature_arguments(sg_buf *buf, const sg_signature *signature);
void sg_signature_result(sg_buf *buf, const sg_signature *signature);
/* "(integer, text)": what tells routines of one name apart. */
void sg_signature_types(sg_buf *buf, const sg_signature *signature);

/* Makes a built-in type of what only routines can take and return: internal, anyelement, trigger. */
void sg_signature_settle_type(sg_sqltype *type);

/* True when CREATE OR REPLACE takes `after` in the place of `before`: same result, no argument with another name or
 * mode, no default gone. */
bool sg_signature_replaces(const sg_signature *after, const sg_signature *before);

/* Whether a call (sg_expr.calls) may mean a routine of the signature; exactly: the server prefers it to all others. */
typedef enum sg_fit { SG_FIT_NOT, SG_FIT_PERHAPS, SG_FIT_EXACTLY } sg_fit;
sg_fit sg_signature_fit(const sg_signature *signature, const char *call);

/* Where the argument types of "name(types)" begin; NULL when it has none. */
const char *sg_signature_split(const char *name);

#endif
