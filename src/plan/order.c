/* Order: by rank and name first, then a topological sort that disturbs that order least (a heap of what is ready).
 * Wishes are heard too, until only steps with unheard ones are left. */
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "text.h"

typedef struct heap {
    sg_graph_node **items; /* the one with the first place on top */
    size_t count;
} heap;

/* How soon a step is taken that waits for nothing: wishes are cut only where nothing else is left, and first those of
 * steps that others wait for. What acts on other steps comes behind them all. */
enum { WITHOUT_WISHES, AWAITED, PATIENT, WATCHING, EAGERNESS };

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

/* Many are the same text at the same place. */
static int compare_text(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare(const void *one, const void *other)
{
    const sg_graph_node *left = one, *right = other;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    const sg_object *x = left->subject, *y = right->subject;
    int order = compare_text(left->schema, right->schema);
    if (order == 0)
        order = compare_text(left->top, right->top);
    if (order == 0 && x->kind != y->kind)
        order = x->kind->order < y->kind->order ? -1 : 1;
    if (order == 0 && x->parent != NULL && (x->kind->flags & SG_KIND_ORDERED) && x->parent == y->parent && x != y)
        return x->number < y->number ? -1 : 1;
    if (order == 0)
        order = strcmp(left->name, right->name);
    if (order == 0)
        order = strcmp(left->step->op->verb, right->step->op->verb);
    return order;
}

static void heap_push(heap *to, sg_graph_node *added)
{
    size_t at = to->count++;
    while (at > 0 && added->place < to->items[(at - 1) / 2]->place) {
        to->items[at] = to->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    to->items[at] = added;
}

static sg_graph_node *heap_pop(heap *from)
{
    sg_graph_node *top = from->items[0], *last = from->items[--from->count];
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

static void make_ready(heap *ready, sg_graph_node *freed)
{
    int eagerness = freed->wishes == 0 ? WITHOUT_WISHES : freed->next != NULL ? AWAITED : PATIENT;
    if ((freed->step->kind->flags & SG_KIND_WATCHES) && freed->step->to != NULL)
        eagerness = WATCHING;
    heap_push(&ready[eagerness], freed);
}

/* The next step, or NULL: there is none, or a circle. */
static sg_graph_node *take(heap *ready)
{
    for (heap *level = ready; level < ready + EAGERNESS; level++) {
        while (level->count > 0) {
            sg_graph_node *next = heap_pop(level);
            if (!next->done)
                return next;
        }
    }
    return NULL;
}

static void release_waiting(heap *ready, const sg_graph_node *done)
{
    for (const sg_graph_edge *edge = done->next; edge != NULL; edge = edge->next) {
        if (--edge->node->waits == 0)
            make_ready(ready, edge->node);
    }
    for (const sg_graph_edge *edge = done->wishers; edge != NULL; edge = edge->next) {
        sg_graph_node *wisher = edge->node;
        if (--wisher->wishes == 0 && wisher->waits == 0 && !wisher->done)
            make_ready(ready, wisher);
    }
}

static bool sort(sg_graph *graph)
{
    sg_planning *planning = graph->planning;
    sg_vec ordered = SG_VEC_EMPTY;
    heap ready[EAGERNESS] = {{0}}; /* some of what has wishes has moved on, or is done */
    for (int i = 0; i < EAGERNESS; i++)
        ready[i].items = SG_NEW_ARRAY(planning->arena, sg_graph_node *, graph->count);
    size_t wanted = 0;
    for (size_t i = 0; i < graph->count; i++) {
        wanted += !graph->nodes[i].dropped;
        if (graph->nodes[i].waits == 0 && !graph->nodes[i].dropped)
            make_ready(ready, &graph->nodes[i]);
    }
    for (sg_graph_node *next = take(ready); next != NULL; next = take(ready)) {
        next->done = true;
        sg_vec_push(&ordered, next->step);
        release_waiting(ready, next);
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
    graph->nodes = SG_NEW_ARRAY(arena, sg_graph_node, graph->count);
    for (size_t i = 0; i < graph->count; i++) {
        sg_graph_node *added = &graph->nodes[i];
        added->step = graph->planning->steps.items[i];
        added->step->order = i;
        added->subject = subject(added->step);
        const sg_object *top = outermost(added->subject);
        added->name = added->subject->name;
        added->rank = added->step->rank;
        added->dropped = added->step->dropped;
        added->schema = top->schema != NULL ? top->schema : "";
        added->top = top->name;
        sg_vec_push(&by_name, added);
    }
    sg_vec_sort(&by_name, compare);
    for (size_t i = 0; i < graph->count; i++)
        ((sg_graph_node *)by_name.items[i])->place = i;
    sg_vec_release(&by_name);
}

bool sg_plan_order(sg_planning *planning)
{
    sg_graph graph = {.planning = planning, .count = planning->steps.count};
    make_nodes(&graph);
    sg_graph_add_edges(&graph);
    bool fine = sort(&graph);
    sg_map_release(&graph.droppers);
    return fine;
}
