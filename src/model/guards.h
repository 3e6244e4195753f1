/* guards.h - the SQL functions that guards call, each defined in the guard.sql of a kind or of this room. */
#ifndef SG_GUARDS_H
#define SG_GUARDS_H

#include "buf.h"

/* What one session has of them. */
typedef struct sg_guards sg_guards;
sg_guards *sg_guards_new(void);
void sg_guards_free(sg_guards *guards);

/* Appends the definitions of the functions that `sql` (`length` bytes) calls, and of those that these call, but of none
 * twice. */
void sg_guards_define(sg_guards *guards, sg_buf *buf, const char *sql, size_t length);

#endif
