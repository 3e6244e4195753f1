/* judge.h - between a database and something else, its server judges what texts cannot decide. */
#ifndef SG_JUDGE_H
#define SG_JUDGE_H

#include "catalog.h"
#include "session.h"

typedef struct sg_judge {
    sg_proof *proof;
    bool from_is_live;
} sg_judge;

/* Lets the server behind `pg` judge a plan that leads to `to`: fills in what `how` asks with. The plan is made before
 * sg_judge_end. */
void sg_judge_begin(sg_judge *judge, schemagen_session *session, sg_pg *pg, bool from_is_live, const sg_model *to,
                    sg_plan_options *how);
/* A judge that is all zero never began. */
void sg_judge_end(sg_judge *judge);

#endif
