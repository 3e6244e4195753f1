/* Patches: what a step changes in the snapshot, as JSON merge patches (RFC 7396). Each carries the whole definition
 * that it ends with, so that applying one twice does no harm. Nearly all are written when plan.json is; those that
 * several steps add to are texts of the step before that. */
#include <string.h>

#include "json.h"
#include "plan_private.h"

int sg_patch_open(sg_buf *buf, const sg_object *object)
{
    int depth = object->parent != NULL ? sg_patch_open(buf, object->parent) : 0;
    sg_buf_addc(buf, '{');
    sg_buf_add_json(buf, object->kind->json_key);
    sg_buf_addc(buf, ':');
    if (object->kind->flags & SG_KIND_SINGLE)
        return depth + 1;
    sg_buf_addc(buf, '{');
    sg_json_write_key(buf, object);
    sg_buf_addc(buf, ':');
    return depth + 2;
}

void sg_patch_close(sg_buf *buf, int depth)
{
    while (depth-- > 0)
        sg_buf_addc(buf, '}');
}

void sg_patch_gone(sg_buf *buf, const sg_object *object)
{
    int depth = sg_patch_open(buf, object);
    sg_buf_add(buf, "null");
    sg_patch_close(buf, depth);
}

static bool has_inline(const sg_object *object)
{
    for (const sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (child->kind->flags & SG_KIND_INLINE)
            return true;
    }
    return false;
}

/* What is made again with its children, or under another name, is written as if it were new. */
static bool is_made_whole(const sg_step *step)
{
    return step->from != NULL && step->op->class == SG_OP_REPLACE &&
           (has_inline(step->from) || has_inline(step->to) || strcmp(step->from->name, step->to->name) != 0);
}

static void patch_there(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    int depth = sg_patch_open(buf, step->to);
    if (step->op->class == SG_OP_CREATE || is_made_whole(step))
        sg_json_write_created(buf, step->to, planning->snapshot);
    else
        sg_json_write_own(buf, step->to, step->from);
    sg_patch_close(buf, depth);
}

bool sg_patch_is_forgotten(const sg_object *to)
{
    return to->implied && sg_rare_of(to)->inherits == NULL && to->mark != NULL && !to->mark->implied;
}

/* What a created object was when something else took it along, without a step of its own; NULL: no such thing. */
static const sg_object *went_along(const sg_step *step)
{
    const sg_object *from = step->op->class == SG_OP_CREATE ? step->to->mark : NULL;
    bool along = from != NULL && !from->implied && from->step != NULL && from->step->from != from;
    return along ? from : NULL;
}

static void patch_made(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    if (sg_patch_is_forgotten(step->to)) {
        sg_patch_gone(buf, step->to);
        return;
    }
    if (step->to->implied) { /* see sg_plan_patch_inherited */
        sg_buf_add(buf, "{}");
        return;
    }
    /* a column that is replaced goes to the end */
    bool ordered = step->op->class == SG_OP_REPLACE && (step->kind->flags & SG_KIND_ORDERED);
    const sg_object *before = step->from != NULL ? step->from : went_along(step);
    bool moves = before != NULL && (ordered || is_made_whole(step) || step->from == NULL);
    if (moves) {
        sg_buf_addc(buf, '[');
        sg_patch_gone(buf, before);
        sg_buf_addc(buf, ',');
    }
    patch_there(buf, planning, step);
    sg_buf_add(buf, moves ? "]" : "");
}

void sg_patch_own(sg_buf *buf, const sg_object *object)
{
    if (object->implied)
        return;
    sg_buf_add(buf, buf->length > 1 ? "," : "");
    int depth = sg_patch_open(buf, object);
    sg_json_write_own(buf, object, NULL);
    sg_patch_close(buf, depth);
}

struct moved {
    sg_buf *buf;
    const char *schema;
};

