/* change.h - the public plan is the inner one under another name. */
#ifndef SG_CHANGE_H
#define SG_CHANGE_H

#include "plan.h"
#include "schemagen/change.h"

static inline const sg_plan *sg_plan_inside(const schemagen_plan *plan)
{
    return (const sg_plan *)plan;
}

static inline const schemagen_plan *sg_plan_outside(const sg_plan *plan)
{
    return (const schemagen_plan *)plan;
}

#endif
