/* Rows that seeds write, and what looks at the rows of a table: a constraint that comes, a column that may lack no
 * value any more. What the same migration writes may be what these ask for, so they come behind it. */
#include "graph.h"

static const char *key_of(const sg_planning *planning, const sg_object *table)
{
    return sg_object_key(planning->arena, table);
}

static sg_step *writer_of(const sg_planning *planning, const sg_object *table)
{
    return planning->writers.count > 0 ? sg_map_get(&planning->writers, key_of(planning, table)) : NULL;
}

static bool is_condition(const sg_object *object)
{
    const unsigned others = SG_KIND_RELATION | SG_KIND_LINK; /* keys, and what refers to them */
    return (object->kind->flags & SG_KIND_CONSTRAINT) && !(object->kind->flags & others);
}

/* A condition that becomes another one goes before the rows are written and comes behind them: they need not hold to
 * both. */
static void part_condition(sg_planning *planning, sg_step *step)
{
    sg_object *from = step->from, *to = step->to;
    bool changes = step->op->class == SG_OP_REPLACE && !step->dropped && from != NULL && to != NULL && to->mark == from;
    if (!changes || !is_condition(to) || writer_of(planning, to->parent) == NULL)
        return;
    step->dropped = true;
    sg_plan_split(planning, from, to, NULL);
}

/* A key that looks at each row by itself lets no two of them exchange their values. */
static void free_values(sg_planning *planning, sg_step *step)
{
    const sg_object *to = step->to;
    bool rewrites = step->op->class == SG_OP_ALTER && !step->dropped && step->kind->exchanges != NULL && to != NULL;
    const sg_object *table = rewrites ? sg_rare_of(to)->follows : NULL;
    for (sg_object *key = table != NULL ? table->first_child : NULL; key != NULL; key = key->next) {
        sg_object *from = key->mark;
        bool stays = from != NULL && from->step == NULL && sg_object_whole(key) == NULL;
        const sg_names *columns = stays && key->kind->unique_columns != NULL ? key->kind->unique_columns(key) : NULL;
        if (columns != NULL && !sg_object_says(key, "deferrable") && step->kind->exchanges(step->from, to, columns))
            sg_plan_split(planning, from, key, step);
    }
}

void sg_plan_settle_rows(sg_planning *planning)
{
    size_t count = planning->steps.count;
    for (size_t i = 0; i < count; i++) {
        sg_step *step = planning->steps.items[i];
        if ((step->kind->flags & SG_KIND_NOT_IN_CATALOG) && step->to != NULL && sg_rare_of(step->to)->follows != NULL)
            sg_map_put(&planning->writers, key_of(planning, sg_rare_of(step->to)->follows), step);
    }
    for (size_t i = 0; i < count && planning->writers.count > 0; i++) {
        part_condition(planning, planning->steps.items[i]);
        free_values(planning, planning->steps.items[i]);
    }
}

/* A constraint that goes and comes again around something else than rows stays in force: rows may change with those
 * they refer to. */
static bool asks_rows(const sg_step *step)
{
    const unsigned asking = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
    const sg_object *to = step->to;
    if (to == NULL || to->parent == NULL || to->parent->mark == NULL || step->dropped)
        return false;
    if (step->op->class == SG_OP_ALTER)
        return (step->dangers & asking) == asking;
    return step->op->class == SG_OP_CREATE && (to->kind->flags & SG_KIND_CONSTRAINT) &&
           (step->cause == NULL || (step->cause->kind->flags & SG_KIND_NOT_IN_CATALOG));
}

static bool is_held(const sg_object *constraint)
{
    return constraint->mark != NULL && sg_plan_is_kept(constraint->mark) && sg_object_says(constraint, "deferrable");
}

/* What rows still wait for holds up every change of their table, so it is looked at before: then the rows on both ends
 * must be there. */