/* All that names an object of the renamed schema. */
static void patch_moved(void *context, sg_object *object)
{
    const struct moved *moved = context;
    if (object->parent != NULL || object->schema == NULL || strcmp(object->schema, moved->schema) != 0)
        return;
    for (size_t i = 0; i < object->users.count; i++)
        sg_patch_own(moved->buf, object->users.items[i]);
}

static bool has_rename(const sg_planning *planning, const sg_object *object)
{
    for (size_t i = 0; i < planning->renames.count; i++) {
        const sg_step *step = planning->renames.items[i];
        for (size_t k = 0; k < step->rename_count; k++) {
            if (step->rare->renames[k].object == object)
                return true;
        }
    }
    return false;
}

/* A routine whose name holds the name of a type that is renamed has another key from then on. */
static void patch_key(sg_buf *buf, const sg_planning *planning, const sg_object *user)
{
    if (!(user->kind->flags & SG_KIND_ROUTINE) || user->written == NULL || has_rename(planning, user))
        return;
    const char *schema, *name; /* a renamed schema has taken it along */
    sg_name_split(planning->from, user->written, &schema, &name);
    if (strcmp(name, user->name) == 0)
        return;
    sg_buf_addf(buf, "%s{\"%s\":{", buf->length > 1 ? "," : "", user->kind->json_key);
    sg_json_write_name(buf, user->schema, name);
    sg_buf_add(buf, ":null}}");
}

/* All that names the object, and what comes from it or is brought by such, which has got its new name along with it. */
static void patch_users(sg_buf *buf, const sg_planning *planning, const sg_object *object)
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        patch_key(buf, planning, user);
        sg_patch_own(buf, user);
        if (sg_rare_of(user)->inherits == object || user->kind->brings_type != NULL)
            patch_users(buf, planning, user);
    }
}

/* What a table owns and takes along to another schema is named by others, too. */
static void patch_owned(sg_buf *buf, const sg_planning *planning, const sg_object *table, const sg_object *owned)
{
    if (sg_rare_of(owned)->owner == NULL || sg_rare_of(owned)->owner->parent != table)
        return;
    sg_patch_own(buf, owned);
    patch_users(buf, planning, owned);
}

static void patch_rename(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_object *object = step->rare->renames[i].object;
        if (step->rare->renames[i].hidden)
            continue;
        sg_patch_own(buf, object);
        patch_users(buf, planning, object);
        for (size_t k = 0; k < step->rare->renames[i].along_count; k++)
            patch_owned(buf, planning, object, step->rare->renames[i].along[k].object);
        struct moved moved = {buf, object->name};
        if (object->kind->flags & SG_KIND_NAMESPACE)
            sg_model_each(planning->from, patch_moved, &moved);
    }
}

void sg_plan_patch_renames(sg_planning *planning)
{
    size_t count = planning->renames.count;
    if (count == 0)
        return;
    sg_buf buf;
    sg_buf_init(&buf);
    sg_buf_addc(&buf, '[');
    for (size_t i = 0; i < count; i++)
        patch_rename(&buf, planning, planning->renames.items[i]);
    sg_buf_addc(&buf, ']');
    ((sg_step *)planning->renames.items[count - 1])->patch = sg_arena_strndup(planning->arena, buf.data, buf.length);
    sg_buf_release(&buf);
}

/* Adds patches, each with a comma before it. */
static void append(sg_planning *planning, sg_step *step, const char *patches)
{
    bool list = step->patch[0] == '[';
    int length = (int)strlen(step->patch) - (list ? 2 : 0);
    step->patch = sg_arena_printf(planning->arena, "[%.*s%s]", length, step->patch + list, patches + (length == 0));
}

/* A merge patch merges objects inside objects, so values that are objects go first: `{"with": null}` and the like.
 * Adds that patch and a comma when there is such a value. */
