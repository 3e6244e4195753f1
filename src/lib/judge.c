#include "judge.h"

static bool same(void *context, const sg_object *from, const sg_object *to, const sg_object *asked,
                 const sg_field *field)
{
    const sg_judge *judge = context;

    return judge->from_is_live ? sg_proof_same(judge->proof, to, from, asked, field)
                               : sg_proof_same(judge->proof, from, to, from, field);
}

static bool there(void *context, const sg_object *to)
{
    return sg_proof_there(((const sg_judge *)context)->proof, to);
}

void sg_judge_begin(sg_judge *judge, schemagen_session *session, sg_pg *pg, bool from_is_live, const sg_model *to,
                    sg_plan_options *how)
{
    *judge = (sg_judge){sg_proof_new(pg), from_is_live};
    how->same = same;
    how->there = from_is_live ? there : NULL;
    how->same_context = judge;
    how->asked = from_is_live ? sg_session_again(session, to) : NULL;
}

void sg_judge_end(sg_judge *judge)
{
    sg_proof_free(judge->proof);
}
