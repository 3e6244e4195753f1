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
/* The same of what is in the schema (id), and may have been in another one. */
void emit_common_in(sg_buf *buf, draft *d, int schema, const draft_name *name, int comment);
/* "schema.name" as files write it, as a value and as a key on its own line. */
void emit_full_name(sg_buf *buf, draft *d, int schema, const char *name);
void emit_full_name_member(sg_buf *buf, draft *d, int schema, const char *name);

/* The same as SQL, without the schema public; and the name of an enum or thing. */
void emit_sql_name(sg_buf *text, draft *d, int schema, const char *name);
void emit_sql_name_of(sg_buf *text, draft *d, int id);

/* emit_thing.c. "grants" where something is `chosen` (not 0). */
void emit_grants(sg_buf *buf, const char *const *grants, int chosen);
/* The things of one key as members of the map that is open: those below a table (its id), or (0) at the top level. */
void emit_things(sg_buf *buf, draft *d, const char *key, int table);
/* All maps of things in that place, except under the keys in `but`, ended by NULL. */
void emit_thing_maps(sg_buf *buf, draft *d, const char *const *but, int table);

/* emit_table.c */
void emit_table(sg_buf *buf, draft *d, draft_table *table);

#endif
