/* Renames: which are asked for. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "renames_private.h"
#include "text.h"

const sg_object *sg_renaming_sibling(const sg_model *model, const sg_object *like, const char *name)
{
    const sg_object *parent = like->parent != NULL ? sg_model_counterpart(model, like->parent) : NULL;
    return sg_model_find(model, like->kind, like->schema, parent, name);
}

/* What `old` has of the object's kind by that name in the schema. A routine's hint may name its types as they were
 * before they got other names. */
static sg_object *in_schema(const sg_renaming *state, const sg_model *old, const sg_object *object, const char *schema,
                            const char *name)
{
    sg_object *found = sg_model_find(old, object->kind, schema, NULL, name);
    const sg_bearer *it = old == state->from ? sg_map_get(&state->former, name) : NULL;
    for (; found == NULL && it != NULL; it = it->next) {
        if (it->object->kind == object->kind && sg_text_equal(it->object->schema, schema))
            found = it->object;
    }
    return found;
}

/* The same for something in another schema. What brings a type of its own stays: the server would leave that behind. */
static sg_object *elsewhere(const sg_renaming *state, const sg_model *old, const sg_object *object, const char *schema,
                            const char *name)
{
    if (object->kind->brings_type != NULL)
        return NULL;
    const char *now = old == state->from ? sg_renaming_schema(state, schema) : schema;
    sg_object *found = in_schema(state, old, object, now, name);
    return found != NULL ? found : in_schema(state, old, object, schema, name);
}

/* The name in the hint of an object, and its schema: where none is written, the one that the object is in. */
static const char *hint_name(const sg_renaming *state, const sg_object *object, const char **schema)
{
    const char *name = sg_rare_of(object)->renamed_from;
    *schema = object->schema;
    if ((object->kind->flags & SG_KIND_IN_SCHEMA) && !sg_name_parts(state->arena, name, schema, &name))
        *schema = object->schema;
    return name;
}

/* What had the name of the hint in `old`. */
static sg_object *hinted(const sg_renaming *state, const sg_model *old, const sg_object *object)
{
    const char *schema, *name = hint_name(state, object, &schema);
    if (object->parent != NULL)
        return (sg_object *)sg_renaming_sibling(old, object, name);
    return sg_text_equal(schema, object->schema) ? in_schema(state, old, object, schema, name)
                                                 : elsewhere(state, old, object, schema, name);
}

/* The model that has the names before, and the one whose objects say them. */
static const sg_model *old_model(const sg_renaming *state)
{
    return state->down ? state->to : state->from;
}

static sg_model *new_model(const sg_renaming *state)
{
    return state->down ? state->from : state->to;
}

/* The hint of an object, if it had that name, which is another one, and the snapshot did not record with it that it is
 * used up. */
static void note_hint(void *context, sg_object *object)
{
    sg_renaming *state = context;
    const sg_model *old = old_model(state);
    const char *schema, *hint_text = sg_rare_of(object)->renamed_from;
    const sg_object *before = hint_text != NULL ? hinted(state, old, object) : NULL;
    const sg_object *there = before != NULL ? sg_renaming_sibling(old, object, object->name) : NULL;
    if (before == NULL || before == there ||
        (there != NULL && sg_text_equal(sg_rare_of(there)->renamed_from, hint_text)))
        return;
    sg_hint *hint = &state->hints[state->hint_count++];
    const sg_object *stays = sg_text_equal(before->schema, object->schema)
                                 ? sg_renaming_sibling(new_model(state), object, hint_name(state, object, &schema))
                                 : sg_model_find(new_model(state), state->kind, before->schema, NULL, before->name);
    *hint = (sg_hint){.name = sg_renaming_place(state, state->kind, object, object->schema, object->name),
                      .old = sg_renaming_place(state, state->kind, object, before->schema, before->name),
                      .was = there != NULL,
                      .stays = stays != NULL};
}

