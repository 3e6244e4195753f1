/* type.h - PostgreSQL's type names: one table of aliases, one of casts.
 *
 * Canonical text is what format_type(oid, typmod) prints on a server whose
 * search_path is public: "character varying(10)", "timestamp(3) with time zone",
 * "numeric(10,2)", "integer[]" (any number of dimensions prints as one []). */
#ifndef SG_TYPE_H
#define SG_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"

/* A type as a column uses it. Names of user types keep schema and name apart,
 * unquoted; `builtin` is NULL for those. */
typedef struct sg_sqltype {
    const char *builtin;   /* canonical name without modifiers ("timestamp with time zone"), or NULL */
    const char *schema;    /* of a user type, NULL when not written */
    const char *name;      /* of a user type */
    const char *modifiers; /* "10,2", NULL for none; for intervals the fields and precision as printed */
    bool array;
    bool serial; /* written as serial: that integer type, and a sequence for its values */
} sg_sqltype;

/* Parses the text of a type as SQL writes it: aliases (int4, varchar, decimal, timestamptz, float(24) ...),
 * any letter case, quoted names, modifiers, arrays (`[]`, `[3]`, `[][]`, ARRAY). On a mistake returns
 * false and `*why` says what (arena memory), `*at` where (byte offset in `text`).
 * Modifier limits are checked (varchar 1..10485760, numeric precision 1..1000, time 0..6 ...), char means
 * character(1), varchar(n) without n stays unlimited, numeric(10) is numeric(10,0). */
bool sg_sqltype_parse(sg_arena *arena, const char *text, sg_sqltype *type, const char **why, size_t *at);

/* Canonical text as the server prints it (user types quoted only where needed, schema shown
 * unless it is public). */
void sg_sqltype_print(sg_buf *buf, const sg_sqltype *type);
/* The same for SQL that we write: user types always quoted and qualified with their schema. */
void sg_sqltype_sql(sg_buf *buf, const sg_sqltype *type);
bool sg_sqltype_equal(const sg_sqltype *a, const sg_sqltype *b);
/* Objects whose types are written alike share one. Where no type was read, as the source says none or a wrong one, it
 * is NULL, for which this stands. */
extern const sg_sqltype sg_no_sqltype;
static inline const sg_sqltype *sg_sqltype_of(const sg_sqltype *shared)
{
    return shared != NULL ? shared : &sg_no_sqltype;
}
static inline bool sg_sqltype_is_set(const sg_sqltype *type)
{
    return type->builtin != NULL || type->name != NULL;
}

/* Names of built-in types, aliases included, for "did you mean". */
const char *const *sg_sqltype_names(size_t *count);

/* The extension that brings a type ("citext" -> "citext", "geometry" -> "postgis"), or NULL when unknown. */
const char *sg_sqltype_extension(const char *name);

/* What a type of other systems and languages, in any letter case, is called here ("datetime" -> "timestamptz"), or
 * NULL. */
const char *sg_sqltype_elsewhere(const char *name);

/* What PostgreSQL does with ALTER COLUMN ... TYPE between two types (pg_cast, plus the rule that
 * every type converts to text types by assignment and from them through I/O when asked explicitly). */
typedef enum sg_cast {
    SG_CAST_NONE,       /* refused */
    SG_CAST_EXPLICIT,   /* only with USING column::type */
    SG_CAST_TEXT,       /* only with USING column::text::type (enum to enum) */
    SG_CAST_ASSIGNMENT, /* without USING */
    SG_CAST_FREE        /* without USING and without rewriting the table (binary coercible,
                           longer varchar, more precision at the same scale ...) */
} sg_cast;
/* `from_enum`, `to_enum`: the type is an enum. Unknown user types convert explicitly. */
sg_cast sg_sqltype_cast(const sg_sqltype *from, bool from_enum, const sg_sqltype *to, bool to_enum);
/* True when the conversion can fail on some rows or lose digits (narrower, other category). */
bool sg_sqltype_cast_may_fail(const sg_sqltype *from, const sg_sqltype *to);

/* True when values lose digits or parts in silence (rounded numbers, seconds or times of day cut off). */
bool sg_sqltype_cast_loses(const sg_sqltype *from, const sg_sqltype *to);

/* True when the type has a default btree operator class (json, point, xml, box ... have none). */
bool sg_sqltype_orderable(const sg_sqltype *type);

#endif
