#include "model.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

typedef struct sg_named {
    sg_map first; /* name -> the first child that has it */
    sg_arena *arena;
} sg_named;

const sg_rare sg_no_rare;

sg_rare *sg_own_rare(sg_arena *arena, sg_object *object)
{
    sg_rare *own = SG_NEW(arena, sg_rare);
    *own = *sg_rare_of(object);
    object->rare = own;
    return own;
}

sg_model *sg_model_new(void)
{
    sg_arena *arena = sg_arena_new();
    sg_model *model = SG_NEW(arena, sg_model);
    model->arena = arena;
    model->exprs = sg_exprs_new(arena);
    model->first = SG_NEW_ARRAY(arena, sg_object *, sg_kind_count);
    model->last = SG_NEW_ARRAY(arena, sg_object *, sg_kind_count);
    model->of_kind = SG_NEW_ARRAY(arena, sg_vec, sg_kind_count);
    model->nameless = SG_NEW_ARRAY(arena, bool, sg_kind_count);
    return model;
}

static void release_links(void *context, sg_object *object)
{
    (void)context;
    sg_vec_release(&object->deps);
    sg_vec_release(&object->users);
    if (sg_rare_of(object)->named != NULL)
        sg_map_release(&sg_rare_of(object)->named->first);
}

void sg_model_free(sg_model *model)
{
    if (model == NULL)
        return;
    sg_model_each(model, release_links, NULL);
    for (size_t i = 0; i < sg_kind_count; i++)
        sg_vec_release(&model->of_kind[i]);
    sg_map_release(&model->index);
    sg_map_release(&model->missing);
    sg_map_release(&model->calls);
    sg_map_release(&model->relations);
    sg_map_release(&model->hidden);
    sg_map_release(&model->types);
    sg_vec_release(&model->provided);
    sg_vec_release(&model->moved);
    sg_map_release(&model->routines);
    sg_map_release(&model->written_types);
    sg_exprs_free(model->exprs);
    json_object_put(model->tree);
    sg_arena_free(model->arena);
}

/* Only top-level objects are indexed; children are found through their parent. */
static void add_index_key(sg_buf *key, const sg_kind *kind, const char *schema, const char *name)
{
    sg_buf_add_size(key, sg_kind_number(kind));
    sg_buf_join(key, "\x1f", schema ? schema : "", "\x1f", name);
}

static const char *index_key(sg_arena *arena, const sg_kind *kind, const char *schema, const char *name)
{
    char room[SG_BUF_ROOM];
    sg_buf key;
    sg_buf_init_in(&key, room, sizeof room);
    add_index_key(&key, kind, schema, name);
    const char *text = sg_arena_strndup(arena, key.data, key.length);
    sg_buf_release(&key);
    return text;
}

sg_object *sg_model_find(const sg_model *model, const sg_kind *kind, const char *schema, const sg_object *parent,
                         const char *name)
{
    if (kind->parents != NULL)
        return parent != NULL ? sg_child_named(parent, kind, name) : NULL;
    char room[SG_BUF_ROOM];
    sg_buf key;
    sg_buf_init_in(&key, room, sizeof room);
    add_index_key(&key, kind, schema, name);
    sg_object *found = sg_map_get(&model->index, key.data);
    sg_buf_release(&key);
    return found;
}

sg_object *sg_model_counterpart(const sg_model *model, const sg_object *object)
{
    const sg_object *parent = object->parent != NULL ? sg_model_counterpart(model, object->parent) : NULL;
    return sg_model_find(model, object->kind, object->schema, parent, object->name);
}

sg_object *sg_model_lookup(sg_model *model, const sg_kind *kind, const char *written)
{
    const char *schema, *name;
    sg_name_split(model, written, &schema, &name);
    return sg_model_find(model, kind, (kind->flags & SG_KIND_IN_SCHEMA) ? schema : NULL, NULL, name);
}

/* With fewer children a walk is faster than a map. */
#define MANY_CHILDREN 32

static void add_named(sg_object *child)
{
    sg_named *named = sg_rare_of(child->parent)->named;
    if (named == NULL || child->name == NULL)
        return;
    sg_object *last = sg_map_get(&named->first, child->name);
    while (last != NULL && sg_rare_of(last)->namesake != NULL)
        last = sg_rare_of(last)->namesake;
    if (last != NULL)
        sg_own_rare(named->arena, last)->namesake = child;
    else
        sg_map_put(&named->first, child->name, child);
}

