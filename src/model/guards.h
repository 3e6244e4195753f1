/* guards.h - the SQL functions that guards call, each defined in the guard.sql of a kind or of this room. */
#ifndef SG_GUARDS_H
#define SG_GUARDS_H

#include "buf.h"

/* What one session has of them. */
typedef struct sg_guards sg_guards;
sg_guards *sg_guards_new(void);
void sg_guards_free(sg_guards *guards);

/* Notes the functions that `sql` (the first `length` bytes of a text) calls, and those that these call. */
void sg_guards_use(sg_guards *guards, const char *sql, size_t length);
/* Appends the definitions of what was noted, but of none twice. */
void sg_guards_define(sg_guards *guards, sg_buf *buf);

#endif
