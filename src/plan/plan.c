#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "hash.h"
#include "json.h"
#include "plan_private.h"

static void hash_before(const sg_model *model, char hex[SG_SHA256_HEX])
{
    if (model->canonical && model->source != NULL) {
        sg_sha256_hex(model->source->text, model->source->length, hex);
        return;
    }
    sg_buf text;
    sg_buf_init(&text);
    sg_json_write_model(&text, model);
    sg_sha256_hex(text.data, text.length, hex);
    sg_buf_release(&text);
}

static void write_snapshot(sg_plan *plan, sg_model *to)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_json_write_lines(&text, to);
    sg_sha256_hex(text.data, text.length, plan->to_hash);
    plan->snapshot_length = text.length;
    plan->snapshot = sg_buf_detach(&text);
    plan->planning->snapshot = plan->snapshot;
}

/* The place of a column in the table as the plan leaves it: kept ones where they were, then in order of creation. */
static size_t place(const sg_object *child, size_t kept)
{
    if (!(child->kind->flags & SG_KIND_ORDERED))
        return SIZE_MAX;
    const sg_object *from = child->mark;
    if (child->step != NULL && child->step->op->class != SG_OP_ALTER)
        return kept + child->step->order;
    return from->number;
}

struct placed {
    sg_object *object;
    size_t place;
    size_t declared;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return left->declared < right->declared ? -1 : left->declared > right->declared;
}

static void reorder_children(sg_object *table)
{
    struct placed *all = sg_xrealloc(NULL, (table->child_count + 1) * sizeof *all);
    sg_vec children = SG_VEC_EMPTY;
    size_t count = 0;
    for (sg_object *child = table->first_child; child != NULL; child = child->next, count++)
        all[count] = (struct placed){child, place(child, table->mark->child_count), count};
    qsort(all, count, sizeof *all, by_place);
    for (size_t i = 0; i < count; i++)
        sg_vec_push(&children, all[i].object);
    sg_object_place_children(table, (sg_object *const *)children.items, count);
    sg_vec_release(&children);
    free(all);
}

/* PostgreSQL adds columns at the end and cannot move them, so the new snapshot follows the tables. */
static void reorder(void *context, sg_object *object)
{
    (void)context;
    if (object->parent == NULL && object->mark != NULL && object->first_child != NULL)
        reorder_children(object);
}

static bool is_made(const sg_object *table)
{
    return table->step != NULL && table->step->op->class == SG_OP_CREATE;
}

static void finish_plan(sg_planning *planning, sg_plan *plan)
{
    size_t renames = planning->renames.count;
    plan->count = renames + planning->steps.count;
    plan->renames = renames > 0;
    plan->steps = SG_NEW_ARRAY(planning->arena, sg_step *, plan->count);
    for (size_t i = 0; i < plan->count; i++) {
        sg_step *step = i < renames ? planning->renames.items[i] : planning->steps.items[i - renames];
        step->order = i;
        plan->steps[i] = step;
        if (step->rename_count > 0) {
            step->lock = step->op->lock;
            step->dangers = step->op->dangers;
        }
        plan->renames |= step->op->carries;
        plan->losses += (step->dangers & SG_DANGER_DATA_LOSS) != 0;
    }
    if (sg_plan_has_pairs(planning))
        sg_model_each(planning->to, reorder, NULL);
    sg_model_place_inherited(planning->to, is_made);
    for (size_t i = 0; i < plan->count; i++) {
        sg_step_fetch(plan->steps, plan->count, i);
        sg_plan_describe(planning, plan->steps[i]);
        if (i < renames && plan->steps[i]->rename_count == 0 && !planning->options->down)
            sg_plan_patch_with_renames(planning, plan->steps[i]);
    }
    if (plan->count > 0 && !planning->options->down && sg_plan_inherits(planning))
        sg_plan_patch_inherited(planning, plan->steps[plan->count - 1]);
}

static void note_asked(void *context, sg_object *object)
{
    sg_planning *planning = context;
    sg_map_put(&planning->asked, sg_object_key(planning->arena, object), object);
}

/* Renames go the other way round in it: what they would complain of, those of the way up do. */
static void name_asked(sg_planning *planning)
{
    sg_vec steps = SG_VEC_EMPTY;
    sg_diags *diags = sg_diags_new();
    sg_model_each(planning->options->asked, note_asked, planning);
    (void)sg_diff_renames(planning->arena, planning->options->asked, planning->from, true, &steps, diags);
    sg_diags_free(diags);
    sg_vec_release(&steps);
}

/* What would make an object anew is asked about first, for its counterpart is found by it; so is what ties a table to
 * its base, for what happens there reaches the table by it. */
static void ask_first(void *context, sg_object *to)
{
    sg_planning *planning = context;
    const sg_kind *kind = to->kind;
    bool first = kind->remakes != NULL || (kind->flags & SG_KIND_BASE);
    const sg_object *from = first ? sg_model_counterpart(planning->from, to) : NULL;
    if (from == NULL || (kind->remakes != NULL && !kind->remakes(from, to)))
        return;
    const sg_object *asked = sg_plan_asked_about(planning, to);
    for (const sg_field *field = kind->fields; field->key != NULL; field++) {
        if (field->type->settle != NULL && !field->type->equal(from, to, field) &&
            planning->options->same(planning->options->same_context, from, to, asked, field))
            field->type->settle(from, to, field);
    }
}

sg_plan *sg_plan_make(sg_model *from, sg_model *to, const sg_plan_options *options, sg_diags *diags)
{
    sg_arena *arena = options->beside != NULL ? options->beside->arena : sg_arena_new();
    sg_plan *plan = SG_NEW(arena, sg_plan);
    sg_planning *planning = SG_NEW(arena, sg_planning);
    *planning = (sg_planning){.arena = arena, .from = from, .to = to, .options = options, .diags = diags};
    plan->arena = arena;
    plan->beside = options->beside != NULL;
    plan->to = to;
    plan->planning = planning;
    from->recreates = to->recreates |= from->recreates; /* both ways are of one project */
    if (!options->down)
        hash_before(from, plan->from_hash);
    if (options->asked != NULL)
        name_asked(planning);
    bool fine = sg_diff_renames(arena, from, to, options->down, &planning->renames, diags);
    if (fine) {
        if (options->same != NULL)
            sg_model_each(to, ask_first, planning);
        sg_diff_match(from, to);
        sg_plan_collect(planning);
        if (!options->down)
            sg_plan_patch_renames(planning);
        fine = sg_plan_assess(planning) && sg_plan_order(planning);
        sg_plan_leave_for_renames(planning);
    }
    if (fine) {
        finish_plan(planning, plan);
        if (!options->down)
            write_snapshot(plan, to);
    }
    for (size_t i = 0; !fine && i < planning->steps.count; i++)
        sg_vec_release(&((sg_step *)planning->steps.items[i])->after);
    for (size_t i = 0; i < planning->renames.count; i++)
        sg_vec_release(&((sg_step *)planning->renames.items[i])->after);
    sg_vec_release(&planning->steps);
    sg_map_release(&planning->asked);
    sg_map_release(&planning->writers);
    if (!fine) {
        sg_plan_free(plan);
        return NULL;
    }
    return plan;
}

void sg_plan_free(sg_plan *plan)
{
    if (plan == NULL)
        return;
    free(plan->snapshot);
    sg_vec_release(&plan->planning->renames);
    if (!plan->beside)
        sg_arena_free(plan->arena);
}
