/* hints.h - which of the names that things say to have had before (renamedFrom) ask for a rename. */
#ifndef SG_HINTS_H
#define SG_HINTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct sg_hint {
    const char *name; /* the new one */
    const char *old;  /* something had this one before */
    bool was;         /* something had the new one before, too */
    bool stays;       /* something has the old one now, too */
    bool asks;        /* the answer */

    struct sg_hint *same_old; /* for the settling, as what follows; all zero before */
    size_t walk;
} sg_hint;

/* Works out `asks` for hints of names that must differ; none of them is known to be used up. One that does not ask then
 * may be used up, or ask for what had its new name to go and for something else to take its old one: nobody knows. */
void sg_hints_settle(sg_hint *hints, size_t count);

#endif