static void clear_objects(sg_buf *buf, const sg_step *step)
{
    sg_buf nulls, value;
    sg_buf_init(&nulls);
    sg_buf_init(&value);
    for (const sg_field *field = step->kind->fields; field->key != NULL; field++) {
        if (!field->type->is_set(step->from, field) || !field->type->is_set(step->to, field) ||
            field->type->equal(step->from, step->to, field))
            continue;
        sg_buf_clear(&value);
        field->type->write(&value, step->to, field, -1);
        if (value.data[0] == '{')
            sg_buf_addf(&nulls, "%s\"%s\":null", nulls.length > 0 ? "," : "", field->key);
    }
    if (nulls.length > 0) {
        int depth = sg_patch_open(buf, step->to);
        sg_buf_addf(buf, "{%s}", nulls.data);
        sg_patch_close(buf, depth);
        sg_buf_addc(buf, ',');
    }
    sg_buf_release(&nulls);
    sg_buf_release(&value);
}

/* What names types of a provider that is in another schema now. */
static void patch_moved_types(sg_buf *buf, const sg_planning *planning)
{
    for (size_t i = 0; i < planning->from->moved.count; i++) {
        const sg_object *object = planning->from->moved.items[i];
        if (object->mark == NULL)
            continue;
        patch_key(buf, planning, object);
        sg_patch_own(buf, object->mark);
    }
}

static void patch_kept(sg_buf *buf, const sg_object *to)
{
    if (to->mark != NULL && !to->implied && to->kind->fields != NULL)
        sg_patch_own(buf, to);
}

/* What the step carries along: what stands on its object, and on that. */
static void patch_carried(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    patch_made(buf, planning, step);
    if (step->kind->flags & SG_KIND_PROVIDER)
        patch_moved_types(buf, planning);
    for (size_t i = 0; i < step->to->users.count; i++) {
        const sg_object *user = step->to->users.items[i];
        patch_kept(buf, user);
        if (user->parent != NULL && sg_rare_of(user->parent)->sole_base != NULL)
            patch_kept(buf, sg_rare_of(user->parent)->sole_base);
        for (const sg_object *child = user->first_child; child != NULL; child = child->next)
            patch_kept(buf, child);
        for (size_t k = 0; k < user->users.count; k++)
            patch_kept(buf, user->users.items[k]);
    }
}

static void patch_alone(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    size_t begin = buf->length;
    if (step->to != NULL && step->from != NULL)
        clear_objects(buf, step);
    bool several = buf->length > begin;
    if (step->to != NULL)
        patch_made(buf, planning, step);
    else
        sg_patch_gone(buf, step->from);
    if (several) {
        sg_buf_insert(buf, begin, "[", 1);
        sg_buf_addc(buf, ']');
    }
}

static void add_patch(sg_buf *buf, const sg_planning *planning, const sg_step *step)
{
    bool carried = step->op->carries && step->to->users.count > 0;
    bool inner = sg_plan_is_inner_access(step);
    if (!carried && !inner && !sg_plan_is_access(step)) {
        patch_alone(buf, planning, step);
        return;
    }
    sg_buf list;
    sg_buf_init(&list);
    sg_buf_addc(&list, '[');
    if (carried)
        patch_carried(&list, planning, step);
    else if (inner)
        sg_patch_inner_access(&list, step);
    else
        sg_patch_access(&list, step);
    sg_buf_join(buf, list.data, "]");
    sg_buf_release(&list);
}

/* The patch as a text of the step. */
static void keep_patch(const sg_planning *planning, sg_step *step)
{
    sg_buf buf;
    sg_buf_init(&buf);
    add_patch(&buf, planning, step);
    step->patch = sg_arena_strndup(planning->arena, buf.data, buf.length);
    sg_buf_release(&buf);
}

void sg_plan_patch_with_renames(sg_planning *planning, sg_step *step)
{
    keep_patch(planning, step);
    append(planning, planning->renames.items[planning->renames.count - 1],
           sg_arena_printf(planning->arena, ",%s", step->patch));
    step->patch = "";
}