static void remove_named(sg_object *child)
{
    sg_named *named = sg_rare_of(child->parent)->named;
    if (named == NULL || child->name == NULL)
        return;
    sg_object *first = sg_map_remove(&named->first, child->name);
    for (sg_object *other = first; other != NULL; other = sg_rare_of(other)->namesake) {
        if (sg_rare_of(other)->namesake == child)
            sg_own_rare(named->arena, other)->namesake = sg_rare_of(child)->namesake;
    }
    if (first == child)
        first = sg_rare_of(child)->namesake;
    if (first != NULL)
        sg_map_put(&named->first, first->name, first);
    if (sg_rare_of(child)->namesake != NULL)
        sg_own_rare(named->arena, child)->namesake = NULL;
}

static uint32_t hash_name(const char *name)
{
    return name != NULL ? (uint32_t)sg_hash_text(name, strlen(name)) : 0;
}

void sg_object_set_name(sg_object *object, const char *name)
{
    if (object->parent != NULL)
        remove_named(object);
    object->name = name;
    object->name_hash = hash_name(name);
    if (object->parent != NULL)
        add_named(object);
}

void sg_model_hide_name(sg_model *model, sg_object *object)
{
    const char *hidden = object->kind->hidden_name != NULL ? object->kind->hidden_name(model->arena, object) : NULL;
    if (!sg_text_equal(hidden, sg_rare_of(object)->hidden))
        sg_own_rare(model->arena, object)->hidden = hidden;
    if (hidden != NULL)
        sg_map_put(&model->hidden, sg_arena_printf(model->arena, "%s\x1f%s", object->schema, hidden), object);
}

static void make_named(sg_arena *arena, sg_object *parent)
{
    sg_named *named = SG_NEW(arena, sg_named);
    named->arena = arena;
    sg_own_rare(arena, parent)->named = named;
    for (sg_object *child = parent->first_child; child != NULL; child = child->next)
        add_named(child);
}

static void put_last(sg_object *parent, sg_object *child)
{
    child->next = NULL;
    child->number = parent->child_count++;
    if (parent->last_child != NULL)
        parent->last_child->next = child;
    else
        parent->first_child = child;
    parent->last_child = child;
}

void sg_object_place_children(sg_object *parent, sg_object *const *children, size_t count)
{
    parent->first_child = parent->last_child = NULL;
    parent->child_count = 0;
    for (size_t i = 0; i < count; i++)
        put_last(parent, children[i]);
}

static void append_child(sg_arena *arena, sg_object *parent, sg_object *child)
{
    const unsigned sole_base = SG_KIND_BASE | SG_KIND_SINGLE;
    if ((child->kind->flags & sole_base) == sole_base)
        sg_own_rare(arena, parent)->sole_base = child;
    parent->based |= (child->kind->flags & SG_KIND_BASE) != 0;
    put_last(parent, child);
    if (sg_rare_of(parent)->named != NULL)
        add_named(child);
    else if (parent->child_count == MANY_CHILDREN)
        make_named(arena, parent);
}

sg_object *sg_model_add(sg_model *model, const sg_kind *kind, const char *schema, sg_object *parent, const char *name,
                        sg_object **clash)
{
    sg_object *there = name != NULL ? sg_model_find(model, kind, schema, parent, name) : NULL;
    if (there != NULL) {
        if (clash != NULL)
            *clash = there;
        return NULL;
    }
    sg_object *object = sg_arena_alloc_lines(model->arena, kind->size);
    object->kind = kind;
    object->parent = parent;
    object->schema = parent != NULL ? parent->schema : schema;
    object->name = name;
    model->count++;
    size_t number = sg_kind_number(kind);
    sg_vec_push(&model->of_kind[number], object);
    model->nameless[number] |= name == NULL;
    if (parent != NULL) {
        object->name_hash = hash_name(name);
        append_child(model->arena, parent, object);
        return object;
    }
    if (model->last[number] != NULL)
        model->last[number]->next = object;
    else
        model->first[number] = object;
    model->last[number] = object;
    sg_map_put(&model->index, index_key(model->arena, kind, schema, name), object);
    return object;
}

