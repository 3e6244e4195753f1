/* expr_printer.h - between the files that write expressions. */
#ifndef SG_EXPR_PRINTER_H
#define SG_EXPR_PRINTER_H

#include "expr_tree.h"

/* Weak to strong, as in PostgreSQL's manual. */
enum {
    SG_PREC_ANY,
    SG_PREC_OR,
    SG_PREC_AND,
    SG_PREC_NOT,
    SG_PREC_IS,
    SG_PREC_COMPARE,
    SG_PREC_IN, /* and LIKE */
    SG_PREC_OPERATOR,
    SG_PREC_ADD,
    SG_PREC_MULTIPLY,
    SG_PREC_POWER,
    SG_PREC_ZONE,
    SG_PREC_COLLATE,
    SG_PREC_SIGN,
    SG_PREC_CAST,
    SG_PREC_ATOM
};

typedef struct sg_printer {
    sg_buf *buf;
    sg_arena *arena;
    bool known;
} sg_printer;

/* In parentheses when the node's outermost operator binds weaker than `weakest`. */
void sg_print(sg_printer *p, const sg_node *node, int weakest);
/* a, b */
void sg_print_list(sg_printer *p, sg_node *const *nodes, size_t count);
/* name(a, b) */
void sg_print_call(sg_printer *p, const char *name, sg_node *const *args, size_t count);
/* Parts of a name joined by dots, from part `first` on. */
void sg_print_names(sg_printer *p, sg_node *const *parts, size_t first, size_t count);

/* Calls of functions, and values that are called without parentheses. */
void sg_print_function(sg_printer *p, const PgQuery__FuncCall *call);
void sg_print_value_function(sg_printer *p, const PgQuery__SQLValueFunction *f);
/* x AT TIME ZONE y, the one call that is spelled as an operator. */
bool sg_print_is_zone(const PgQuery__FuncCall *call);

#endif
