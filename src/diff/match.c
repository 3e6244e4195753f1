#include <string.h>

#include "diff.h"
#include "kind.h"
#include "signature.h"

static void clear(void *context, sg_object *object)
{
    (void)context;
    object->mark = NULL;
    object->step = NULL;
}

/* The table that a partition or child of inheritance is one of. */
static const sg_object *base_of(const sg_object *link)
{
    for (size_t i = 0; i < link->deps.count; i++) {
        const sg_object *dep = link->deps.items[i];
        if (dep->kind == link->parent->kind)
            return dep;
    }
    return NULL;
}

/* No statement makes one of the other. What belongs to an object that is made again is made again with it. */
static bool is_remade(const sg_object *from, const sg_object *to)
{
    if (to->kind->remakes != NULL && to->kind->remakes(from, to))
        return true;
    for (const sg_object *link = to->first_child; link != NULL; link = link->next) {
        const sg_object *before =
            (link->kind->flags & SG_KIND_BASE) ? sg_child_named(from, link->kind, link->name) : NULL;
        const sg_object *old = before != NULL ? base_of(before) : NULL, *new = base_of(link);
        if (old != NULL && new != NULL && strcmp(old->schema, new->schema) == 0 && is_remade(old, new))
            return true;
    }
    return false;
}

/* The name that the server has given to a part; another one of the parent that is called so takes the free one. */
static void take_name(sg_object *part, const char *name)
{
    sg_object *other = strcmp(part->name, name) != 0 ? sg_child_named(part->parent, part->kind, name) : NULL;
    if (other != NULL)
        sg_object_set_name(other, part->name);
    sg_object_set_name(part, name);
}

struct matching {
    sg_model *from;
    const sg_model *to;
};

/* By name, but parts whose names nobody has said by what they are parts of. */
static sg_object *find(const struct matching *matching, const sg_object *parent, sg_object *object)
{
    sg_object *part = sg_model_same_part(matching->from, object);
    if (part != NULL && part->mark == NULL && (object->implied || (matching->to->live && part->implied))) {
        if (object->implied)
            take_name(object, part->name);
        else
            take_name(part, object->name);
        return part;
    }
    sg_object *other = sg_model_find(matching->from, object->kind, object->schema, parent, object->name);
    bool taken = other != NULL && object->implied && other->implied && sg_model_same_part(matching->to, other) != NULL;
    return taken ? NULL : other;
}

static void match(void *context, sg_object *object)
{
    const struct matching *matching = context;
    const sg_object *parent = object->parent != NULL ? object->parent->mark : NULL;
    if (object->parent != NULL && parent == NULL)
        return;
    sg_object *other = find(matching, parent, object);
    if (other == NULL || is_remade(other, object))
        return;
    object->mark = other;
    other->mark = object;
    if (object->kind->flags & SG_KIND_PROVIDER) /* the keys of routines hold names of its types */
        object->kind->carry(matching->from, other, object);
}

static void carry(void *context, sg_object *object)
{
    if (object->kind->carry != NULL && object->mark != NULL && !(object->kind->flags & SG_KIND_PROVIDER))
        object->kind->carry(context, object->mark, object);
}

/* What an object owns goes with it. */
static void unmatch_owned(void *context, sg_object *object)
{
    const sg_object *from = object->mark;
    (void)context;
    if (from == NULL)
        return;
    const sg_object *before = sg_rare_of(from)->owner, *after = sg_rare_of(object)->owner;
    if (before == NULL || after == NULL || before->parent->mark != NULL || after->parent->mark != NULL)
        return;
    object->mark->mark = NULL;
    object->mark = NULL;
}

static bool is_overload(const sg_object *routine, const sg_object *other)
{
    size_t length = (size_t)(sg_signature_split(routine->name) - routine->name);
    return routine->kind == other->kind && strcmp(routine->schema, other->schema) == 0 &&
           (size_t)(sg_signature_split(other->name) - other->name) == length &&
           strncmp(routine->name, other->name, length) == 0;
}

/* The new routine of the same name that `user` calls instead of `routine`, or NULL. */
static sg_object *called_instead(const sg_object *user, const sg_object *routine)
{
    for (size_t i = 0; user->mark != NULL && i < user->mark->deps.count; i++) {
        sg_object *dep = user->mark->deps.items[i];
        if (dep->mark == NULL && (dep->kind->flags & SG_KIND_ROUTINE) && is_overload(routine, dep))
            return dep;
    }
    return NULL;
}

/* A routine that has got other arguments while what calls it stays: both cannot stand side by side, for calls would be
 * ambiguous, so the new one is built in place of the old one. */
static void match_overload(void *context, sg_object *routine)
{
    const sg_kind *kind = routine->kind;
    bool goes = (kind->flags & SG_KIND_ROUTINE) && kind->replace != NULL && kind->replace->rebuilds;
    (void)context;
    for (size_t i = 0; goes && routine->mark == NULL && i < routine->users.count; i++) {
        sg_object *successor = called_instead(routine->users.items[i], routine);
        if (successor == NULL)
            continue;
        routine->mark = successor;
        successor->mark = routine;
    }
}

/* What is always there and only one model says something of stands in the other too, without a word. */
static void complete(const sg_model *model, sg_model *other)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds[i];
        const sg_object *object =
            kind->birthright != NULL ? sg_model_find(model, kind, NULL, NULL, kind->birthright->name) : NULL;
        bool says = object != NULL && (object->implied || object->comment != NULL || sg_access_is_said(object));
        sg_object *added = says ? sg_model_add(other, kind, NULL, NULL, object->name, NULL) : NULL;
        if (added != NULL)
            added->implied = true;
    }
}

void sg_diff_match(sg_model *from, sg_model *to)
{
    complete(from, to);
    complete(to, from);
    sg_model_each(from, clear, NULL);
    sg_model_each(to, clear, NULL);
    if (from->count == 0 || to->count == 0)
        return;
    sg_model_each(to, match, &(struct matching){from, to});
    sg_model_each(to, unmatch_owned, NULL);
    sg_model_each(from, match_overload, NULL);
    sg_model_each(to, carry, from);
}
