/* round_trip.h - a model said in the Prisma language and read again. */
#ifndef SG_TEST_ROUND_TRIP_H
#define SG_TEST_ROUND_TRIP_H

#include "model.h"

/* NULL when the same comes back, in JSON and in the Prisma language, and that text is tidy; else what is wrong, in
 * `arena`. */
const char *round_trip(sg_arena *arena, const sg_model *model);

#endif
