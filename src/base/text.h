/* text.h - small questions about text. Lengths are bytes unless they say so. */
#ifndef SG_TEXT_H
#define SG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"

/* PostgreSQL keeps 63 bytes of a name (NAMEDATALEN - 1). */
#define SG_NAME_BYTES 63

/* Of `candidates[0..count)` the one nearest to `word` by edit distance, or NULL
 * when none is near enough to be meant (more than a third of its letters off). */
const char *sg_text_nearest(const char *word, const char *const *candidates, size_t count);

/* True when both are equal, or both NULL. */
bool sg_text_equal(const char *a, const char *b);

/* The first `bytes` bytes of `text`, shortened so that no UTF-8 character is cut. */
size_t sg_text_clip(const char *text, size_t length, size_t bytes);

/* True for well-formed UTF-8 without NUL and control characters. When
 * `allow_lines` is set, tab, newline and carriage return are allowed. */
bool sg_text_is_clean(const char *text, size_t length, bool allow_lines);

/* Reads one UTF-8 character at `text` (`length` > 0 bytes are left). Returns its
 * length and stores the character, or returns 0 when the bytes are not UTF-8. */
size_t sg_utf8_decode(const char *text, size_t length, uint32_t *character);

/* Byte offset behind the first `characters` characters of UTF-8 text, or its end. */
size_t sg_utf8_offset(const char *text, size_t characters);

/* How many bytes at the beginning stand for themselves wherever text is shown: printable ASCII but for the quote and
 * the backslash. */
size_t sg_text_plain_run(const char *text, size_t length);

/* Text for a terminal or a comment: line breaks, control characters, characters
 * that turn the direction of writing, and bytes that are not UTF-8 are written as
 * \n, \x1B, \u{202E}. Everything else is copied. */
void sg_text_add_safe(sg_buf *buf, const char *text, size_t length);

/* SQL spelling. Identifiers are always quoted; literals use '' and, with a
 * backslash in them, the E'' form, so that standard_conforming_strings does not matter. */
void sg_sql_ident(sg_buf *buf, const char *name);
void sg_sql_literal(sg_buf *buf, const char *text);
/* "a", "b" */
void sg_sql_ident_list(sg_buf *buf, const char *const *names, size_t count);
/* Dollar-quoted text with a tag that does not occur in it. */
void sg_sql_dollar(sg_buf *buf, const char *text);
/* An identifier spelled as the server prints it: quoted only where needed
 * (quote_identifier in ruleutils.c: letters, keywords). */
void sg_sql_ident_as_server(sg_buf *buf, const char *name);
/* Both of a name with at most one dot, each part by itself: schema.collation, toast.fillfactor, "a.b".collation. */
void sg_sql_dotted(sg_buf *buf, const char *name);
void sg_sql_dotted_as_server(sg_buf *buf, const char *name);
/* Text for the rest of a `--` comment line: line breaks and control characters
 * are written as \n, \xNN so that nothing can leave the comment. */
void sg_sql_comment_text(sg_buf *buf, const char *text);

/* PostgreSQL's makeObjectName: name1_name2_label, shortened to 63 bytes the
 * way the server does it (the longer of name1 and name2 loses a byte at a time,
 * then whole characters). `name2` and `label` may be NULL. */
char *sg_sql_default_name(sg_arena *arena, const char *name1, const char *name2, const char *label);

#endif
