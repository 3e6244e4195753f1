/* alone.h - statements that run outside of transactions: what they work on, from their words. */
#ifndef SG_ALONE_H
#define SG_ALONE_H

#include <stdbool.h>

#include "arena.h"

typedef enum sg_alone_class {
    SG_ALONE_CREATE_INDEX, /* CONCURRENTLY: an invalid index stays behind */
    SG_ALONE_DROP_INDEX,   /* CONCURRENTLY: the index stays, and is invalid */
    SG_ALONE_REINDEX,      /* CONCURRENTLY: invalid indexes with _ccnew and _ccold in their names stay */
    SG_ALONE_DETACH,       /* CONCURRENTLY: the partition stays half detached */
    SG_ALONE_MAKE,         /* leaves nothing; a second time the server says that it is there */
    SG_ALONE_REMOVE,       /* leaves nothing; a second time the server says that it is not there */
    SG_ALONE_REPEATABLE,   /* may be run again as it is */
    SG_ALONE_UNKNOWN       /* nobody can tell what it does */
} sg_alone_class;

typedef struct sg_alone_statement {
    sg_alone_class class;
    bool lenient;      /* IF [NOT] EXISTS */
    const char *index; /* NULL: the server chooses the name; the names are spelled as in SQL */
    const char *table; /* or the parent of a partition, or what is reindexed */
    const char *part;
} sg_alone_statement;

/* What can be told from the words of a statement. */
sg_alone_statement sg_alone_read(sg_arena *arena, const char *statement);

#endif
