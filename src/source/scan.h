/* scan.h - a strict reader of JSON's grammar: where things stand, and what is wrong with a text.
 *
 * json-c makes the tree, but keeps no positions, says little about mistakes, and is lenient where that would
 * hide something (NaN, \u0000 in keys, single quotes, integers over 64 bits). So every text is checked here
 * first, in one pass without memory; positions are collected only when somebody asks for one. */
#ifndef SG_SCAN_H
#define SG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"

/* Levels of nesting that are accepted. */
#define SG_SCAN_DEPTH 64

typedef struct sg_scan_counts {
    size_t keys;   /* keys of all objects, doubles included */
    size_t values; /* values of all sorts, the root included */
} sg_scan_counts;

/* One value. Nodes stand in the order of the text, parents before children: the first child of node i is i + 1
 * (when i + 1 < nodes[i].after), the next sibling of child c is nodes[c].after. */
typedef struct sg_scan_node {
    size_t key, key_end; /* with the quotes; both 0 for elements of lists and the root */
    size_t start, end;
    size_t after; /* number of the first node that is not inside this one */
} sg_scan_node;

/* A member of the root object; or, of one that is a long object, some of that object's members. In order of the text.
 */
typedef struct sg_scan_part {
    struct sg_scan_part *next;
    size_t key, key_end; /* of the root's member, with the quotes */
    size_t start, end;   /* its value, or the members inside, without the braces around and commas between parts */
    bool inner;          /* the latter */
} sg_scan_part;

/* Checks a whole text. The first mistake is reported (SG0002, SG0004) and gives false. `*parts` (where `parts` is not
 * NULL) is the first part of the root object, in the arena; NULL when the root is none or is empty. */
bool sg_scan_check(const sg_source *source, sg_scan_counts *counts, sg_scan_part **parts, sg_arena *arena,
                   sg_diags *diags);

/* All nodes of a text that sg_scan_check accepted with these counts. */
sg_scan_node *sg_scan_nodes(const sg_source *source, const sg_scan_counts *counts, sg_arena *arena);

#endif
