/* Order: by rank and name first, then a topological sort that disturbs that order least (a heap of what is ready).
 * Wishes are heard too, until only steps with unheard ones are left. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"
#include "text.h"

typedef struct node {
    sg_step *step;
    const sg_object *subject;
    const char *schema, *top; /* of the subject's outermost parent */
    size_t place;             /* by rank and name alone */
    sg_vec next;              /* node* that wait for this one */
    size_t waits;
    sg_vec wishers; /* node* that would rather come after this one */
    size_t wishes;
    bool done;
} node;

typedef struct heap {
    node **items; /* the one with the first place on top */
    size_t count;
} heap;

/* How soon a step is taken that waits for nothing: wishes are cut only where nothing else is left, and first those of
 * steps that others wait for. */
enum { WITHOUT_WISHES, AWAITED, PATIENT, EAGERNESS };

typedef struct sg_graph {
    sg_planning *planning;
    node *nodes;
    size_t count;
    sg_map droppers;       /* name in a namespace -> step that frees it */
    heap ready[EAGERNESS]; /* some of what has wishes has moved on, or is done */
} sg_graph;

static const sg_object *subject(const sg_step *step)
{
    return step->to != NULL ? step->to : step->from;
}

static const sg_object *outermost(const sg_object *object)
{
    while (object->parent != NULL)
        object = object->parent;
    return object;
}

static size_t ordinal(const sg_object *object)
{
    size_t number = 0;
    for (const sg_object *child = object->parent->first_child; child != object; child = child->next)
        number++;
    return number;
}

/* Many are the same text at the same place. */
static int compare_text(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare(const void *one, const void *other)
{
    const node *left = one, *right = other;
    const sg_step *a = left->step, *b = right->step;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    const sg_object *x = left->subject, *y = right->subject;
    int order = compare_text(left->schema, right->schema);
    if (order == 0)
        order = compare_text(left->top, right->top);
    if (order == 0 && x->kind != y->kind)
        order = x->kind->order < y->kind->order ? -1 : 1;
    if (order == 0 && x->parent != NULL && (x->kind->flags & SG_KIND_ORDERED) && x->parent == y->parent && x != y)
        return ordinal(x) < ordinal(y) ? -1 : 1;
    if (order == 0)
        order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(a->op->verb, b->op->verb);
    return order;
}

static void heap_push(heap *to, node *added)
{
    size_t at = to->count++;
    while (at > 0 && added->place < to->items[(at - 1) / 2]->place) {
        to->items[at] = to->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    to->items[at] = added;
}

static node *heap_pop(heap *from)
{
    node *top = from->items[0], *last = from->items[--from->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= from->count)
            break;
        if (child + 1 < from->count && from->items[child + 1]->place < from->items[child]->place)
            child++;
        if (last->place <= from->items[child]->place)
            break;
        from->items[at] = from->items[child];
        at = child;
    }
    from->items[at] = last;
    return top;
}

static void edge(sg_graph *graph, const sg_step *before, const sg_step *after)
{
    if (before == NULL || before == after || before->dropped || after->dropped)
        return;
    sg_vec_push(&graph->nodes[before->order].next, &graph->nodes[after->order]);
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
            edge(graph, dep->step, step);
    }
    if (to->parent != NULL)
        edge(graph, to->parent->step, step);
    if (to->owner != NULL && step->op->on_create)
        edge(graph, to->owner->step, step);
    if (to->step != NULL && to->step != step)
        edge(graph, to->step, step); /* a comment after the creation */
}

static void wishes_to(sg_graph *graph, const sg_step *step)
{
    const sg_wishes *wishes = step->kind->wishes != NULL && !step->dropped ? step->kind->wishes(step->to) : NULL;
    node *wisher = &graph->nodes[step->order];
    for (size_t i = 0; wishes != NULL && i < wishes->count; i++) {
        const sg_step *first = wishes->items[i]->step;
        if (first == NULL || first == step || first->dropped)
            continue;
        sg_vec_push(&graph->nodes[first->order].wishers, wisher);
        wisher->wishes++;
    }
}