static void settle_hints(sg_renaming *state)
{
    sg_model *new = new_model(state);
    size_t room = new->of_kind[sg_kind_number(state->kind)].count + 1;
    state->hints = sg_xrealloc(state->hints, room * sizeof *state->hints);
    state->hint_count = 0;
    sg_model_each_of(new, state->kind, note_hint, state);
    sg_hints_settle(state->hints, state->hint_count);
    sg_map_release(&state->hinted);
    for (size_t i = 0; i < state->hint_count; i++)
        sg_map_put(&state->hinted, state->hints[i].name, &state->hints[i]);
}

/* The hint of an object, or NULL: it has none, or one that is used up. */
static const sg_hint *hint_of(const sg_renaming *state, const sg_object *object)
{
    return sg_rare_of(object)->renamed_from == NULL
               ? NULL
               : sg_map_get(&state->hinted,
                            sg_renaming_place(state, state->kind, object, object->schema, object->name));
}

static bool asks(const sg_renaming *state, const sg_object *object)
{
    const sg_hint *hint = hint_of(state, object);
    return hint != NULL && hint->asks;
}

/* True when the object that `before` comes from is given the same name, and `before` with it. */
static bool comes_along(const sg_renaming *state, const sg_object *before, const sg_object *object)
{
    const sg_object *source = sg_rare_of(before)->inherits;
    const sg_object *base = source != NULL ? sg_model_counterpart(state->to, source->parent) : NULL;
    const sg_object *there =
        base != NULL ? sg_model_find(state->to, source->kind, source->schema, base, object->name) : NULL;
    return there != NULL && sg_text_equal(sg_rare_of(there)->renamed_from, sg_rare_of(object)->renamed_from) &&
           asks(state, there);
}

/* True when what had the object's name before cannot be what the hint is about, which never was: it gets another name,
 * or something gets the old name only now. */
static bool is_something_else(const sg_renaming *state, const sg_object *object, const sg_object *there)
{
    const char *place = sg_renaming_place(state, state->kind, object, object->schema, object->name);
    bool remembered = sg_text_equal(sg_rare_of(there)->renamed_from, sg_rare_of(object)->renamed_from);
    bool found = !remembered && hinted(state, state->to, object) != NULL;
    for (size_t i = 0; i < state->hint_count; i++)
        found |= state->hints[i].asks && strcmp(state->hints[i].old, place) == 0;
    return found;
}

/* True when what the object was comes from a base that its table still has: only there it gets another name. */
static bool is_of_base(const sg_renaming *state, const sg_object *before, const sg_object *object)
{
    const sg_object *source = sg_rare_of(before)->inherits;
    const sg_object *base = source != NULL ? sg_model_counterpart(state->to, source->parent) : NULL;
    bool found = false;
    if (base == NULL || sg_rare_of(object)->inherits != NULL)
        return false;
    for (const sg_object *child = object->parent->first_child; child != NULL && !found; child = child->next)
        found = sg_rare_of(child)->inherits != NULL && sg_rare_of(child)->inherits->parent == base;
    return found;
}

/* True when the heir's table had what `root` is called from a further base, which has it not from there: what leaves
 * that does so after all renames. */
static bool has_further_source(const sg_renaming *state, const sg_object *heir, const sg_object *root)
{
    const sg_object *table = sg_model_counterpart(state->from, heir->parent);
    bool found = false;
    for (const sg_object *link = table != NULL ? table->first_child : NULL; link != NULL && !found; link = link->next) {
        const sg_object *base = (link->kind->flags & SG_KIND_BASE) ? link->kind->base(state->from, link) : NULL;
        const sg_object *source = base != NULL ? sg_child_named(base, root->kind, root->name) : NULL;
        while (source != NULL && sg_rare_of(source)->inherits != NULL)
            source = sg_rare_of(source)->inherits;
        found = source != NULL && source != root;
    }
    return found;
}

/* What comes along with the object, `root` before, in a table that has it from another base too; or NULL. The server
 * gives it another name in neither. */
