/* model.h - a schema in memory: objects of kinds, with fields.
 *
 * A model owns an arena with all its objects. It is filled by a source (read),
 * then finished (names resolved, types and expressions canonical, defaults
 * filled in); after that it is only looked at. Strings of objects are canonical
 * from then on: equal text means equal thing, as far as that is decidable
 * without a server. */
#ifndef SG_MODEL_H
#define SG_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "expr.h"
#include "map.h"
#include "type.h"
#include "vec.h"

struct json_object;
struct sg_kind;
struct sg_access;
struct sg_model;
struct sg_step;

/* A range of a text, in bytes. Empty: none, or one behind the first 4 GiB, which nobody has to know. */
typedef struct sg_text_range {
    uint32_t at, length;
} sg_text_range;

static inline sg_text_range sg_text_range_of(size_t begin, size_t end)
{
    return end <= UINT32_MAX ? (sg_text_range){(uint32_t)begin, (uint32_t)(end - begin)} : (sg_text_range){0, 0};
}

/* What a guard asks about a whole object, and the object's state: both as SQL, where they stand among the steps of the
 * script. */
typedef struct sg_question {
    const struct sg_aspect *aspect;
    sg_text_range ask;
    sg_text_range state;
} sg_question;

/* What few objects have; one that has none of it has no such part. */
typedef struct sg_rare {
    const struct sg_access *access; /* owner and grants, see access.h; NULL: nothing is said */
    struct sg_object *inherits;     /* the same thing of the parent's base (see SG_KIND_BASE), or NULL */
    struct sg_object *part;         /* the base's index or key that this one is the partition's part of, or NULL */
    struct sg_object *owner;        /* goes when this one is dropped (a sequence with its column), or NULL */
    struct sg_object *sole_base;    /* the child of a kind that is BASE and SINGLE (what makes a table a partition) */
    const char *renamed_from;       /* old name, NULL: none; of kinds in schemas for sg_name_parts */
    struct sg_object *follows;      /* takes its name from this one (a seed from its table), or NULL */
    const char *hidden;             /* a further name that the server gave along with it, or NULL: `hidden_name` */
    const struct sg_object *origin; /* the object whose short form made this one, or NULL */
    const char *origin_key;         /* the key of that */
    const char *born_comment;       /* live: the one from the start, which counts as none; or NULL */
    struct sg_named *named;         /* where children are many: finds them by name */
    struct sg_object *namesake;     /* the next child of the same parent with the same name, where there is `named` */
} sg_rare;

/* What every object of every kind has; a kind's own struct begins with it. */
typedef struct sg_object {
    /* A large model lies in no cache. What walks over it look at stands in the first 64 bytes, a line of the cache,
     * and most of what else is asked in the next. */
    const struct sg_kind *kind;
    struct sg_object *parent;      /* the table of a column; NULL at top level */
    struct sg_object *first_child; /* in order of declaration */
    struct sg_object *next;        /* next child of the same parent, or next of its kind at top level */
    const char *name;              /* of a child in a model: set by sg_object_set_name alone */
    struct sg_object *mark;        /* its counterpart in the other model, while two are compared */
    struct sg_step *step;          /* the step that makes it or takes it away, while a plan is made */
    uint32_t name_hash;            /* of a child: names that differ are told apart without looking at them */
    bool short_form;               /* written in the short form, which has no keys */
    bool implied;                  /* inherited as it is, or always there without a word: never written */
    bool based;                    /* one of its children is of a kind that is BASE */
    bool linked;                   /* it has deps or users */
    sg_vec deps;                   /* sg_object*: what must exist before this one; filled by finish */
    sg_vec users;                  /* the other way round */
    const char *schema;            /* own or the parent's; NULL for kinds outside schemas */
    const char *comment;           /* NULL: none */
    const sg_rare *rare;           /* NULL: nothing of it; see sg_rare_of */
    const char *written;           /* its key in the source, for positions */
    struct sg_object *last_child;
    uint32_t child_count;
    uint32_t number;             /* place among the parent's children */
    const sg_question *question; /* of the last script that made it, while the plan of that is there; or NULL */
    sg_text_range line;          /* its key and value in the snapshot; empty: not on a line of its own */
} sg_object;

/* All NULL. */
extern const sg_rare sg_no_rare;

