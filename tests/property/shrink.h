/* shrink.h - smaller pairs that fail in the same way. */
#ifndef SG_PROPERTY_SHRINK_H
#define SG_PROPERTY_SHRINK_H

#include <stdbool.h>

#include "buf.h"

/* Whether a pair still fails as the first one did. */
typedef bool shrink_test(void *context, const char *a, const char *b);

/* Takes parts out of both texts, or takes back a change, as long as the test holds and fewer than `tries` were made.
 * The smallest pair is in `a` and `b`. */
void shrink(sg_buf *a, sg_buf *b, shrink_test *test, void *context, unsigned tries);

#endif
