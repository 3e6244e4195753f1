/* doctor.h - what a person would look at before a run: one finding for each check, with its way out in one line. */
#ifndef SG_DOCTOR_H
#define SG_DOCTOR_H

#include "pg.h"

typedef enum sg_health { SG_HEALTH_FINE, SG_HEALTH_WARNING, SG_HEALTH_FAILED } sg_health;

typedef struct sg_finding {
    const char *check; /* "read-only" */
    sg_health health;
    const char *text;
    const char *fix; /* NULL: nothing to do */
} sg_finding;

typedef struct sg_findings {
    sg_finding *items;
    size_t count, limit;
    sg_arena *arena;
} sg_findings;

/* None yet; all strings live in `arena`. */
sg_findings sg_findings_new(sg_arena *arena);
void sg_findings_add(sg_findings *findings, const char *check, sg_health health, const char *text, const char *fix);

/* Looks at the server and the database behind a connection: version, read-only, TLS, rights, clock, lock, history, long
 * transactions, invalid indexes, free connections. `verified`: the URL asks for the server's certificate to be checked.
 */
void sg_doctor_look(sg_pg *pg, bool verified, sg_findings *findings, sg_diags *diags);

#endif