static inline const sg_rare *sg_rare_of(const sg_object *object)
{
    return object->rare != NULL ? object->rare : &sg_no_rare;
}

/* What of the parent's base it is the same as, or a part of; or NULL. */
static inline sg_object *sg_object_whole(const sg_object *object)
{
    const sg_rare *rare = sg_rare_of(object);
    return rare->inherits != NULL ? rare->inherits : rare->part;
}

/* A copy that is the object's alone, to be changed: copies of objects share what few have. */
sg_rare *sg_own_rare(sg_arena *arena, sg_object *object);

/* Finds the place of a JSON pointer in the source; `key` asks for the key instead of its value. */
typedef sg_span sg_locate_fn(void *context, const char *pointer, bool key);

/* Routines of one name, and types that bring such. */
typedef struct sg_named_routine {
    struct sg_named_routine *next;
    sg_object *routine;
} sg_named_routine;

typedef struct sg_model {
    sg_arena *arena;
    sg_exprs *exprs;
    const char *path;         /* of the source, for messages; NULL for a database */
    const sg_source *source;  /* the text that it was read from; NULL: read from something else */
    struct json_object *tree; /* what it was read from as a whole, which positions may need, or NULL: part by part */
    bool canonical;           /* that is a snapshot, as schemagen writes it */
    bool live;                /* read from a server: what it says nothing of is as it is from the start */
    const char *role;         /* of a live one: who read it; new objects are that role's */
    bool open_types; /* what is declared nowhere, types and the extensions that bring them, is there by other means */
    bool unknown_types;   /* there is such a type */
    bool verbatim;        /* expressions stay as the server wrote them: the other model is a server's too */
    bool serials;         /* a column is written as serial, which stands for more */
    bool hinted;          /* an object says what it was called before */
    bool says_access;     /* it is said who owns something, or what roles may do */
    bool inherits;        /* tables have bases: objects may come from those. Set by sg_model_finish */
    bool parts_known;     /* keys and indexes of partitions are all named: none is to be thought of */
    bool recreates;       /* a column whose type cannot be converted is dropped and added, not refused */
    sg_locate_fn *locate; /* NULL: no positions */
    void *locate_context;
    sg_object **first; /* per kind number: top-level objects in order of declaration */
    sg_object **last;
    sg_vec *of_kind;      /* per kind number: all objects of the kind, in the order in which they were added */
    bool *nameless;       /* per kind number: such were added without a name, which sg_model_finish gives them */
    sg_map index;         /* sg_object_key -> object */
    sg_map relations;     /* names taken by relations, "schema\x1fname" -> object */
    sg_map hidden;        /* the same of names that come along with objects */
    sg_map types;         /* names taken by types */
    sg_map routines;      /* names of routines without schema and argument types -> sg_named_routine */
    sg_map calls;         /* names of called routines that are declared -> sg_call */
    sg_map missing;       /* names that nothing declares, see missing.c -> sg_missing */
    sg_vec provided;      /* types that providers bring and something uses: carried.c */
    sg_vec moved;         /* sg_object*: what follows types that a provider took into another schema */
    sg_map written_types; /* texts of types as sources write them -> sg_sqltype */
    size_t count;
    const char **unmanaged; /* titles of what the database holds besides; nothing of it is compared or changed */
    size_t unmanaged_count;
    /* datasource, as written; NULL when absent. Not part of equality. */
    const char *url;
    const char *direct_url;
} sg_model;

sg_model *sg_model_new(void);
void sg_model_free(sg_model *model);

/* Adds an object of a kind. `schema`, `parent` as the kind needs them. Strings are not copied
 * (they live in the arena or the source). Returns NULL when one of that identity is there already;
 * `*clash` (may be NULL) is then that one. */
sg_object *sg_model_add(sg_model *model, const struct sg_kind *kind, const char *schema, sg_object *parent,
                        const char *name, sg_object **clash);
/* The object of that identity, or NULL. For children `parent` decides and `schema` is ignored. */
sg_object *sg_model_find(const sg_model *model, const struct sg_kind *kind, const char *schema, const sg_object *parent,
                         const char *name);