static void settle_constraint(sg_graph *graph, sg_step *step, const sg_object *constraint)
{
    if (!(constraint->kind->flags & SG_KIND_CONSTRAINT) || !is_held(constraint))
        return;
    sg_step_rare *rare = sg_step_own_rare(graph->planning->arena, step);
    const sg_object **held = SG_NEW_ARRAY(graph->planning->arena, const sg_object *, rare->held_count + 1);
    for (size_t i = 0; i < rare->held_count; i++)
        held[i] = rare->held[i];
    held[rare->held_count++] = constraint;
    rare->held = held;
    sg_graph_order(graph, writer_of(graph->planning, constraint->parent), step);
    for (size_t i = 0; i < constraint->deps.count; i++)
        sg_graph_order(graph, writer_of(graph->planning, constraint->deps.items[i]), step);
}

static bool wait_for_rows(sg_graph *graph, sg_step *step, const sg_object *table)
{
    sg_step *writer = writer_of(graph->planning, table);
    bool waits = writer != NULL && !writer->dropped;
    sg_graph_order(graph, writer, step);
    for (const sg_object *child = waits ? table->first_child : NULL; child != NULL; child = child->next)
        settle_constraint(graph, step, child);
    for (size_t i = 0; i < table->users.count; i++) {
        const sg_object *user = table->users.items[i];
        if (waits && user->parent != table)
            settle_constraint(graph, step, user);
        if ((user->kind->flags & SG_KIND_BASE) && user->parent != table)
            waits |= wait_for_rows(graph, step, user->parent); /* an heir's rows are the table's too */
    }
    return waits;
}

/* What comes behind the step of the same table by its rank, and needs it: other changes of the column, a key, a place
 * in a base. */
static bool follows(const sg_step *other, const sg_step *step)
{
    const unsigned needing = SG_KIND_BASE | SG_KIND_SINGLE;
    return (other->to == step->to || (other->to->kind->flags & needing)) && other->rank > step->rank;
}

/* True when the step waits for rows, and what follows it for the step. */
static bool order_behind_rows(sg_graph *graph, sg_step *step)
{
    const sg_object *to = step->to;
    bool waits = wait_for_rows(graph, step, to->parent);
    for (size_t i = 0; i < to->deps.count; i++) {
        const sg_object *dep = to->deps.items[i];
        if (dep->parent == NULL && dep != to->parent)
            sg_graph_order(graph, writer_of(graph->planning, dep), step);
    }
    const sg_object *source = sg_rare_of(to)->inherits;
    bool needed = source != NULL && source->step == NULL; /* for a place in that base */
    return waits && (step->op->class == SG_OP_ALTER || (is_condition(to) && needed));
}

/* Steps of one table that others follow. */
typedef struct leader {
    const sg_step *step;
    struct leader *next;
} leader;

static void add_leader(const sg_graph *graph, sg_map *leaders, const sg_step *step)
{
    const char *key = key_of(graph->planning, step->to->parent);
    leader *added = SG_NEW(graph->planning->arena, leader);
    *added = (leader){.step = step, .next = sg_map_get(leaders, key)};
    sg_map_put(leaders, key, added);
}

static void order_followers(sg_graph *graph, const sg_map *leaders)
{
    for (size_t i = 0; i < graph->count && leaders->count > 0; i++) {
        const sg_step *step = graph->planning->steps.items[i];
        const sg_object *table = step->to != NULL ? step->to->parent : NULL;
        const leader *first = table != NULL ? sg_map_get(leaders, key_of(graph->planning, table)) : NULL;
        for (; first != NULL; first = first->next) {
            if (follows(step, first->step))
                sg_graph_order(graph, first->step, step);
        }
    }
}

/* Rows of a partitioned table go to its partitions. */
static void order_before_rows(sg_graph *graph, const sg_step *step)
{
    bool places = step->to != NULL && (step->kind->flags & SG_KIND_BASE) && step->op->class == SG_OP_CREATE;
    const sg_object *base = places ? step->kind->base(graph->planning->to, step->to) : NULL;
    if (base != NULL)
        sg_graph_order(graph, step, writer_of(graph->planning, base));
}

void sg_graph_add_rows(sg_graph *graph)
{
    sg_map leaders = SG_MAP_EMPTY;
    for (size_t i = 0; i < graph->count && graph->planning->writers.count > 0; i++) {
        sg_step *step = graph->planning->steps.items[i];
        order_before_rows(graph, step);
        if (asks_rows(step) && order_behind_rows(graph, step))
            add_leader(graph, &leaders, step);
    }
    order_followers(graph, &leaders);
    sg_map_release(&leaders);
}