static const sg_object *held_back(const sg_renaming *state, const sg_object *object, const sg_object *root)
{
    const sg_object *found = NULL;
    for (size_t i = 0; i < object->users.count && found == NULL; i++) {
        const sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->inherits != object || strcmp(user->name, object->name) != 0)
            continue;
        found = has_further_source(state, user, root) ? user : held_back(state, user, root);
    }
    return found;
}

static void report_unmatched(sg_renaming *state, const sg_object *object)
{
    const sg_object *there = sg_renaming_sibling(state->from, object, object->name);
    if (hinted(state, state->from, object) != NULL || (there != NULL && !is_something_else(state, object, there)))
        return;
    sg_diag *diag =
        sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_UNMATCHED,
                        there != NULL ? "the previous snapshot has no \"%s\", and its \"%s\" is something else"
                                      : "the previous snapshot has neither \"%s\" nor \"%s\"",
                        sg_rare_of(object)->renamed_from, object->name);
    const char *schema;
    hint_name(state, object, &schema);
    if (object->kind->brings_type != NULL && !sg_text_equal(schema, object->schema))
        sg_diag_hint(state->diags, diag, "a %s stays in its schema", object->kind->name);
    state->fine = false;
}

static void report_unclear(sg_renaming *state, const sg_object *object)
{
    sg_diag *diag = sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                                    "\"%s\" and \"%s\" were both there before, and both are wanted now",
                                    sg_rare_of(object)->renamed_from, object->name);
    sg_diag_hint(state->diags, diag,
                 "take the hint out if the name has been changed already; else let \"%s\" go in a migration before",
                 object->name);
    state->fine = false;
}

static void report_clash(sg_renaming *state, const sg_object *object, const char *other)
{
    sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                    "\"%s\" is the old name of \"%s\" and of \"%s\"", sg_rare_of(object)->renamed_from, other,
                    object->name);
    state->fine = false;
}

static void report_inherited(sg_renaming *state, const sg_object *object, const sg_object *base)
{
    sg_diag *diag = sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                                    "\"%s\" comes from the table \"%s\"", sg_rare_of(object)->renamed_from, base->name);
    sg_diag_hint(state->diags, diag, "it gets another name there");
    state->fine = false;
}

static void report_held_back(sg_renaming *state, const sg_object *object, const sg_object *heir)
{
    sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                    "the table \"%s\" has \"%s\" from another table too, so the server gives it no other name",
                    heir->parent->name, sg_rare_of(object)->renamed_from);
    state->fine = false;
}

/* The table that owns the sequence. */
static const sg_object *owning_table(const sg_object *sequence)
{
    const sg_object *column = sg_rare_of(sequence)->owner;
    return column != NULL ? column->parent : NULL;
}

/* True when the object goes to its new schema along with the table that owns it, which does so later. */
static bool goes_along(const sg_renaming *state, const sg_object *before, const sg_object *object)
{
    const sg_object *had = owning_table(before), *has = owning_table(object);
    bool asked = had != NULL && has != NULL && sg_rare_of(has)->renamed_from != NULL;
    return asked && hinted(state, old_model(state), has) == had;
}

/* The name that it gets there it gets when it is there. */
static void rename_later(sg_renaming *state, sg_object *object, const char *to)
{
    if (strcmp(object->name, to) == 0)
        return;
    sg_pair *added = SG_NEW(state->arena, sg_pair);
    *added = (sg_pair){.object = object, .to = to};
    sg_vec_push(&state->late, added);
}

static void report_owned(sg_renaming *state, const sg_object *object, const sg_object *table)
{
    sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                    "\"%s\" belongs to a column of the table \"%s\", and goes to another schema only with it",
                    sg_rare_of(object)->renamed_from, table->name);
    state->fine = false;
}