/* The counterpart in another model: same kind, schema, parent's name and name. */
sg_object *sg_model_counterpart(const sg_model *model, const sg_object *object);
/* Gives an object its name, or another one while the model is read; what mentions it stays as it is. */
void sg_object_set_name(sg_object *object, const char *name);
/* Changes the name of a finished model's object, and every mention of it in other objects. */
void sg_model_rename(sg_model *model, sg_object *object, const char *name);
/* The same for a top-level object that goes to another schema, with all that is inside it and what that owns. */
void sg_model_move(sg_model *model, sg_object *object, const char *schema, const char *name);
/* Adds the top-level objects that columns of the table own: they go where that goes. */
void sg_object_owned(const sg_object *table, sg_vec *owned);
/* The labels of the enum `type` have other names from now on: what stands on it, and on that, follows. */
void sg_model_relabel(sg_model *model, const sg_object *type, const sg_expr_labels *labels);
/* Where labels of an enum stand. */
typedef struct sg_label_place {
    const sg_object *user;
    const char *key; /* as for sg_object_error */
} sg_label_place;
/* Something uses the type, which `provider` (an extension) brings. */
void sg_model_note_provided(sg_model *model, const sg_object *provider, const char *name);
/* The types that `provider` brings are in another schema from now on: what names them follows. */
void sg_model_move_types(sg_model *model, const sg_object *provider, const char *old_schema, const char *schema);
/* What the counterpart of the object's whole has below the object's parent, whatever it is called: a key or index that
 * a partition has from its table gets its name from the server. NULL: none, or the object is no such part. */
sg_object *sg_model_same_part(const sg_model *model, const sg_object *object);
/* Top-level object by the name a file uses ("t", "billing.t"); NULL when there is none. */
sg_object *sg_model_lookup(sg_model *model, const struct sg_kind *kind, const char *written);

/* What a server of that major version does not know is an error, each thing by name: version.c. */
void sg_model_check_version(const sg_model *model, int major, sg_diags *diags);

/* Resolves and canonicalises everything; problems go to `diags`. Returns false when there were errors. */
bool sg_model_finish(sg_model *model, sg_diags *diags);

/* Works out the name that the server gives along with the object, which is complete (sg_object.hidden). The server
 * finds another one where this is taken. */
void sg_model_hide_name(sg_model *model, sg_object *object);

/* All children of `parent` in another order. */
void sg_object_place_children(sg_object *parent, sg_object *const *children, size_t count);

/* A large model lies in no cache: fetches the first lines of what is looked at soon. NULL: nothing. */
SG_FETCH void sg_object_fetch(const sg_object *object, size_t lines)
{
    for (size_t line = 0; object != NULL && line < lines; line++)
        __builtin_prefetch((const char *)object + line * SG_CACHE_LINE);
}

/* The same for what stands inside it, which lies side by side when it was read in one go, with all its texts. */
SG_FETCH void sg_object_fetch_children(const sg_object *object)
{
    enum { AT_MOST = 16 << 10 };
    if (object == NULL || object->first_child == NULL)
        return;
    uintptr_t begin = (uintptr_t)object->first_child, length = (uintptr_t)object->last_child - begin;
    for (size_t at = 0; length <= AT_MOST && at <= length + 2 * SG_CACHE_LINE; at += SG_CACHE_LINE)
        __builtin_prefetch((const char *)begin + at);
}

/* Every object, parents before children: calls `visit` in order of kind rank, then of declaration. */
void sg_model_each(const sg_model *model, void (*visit)(void *context, sg_object *object), void *context);
/* The same for one kind. */
void sg_model_each_of(const sg_model *model, const struct sg_kind *kind,
                      void (*visit)(void *context, sg_object *object), void *context);
/* All objects into a vector, in that order. */
void sg_model_all(const sg_model *model, sg_vec *objects);

/* First child of a kind at or after `child`; use: for (c = sg_child(o->first_child, k); c; c = sg_child(c->next, k)).
 */
sg_object *sg_child(sg_object *child, const struct sg_kind *kind);
#define SG_EACH_CHILD(child, object, of_kind)                                          \
    for (sg_object *child = sg_child((object)->first_child, (of_kind)); child != NULL; \
         child = sg_child(child->next, (of_kind)))
sg_object *sg_child_named(const sg_object *parent, const struct sg_kind *kind, const char *name);
/* The next child after `before` (NULL: the first) that has the name, whatever its kind; NULL: there is no other. */
sg_object *sg_child_called(const sg_object *parent, const sg_object *before, const char *name);

