/* scan_mistake.h - the private half of scan.c that finds words for what is wrong with a text.
 *
 * Each function is called where the grammar cannot go on, looks around for what was probably meant,
 * reports one diagnostic and returns false. */
#ifndef SG_SCAN_MISTAKE_H
#define SG_SCAN_MISTAKE_H

#include "scan.h"

typedef struct sg_scan {
    const sg_source *source;
    const char *text; /* ended by NUL */
    size_t length;
    size_t at;
    size_t depth;
    sg_scan_counts counts;
    sg_scan_node *nodes;  /* NULL: positions are not wanted */
    sg_arena *arena;      /* of parts; NULL: they are not wanted */
    sg_scan_part **parts; /* where the next part is hung up */
    sg_scan_part *part;   /* the one being read, or NULL */
    sg_diags *diags;
} sg_scan;

/* In a string that began at `opened`. */
bool sg_scan_bad_escape(sg_scan *scan, size_t opened);
bool sg_scan_bad_unicode(sg_scan *scan, long unit);
bool sg_scan_bad_control(sg_scan *scan, size_t opened);
bool sg_scan_bad_byte(sg_scan *scan);

/* Where a value or a key should begin. `opened`: the brace around it. */
bool sg_scan_bad_number(sg_scan *scan);
bool sg_scan_big_number(sg_scan *scan, size_t start);
bool sg_scan_bad_value(sg_scan *scan);
bool sg_scan_bad_key(sg_scan *scan, size_t opened);
bool sg_scan_missing_colon(sg_scan *scan, size_t key, size_t key_end);

/* Between entries. `behind`: the end of the entry before. */
bool sg_scan_bad_end(sg_scan *scan, size_t opened, size_t behind);
bool sg_scan_trailing_comma(sg_scan *scan, size_t comma);
bool sg_scan_too_deep(sg_scan *scan, size_t opened);

/* The whole text. */
bool sg_scan_empty(sg_scan *scan);
bool sg_scan_bad_rest(sg_scan *scan);

#endif
