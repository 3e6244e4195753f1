/* golden_dump.h - pg_dump as an observer that knows nothing of schemagen. */
#ifndef SG_TEST_GOLDEN_DUMP_H
#define SG_TEST_GOLDEN_DUMP_H

#include <stdbool.h>

#include "arena.h"

/* The major version of that program, 0 when it does not run. It knows no newer servers. */
int golden_dump_version(const char *pg_dump);
/* The definitions in a database as sorted statements, ended by NULL. Columns of a table are sorted too: where a new
 * one stands depends on the way. NULL after printing what went wrong. */
const char **golden_dump(sg_arena *arena, const char *pg_dump, const char *url);
/* True when both say the same; else prints what only one of them says. */
bool golden_dump_equal(const char *title, const char *const *wanted, const char *const *found);

#endif
