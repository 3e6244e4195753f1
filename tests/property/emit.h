/* emit.h - between the files that write drafts as JSON. */
#ifndef SG_PROPERTY_EMIT_H
#define SG_PROPERTY_EMIT_H

#include "draft.h"

/* Begins a member of the object that is open, or an item of the list. */
void emit_member(sg_buf *buf, const char *key);
void emit_item(sg_buf *buf);
void emit_text_member(sg_buf *buf, const char *key, const char *value);
/* Ends an object that holds something, or takes it back when it does not: `length` is where it began. */
void emit_end(sg_buf *buf, size_t length);
/* Comment (0: none) and renamedFrom. */
void emit_common(sg_buf *buf, const draft_name *name, int comment);
/* "schema.name" as files write it, as a value and as a key on its own line. */
void emit_full_name(sg_buf *buf, draft *d, int schema, const char *name);
void emit_full_name_member(sg_buf *buf, draft *d, int schema, const char *name);

/* emit_table.c */
void emit_table(sg_buf *buf, draft *d, draft_table *table);

#endif
