/* step.h - one step of a plan, as kinds write it and phases order it. */
#ifndef SG_STEP_H
#define SG_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kind.h"
#include "model.h"

/* What is inside a table and needs its name in the schema to which that moves. */
typedef struct sg_stray {
    const char *word; /* "TABLE" will do for all relations */
    const char *name;
    const sg_object *object; /* at the top level, as what the table owns; or NULL */
    bool passes;             /* has a passing name until the step is done: somebody else gives this one up */
    bool stays;              /* unless it is told to move, too */
} sg_stray;

/* One renamed object inside a rename step. Names are those before and after. Where the schema is another one, the name
 * is the same: what gets both is in the step twice. */
typedef struct sg_rename {
    const sg_object *object; /* in the new model (or the old one, when it only steps aside) */
    const char *from;
    const char *to;
    const char *from_schema, *to_schema; /* NULL outside schemas */
    const char *known;  /* what the snapshot calls it until then: a routine whose types got other names; NULL: `from` */
    const char *parent; /* name of the parent at that moment; NULL: top level */
    bool aside;         /* moved out of the way, renamed again or dropped later */
    bool hidden;        /* not the object's own name, but its hidden one */
    sg_stray **strays;  /* where it moves: what does not simply come along */
    size_t stray_count;
    struct sg_along { /* what has another key in the snapshot from then on */
        const sg_object *object;
        const char *name; /* below a renamed schema: that of the object, or of the one that it is called after */
        const char *parent_schema, *parent; /* of its parent at that moment; NULL: top level */
    } * along;
    size_t along_count;
} sg_rename;

/* What few steps have. */
typedef struct sg_step_rare {
    sg_rename *renames;        /* a rename step: connected renames of one namespace, in order of execution */
    const sg_object **held;    /* deferred constraints that are looked at before it */
    const sg_object **instead; /* as what is there may also be before the step, if not as `from` */
    const char *unknown;       /* sentence about what was there before and neither way brings back; or NULL */
    struct sg_step *ground;    /* a drop: what comes again as it was goes only while this one is to be done; or NULL */
    const sg_object *replaced_by; /* a drop: what later takes the same name, or NULL */
    struct sg_step *renewal;      /* of what rebuilds: the first step that renews something of a user ... */
    struct sg_step *next_renewal; /* ... and of such a step: the next one */
    struct sg_step *awaited_by;   /* a drop for its own sake: a change that needs it as well, or NULL */
    sg_object **users;            /* of what is made again: what is moved, or bound to it (new model) */
    uint32_t user_count;
    uint32_t held_count;
    uint32_t instead_count;
    sg_grants given; /* what default privileges may have given, at most: sg_plan_given */
} sg_step_rare;

typedef struct sg_step {
    /* A large plan lies in no cache: a step takes two lines of it. What the walks ask of every step stands in the
     * first, what is written in the other. */
    const sg_op *op;
    const sg_kind *kind;
    sg_object *from; /* as it is before the step, under its name after all renames; NULL for a creation */
    sg_object *to;   /* as it is wanted; NULL for a drop */
    size_t order;    /* place in the plan */
    int rank;
    sg_lock lock;     /* strongest lock on a relation that was there before */
    unsigned dangers; /* SG_DANGER_ bits */
    bool dropped;     /* no longer part of the plan */
    bool alone;       /* cannot share the migration's transaction: committed by itself */
    bool detour;      /* made under a passing name, then renamed; set by `assess` */
    bool settles;     /* as its operation does, or because it renews something */
    bool in_place;    /* cannot be done concurrently; set by `assess` */
    bool online;      /* built or dropped concurrently; implies alone */
    uint32_t rename_count;

    const char *title;     /* "create table public.members" */
    const char *detail;    /* what is lost or at risk, for people; NULL: nothing */
    const char *pointer;   /* JSON pointer of the cause in the schema file, or NULL */
    const char *patch;     /* what sg_plan_patch adds, where it was worked out before; NULL: it was not */
    struct sg_step *cause; /* taken down or put up only around this one; NULL: for its own sake */
    sg_vec after;          /* sg_step*: must come before this one */
    sg_step_rare *rare;    /* NULL: nothing of it; see sg_step_rare_of */
} sg_step;

/* All NULL. */
extern const sg_step_rare sg_no_step_rare;

static inline const sg_step_rare *sg_step_rare_of(const sg_step *step)
{
    return step->rare != NULL ? step->rare : &sg_no_step_rare;
}

/* To be changed. */
sg_step_rare *sg_step_own_rare(sg_arena *arena, sg_step *step);

