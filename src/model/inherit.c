/* What tables have from others: partitions and children of inheritance. Each such thing is an object of its own, so
 * that names resolve in every table alike; what says no more than its original is never written. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

typedef struct inheritance {
    sg_model *model;
    sg_map done;                             /* key of a table that has all from its bases -> itself */
    bool (*is_made)(const sg_object *table); /* see sg_model_place_inherited */
} inheritance;

static void copy_fields(sg_object *copy, const sg_object *original)
{
    size_t size = sizeof(sg_object);
    memcpy((char *)copy + size, (const char *)original + size, original->kind->size - size);
}

static sg_object *copy_of(sg_model *model, sg_object *original, sg_object *table)
{
    const sg_kind *kind = original->kind;
    sg_object *copy = sg_model_add(model, kind, NULL, table, NULL, NULL);
    copy_fields(copy, original);
    copy->name = original->name;
    copy->implied = true;
    if (kind->adapt != NULL)
        kind->adapt(model, copy);
    sg_object_set_name(copy, copy->name);
    return copy;
}

void sg_model_name_anew(sg_model *model, sg_object *part)
{
    const char *name = part->name;
    if (part->kind->adapt == NULL || !(part->kind->flags & SG_KIND_RELATION))
        return;
    part->kind->adapt(model, part);
    const char *given = part->name;
    part->name = name; /* by which its parent knows it until then */
    sg_object_set_name(part, given);
}

/* The child that stands for the original already: of the same name, or the only one of its kind. */
static sg_object *stands_for(const sg_object *table, const sg_object *original)
{
    if (original->kind->flags & SG_KIND_SINGLE)
        return sg_child(table->first_child, original->kind);
    if (original->kind->flags & SG_KIND_RELATION)
        return NULL;
    return sg_child_named(table, original->kind, original->name);
}

/* The key or index of a partition that says to be its part of the original. */
static sg_object *part_of(const sg_object *table, const sg_object *original)
{
    for (sg_object *child = table->first_child; child != NULL; child = child->next) {
        const char *name = child->kind->part_of != NULL ? child->kind->part_of(child) : NULL;
        if (name != NULL && strcmp(name, original->name) == 0)
            return child;
    }
    return NULL;
}

sg_object *sg_model_passed_on(sg_model *model, const sg_object *original, sg_object *table)
{
    sg_object *copy = sg_arena_alloc(model->arena, original->kind->size);
    copy_fields(copy, original);
    copy->kind = original->kind;
    copy->parent = table;
    copy->name = original->name;
    if (copy->kind->adapt != NULL)
        copy->kind->adapt(model, copy);
    return copy;
}

/* The name as the server gives it, perhaps with a number. */
static bool has_given_name(sg_model *model, const sg_object *part, const sg_object *original)
{
    const char *given = sg_model_passed_on(model, original, part->parent)->name;
    size_t length = strlen(given);
    return strncmp(part->name, given, length) == 0 &&
           part->name[length + strspn(part->name + length, "0123456789")] == '\0';
}

/* A part of the same kind is the inherited thing itself, perhaps under another name; a key may be the part of an
 * index. */
static void join_part(sg_model *model, sg_object *part, sg_object *original)
{
    if (part->kind == original->kind && has_given_name(model, part, original)) {
        sg_own_rare(model->arena, part)->inherits = original;
        part->implied = true;
        sg_object_depend(part, original);
    } else {
        sg_own_rare(model->arena, part)->part = original;
        sg_object_mention(part, original);
    }
}

/* The key or index of the same kind that it is a partition's part of, or NULL. */
static const sg_object *whole_of(const sg_object *object)
{
    const sg_object *whole = sg_object_whole(object);
    return whole != NULL && whole->kind == object->kind && (object->kind->flags & SG_KIND_RELATION) ? whole : NULL;
}

sg_object *sg_model_same_part(const sg_model *model, const sg_object *object)
{
    const sg_object *whole = whole_of(object), *other = NULL;
    if (whole == NULL)
        return NULL;
    other = whole_of(whole) != NULL ? sg_model_same_part(model, whole) : NULL;
    if (other == NULL)
        other = sg_model_counterpart(model, whole);
    const sg_object *parent = other != NULL ? sg_model_counterpart(model, object->parent) : NULL;
    for (sg_object *child = parent != NULL ? parent->first_child : NULL; child != NULL; child = child->next) {
        if (whole_of(child) == other && child->kind == object->kind)
            return child;
    }
    return NULL;
}

