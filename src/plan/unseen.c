/* Rows of seeds: what a database is read for does not hold them. */
#include "plan_private.h"

static bool is_unseen(const sg_step *step)
{
    return (step->kind->flags & SG_KIND_NOT_IN_CATALOG) != 0;
}

/* The table of the new model that the step is about, or a part of it; NULL: none that was there before. */
static const sg_object *changed(const sg_step *step)
{
    const sg_object *object = step->to != NULL ? step->to : step->from;
    while (object->parent != NULL)
        object = object->parent;
    return step->to != NULL ? object : object->mark;
}

/* Tables on which something happens. */
static void note_changed(sg_planning *planning, sg_map *tables)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        const sg_step *step = planning->steps.items[i];
        const sg_object *table = !step->dropped && !is_unseen(step) ? changed(step) : NULL;
        if (table != NULL)
            sg_map_put(tables, sg_object_key(planning->arena, table), (void *)table);
    }
}

static bool is_there(const sg_planning *planning, const sg_map *tables, const sg_object *to)
{
    const sg_plan_options *options = planning->options;
    const sg_object *table = sg_rare_of(to)->follows;
    return options->there != NULL && table != NULL && table->mark != NULL && sg_plan_is_kept(table->mark) &&
           sg_map_get(tables, sg_object_key(planning->arena, table)) == NULL &&
           options->there(options->same_context, sg_plan_asked_about(planning, to));
}

void sg_plan_settle_unseen(sg_planning *planning)
{
    sg_map tables = SG_MAP_EMPTY;
    if (!planning->to->live && planning->options->there == NULL)
        return;
    note_changed(planning, &tables);
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (is_unseen(step))
            step->dropped |= step->to == NULL ? planning->to->live : is_there(planning, &tables, step->to);
    }
    sg_map_release(&tables);
}