/* What stands inside a created parent brings its needs along. */
static void edges_inline(sg_graph *graph, sg_object *to)
{
    for (sg_object *child = to->first_child; child != NULL; child = child->next) {
        for (size_t i = 0; child->step == to->step && i < child->deps.count; i++) {
            const sg_object *dep = child->deps.items[i];
            edge(graph, dep->step, to->step);
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

/* What is made out of an object with a new type comes after that type. */
static void edges_rebuilt(sg_graph *graph, const sg_step *step)
{
    for (size_t i = 0; i < step->to->users.count; i++) {
        const sg_object *user = step->to->users.items[i];
        if (user->step != NULL && user->step->to == user && needs(user, step->to))
            edge(graph, step, user->step);
    }
}

/* What is owned by the object or one of its children goes with it, or after it; so does what is inherited from it. */
static bool goes_later(const sg_object *user, const sg_object *from)
{
    if (user->inherits != NULL && (user->inherits == from || user->inherits->parent == from))
        return true;
    return user->owner != NULL && (user->owner == from || user->owner->parent == from);
}

/* A drop comes after all that used its object has gone or changed. */
static void edges_from(sg_graph *graph, const sg_step *step)
{
    const sg_object *from = step->from;
    for (size_t i = 0; i < from->users.count; i++) {
        const sg_object *user = from->users.items[i];
        if (!goes_later(user, from))
            edge(graph, user->step, step);
    }
    for (const sg_object *child = from->first_child; child != NULL; child = child->next) {
        edge(graph, child->step, step);
        for (size_t i = 0; child->step == from->step && i < child->users.count; i++) {
            const sg_object *user = child->users.items[i];
            if (!goes_later(user, from))
                edge(graph, user->step, step);
        }
    }
    if (from->owner != NULL)
        edge(graph, from->owner->step, step);
}

/* Steps that change an object are not its `step`; a drop of what only the old version needed waits for them too. */
static void edges_changed(sg_graph *graph, const sg_step *step)
{
    if (step->op->hides && step->from->hidden == NULL)
        return; /* an identity that comes takes the place of nothing */
    for (size_t i = 0; i < step->from->deps.count; i++) {
        const sg_object *dep = step->from->deps.items[i];
        if (dep->mark == NULL && dep->step != NULL && dep->step->op->class == SG_OP_DROP)
            edge(graph, step, dep->step);
    }
    /* a key that leaves the column goes first: it may forbid what the column becomes */
    for (size_t i = 0; step->op->yields && i < step->from->users.count; i++) {
        const sg_object *user = step->from->users.items[i];
        if (user->step != NULL && user->step->op->class == SG_OP_REPLACE && !needs(user->mark, step->to))
            edge(graph, user->step, step);
    }
}

static void take_name(sg_graph *graph, sg_step *step, const char *key, bool drops)
{
    if (drops)
        sg_map_put(&graph->droppers, key, step);
    else
        edge(graph, sg_map_get(&graph->droppers, key), step);
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
    unsigned names = object->kind->flags;
    if (!drops && object->parent == NULL && (names & SG_KIND_RELATION))
        names |= SG_KIND_TYPE; /* the server asks for that even where it makes no type (a sequence) */
    take_name(graph, step, sg_object_key(graph->planning->arena, object), drops);
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (names & flags[i])
            take_shared_name(graph, step, object->schema, object->name, flags[i], drops);
    }
    if (object->hidden != NULL)
        take_shared_name(graph, step, object->schema, object->hidden, SG_KIND_RELATION, drops);
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (child->step == step)
            take_names(graph, step, child, drops);
    }
}

/* Names are freed before they are taken again. */
static void edges_names(sg_graph *graph, bool drops)
{
    for (size_t i = 0; i < graph->count; i++) {
        sg_step *step = graph->nodes[i].step;
        sg_object *object = drops ? step->from : step->to, *other = drops ? step->to : step->from;
        if (step->dropped)
            continue;
        if (step->op->class == (drops ? SG_OP_DROP : SG_OP_CREATE))
            take_names(graph, step, object, drops);
        if (step->op->hides && object->hidden != NULL && other->hidden == NULL)
            take_shared_name(graph, step, object->schema, object->hidden, SG_KIND_RELATION, drops);
    }
}

/* Where nothing is made, it does not matter which names become free. */
static bool takes_any_name(const sg_graph *graph)
{
    for (size_t i = 0; i < graph->count; i++) {
        if (graph->nodes[i].step->op->class == SG_OP_CREATE || graph->nodes[i].step->op->hides)
            return true;
    }
    return false;
}

static void add_edges(sg_graph *graph)
{
    if (takes_any_name(graph))
        edges_names(graph, true);
    if (graph->droppers.count > 0)
        edges_names(graph, false);
    for (size_t i = 0; i < graph->count; i++) {
        sg_step *step = graph->nodes[i].step;
        for (size_t k = 0; k < step->after.count; k++)
            edge(graph, step->after.items[k], step);
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
        if (step->to != NULL && step->op->rebuilds)
            edges_rebuilt(graph, step);
    }
}

static void report_circle(sg_graph *graph)
{
    sg_buf names;
    sg_buf_init(&names);
    size_t listed = 0;
    for (size_t i = 0; i < graph->count && listed < 8; i++) {
        if (graph->nodes[i].waits == 0 || graph->nodes[i].step->dropped)
            continue;
        sg_buf_addf(&names, "%s%s ", listed++ > 0 ? ", " : "", graph->nodes[i].step->op->verb);
        sg_object_title(&names, subject(graph->nodes[i].step));
    }
    sg_diag_add(graph->planning->diags, SG_CYCLE, SG_NOWHERE, "these steps wait for each other: %s", names.data);
    sg_buf_release(&names);
}

static void make_ready(sg_graph *graph, node *freed)
{
    int eagerness = freed->wishes == 0 ? WITHOUT_WISHES : freed->next.count > 0 ? AWAITED : PATIENT;
    heap_push(&graph->ready[eagerness], freed);
}

/* The next step, or NULL: there is none, or a circle. */
static node *take(sg_graph *graph)
{
    for (heap *level = graph->ready; level < graph->ready + EAGERNESS; level++) {
        while (level->count > 0) {
            node *next = heap_pop(level);
            if (next->done)
                continue;
            next->step->early = next->wishes > 0;
            return next;
        }
    }
    return NULL;
}

static void release_waiting(sg_graph *graph, const node *done)
{
    for (size_t i = 0; i < done->next.count; i++) {
        node *waiting = done->next.items[i];
        if (--waiting->waits == 0)
            make_ready(graph, waiting);
    }
    for (size_t i = 0; i < done->wishers.count; i++) {
        node *wisher = done->wishers.items[i];
        if (--wisher->wishes == 0 && wisher->waits == 0 && !wisher->done)
            make_ready(graph, wisher);
    }
}

static bool sort(sg_graph *graph)
{
    sg_planning *planning = graph->planning;
    sg_vec ordered = SG_VEC_EMPTY;
    size_t wanted = 0;
    for (size_t i = 0; i < graph->count; i++) {
        wanted += !graph->nodes[i].step->dropped;
        if (graph->nodes[i].waits == 0 && !graph->nodes[i].step->dropped)
            make_ready(graph, &graph->nodes[i]);
    }
    for (node *next = take(graph); next != NULL; next = take(graph)) {
        next->done = true;
        sg_vec_push(&ordered, next->step);
        release_waiting(graph, next);
    }
    /* what is not in the plan is forgotten here */
    for (size_t i = 0; i < graph->count; i++) {
        if (graph->nodes[i].step->dropped || graph->nodes[i].waits > 0)
            sg_vec_release(&graph->nodes[i].step->after);
    }
    bool fine = ordered.count == wanted;
    if (!fine)
        report_circle(graph);
    sg_vec_release(&planning->steps);
    planning->steps = ordered;
    return fine;
}

/* A node for each step, and its place in the order that dependencies disturb as little as needed. */
static void make_nodes(sg_graph *graph)
{
    sg_arena *arena = graph->planning->arena;
    sg_vec by_name = SG_VEC_EMPTY;
    graph->nodes = SG_NEW_ARRAY(arena, node, graph->count);
    for (heap *level = graph->ready; level < graph->ready + EAGERNESS; level++)
        level->items = SG_NEW_ARRAY(arena, node *, graph->count);
    for (size_t i = 0; i < graph->count; i++) {
        node *added = &graph->nodes[i];
        added->step = graph->planning->steps.items[i];
        added->step->order = i;
        added->subject = subject(added->step);
        const sg_object *top = outermost(added->subject);
        added->schema = top->schema != NULL ? top->schema : "";
        added->top = top->name;
        sg_vec_push(&by_name, added);
    }
    sg_vec_sort(&by_name, compare);
    for (size_t i = 0; i < graph->count; i++)
        ((node *)by_name.items[i])->place = i;
    sg_vec_release(&by_name);
}

bool sg_plan_order(sg_planning *planning)
{
    sg_graph graph = {.planning = planning, .count = planning->steps.count};
    make_nodes(&graph);
    add_edges(&graph);
    bool fine = sort(&graph);
    for (size_t i = 0; i < graph.count; i++) {
        sg_vec_release(&graph.nodes[i].next);
        sg_vec_release(&graph.nodes[i].wishers);
    }
    sg_map_release(&graph.droppers);
    return fine;
}