static void pass_on(sg_model *model, sg_object *original, sg_object *table)
{
    bool whole = (original->kind->flags & SG_KIND_RELATION) != 0;
    sg_object *child = whole ? part_of(table, original) : NULL;
    if (child != NULL) {
        join_part(model, child, original);
        return;
    }
    if (whole && model->parts_known)
        return;
    child = stands_for(table, original);
    if (child == NULL)
        child = copy_of(model, original, table);
    else if (sg_rare_of(child)->inherits != NULL)
        return; /* merged with that of an earlier base */
    sg_own_rare(model->arena, child)->inherits = original;
    if (!child->implied && child->kind->complete != NULL)
        child->kind->complete(model, child);
    sg_object_depend(child, original);
}

static sg_object *base_of(const inheritance *state, const sg_object *child)
{
    return (child->kind->flags & SG_KIND_BASE) ? child->kind->base(state->model, child) : NULL;
}

/* The columns in the order of the bases, own ones behind. */
static void order_columns(const inheritance *state, const sg_object *table, const sg_kind *column, sg_vec *ordered)
{
    sg_map placed = {0};
    for (sg_object *link = table->first_child; link != NULL; link = link->next) {
        sg_object *base = base_of(state, link);
        for (sg_object *other = base != NULL ? base->first_child : NULL; other != NULL; other = other->next) {
            sg_object *child = other->kind == column ? sg_child_named(table, column, other->name) : NULL;
            if (child != NULL && sg_map_put(&placed, child->name, child) == NULL)
                sg_vec_push(ordered, child);
        }
    }
    SG_EACH_CHILD(child, table, column)
    {
        if (sg_map_get(&placed, child->name) == NULL)
            sg_vec_push(ordered, child);
    }
    sg_map_release(&placed);
}

/* A snapshot names columns in the order that the table has, which need not be that of the bases: those can have got
 * further ones behind own ones of the table. */
static bool keeps_written_order(const sg_vec *ordered)
{
    const sg_object *before = NULL;
    for (size_t i = 0; i < ordered->count; i++) {
        const sg_object *child = ordered->items[i];
        if (child->implied)
            continue;
        if (before != NULL && before->number > child->number)
            return false;
        before = child;
    }
    return true;
}

/* Those that are named behind all others, as they are written. */
static void put_named_last(const sg_object *table, const sg_kind *column, sg_vec *ordered)
{
    size_t implied = 0;
    for (size_t i = 0; i < ordered->count; i++) {
        if (((const sg_object *)ordered->items[i])->implied)
            ordered->items[implied++] = ordered->items[i];
    }
    SG_EACH_CHILD(child, table, column)
    {
        if (!child->implied)
            ordered->items[implied++] = child;
    }
}

/* All children with the columns as `first` has them. */
static void put_first(sg_object *table, const sg_kind *column, sg_vec *first)
{
    for (sg_object *child = table->first_child; child != NULL; child = child->next) {
        if (child->kind != column)
            sg_vec_push(first, child);
    }
    sg_object_place_children(table, (sg_object *const *)first->items, first->count);
    sg_vec_release(first);
}

static bool names_all(const sg_object *table, const sg_kind *column)
{
    bool all = true;
    SG_EACH_CHILD(child, table, column)
    all &= !child->implied;
    return all;
}

/* Where the source names all columns, they stand as it does. */
static void place_columns(const inheritance *state, sg_object *table)
{
    const sg_kind *column = sg_kind_with(SG_KIND_COLUMN);
    sg_vec columns = SG_VEC_EMPTY;
    if (names_all(table, column))
        return;
    order_columns(state, table, column, &columns);
    if (state->model->canonical && !keeps_written_order(&columns))
        put_named_last(table, column, &columns);
    put_first(table, column, &columns);
}

static void inherit(inheritance *state, sg_object *table)
{
    const char *key = sg_object_key(state->model->arena, table);
    if (sg_map_put(&state->done, key, table) != NULL)
        return;
    bool inherits = false;
    for (sg_object *link = table->first_child; link != NULL; link = link->next) {
        sg_object *base = base_of(state, link);
        if (base == NULL)
            continue;
        inherits = true;
        inherit(state, base);
        for (sg_object *original = base->first_child; original != NULL; original = original->next) {
            if (original->kind->passes_on != NULL && original->kind->passes_on(original, link))
                pass_on(state->model, original, table);
        }
    }
    if (inherits)
        place_columns(state, table);
}

static void inherit_one(void *context, sg_object *object)
{
    if (object->first_child != NULL)
        inherit(context, object);
}

static bool has_bases(const sg_model *model)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (size_t i = 0; i < sg_kind_count; i++) {
        if ((kinds[i]->flags & SG_KIND_BASE) && model->of_kind[i].count > 0)
            return true;
    }
    return false;
}

void sg_model_inherit(sg_model *model)
{
    inheritance state = {.model = model};
    model->inherits = has_bases(model);
    if (!model->inherits)
        return;
    sg_model_each_of(model, sg_kind_named(sg_kind_with(SG_KIND_COLUMN)->parents[0]), inherit_one, &state);
    sg_map_release(&state.done);
}