sg_object *sg_child(sg_object *child, const sg_kind *kind)
{
    while (child != NULL && child->kind != kind)
        child = child->next;
    return child;
}

/* `hash`: the name's. */
static sg_object *next_called(const sg_object *parent, const sg_object *before, const char *name, uint32_t hash)
{
    if (sg_rare_of(parent)->named != NULL)
        return before != NULL ? sg_rare_of(before)->namesake : sg_map_get(&sg_rare_of(parent)->named->first, name);
    sg_object *child = before != NULL ? before->next : parent->first_child;
    while (child != NULL && (child->name_hash != hash || child->name == NULL || strcmp(child->name, name) != 0))
        child = child->next;
    return child;
}

sg_object *sg_child_called(const sg_object *parent, const sg_object *before, const char *name)
{
    return next_called(parent, before, name, hash_name(name));
}

sg_object *sg_child_named(const sg_object *parent, const sg_kind *kind, const char *name)
{
    uint32_t hash = hash_name(name);
    sg_object *child = next_called(parent, NULL, name, hash);
    while (child != NULL && child->kind != kind)
        child = next_called(parent, child, name, hash);
    return child;
}

void sg_model_each_of(const sg_model *model, const sg_kind *kind, void (*visit)(void *context, sg_object *object),
                      void *context)
{
    /* a visitor may add objects: they are visited too */
    const sg_vec *objects = &model->of_kind[sg_kind_number(kind)];
    enum { AHEAD = 24, LINES = 2 };
    for (size_t i = 0; i < objects->count; i++) {
        sg_object_fetch(i + AHEAD < objects->count ? objects->items[i + AHEAD] : NULL, LINES);
        visit(context, objects->items[i]);
    }
}

void sg_model_each(const sg_model *model, void (*visit)(void *context, sg_object *object), void *context)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (size_t i = 0; i < sg_kind_count; i++)
        sg_model_each_of(model, kinds[i], visit, context);
}

static void push(void *context, sg_object *object)
{
    sg_vec_push(context, object);
}

void sg_model_all(const sg_model *model, sg_vec *objects)
{
    sg_model_each(model, push, objects);
}

static void push_once(sg_vec *vec, sg_object *object)
{
    for (size_t i = 0; i < vec->count; i++) {
        if (vec->items[i] == object)
            return;
    }
    sg_vec_push(vec, object);
}

void sg_object_mention(sg_object *user, sg_object *target)
{
    if (user == target)
        return;
    sg_vec_push(&target->users, user);
    target->linked = true;
}

void sg_object_depend(sg_object *user, sg_object *target)
{
    if (user == target)
        return;
    size_t before = user->deps.count;
    push_once(&user->deps, target);
    if (user->deps.count == before)
        return;
    user->linked = true;
    sg_object_mention(user, target);
}

static void reindex(sg_model *model, sg_object *object, const char *schema, const char *name)
{
    sg_map_remove(&model->index, index_key(model->arena, object->kind, object->schema, object->name));
    object->schema = schema;
    object->name = name;
    sg_map_put(&model->index, index_key(model->arena, object->kind, schema, name), object);
}

/* The name as a child bears it that is called after a top-level object. */
static const char *joined_name(sg_model *model, const sg_object *target)
{
    if (target->schema == NULL)
        return target->name;
    sg_buf name;
    sg_buf_init(&name);
    sg_name_join(&name, target->schema, target->name);
    const char *joined = sg_arena_strndup(model->arena, name.data, name.length);
    sg_buf_release(&name);
    return joined;
}

static sg_path brought_type(const sg_model *model, const sg_object *object)
{
    sg_path path = {NULL, NULL};
    if (object->kind->brings_type != NULL)
        path.name = object->kind->brings_type(model->arena, object, object->name, &path.schema);
    return path;
}

static void follow_rename(sg_model *model, const sg_object *target, const char *old_schema, const char *old_name);