static inline const sg_object *sg_step_subject(const sg_step *step)
{
    return step->to != NULL ? step->to : step->from;
}

/* True when default privileges may have granted something before the step (`given`). */
static inline bool sg_step_has_gifts(const sg_step *step)
{
    return step->from == NULL || sg_step_rare_of(step)->instead_count > 0;
}

/* A large plan lies in no cache: fetches what the steps some places behind `at` are about, so that each thing is there
 * before it is asked for the next one. */
SG_FETCH void sg_step_fetch(sg_step *const *steps, size_t count, size_t at)
{
    enum { AHEAD = 8, LINES = 3 };
    if (at + 4 * AHEAD >= count)
        return;
    __builtin_prefetch(steps[at + 4 * AHEAD]);
    __builtin_prefetch(&steps[at + 4 * AHEAD]->title);
    sg_object_fetch(sg_step_subject(steps[at + 3 * AHEAD]), LINES);
    const sg_object *near = sg_step_subject(steps[at + 2 * AHEAD]);
    if (near != NULL) {
        __builtin_prefetch(near->name);
        sg_object_fetch(near->parent, 2);
    }
    const sg_object *next = sg_step_subject(steps[at + AHEAD]);
    if (next != NULL && next->parent != NULL)
        __builtin_prefetch(next->parent->name);
}

/* The same, with all that is written of them. */
SG_FETCH void sg_step_fetch_whole(sg_step *const *steps, size_t count, size_t at)
{
    enum { AHEAD = 16, LINES = 6 };
    sg_step_fetch(steps, count, at);
    sg_object_fetch(at + AHEAD < count ? sg_step_subject(steps[at + AHEAD]) : NULL, LINES);
    if (at + 1 < count && steps[at + 1]->to != NULL && steps[at + 1]->to->step == steps[at + 1])
        sg_object_fetch_children(steps[at + 1]->to);
}

/* True when a routine that the new object calls is made again, and bound to it by that step: `rebind`. */
bool sg_step_is_bound(const sg_object *to);

/* Sentence why the way back cannot bring everything back; NULL: it can. */
const char *sg_step_no_inverse(const sg_step *step);
/* Of a step of the way back: what the step that it takes back has lost and does not come back with it; NULL: nothing.
 */
const char *sg_step_lost(const sg_step *step);

/* The statements of the step. */
void sg_step_sql(sg_buf *buf, const sg_step *step);

/* What of its object the step changes. */
static inline const sg_aspect *sg_step_aspect(const sg_step *step)
{
    return step->op->aspect != NULL ? step->op->aspect : step->kind->whole;
}

/* True when the rename takes its object into another schema. */
static inline bool sg_rename_moves(const sg_rename *rename)
{
    return rename->from_schema != NULL && strcmp(rename->from_schema, rename->to_schema) != 0;
}

/* The passing name of a stray: of the rename's place in the step, and its own in the rename. */
typedef struct sg_passing_name {
    char text[64];
} sg_passing_name;
sg_passing_name sg_stray_passes_as(size_t rename, size_t stray);

/* True when any of the step's renames does. */
bool sg_step_moves(const sg_step *step);

/* Operations that are the same for several kinds. */
extern const sg_op sg_op_drop_late;       /* when nothing stands on it any more: types, extensions */
extern const sg_op sg_op_rename_plain;    /* of what no relation is locked for */
extern const sg_op sg_op_rename_relation; /* tables, views, sequences */
extern const sg_op sg_op_move_plain;      /* the same between schemas, with renames around it */
extern const sg_op sg_op_move_relation;
extern const sg_op sg_op_drop_attached; /* what hangs on a relation: triggers, rules, policies */
extern const sg_op sg_op_rename_attached;
extern const sg_op sg_op_add_key; /* constraints with an index behind them */
extern const sg_op sg_op_replace_key;
/* For the field "with" of an index, or of a key with one behind it: parameters change in place, but for those of a
 * partitioned index. */
const sg_op *sg_op_choose_parameters(const sg_object *from, const sg_object *to);
extern const sg_op sg_op_drop_constraint;
extern const sg_op sg_op_rename_constraint;
/* From some grants to others; what a step of it is about is granted by these statements. */
#define SG_GRANTS_OP(words, what, statements, ...)                                                                \
    {                                                                                                             \
        .class = SG_OP_ALTER, .verb = (words), .rank = SG_RANK_ACCESS + 1, .aspect = (what), .sql = (statements), \
        .inverse = (words), __VA_ARGS__                                                                           \
    }

