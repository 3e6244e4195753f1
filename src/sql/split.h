/* split.h - a script into statements, without a server (scanner in grammar/sql.l).
 *
 * Knows single quotes, E'' escapes, U&, "identifiers", dollar quotes, nested
 * block comments, line comments, parentheses, and the bodies of BEGIN ATOMIC. */
#ifndef SG_SPLIT_H
#define SG_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct sg_statement {
    const char *text; /* NUL-terminated copy, without the semicolon and without white space and comments around it */
    size_t start;     /* byte offset of `text` in the script */
    size_t end;       /* byte offset behind the last byte (before the semicolon) */
    size_t line;      /* 1-based line of `start` */
} sg_statement;

/* All statements of a script; empty ones are left out. Returns false when a quote or comment is
 * open at the end: `*open_at` is where it began. */
bool sg_split(sg_arena *arena, const char *script, size_t length, sg_statement **statements, size_t *count,
              size_t *open_at);

/* SHA-256 over the script's tokens: comments, white space and line ends do not count, anything else does. */
void sg_script_checksum(const char *script, size_t length, char hex[65]);

#endif
