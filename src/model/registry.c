/* The table of kinds, and the small tables of words that go with it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "kind.h"

static const sg_kind *ordered[SG_MAX_KINDS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

bool sg_kind_comes_before(const sg_kind *kind, const sg_kind *other)
{
    return kind->order != other->order ? kind->order < other->order : strcmp(kind->name, other->name) < 0;
}

static void order_kinds(void)
{
    if (sg_kind_count > SG_MAX_KINDS)
        abort();
    for (size_t i = 0; i < sg_kind_count; i++) {
        size_t place = i;
        for (; place > 0 && sg_kind_comes_before(sg_kinds[i], ordered[place - 1]); place--)
            ordered[place] = ordered[place - 1];
        ordered[place] = sg_kinds[i];
    }
}

const sg_kind *const *sg_kinds_ordered(void)
{
    pthread_once(&once, order_kinds);
    return ordered;
}

bool sg_passes_to_partition(const sg_object *object, const sg_object *link)
{
    bool foreign = (object->kind->flags & SG_KIND_LOCAL) != 0 && sg_object_says(link->parent, "server");
    return (link->kind->flags & SG_KIND_SINGLE) != 0 && !foreign; /* a table is a partition of one other at most */
}

bool sg_always_stuck(const sg_object *object)
{
    (void)object;
    return true;
}

size_t sg_kind_number(const sg_kind *kind)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    size_t number = 0;
    while (kinds[number] != kind)
        number++;
    return number;
}

const sg_kind *sg_kind_named(const char *name)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (strcmp(sg_kinds[i]->name, name) == 0)
            return sg_kinds[i];
    }
    return NULL;
}

const sg_kind *sg_kind_with(unsigned flag)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (sg_kinds[i]->flags & flag)
            return sg_kinds[i];
    }
    return NULL;
}

bool sg_kind_is_below(const sg_kind *kind, const sg_kind *parent)
{
    if (parent == NULL || kind->parents == NULL)
        return parent == NULL && kind->parents == NULL;
    for (const char *const *name = kind->parents; *name != NULL; name++) {
        if (strcmp(*name, parent->name) == 0)
            return true;
    }
    return false;
}

bool sg_kind_declares_columns(const sg_kind *kind)
{
    return sg_kind_is_below(sg_kind_with(SG_KIND_COLUMN), kind);
}

const sg_kind *sg_kind_for_key(const sg_kind *parent, const char *json_key)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds[i];
        if (kind->json_key[0] == json_key[0] && strcmp(kind->json_key, json_key) == 0 && sg_kind_is_below(kind, parent))
            return kind;
    }
    return NULL;
}

unsigned sg_kind_spaces(const sg_kind *kind)
{
    unsigned own = kind->flags & (SG_KIND_RELATION | SG_KIND_TYPE | SG_KIND_ROUTINE | SG_KIND_CONSTRAINT);
    return (kind->flags & SG_KIND_ROW) ? own | SG_KIND_RELATION : own;
}

bool sg_kind_grants(const sg_kind *kind)
{
    return kind->grantable != NULL && kind->grantable->privileges[0] != NULL;
}

bool sg_kind_has_owner(const sg_kind *kind)
{
    return kind->grantable != NULL && (kind->parents == NULL || (kind->flags & SG_KIND_OWN_ADDRESS));
}

size_t sg_kind_keys(const sg_kind *kind, const char **keys, size_t room)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    size_t count = 0;

    for (const sg_field *field = kind != NULL ? kind->fields : NULL; field != NULL && field->key != NULL; field++) {
        if (count < room)
            keys[count++] = field->key;
    }
    for (const sg_sugar *sugar = kind != NULL ? kind->sugar : NULL; sugar != NULL && sugar->key != NULL; sugar++) {
        if (count < room)
            keys[count++] = sugar->key;
    }
    for (size_t i = 0; i < sg_kind_count && count < room; i++) {
        if (sg_kind_is_below(kinds[i], kind))
            keys[count++] = kinds[i]->json_key;
    }
    if (kind != NULL && count < room && !(kind->flags & SG_KIND_NO_COMMENT))
        keys[count++] = "comment";
    if (kind != NULL && count < room && sg_kind_grants(kind))
        keys[count++] = "grants";
    if (kind != NULL && count < room && sg_kind_has_owner(kind))
        keys[count++] = "owner";
    if (kind != NULL && count < room && kind->rename != NULL)
        keys[count++] = "renamedFrom";
    return count;
}

static const char *const lock_names[] = {
    [SG_LOCK_NONE] = "NONE",
    [SG_LOCK_ACCESS_SHARE] = "ACCESS SHARE",
    [SG_LOCK_ROW_SHARE] = "ROW SHARE",
    [SG_LOCK_ROW_EXCLUSIVE] = "ROW EXCLUSIVE",
    [SG_LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
    [SG_LOCK_SHARE] = "SHARE",
    [SG_LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
    [SG_LOCK_EXCLUSIVE] = "EXCLUSIVE",
    [SG_LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
};

const char *sg_lock_name(sg_lock lock)
{
    return lock_names[lock];
}

static const sg_danger_info dangers[] = {
    {SG_DANGER_DATA_LOSS, "data-loss", "rows or values are lost"},
    {SG_DANGER_REWRITE, "rewrite", "the whole table is written anew while it is locked"},
    {SG_DANGER_SCAN, "scan", "the whole table is read while it is locked"},
    {SG_DANGER_BUILD, "index-build", "an index is built while writes wait"},
    {SG_DANGER_MAY_FAIL, "may-fail", "fails when existing rows do not fit"},
    {SG_DANGER_BREAKS, "breaks", "running applications that use the old form fail"},
};

const sg_danger_info *sg_danger_table(size_t *count)
{
    *count = sizeof dangers / sizeof dangers[0];
    return dangers;
}
