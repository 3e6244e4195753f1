/* routine.h - what functions and procedures share. */
#ifndef SG_ROUTINE_H
#define SG_ROUTINE_H

#include "kind.h"
#include "signature.h"
#include "step.h"

typedef struct sg_routine {
    sg_object base;                /* its name: "add(integer, integer)" */
    const char *arguments;         /* NULL: those of the name, without names and defaults */
    const char *returns;           /* NULL: a procedure, or what the OUT arguments say */
    const sg_signature *signature; /* after finish */
    const char *language;
    int volatility;
    bool strict;
    int security;
    bool leakproof;
    int parallel;
    const char *cost, *rows;
    bool window;
    sg_params settings;
    const char *library; /* the file of a function in C */
    const char *body;
    sg_query_text sql_body; /* instead of `body` */
    sg_wishes wishes;       /* what `body` names; after finish */
} sg_routine;

extern const sg_word sg_routine_volatility[], sg_routine_security[], sg_routine_parallel[];
/* [const char *] the text of arguments, or of a result */
extern const sg_field_type sg_field_arguments;

/* "add( int , text )" -> "add(integer, text)"; NULL: not of that form. */
const char *sg_routine_name(sg_arena *arena, const char *written);
void sg_routine_finish(sg_model *model, sg_object *object, sg_diags *diags);
/* Only what is about its arguments and its result. False when they are none, which is reported. */
bool sg_routine_finish_signature(sg_model *model, sg_object *object, sg_diags *diags);
/* Finds what a body in quotes names. */
void sg_routine_read_body(sg_model *model, sg_routine *self, sg_diags *diags);
const sg_wishes *sg_routine_wishes(const sg_object *object);
/* Whether the call may mean the routine, or what has such a name too. */
sg_fit sg_routine_fit(const sg_object *routine, const sg_call *call);
/* True when CREATE OR REPLACE takes `to` in the place of `from`. */
bool sg_routine_replaces(const sg_object *from, const sg_object *to);

/* The whole routine in words. */
void sg_routine_ask(sg_buf *sql, const sg_object *object, const sg_object *other);
void sg_routine_say(sg_buf *text, const sg_object *object);
/* FUNCTION "public"."add"(integer, integer) */
void sg_routine_identity(sg_buf *buf, const sg_object *object);
/* `create`: "CREATE " or "CREATE OR REPLACE ". */
void sg_routine_write(sg_buf *buf, const char *create, const sg_object *object);
/* ALTER FUNCTION "public"."old"(integer) RENAME TO "new"; for each renamed one. */
void sg_routine_rename(sg_buf *buf, const sg_step *step);
/* A new routine takes over the name and, one by one, what uses the old one. */
void sg_routine_rebuild(sg_buf *buf, const sg_step *step);

/* routine_ops.c: what both kinds put into their rows. */
extern const sg_aspect sg_routine_whole;
extern const sg_op sg_routine_op_create, sg_routine_op_drop, sg_routine_op_change, sg_routine_op_rebuild,
    sg_routine_op_rename;
/* The operation of a field that decides whether CREATE OR REPLACE is enough. */
const sg_op *sg_routine_choose(const sg_object *from, const sg_object *to);

#endif