bool sg_plan_patch(sg_buf *buf, const sg_plan *plan, const sg_step *step)
{
    size_t begin = buf->length;
    if (step->patch != NULL)
        sg_buf_add(buf, step->patch);
    else if (step->rename_count == 0)
        add_patch(buf, plan->planning, step);
    return buf->length > begin;
}

struct inherited {
    sg_planning *planning;
    sg_buf patches;
};

static void own_text(sg_buf *buf, const sg_object *object)
{
    if (object != NULL && !object->implied)
        sg_json_write_own(buf, object, NULL);
}

/* A column that goes and comes with its original stands behind the others then. */
static bool is_moved_along(const sg_object *to)
{
    bool along = to->step != NULL && to->step->to != to && to->step->op->class != SG_OP_ALTER;
    return (to->kind->flags & SG_KIND_ORDERED) && to->mark != NULL && along && !to->implied;
}

/* An object is written or not, in one way or another, by what its original says too. */
static bool is_written_anew(const sg_object *to)
{
    const sg_object *from = to->mark;
    bool comes = sg_object_whole(to) != NULL;
    bool came = from != NULL && sg_object_whole(from) != NULL;
    if (to->parent == NULL || to->parent->mark == NULL || !(comes || came))
        return false;
    if (is_moved_along(to))
        return true;
    sg_buf before, after;
    sg_buf_init(&before);
    sg_buf_init(&after);
    own_text(&before, from);
    own_text(&after, to);
    bool differs = strcmp(before.data, after.data) != 0;
    sg_buf_release(&before);
    sg_buf_release(&after);
    return differs;
}

static void patch_written(sg_buf *buf, const sg_object *to, const sg_object *from)
{
    sg_buf_addc(buf, ',');
    if (to->implied) { /* perhaps under another name than before */
        sg_patch_gone(buf, to->mark);
        return;
    }
    int depth = sg_patch_open(buf, to);
    sg_json_write_own(buf, to, from);
    sg_patch_close(buf, depth);
}

/* Keys that come into an object stand last, so where their order means something all are written, and only once. */
static void patch_ordered(sg_buf *buf, const sg_object *to)
{
    SG_EACH_CHILD(child, to->parent, to->kind)
    {
        if (child == to)
            break;
        if (is_written_anew(child))
            return;
    }
    sg_buf_addc(buf, ',');
    int depth = sg_patch_open(buf, to->parent);
    sg_buf_addf(buf, "{\"%s\":null}", to->kind->json_key);
    sg_patch_close(buf, depth);
    SG_EACH_CHILD(child, to->parent, to->kind)
    {
        if (!child->implied)
            patch_written(buf, child, NULL);
    }
}

static void patch_inherited(void *context, sg_object *to)
{
    struct inherited *state = context;
    const sg_object *from = to->mark;
    if (!is_written_anew(to))
        return;
    if (to->kind->flags & SG_KIND_ORDERED)
        patch_ordered(&state->patches, to);
    else
        patch_written(&state->patches, to, from != NULL && !from->implied ? from : NULL);
}

static void patch_taken(void *context, sg_object *from)
{
    struct inherited *state = context;
    if (sg_object_whole(from) == NULL || from->implied || from->mark != NULL || from->parent->mark == NULL)
        return;
    sg_buf_addc(&state->patches, ',');
    sg_patch_gone(&state->patches, from);
}

void sg_plan_patch_inherited(sg_planning *planning, sg_step *last)
{
    struct inherited state = {.planning = planning};
    sg_buf_init(&state.patches);
    sg_model_each(planning->to, patch_inherited, &state);
    sg_model_each(planning->from, patch_taken, &state);
    if (state.patches.length > 0) {
        if (last->patch == NULL)
            keep_patch(planning, last);
        append(planning, last, state.patches.data);
    }
    sg_buf_release(&state.patches);
}
