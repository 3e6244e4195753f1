/* Which step must, or should, come before which. */
#include <string.h>

#include "graph.h"

/* Adds to the list that begins with the edge `*first`. */
static void add_edge(sg_graph *graph, uint32_t *first, size_t node)
{
    if (graph->edge_count == graph->edge_capacity) {
        graph->edge_capacity *= 2;
        graph->edges = sg_xrealloc(graph->edges, graph->edge_capacity * sizeof *graph->edges);
    }
    graph->edges[graph->edge_count] = (sg_graph_edge){*first, (uint32_t)node};
    *first = graph->edge_count++;
}

void sg_graph_order(sg_graph *graph, const sg_step *before, const sg_step *after)
{
    if (before == NULL || after == NULL || before == after || before->dropped || after->dropped)
        return;
    add_edge(graph, &graph->nodes[before->order].followers, after->order);
    graph->nodes[after->order].waits++;
}

/* A creation or change comes after what its object needs is there. */
static void edges_to(sg_graph *graph, const sg_step *step)
{
    const sg_object *to = step->to;
    bool removes = step->op->rank < SG_RANK_BASE; /* what only takes away needs nothing new */
    for (size_t i = 0; !removes && i < to->deps.count; i++) {
        const sg_object *dep = to->deps.items[i];
        if (dep->step != to->step || step != to->step)
            sg_graph_order(graph, dep->step, step);
    }
    if (to->parent != NULL)
        sg_graph_order(graph, to->parent->step, step);
    if (sg_rare_of(to)->owner != NULL && step->op->on_create)
        sg_graph_order(graph, sg_rare_of(to)->owner->step, step);
    if (to->step != NULL && to->step != step)
        sg_graph_order(graph, to->step, step); /* a comment after the creation */
}

static void wishes_to(sg_graph *graph, const sg_step *step)
{
    const sg_wishes *wishes = step->kind->wishes != NULL && !step->dropped ? step->kind->wishes(step->to) : NULL;
    for (size_t i = 0; wishes != NULL && i < wishes->count; i++) {
        const sg_step *first = wishes->items[i]->step;
        if (first == NULL || first == step || first->dropped)
            continue;
        add_edge(graph, &graph->nodes[first->order].wishers, step->order);
        graph->nodes[step->order].wishes++;
    }
}

/* What stands inside a created parent brings its needs along. */
static void edges_inline(sg_graph *graph, sg_object *to)
{
    for (sg_object *child = to->first_child; child != NULL; child = child->next) {
        for (size_t i = 0; child->linked && child->step == to->step && i < child->deps.count; i++) {
            const sg_object *dep = child->deps.items[i];
            sg_graph_order(graph, dep->step, to->step);
        }
    }
}

static bool needs(const sg_object *user, const sg_object *target)
{
    for (size_t i = 0; i < user->deps.count; i++) {
        if (user->deps.items[i] == target)
            return true;
    }
    return false;
}

/* What is made out of an object with a new type or values of its own, or out of what follows that in other tables,
 * comes after that. */
static void edges_rebuilt(sg_graph *graph, const sg_step *step, const sg_object *to)
{
    for (size_t i = 0; i < to->users.count; i++) {
        const sg_object *user = to->users.items[i];
        if (sg_rare_of(user)->inherits == to && sg_plan_goes_along(user))
            edges_rebuilt(graph, step, user);
        if (user->step != NULL && user->step->to == user && needs(user, to))
            sg_graph_order(graph, step, user->step);
    }
}

/* What is owned by the object or one of its children goes with it, or after it; so does what is inherited from it. */
static bool goes_later(const sg_object *user, const sg_object *from)
{
    const sg_object *source = sg_rare_of(user)->inherits, *owner = sg_rare_of(user)->owner;
    return (source != NULL && (source == from || source->parent == from)) ||
           (owner != NULL && (owner == from || owner->parent == from));
}

