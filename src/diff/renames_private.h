/* renames_private.h - inside the diff room only: what is renamed, kind by kind. */
#ifndef SG_RENAMES_PRIVATE_H
#define SG_RENAMES_PRIVATE_H

#include "diff.h"
#include "hints.h"
#include "kind.h"
#include "step.h"
#include "text.h"

typedef struct sg_pair {
    sg_object *object;   /* of the model that is being renamed */
    const sg_kind *kind; /* the object's own, or that of what it brings along under a hidden name */
    const char *from;    /* as the server knows it at that moment */
    const char *to;
    const char *schema; /* where it goes; its own, or NULL outside schemas: it stays */
    bool aside;
    bool done;
    sg_vec strays; /* sg_stray * */
} sg_pair;

static inline bool sg_pair_moves(const sg_pair *pair)
{
    return !sg_text_equal(pair->object->schema, pair->schema);
}

/* Objects of one name. */
typedef struct sg_bearer {
    struct sg_bearer *next;
    sg_object *object;
} sg_bearer;

typedef struct sg_renaming {
    sg_arena *arena;
    sg_model *from, *to;
    bool down;
    bool tangled; /* what goes to another schema needs names there which others take away with them */
    sg_vec *steps;
    sg_diags *diags;
    const sg_kind *kind; /* the kind whose turn it is */
    sg_vec pairs;        /* sg_pair* */
    sg_map givers;       /* the pairs by the place of the name that each gives up */
    sg_map takers;       /* and by that of the name which each takes */
    sg_map bearers;      /* name -> sg_bearer of the model that is being renamed; empty: made when it is asked for */
    sg_map hiders;       /* the same of hidden names, made along with it */
    sg_map former;       /* name before any rename -> sg_bearer of the same model: of routines, while hints are read */
    sg_hint *hints;      /* of the kind whose turn it is, which no snapshot says to be used up */
    size_t hint_count;
    sg_map hinted;    /* place of the new name -> the hint */
    sg_vec late;      /* sg_pair*: what moves with the table that owns it, and is renamed after that */
    sg_vec strangers; /* sg_pair*: stepped aside for another kind; until they are done the model has the old name */
    bool fine;
} sg_renaming;

/* What the model has of the same kind at the same place by that name, or NULL. */
const sg_object *sg_renaming_sibling(const sg_model *model, const sg_object *like, const char *name);

/* rename_follow.c: what the server named by other names takes those of now, of the kind whose turn it is ... */
void sg_renaming_follow(sg_renaming *state);
/* ... as long as it bore such a name before all renames, which is noted (sg_object.mark) by this. */
void sg_renaming_mark_derived(sg_renaming *state);
/* And what needs no hint, as there is no other way. */
void sg_renaming_evident(sg_renaming *state);

/* Asks for a new name. `aside`: only to be out of the way. */
void sg_renaming_add(sg_renaming *state, sg_object *object, const char *to, bool aside);
/* The same for a name in what may be another schema. */
void sg_renaming_move(sg_renaming *state, sg_object *object, const char *schema, const char *to);
/* What a schema of the old model is called by the renames up to now. */
const char *sg_renaming_schema(const sg_renaming *state, const char *old);
/* The same for an object's hidden name, which is one of `state->kind`. */
void sg_renaming_add_hidden(sg_renaming *state, sg_object *object, const char *to);
/* Asks for a passing name, which frees the object's own. */
void sg_renaming_set_aside(sg_renaming *state, sg_object *object);
/* A name and where it is one: a key for maps of names that must differ. */
const char *sg_renaming_place(const sg_renaming *state, const sg_kind *kind, const sg_object *object,
                              const char *schema, const char *name);
/* The new name that was asked for the object, or NULL. */
const char *sg_renaming_claims(const sg_renaming *state, const sg_object *object);
/* Keys and indexes of all tables have their names together among the relations of the schema. */
bool sg_renaming_shares(const sg_kind *kind);
/* True for a column that an heir has for itself beside the one that comes from `original`, and whose name it cannot
 * have. */
bool sg_renaming_is_of_heir(const sg_object *object, const sg_object *original);
/* Adds an entry to the step, which has room for it. */
void sg_renaming_enter(const sg_renaming *state, sg_step *step, const sg_pair *moved, sg_path from, sg_path to);
/* What the server calls the object, which may have stepped aside. */
const char *sg_renaming_name_now(const sg_renaming *state, const sg_object *object);
/* The pair of the object under its own name, or NULL. */
const sg_pair *sg_renaming_pair(const sg_renaming *state, const sg_object *object);
/* Objects of that name in the model that is being renamed. */
const sg_bearer *sg_renaming_bearers(sg_renaming *state, const char *name);
/* The object of that hidden name, or NULL. */
sg_object *sg_renaming_hider(sg_renaming *state, const char *schema, const char *name);
/* The passing name of what has the name and steps aside. */
const char *sg_renaming_aside_name(sg_renaming *state, const sg_kind *kind, const char *name);
/* The object steps aside at once, and waits there for its turn. */
void sg_renaming_send_aside(sg_renaming *state, sg_object *object, const char *name);
/* The same for its hidden name. */
void sg_renaming_hide_aside(sg_renaming *state, sg_object *object);
/* It waits no longer. */
void sg_renaming_settle(sg_renaming *state, const sg_object *object);
/* Finds out what is in the way of pairs that move: it steps aside, or the names pass (sg_pair.strays). */
void sg_renaming_clear_ways(sg_renaming *state);
/* What tables own and take along in each other's way has passing names in the model, or (`back`) its own again. */
void sg_renaming_name_strays(sg_renaming *state, bool back);
/* Turns what was asked for into steps and does it in the model. What stands in the way steps aside. */
void sg_renaming_apply(sg_renaming *state);
/* All kinds had their turn: what stepped aside and was not renamed again keeps its passing name. */
void sg_renaming_end(sg_renaming *state);

#endif
