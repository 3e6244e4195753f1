/* Order: by rank and name first, then a topological sort that disturbs that order least (a heap of what is ready).
 * Wishes are heard too, until only steps with unheard ones are left. */
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "text.h"

/* Nodes; the one with the first place is on top. */
typedef struct heap {
    uint32_t *nodes;
    size_t count;
} heap;

/* Steps and objects lie far apart: what the order by rank and name looks at stands here once more. */
typedef struct entry {
    sg_step *step;
    const sg_object *subject;
    const char *schema, *top; /* of the subject's outermost parent */
    const char *name;         /* of the subject */
    int rank;                 /* of the step */
} entry;

/* How soon a step is taken that waits for nothing: wishes are cut only where nothing else is left, and first those of
 * steps that others wait for. What acts on other steps comes behind them all. */
enum { WITHOUT_WISHES, AWAITED, PATIENT, WATCHING, EAGERNESS };

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
    const entry *left = one, *right = other;
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

static void heap_push(heap *to, uint32_t added)
{
    size_t at = to->count++;
    while (at > 0 && added < to->nodes[(at - 1) / 2]) {
        to->nodes[at] = to->nodes[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    to->nodes[at] = added;
}

static uint32_t heap_pop(heap *from)
{
    uint32_t top = from->nodes[0], last = from->nodes[--from->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= from->count)
            break;
        if (child + 1 < from->count && from->nodes[child + 1] < from->nodes[child])
            child++;
        if (last <= from->nodes[child])
            break;
        from->nodes[at] = from->nodes[child];
        at = child;
    }
    from->nodes[at] = last;
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
        sg_object_title(&names, sg_step_subject(graph->nodes[i].step));
    }
    sg_diag_add(graph->planning->diags, SG_CYCLE, SG_NOWHERE, "these steps wait for each other: %s", names.data);
    sg_buf_release(&names);
}

static void make_ready(const sg_graph *graph, heap *ready, uint32_t freed)
{
    const sg_graph_node *node = &graph->nodes[freed];
    int eagerness = node->wishes == 0 ? WITHOUT_WISHES : node->followers != 0 ? AWAITED : PATIENT;
    heap_push(&ready[node->watches ? WATCHING : eagerness], freed);
}

/* The next step, or NULL: there is none, or a circle. */
static sg_graph_node *take(sg_graph *graph, heap *ready)
{
    for (heap *level = ready; level < ready + EAGERNESS; level++) {
        while (level->count > 0) {
            sg_graph_node *next = &graph->nodes[heap_pop(level)];
            if (!next->done)
                return next;
        }
    }
    return NULL;
}

static void release_waiting(sg_graph *graph, heap *ready, const sg_graph_node *done)
{
    for (uint32_t edge = done->followers; edge != 0; edge = graph->edges[edge].next) {
        uint32_t freed = graph->edges[edge].node;
        if (--graph->nodes[freed].waits == 0)
            make_ready(graph, ready, freed);
    }
    for (uint32_t edge = done->wishers; edge != 0; edge = graph->edges[edge].next) {
        uint32_t wisher = graph->edges[edge].node;
        sg_graph_node *node = &graph->nodes[wisher];
        if (--node->wishes == 0 && node->waits == 0 && !node->done)
            make_ready(graph, ready, wisher);
    }
}

static bool sort(sg_graph *graph)
{
    sg_planning *planning = graph->planning;
    sg_vec ordered = SG_VEC_EMPTY;
    heap ready[EAGERNESS] = {{0}}; /* some of what has wishes has moved on, or is done */
    for (int i = 0; i < EAGERNESS; i++)
        ready[i].nodes = SG_NEW_ARRAY(planning->arena, uint32_t, graph->count);
    size_t wanted = 0;
    for (uint32_t i = 0; i < graph->count; i++) {
        if (graph->nodes[i].step->dropped)
            continue;
        wanted++;
        if (graph->nodes[i].waits == 0)
            make_ready(graph, ready, i);
    }
    for (sg_graph_node *next = take(graph, ready); next != NULL; next = take(graph, ready)) {
        next->done = true;
        sg_vec_push(&ordered, next->step);
        release_waiting(graph, ready, next);
    }
    bool fine = ordered.count == wanted;
    if (!fine)
        report_circle(graph);
    sg_vec_release(&planning->steps);
    planning->steps = ordered;
    return fine;
}

static entry entry_of(sg_step *step)
{
    const sg_object *about = sg_step_subject(step), *top = outermost(about);
    return (entry){.step = step,
                   .subject = about,
                   .schema = top->schema != NULL ? top->schema : "",
                   .top = top->name,
                   .name = about->name,
                   .rank = step->rank};
}

/* A node for each step, without edges. */
static void make_nodes(sg_graph *graph)
{
    const sg_vec *steps = &graph->planning->steps;
    entry *entries = sg_xrealloc(NULL, ((size_t)graph->count + 1) * sizeof *entries);
    sg_vec by_name = SG_VEC_EMPTY;
    for (size_t i = 0; i < graph->count; i++) {
        entries[i] = entry_of(steps->items[i]);
        sg_vec_push(&by_name, &entries[i]);
    }
    sg_vec_sort(&by_name, compare);
    graph->nodes = SG_NEW_ARRAY(graph->planning->arena, sg_graph_node, graph->count);
    for (size_t i = 0; i < graph->count; i++) {
        sg_step *step = ((const entry *)by_name.items[i])->step;
        graph->nodes[i].step = step;
        graph->nodes[i].watches = (step->kind->flags & SG_KIND_WATCHES) && step->to != NULL;
        step->order = i;
    }
    sg_vec_release(&by_name);
    free(entries);
}

bool sg_plan_order(sg_planning *planning)
{
    enum { EDGES = 64 };
    sg_graph graph = {.planning = planning, .count = planning->steps.count, .edge_count = 1, .edge_capacity = EDGES};
    graph.edges = sg_xrealloc(NULL, EDGES * sizeof *graph.edges);
    make_nodes(&graph);
    sg_graph_add_edges(&graph);
    bool fine = sort(&graph);
    sg_map_release(&graph.droppers);
    free(graph.edges);
    return fine;
}
