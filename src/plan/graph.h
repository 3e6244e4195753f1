/* graph.h - steps and which of them wait for which; inside the plan room only. */
#ifndef SG_GRAPH_H
#define SG_GRAPH_H

#include "map.h"
#include "plan_private.h"

/* One that waits, or wishes, for another. */
typedef struct sg_graph_edge {
    struct sg_graph_edge *next;
    struct sg_graph_node *node;
} sg_graph_edge;

/* Steps and objects lie far apart: what sorting looks at stands here once more. */
typedef struct sg_graph_node {
    sg_step *step;
    const sg_object *subject;
    const char *schema, *top; /* of the subject's outermost parent */
    const char *name;         /* of the subject */
    int rank;                 /* of the step */
    bool dropped;             /* the step is */
    bool done;
    size_t place;           /* by rank and name alone */
    sg_graph_edge *next;    /* that wait for this one */
    sg_graph_edge *wishers; /* that would rather come after this one */
    size_t waits;
    size_t wishes;
} sg_graph_node;

typedef struct sg_graph {
    sg_planning *planning;
    sg_graph_node *nodes; /* by the `order` of their steps */
    size_t count;
    sg_map droppers; /* name in a namespace -> step that frees it */
} sg_graph;

/* One step comes before another; nothing where either is not there (NULL), or not to be done. */
void sg_graph_order(sg_graph *graph, const sg_step *before, const sg_step *after);
/* rows.c: what looks at rows comes behind the seeds that write them. */
void sg_graph_add_rows(sg_graph *graph);

/* edges.c: what the definitions, the names and the steps themselves say. */
void sg_graph_add_edges(sg_graph *graph);

#endif
