/* doctor.h - is everything ready for a run? */
#ifndef SCHEMAGEN_DOCTOR_H
#define SCHEMAGEN_DOCTOR_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum schemagen_health { SCHEMAGEN_FINE, SCHEMAGEN_DOUBTFUL, SCHEMAGEN_SICK } schemagen_health;

typedef struct schemagen_finding {
    const char *check; /* "read-only" */
    schemagen_health health;
    const char *text;
    const char *fix; /* one line; NULL: nothing to do */
} schemagen_finding;
typedef struct schemagen_examined {
    const schemagen_finding *findings;
    size_t count;
    size_t counts[SCHEMAGEN_SICK + 1]; /* by health */
} schemagen_examined;

/* Looks at the URLs and what is behind them; changes nothing. SCHEMAGEN_FAILED when something would stop a run. */
SCHEMAGEN_API schemagen_status schemagen_examine(schemagen_session *session, schemagen_examined *examined);
SCHEMAGEN_API void schemagen_examined_print(const schemagen_examined *examined, FILE *out, schemagen_format format,
                                            bool colour);

#ifdef __cplusplus
}
#endif

#endif