/* A drop comes after all that used its object, or what goes along with that in other tables, has gone or changed. */
static void edges_from_users(sg_graph *graph, const sg_object *from, const sg_step *step)
{
    for (size_t i = 0; i < from->users.count; i++) {
        const sg_object *user = from->users.items[i];
        if (user->step != step && !goes_later(user, from))
            sg_graph_order(graph, user->step, step);
        else if (user->step == step && sg_rare_of(user)->inherits == from)
            edges_from_users(graph, user, step);
    }
}

static void edges_from(sg_graph *graph, const sg_step *step)
{
    const sg_object *from = step->from;
    edges_from_users(graph, from, step);
    for (const sg_object *child = from->first_child; child != NULL; child = child->next) {
        sg_graph_order(graph, child->step, step);
        if (child->linked && child->step == from->step)
            edges_from_users(graph, child, step);
    }
    if (sg_rare_of(from)->owner != NULL)
        sg_graph_order(graph, sg_rare_of(from)->owner->step, step);
}

/* True when the column is one of those that make the key; others are only included in it. */
static bool is_in_key(const sg_object *key, const sg_object *column)
{
    const sg_names *columns = key->kind->unique_columns != NULL ? key->kind->unique_columns(key) : NULL;
    if (columns == NULL)
        return needs(key, column);
    for (size_t i = 0; i < columns->count; i++) {
        if (strcmp(columns->items[i], column->name) == 0)
            return true;
    }
    return false;
}

/* Steps that change an object are not its `step`; a drop of what only the old version needed waits for them too. */
static void edges_changed(sg_graph *graph, const sg_step *step)
{
    if (step->op->hides && sg_rare_of(step->from)->hidden == NULL)
        return; /* an identity that comes takes the place of nothing */
    for (size_t i = 0; i < step->from->deps.count; i++) {
        const sg_object *dep = step->from->deps.items[i];
        if (dep->mark == NULL && dep->step != NULL && dep->step->op->class == SG_OP_DROP)
            sg_graph_order(graph, step, dep->step);
    }
    const sg_object *owner = step->op->on_create ? sg_rare_of(step->from)->owner : NULL;
    if (owner != NULL && owner->mark == NULL)
        sg_graph_order(graph, step, owner->step); /* or it would go with what owned it */
    /* a key that leaves the column goes first: it may forbid what the column becomes */
    for (size_t i = 0; step->op->yields && step->to != NULL && i < step->from->users.count; i++) {
        const sg_object *user = step->from->users.items[i];
        if (user->step != NULL && user->step->op->class == SG_OP_REPLACE && !is_in_key(user->mark, step->to))
            sg_graph_order(graph, user->step, step);
    }
}

/* Rows of a table that are values elsewhere do not change with it: what holds such goes before the step that changes
 * them, and comes after it. */
static void edges_filled(sg_graph *graph, const sg_step *step, const sg_object *type)
{
    for (size_t i = 0; i < type->users.count; i++) {
        const sg_object *user = type->users.items[i], *holder = user->parent != NULL ? user->parent : user;
        bool heir = (user->kind->flags & SG_KIND_BASE) != 0, holds = !heir && sg_object_has_type(user, type);
        bool keeps = holds && (holder->kind->flags & SG_KIND_RELATION);
        if (heir || (holds && !keeps && (holder->kind->flags & SG_KIND_TYPE)))
            edges_filled(graph, step, holder);
        else if (keeps && user->step != NULL && user->step->op->class == SG_OP_DROP)
            sg_graph_order(graph, user->step, step);
        else if (keeps && user->step != NULL && user->step->op->class == SG_OP_CREATE)
            sg_graph_order(graph, step, user->step);
    }
}

/* What is made of a type gets the new one in the same step; no column holds such values then. */
static void edges_retyped(sg_graph *graph, const sg_step *step, const sg_object *type)
{
    for (size_t i = 0; i < type->users.count; i++) {
        const sg_object *user = type->users.items[i], *holder = user->parent;
        if (holder != NULL && (holder->kind->flags & SG_KIND_TYPE) && user->step == NULL)
            edges_filled(graph, step, holder);
    }
}

static void take_name(sg_graph *graph, sg_step *step, const char *key, bool drops)
{
    if (drops)
        sg_map_put(&graph->droppers, key, step);
    else
        sg_graph_order(graph, sg_map_get(&graph->droppers, key), step);
}