static void collect_up(void *context, sg_object *object)
{
    sg_renaming *state = context;
    const sg_hint *hint = hint_of(state, object);
    bool forgotten = state->from->live; /* a database remembers no hints: what it cannot tell is used up there */
    if (hint == NULL && sg_rare_of(object)->renamed_from != NULL && !forgotten)
        report_unmatched(state, object);
    if (hint == NULL)
        return;
    sg_object *before = hinted(state, state->from, object);
    bool inherited = is_of_base(state, before, object);
    const sg_object *heir = held_back(state, object, before);
    const char *other = sg_renaming_claims(state, before);
    if (comes_along(state, before, object) || (forgotten && (inherited || !hint->asks)))
        return;
    if (inherited)
        report_inherited(state, object, sg_rare_of(before)->inherits->parent);
    else if (!hint->asks)
        report_unclear(state, object);
    else if (other != NULL)
        report_clash(state, object, other);
    else if (heir != NULL)
        report_held_back(state, object, heir);
    else if (sg_text_equal(before->schema, object->schema))
        sg_renaming_add(state, before, object->name, false);
    else if (owning_table(before) == NULL)
        sg_renaming_move(state, before, object->schema, object->name);
    else if (!goes_along(state, before, object))
        report_owned(state, object, owning_table(before));
    else
        rename_later(state, before, object->name);
}

static void collect_down(void *context, sg_object *object)
{
    sg_renaming *state = context;
    if (!asks(state, object))
        return;
    const sg_object *before = hinted(state, state->to, object);
    if (sg_text_equal(before->schema, object->schema))
        sg_renaming_add(state, object, before->name, false);
    else if (owning_table(object) == NULL)
        sg_renaming_move(state, object, before->schema, before->name);
    else
        rename_later(state, object, before->name);
}

bool sg_renaming_is_of_heir(const sg_object *object, const sg_object *original)
{
    if (object->kind != original->kind || sg_rare_of(object)->inherits != NULL || object->parent == NULL)
        return false;
    SG_EACH_CHILD(child, object->parent, object->kind)
    {
        const sg_object *source = child;
        while (source != original && sg_rare_of(source)->inherits != NULL)
            source = sg_rare_of(source)->inherits;
        if (source == original && child != original)
            return true;
    }
    return false;
}

static void collect_hinted(sg_renaming *state)
{
    if (state->kind->rename == NULL)
        return;
    settle_hints(state);
    sg_model_each_of(new_model(state), state->kind, state->down ? collect_down : collect_up, state);
}

/* Kind by kind, parents first; then at once the kinds that share a namespace. */
static void rename_all(sg_renaming *state, void (*collect)(sg_renaming *state))
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (int shared = 0; shared < 2; shared++) {
        for (size_t i = 0; i < sg_kind_count; i++) {
            state->kind = kinds[i];
            if (sg_renaming_shares(kinds[i]) != shared)
                continue;
            collect(state);
            if (!shared)
                sg_renaming_apply(state);
        }
    }
    sg_renaming_apply(state);
    sg_renaming_end(state);
}

static void note_former(void *context, sg_object *object)
{
    sg_renaming *state = context;
    if (!(object->kind->flags & SG_KIND_ROUTINE))
        return;
    sg_bearer *added = SG_NEW(state->arena, sg_bearer);
    *added = (sg_bearer){sg_map_get(&state->former, object->name), object};
    sg_map_put(&state->former, object->name, added);
}

bool sg_diff_renames(sg_arena *arena, sg_model *from, sg_model *to, bool down, sg_vec *steps, sg_diags *diags)
{
    sg_renaming state = {
        .arena = arena, .from = from, .to = to, .down = down, .steps = steps, .diags = diags, .fine = true};
    if (down ? from->hinted : to->hinted) {
        sg_renaming_mark_derived(&state);
        sg_model_each(from, note_former, &state);
        rename_all(&state, collect_hinted);
    }
    if (steps->count > 0)
        rename_all(&state, sg_renaming_follow);
    rename_all(&state, sg_renaming_evident);
    sg_vec_release(&state.late);
    sg_map_release(&state.former);
    sg_map_release(&state.hinted);
    free(state.hints);
    return state.fine;
}