/* `user` needs `target` to exist first. Both in one model; doubles are kept once. */
void sg_object_depend(sg_object *user, sg_object *target);
/* `user` only names `target` (it need not exist first): renames follow, order does not. */
void sg_object_mention(sg_object *user, sg_object *target);

/* The same for all that the call (sg_expr.calls) in the field may mean, unless one of them needs `user` or its parent.
 */
void sg_object_depend_call(sg_model *model, sg_object *user, const char *key, const char *call);
/* What calls routines of a name. */
typedef struct sg_call {
    struct sg_call *next;
    sg_object *user;
    const char *key; /* where, as for sg_object_error */
    const char *call;
} sg_call;
/* Calls by the name of a routine, which may be one of another model; and the routines that have it. */
const sg_call *sg_model_calls(const sg_model *model, const sg_object *routine);
const sg_named_routine *sg_model_namesakes(const sg_model *model, const sg_object *routine);

/* What names something that nothing declares. */
typedef struct sg_missing {
    struct sg_missing *next;
    sg_object *user;
    const char *key; /* where, as for sg_object_error */
} sg_missing;
/* The field names "schema\x1fname", which is there by other means, if at all. `space`: one of these, or a
 * sg_kind.literal_type. */
void sg_model_note_missing(sg_model *model, sg_object *user, const char *key, const char *space, const char *path);
#define SG_SPACE_RELATION "relation"
#define SG_SPACE_TYPE "type"
#define SG_SPACE_ROUTINE "routine"
/* What names the object of another model by a name that nothing declares here, or NULL. */
const sg_missing *sg_model_missing(const sg_model *model, const sg_object *object);

/* Identity as text: kind, schema, parent, name, separated by \x1f (arena memory). */
const char *sg_object_key(sg_arena *arena, const sg_object *object);
/* For people: `table public.members`, `column public.members.note`. */
void sg_object_title(sg_buf *buf, const sg_object *object);
/* Quoted SQL names: "schema"."name" of a top-level object (or "name" outside schemas), and the same of its parent. */
void sg_object_sql(sg_buf *buf, const sg_object *object);
/* The quoted name of a routine, without its argument types. */
void sg_routine_bare(sg_buf *buf, const sg_object *routine);
void sg_parent_sql(sg_buf *buf, const sg_object *object);

/* JSON pointer of the object in its source (arena of the model). */
const char *sg_object_pointer(const sg_model *model, const sg_object *object);
/* Adds one part to a JSON pointer: "/" and the key, with ~ and / escaped (RFC 6901). */
void sg_pointer_add(sg_buf *buf, const char *key);
/* Reports a problem at `subpath` below the object: "" for itself, "type", "columns/1"; NULL: its name;
 * "\x1fkey": the key itself instead of its value. */
sg_diag *sg_object_error(const sg_model *model, sg_diags *diags, const sg_object *object, const char *subpath,
                         sg_code code, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* Narrows a diagnostic to the byte `at` of the JSON string it stands on. */
void sg_diag_narrow(sg_diag *diag, size_t at);

/* A field of another kind's object, by its key: what siblings may ask of each other. */
bool sg_object_bool(const sg_object *object, const char *key);
const char *sg_object_text(const sg_object *object, const char *key); /* NULL: not said */
bool sg_object_says(const sg_object *object, const char *key);        /* true when the field is set */
const sg_sqltype *sg_object_type(const sg_object *object);            /* its "type"; NULL when it has none */

/* True when a user of a type that some source declares has values of it, of an array of it, or of a type that comes
 * along with it; else it only names the type in an expression. */
bool sg_object_has_type(const sg_object *user, const sg_object *type);

/* True for comments that are the same, or none beside the one that a server gave the object from the start. */
bool sg_object_same_comment(const sg_object *a, const sg_object *b);

/* Equality of all fields that are compared (not children, not comment, not name). `*fields`, when not NULL, gets a bit
 * for each different field in the order of the kind's table. */
bool sg_object_equal(const sg_object *a, const sg_object *b, unsigned long long *fields);
/* True when statements change `from` to `to`, and nothing has to be made again. */
bool sg_object_changes_to(const sg_object *from, const sg_object *to);
/* True when `from` becomes `to` only by something new that takes over what uses it (sg_op.rebuilds). */
bool sg_object_is_rebuilt(const sg_object *from, const sg_object *to);

#endif