/* SQL that several kinds write. Each begins a statement: `ALTER TABLE "public"."t" `. */
void sg_sql_alter_parent(sg_buf *buf, const sg_object *child);
/* '"public"."t"': the name as a string literal, for guard functions. */
void sg_sql_name_literal(sg_buf *buf, const sg_object *object);
/* What `say` says of either side of a question, as literals: 'a', 'b'. `other` may be NULL. */
void sg_sql_sides(sg_buf *sql, const sg_object *object, const sg_object *other,
                  void (*say)(sg_buf *text, const sg_object *object));
/* DROP <identity>; for kinds that need no more. */
void sg_sql_drop(sg_buf *buf, const sg_step *step);
/* The same, and what the kind's creation says. */
void sg_sql_replace(sg_buf *buf, const sg_step *step);
/* pg_temp.sg_<name of the kind>: the function that guards ask. */
void sg_sql_guard_name(sg_buf *sql, const sg_kind *kind);
/* The question of an aspect that is all of an object: that function of its schema and name. */
void sg_sql_ask(sg_buf *sql, const sg_object *object, const sg_object *other);
/* For sg_op.in_block. */
bool sg_always_in_block(const sg_step *step);
/* No statement: the step stands for what the snapshot forgets. */
void sg_sql_nothing(sg_buf *buf, const sg_step *step);
/* Behind what drops a part of a base: tables that had the part before the base, or were made with it, keep it as their
 * own without that. `drop` is DROP COLUMN, or the like. */
void sg_sql_drop_from_heirs(sg_buf *buf, const sg_step *step, const sg_object *object, const char *drop);
/* Between DROP and ADD in one ALTER TABLE: the comma. Where heirs have to drop it too, they do so between two of them.
 */
void sg_sql_then_add(sg_buf *buf, const sg_step *step, const char *drop);
/* ALTER TABLE ... ADD <clause>; and DROP CONSTRAINT, shared by all constraints. */
void sg_sql_add_constraint(sg_buf *buf, const sg_step *step);
void sg_sql_drop_constraint(sg_buf *buf, const sg_step *step);
void sg_sql_replace_constraint(sg_buf *buf, const sg_step *step);
void sg_sql_validate_constraint(sg_buf *buf, const sg_step *step);
void sg_sql_rename_constraint(sg_buf *buf, const sg_step *step);
/* Behind the creation of a partition's key or index: makes it a part of what is there already. Nothing for others. */
void sg_sql_attach_part(sg_buf *buf, const sg_object *object);
/* CONSTRAINT "c" with a space behind it. */
void sg_sql_constraint(sg_buf *buf, const char *name);
/* CONSTRAINT "c" ON "public"."t" */
void sg_sql_constraint_identity(sg_buf *buf, const sg_object *object);
/* <word> "schema"."name", or <word> "name" ON "schema"."parent" for what has its name on its parent. */
void sg_sql_identity(sg_buf *buf, const sg_object *object);
/* The renames of a step: ALTER <identity> RENAME TO "new"; for each. */
void sg_sql_rename(sg_buf *buf, const sg_step *step);
/* The same as the kinds write it, and ALTER <identity> SET SCHEMA "new"; for those that move. */
void sg_sql_move(sg_buf *buf, const sg_step *step);
/* The quoted name, without the schema "public". */
void sg_sql_path(sg_buf *buf, const sg_path *path);
/* The same as guards say it: schema.name without quotes. */
void sg_path_say(sg_buf *text, const sg_path *path);
/* A new type or collation takes over the name and, column by column, the users of the old one. */
void sg_sql_rebuild_type(sg_buf *buf, const sg_step *step);
/* For sg_op.assess of that, where values of the old type become ones of the new type and may not fit there. */
bool sg_assess_rebuilt_type(sg_step *step, const sg_model *model, sg_diags *diags);
/* " DEFAULT <value>", in parentheses where the grammar wants them between other clauses; nothing for NULL. */
void sg_sql_default_clause(sg_buf *buf, const char *value);
/* " COLLATE <name>", quoted part by part; nothing for NULL. */
void sg_sql_collate_clause(sg_buf *buf, const char *collation);
void sg_say_collation(sg_buf *text, const char *collation);
/* What pg_get_object_address wants for the object behind the type: ARRAY[names], ARRAY[args]. */
void sg_sql_address(sg_buf *sql, const sg_object *object);
/* Column names as the server prints them: a, "B" */
void sg_say_columns(sg_buf *buf, const sg_names *names);

#endif
