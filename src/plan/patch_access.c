/* Patches of steps about owners and grants: what was said before is cleared away first. */
#include "json.h"
#include "plan_private.h"

static void patch_holder(sg_buf *buf, const sg_object *object)
{
    const sg_object *from = object->mark;
    if (!sg_access_is_said(object) && (from == NULL || !sg_access_is_said(from)))
        return;
    sg_buf_add(buf, buf->length > 1 ? "," : "");
    if (sg_patch_is_forgotten(object)) {
        sg_patch_gone(buf, object);
        return;
    }
    int depth = sg_patch_open(buf, object);
    sg_buf_add(buf, "{\"grants\":null,\"owner\":null}");
    sg_patch_close(buf, depth);
    sg_patch_own(buf, object);
}

void sg_patch_access(sg_buf *buf, const sg_step *step)
{
    patch_holder(buf, step->to);
    for (const sg_object *child = step->to->first_child; child != NULL; child = child->next)
        patch_holder(buf, child);
    for (const sg_object *child = step->from != NULL ? step->from->first_child : NULL; child; child = child->next) {
        if (child->mark == NULL && sg_access_is_all(child)) {
            sg_buf_add(buf, buf->length > 1 ? "," : "");
            sg_patch_gone(buf, child);
        }
    }
}

void sg_patch_inner_access(sg_buf *buf, const sg_step *step)
{
    int depth = sg_patch_open(buf, step->to);
    sg_buf_addf(buf, "{\"%s\":null}", step->kind->inner->key);
    sg_patch_close(buf, depth);
    sg_patch_own(buf, step->to);
}