static bool has_type_of(const sg_object *column, const sg_object *original)
{
    const sg_sqltype *type = sg_object_type(column), *wanted = sg_object_type(original);
    return !sg_sqltype_is_set(type) || !sg_sqltype_is_set(wanted) ||
           (sg_sqltype_equal(type, wanted) &&
            sg_text_equal(sg_object_text(column, "collation"), sg_object_text(original, "collation")));
}

/* A column that the table names itself, or has from an earlier base, is one with that of the base. */
static void check_types(const sg_model *model, const sg_object *link, const sg_object *base, sg_diags *diags)
{
    SG_EACH_CHILD(original, base, sg_kind_with(SG_KIND_COLUMN))
    {
        const sg_object *column = sg_child_named(link->parent, original->kind, original->name);
        if (column == NULL || has_type_of(column, original))
            continue;
        sg_buf type;
        sg_buf_init(&type);
        sg_sqltype_print(&type, sg_object_type(original));
        const char *collation = sg_object_text(original, "collation");
        if (collation != NULL)
            sg_buf_join(&type, " with the collation ", collation);
        sg_object_error(model, diags, column->implied ? link : column, column->implied ? NULL : "type", SG_CONFLICT,
                        "column \"%s\" comes from table \"%s\", where it has the type %s", original->name, base->name,
                        type.data);
        sg_buf_release(&type);
    }
}

void sg_model_check_inherited(sg_model *model, sg_diags *diags)
{
    const inheritance state = {.model = model};
    bool known = model->live || model->canonical; /* by a server, which has them so */
    for (size_t i = 0; model->inherits && !known && i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds_ordered()[i];
        for (size_t k = 0; (kind->flags & SG_KIND_BASE) && k < model->of_kind[i].count; k++) {
            const sg_object *link = model->of_kind[i].items[k], *base = base_of(&state, link);
            if (base != NULL)
                check_types(model, link, base, diags);
        }
    }
}

/* CREATE TABLE puts the columns of INHERITS first, whatever it names itself. */
static bool is_made_of_bases(const sg_object *table)
{
    for (const sg_object *link = table->first_child; link != NULL; link = link->next) {
        if ((link->kind->flags & SG_KIND_BASE) && (link->kind->flags & SG_KIND_INLINE))
            return true;
    }
    return false;
}

static void place_made(inheritance *state, sg_object *table)
{
    const sg_kind *column = sg_kind_with(SG_KIND_COLUMN);
    sg_vec columns = SG_VEC_EMPTY;
    if (!table->based || sg_map_put(&state->done, sg_object_key(state->model->arena, table), table) != NULL)
        return;
    for (sg_object *link = table->first_child; link != NULL; link = link->next) {
        sg_object *base = base_of(state, link);
        if (base != NULL)
            place_made(state, base);
    }
    if (!state->is_made(table) || (names_all(table, column) && !is_made_of_bases(table)))
        return;
    order_columns(state, table, column, &columns);
    put_first(table, column, &columns);
}

static void place_one(void *context, sg_object *table)
{
    place_made(context, table);
}

void sg_model_place_inherited(sg_model *model, bool (*is_made)(const sg_object *table))
{
    inheritance state = {.model = model, .is_made = is_made};
    if (!model->inherits)
        return;
    sg_model_each_of(model, sg_kind_named(sg_kind_with(SG_KIND_COLUMN)->parents[0]), place_one, &state);
    sg_map_release(&state.done);
    sg_model_settle_inherited(model);
}

/* True when the columns stand in another order than those of the base. */
static bool has_own_order(const sg_object *table, const sg_kind *column)
{
    const sg_object *before = NULL;
    SG_EACH_CHILD(child, table, column)
    {
        const sg_object *original = sg_rare_of(child)->inherits;
        if (original == NULL)
            continue;
        if (before != NULL && before->parent == original->parent) {
            const sg_object *next = sg_child(before->next, column);
            if (next != original)
                return true;
        }
        before = original;
    }
    return false;
}

static void settle(void *context, sg_object *object)
{
    sg_model *model = context;
    if (sg_rare_of(object)->inherits == NULL || object->implied || (object->kind->flags & SG_KIND_RELATION))
        return;
    const sg_object *given = sg_model_passed_on(model, sg_rare_of(object)->inherits, object->parent);
    bool ordered = (object->kind->flags & SG_KIND_ORDERED) != 0;
    object->implied = object->comment == NULL && sg_object_equal(object, given, NULL) &&
                      !(ordered && has_own_order(object->parent, object->kind));
}

void sg_model_settle_inherited(sg_model *model)
{
    if (model->inherits)
        sg_model_each(model, settle, model);
}
