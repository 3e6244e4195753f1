/* drift.h - whether somebody changed by hand what the applied migrations made, asked before the first change. */
#ifndef SG_DRIFT_H
#define SG_DRIFT_H

#include "runner.h"

/* Compares the database with what the plans of the applied migrations add up to. What is as the pending ones want it is
 * done already; objects that migrations do not manage are nobody's business; what stands in a script that was written
 * by hand was not done behind its back. Nothing is compared for a migration that is half done, or before one that
 * repairs. OK, with options->allow_drift after a warning; REFUSED after reporting what differs; FAILED. */
sg_status sg_drift_check(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing,
                         const sg_vec *scripts);

#endif