static void take_shared_name(sg_graph *graph, sg_step *step, const char *schema, const char *name, unsigned flag,
                             bool drops)
{
    take_name(graph, step, sg_arena_printf(graph->planning->arena, "%u\x1f%s\x1f%s", flag, schema, name), drops);
}

/* The names of an object and of what comes and goes with it. */
static void take_names(sg_graph *graph, sg_step *step, sg_object *object, bool drops)
{
    static const unsigned flags[] = {SG_KIND_RELATION, SG_KIND_TYPE, SG_KIND_ROUTINE};
    unsigned names = sg_kind_spaces(object->kind);
    if (!drops && object->parent == NULL && (names & SG_KIND_RELATION))
        names |= SG_KIND_TYPE; /* the server asks for that even where it makes no type (a sequence) */
    take_name(graph, step, sg_object_key(graph->planning->arena, object), drops);
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (names & flags[i])
            take_shared_name(graph, step, object->schema, object->name, flags[i], drops);
    }
    if (sg_rare_of(object)->hidden != NULL)
        take_shared_name(graph, step, object->schema, sg_rare_of(object)->hidden, SG_KIND_RELATION, drops);
    if (object->kind->brings_type != NULL) {
        const char *schema, *name = object->kind->brings_type(graph->planning->arena, object, object->name, &schema);
        take_shared_name(graph, step, schema, name, SG_KIND_TYPE, drops);
    }
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (child->step == step)
            take_names(graph, step, child, drops);
    }
}

/* Names are freed before they are taken again. */
static void edges_names(sg_graph *graph, bool drops)
{
    for (size_t i = 0; i < graph->count; i++) {
        sg_step *step = graph->planning->steps.items[i];
        sg_object *object = drops ? step->from : step->to, *other = drops ? step->to : step->from;
        if (step->dropped)
            continue;
        if (step->op->class == (drops ? SG_OP_DROP : SG_OP_CREATE))
            take_names(graph, step, object, drops);
        if (step->op->hides && sg_rare_of(object)->hidden != NULL && sg_rare_of(other)->hidden == NULL)
            take_shared_name(graph, step, object->schema, sg_rare_of(object)->hidden, SG_KIND_RELATION, drops);
    }
}

/* Where nothing is made, it does not matter which names become free. */
static bool takes_any_name(const sg_graph *graph)
{
    for (size_t i = 0; i < graph->count; i++) {
        const sg_op *op = ((const sg_step *)graph->planning->steps.items[i])->op;
        if (op->class == SG_OP_CREATE || op->hides)
            return true;
    }
    return false;
}

void sg_graph_add_edges(sg_graph *graph)
{
    if (takes_any_name(graph))
        edges_names(graph, true);
    if (graph->droppers.count > 0)
        edges_names(graph, false);
    for (size_t i = 0; i < graph->count; i++) {
        sg_step *step = graph->planning->steps.items[i];
        sg_step_fetch_whole((sg_step **)graph->planning->steps.items, graph->count, i);
        for (size_t k = 0; k < step->after.count; k++)
            sg_graph_order(graph, step->after.items[k], step);
        sg_vec_release(&step->after);
        if (step->to != NULL) {
            edges_to(graph, step);
            wishes_to(graph, step);
        }
        if (step->to != NULL && step->to->step == step && step->op->class == SG_OP_CREATE)
            edges_inline(graph, step->to);
        if (step->from != NULL && step->op->class == SG_OP_DROP)
            edges_from(graph, step);
        if (step->from != NULL && step->op->class == SG_OP_ALTER)
            edges_changed(graph, step);
        if (step->to != NULL && sg_plan_filled_table(step) != NULL) {
            edges_filled(graph, step, step->to->parent->mark);
            edges_filled(graph, step, step->to->parent);
        }
        if (step->to != NULL && (step->op->rebuilds || step->op->stores))
            edges_rebuilt(graph, step, step->to);
        if (step->from != NULL && step->to != NULL && step->op->rebuilds) {
            edges_retyped(graph, step, step->from);
            edges_retyped(graph, step, step->to);
        }
    }
    sg_graph_add_rows(graph);
}