/* What an object brings along may be called after it, or be in a schema that has another name now. */
static void follow_brought(sg_model *model, const sg_object *object, const sg_path *before)
{
    const sg_path after = brought_type(model, object);
    const sg_object brought = {
        .kind = object->kind, .schema = after.schema, .name = after.name, .users = object->users};
    if (!sg_text_equal(after.name, before->name) || !sg_text_equal(after.schema, before->schema))
        follow_rename(model, &brought, before->schema, before->name);
}

static void follow_rename(sg_model *model, const sg_object *target, const char *old_schema, const char *old_name)
{
    for (size_t i = 0; i < target->users.count; i++) {
        sg_object *user = target->users.items[i];
        const sg_path brought = brought_type(model, user);
        if (sg_rare_of(user)->follows == target && user->parent != NULL)
            sg_object_set_name(user, joined_name(model, target));
        else if (sg_rare_of(user)->follows == target && strcmp(user->name, old_name) == 0)
            reindex(model, user, target->schema, target->name);
        for (const sg_field *field = user->kind->fields; field->key != NULL; field++) {
            if (field->type->rename != NULL)
                field->type->rename(model, user, field, target, old_schema, old_name);
        }
        follow_brought(model, user, &brought);
    }
}

static void rename_object(sg_model *model, sg_object *object, const char *schema, const char *name)
{
    const char *old_schema = object->schema, *old_name = object->name;
    const sg_path brought = brought_type(model, object);
    if (object->parent != NULL)
        sg_object_set_name(object, name);
    else
        reindex(model, object, schema, name);
    follow_rename(model, object, old_schema, old_name);
    follow_brought(model, object, &brought);
}

static void forget(sg_vec *vec, const sg_object *object)
{
    uint32_t kept = 0;
    for (size_t i = 0; i < vec->count; i++) {
        if (vec->items[i] != object)
            vec->items[kept++] = vec->items[i];
    }
    vec->count = kept;
}

/* The object stands in another schema, which may be there only later. */
static void stand_in(sg_model *model, sg_object *object, const char *old, const char *schema)
{
    const sg_kind *space = sg_kind_with(SG_KIND_NAMESPACE);
    sg_object *left = sg_model_find(model, space, NULL, NULL, old);
    sg_object *entered = sg_model_find(model, space, NULL, NULL, schema);
    if (left != NULL) {
        forget(&object->deps, left);
        forget(&left->users, object);
    }
    if (entered != NULL)
        sg_object_depend(object, entered);
}

void sg_object_owned(const sg_object *table, sg_vec *owned)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        for (size_t i = 0; i < child->users.count; i++) {
            sg_object *user = child->users.items[i];
            if (user->parent == NULL && sg_rare_of(user)->owner == child)
                push_once(owned, user);
        }
    }
}

void sg_model_move(sg_model *model, sg_object *object, const char *schema, const char *name)
{
    const char *old = object->schema;
    bool moves = strcmp(old, schema) != 0;
    rename_object(model, object, schema, name);
    if (!moves)
        return;
    stand_in(model, object, old, schema);
    for (sg_object *child = object->first_child; child != NULL; child = child->next)
        child->schema = schema;
    sg_vec owned = SG_VEC_EMPTY;
    sg_object_owned(object, &owned);
    for (size_t i = 0; i < owned.count; i++)
        sg_model_move(model, owned.items[i], schema, ((const sg_object *)owned.items[i])->name);
    sg_vec_release(&owned);
}

struct move {
    sg_model *model;
    const char *from;
    const char *to;
};

/* An object of a renamed schema takes the schema's new name, and so do mentions of it. */
static void move_to_schema(void *context, sg_object *object)
{
    struct move *move = context;
    if (object->schema == NULL || strcmp(object->schema, move->from) != 0)
        return;
    if (object->parent != NULL) {
        object->schema = move->to;
        return;
    }
    rename_object(move->model, object, move->to, object->name);
}

void sg_model_rename(sg_model *model, sg_object *object, const char *name)
{
    const char *old = object->name;
    rename_object(model, object, object->schema, name);
    for (size_t i = 0; i < object->users.count; i++) {
        sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->inherits == object && strcmp(user->name, old) == 0)
            sg_model_rename(model, user, name);
    }
    if (object->kind->flags & SG_KIND_NAMESPACE) {
        struct move move = {model, old, name};
        sg_model_each(model, move_to_schema, &move);
    }
}
