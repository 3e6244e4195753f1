/* firing.h - when triggers, rules and event triggers fire: their field "enabled". Guards ask for it by functions
 * named sg_<kind>_enabled. */
#ifndef SG_FIRING_H
#define SG_FIRING_H

#include "kind.h"
#include "step.h"

/* "origin", "never", "replica", "always": [int]. The field that has these words is the one meant here. */
extern const sg_word sg_firing_words[];
/* The JSON word of the object. */
const char *sg_firing_word(const sg_object *object);
/* ALTER TABLE "public"."t" ENABLE REPLICA TRIGGER "x"; or ALTER EVENT TRIGGER "x" ENABLE REPLICA; */
void sg_firing_switch(sg_buf *buf, const sg_object *object);
void sg_firing_switch_sql(sg_buf *buf, const sg_step *step);
/* True when the two definitions differ in nothing else. */
bool sg_firing_differs_alone(const sg_object *from, const sg_object *to);

extern const sg_aspect sg_firing_aspect;
extern const sg_op sg_op_switch_attached; /* of what hangs on a relation */

#endif
