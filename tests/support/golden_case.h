/* golden_case.h - golden case files: sentences that say what a case shows (lines that begin with #), then sections,
 * each begun by a line `=== name`:
 *
 *   from, to       schema files
 *   options        words: `online`
 *   needs          a query whose row is "t" on servers that can run the case
 *   before         SQL that runs once `from` is there: rows that must survive
 *   plan, up, down what is expected: the steps, the statements, those of the way back
 *   kept           one line with a query (and statements in front of it), then its rows after `up`
 *   back           SQL that runs before the way down, where rows stand in its way
 *   drift          SQL that changes `from` by hand; the migration must then stop with SG001, or with the SQLSTATE of
 *                  a first line `# expect 23502`
 *   refused        the diagnostics of a plan that cannot be made, instead of plan, up and down */
#ifndef SG_TEST_GOLDEN_CASE_H
#define SG_TEST_GOLDEN_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct golden_section {
    const char *name;
    const char *text; /* without empty lines at its end; each line is ended by a line break */
} golden_section;

enum { GOLDEN_SECTIONS = 16 };

typedef struct golden_case {
    const char *path;
    const char *name; /* 014_enum_swap */
    const char *head; /* all before the first section */
    golden_section sections[GOLDEN_SECTIONS];
    size_t count;
} golden_case;

/* NULL after printing what is wrong with the file. */
golden_case *golden_case_read(sg_arena *arena, const char *path);
/* NULL when there is no such section. */
const char *golden_case_get(const golden_case *it, const char *name);
/* Puts a text in the place of a section, or behind the last one; NULL takes the section away. */
void golden_case_set(golden_case *it, const char *name, const char *text);
bool golden_case_write(const golden_case *it);

#endif
