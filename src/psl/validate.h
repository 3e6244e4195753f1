/* validate.h - what the language asks of a schema beyond its grammar: names, types, attributes, keys, relations.
 *
 * Checks go from names to relations in stages, and a block with a mistake is left out of the later stages, as is what
 * refers to it: several mistakes are shown in one run, but none that only follows from another. */
#ifndef SG_PSL_VALIDATE_H
#define SG_PSL_VALIDATE_H

#include "names.h"

/* Puts all mistakes into the sink of `names`. Call it behind sg_psl_names_init, also when that found some. */
void sg_psl_validate(const sg_psl_names *names);

/* True when names and attributes have no mistake, each for itself; what there is goes into the sink too. */
bool sg_psl_resolves(const sg_psl_names *names);

#endif
