/* graph.h - steps and which of them wait for which; inside the plan room only. */
#ifndef SG_GRAPH_H
#define SG_GRAPH_H

#include "map.h"
#include "plan_private.h"

/* One that waits, or wishes, for another; forward star: nodes and edges are numbers of places in arrays. */
typedef struct sg_graph_edge {
    uint32_t next; /* edge of the same node; 0: none */
    uint32_t node;
} sg_graph_edge;

/* A step in the order that dependencies disturb as little as needed: the node's number is the place by rank and name
 * alone, and its step's `order` as long as there is a graph. */
typedef struct sg_graph_node {
    sg_step *step;
    uint32_t followers; /* edges to those that wait for this one */
    uint32_t wishers;   /* ... that would rather come after this one */
    uint32_t waits;
    uint32_t wishes;
    bool watches; /* acts on other steps */
    bool done;
} sg_graph_node;

typedef struct sg_graph {
    sg_planning *planning;
    sg_graph_node *nodes;
    uint32_t count;
    sg_graph_edge *edges; /* the first one stands for none */
    uint32_t edge_count, edge_capacity;
    sg_map droppers; /* name in a namespace -> step that frees it */
} sg_graph;

/* One step comes before another; nothing where either is not there (NULL), or not to be done. */
void sg_graph_order(sg_graph *graph, const sg_step *before, const sg_step *after);
/* rows.c: what looks at rows comes behind the seeds that write them. */
void sg_graph_add_rows(sg_graph *graph);

/* edges.c: what the definitions, the names and the steps themselves say. */
void sg_graph_add_edges(sg_graph *graph);

#endif
