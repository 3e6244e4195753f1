/* golden_plan.h - what schemagen makes of a golden case, as texts; no server is asked. */
#ifndef SG_TEST_GOLDEN_PLAN_H
#define SG_TEST_GOLDEN_PLAN_H

#include "golden_case.h"

typedef struct golden_texts {
    const char *refused; /* diagnostics, when `to` cannot be planned; all below is NULL then */
    const char *plan;
    const char *up;
    const char *down;
    const char *up_script; /* with guards, as migration.sql and down.sql hold them */
    const char *down_script;
    const char *from_script; /* makes `from` and `to` out of nothing */
    const char *to_script;
    const char *from_snapshot;
    const char *to_snapshot;
} golden_texts;

/* False after printing why the case makes no sense: `from` is no valid schema, a plan is not stable, ... */
bool golden_plan(sg_arena *arena, const golden_case *it, golden_texts *texts);

#endif
