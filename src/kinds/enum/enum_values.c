/* The values of an enum: read, written, and told apart from what they were called before. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "enum.h"
#include "hints.h"
#include "text.h"

/* `seen` holds the values read so far. */
static bool read_value(sg_reader *reader, sg_object *object, size_t index, struct json_object *item, sg_map *seen)
{
    sg_enum *self = (sg_enum *)object;
    char place[SG_PLACE_BYTES];
    sg_json_place(place, "values", index);
    const char *hint = NULL;
    if (json_object_is_type(item, json_type_object)) {
        struct json_object *name = NULL, *old = NULL;
        bool known = json_object_object_get_ex(item, "value", &name);
        if (json_object_object_get_ex(item, "renamedFrom", &old))
            hint = sg_json_string(reader, object, place, old, false);
        if (!known || json_object_object_length(item) != (old != NULL ? 2 : 1) || (old != NULL && hint == NULL))
            return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                                   "a value is a string, or { \"value\": ..., \"renamedFrom\": ... }");
        item = name;
    }
    const char *value = sg_json_string(reader, object, place, item, false);
    bool empty = value != NULL && value[0] == '\0'; /* no name, but a value like any other */
    if (value == NULL || (!empty && !sg_json_check_name(reader, object, place, value)))
        return false;
    if (sg_map_put(seen, value, item) != NULL)
        return sg_reader_error(reader, object, place, SG_BAD_VALUE, "the value \"%s\" stands here twice", value);
    self->renamed_from[self->values.count] = hint;
    self->values.items[self->values.count++] = value;
    return true;
}

static bool values_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_enum *self = (sg_enum *)object;
    if (!json_object_is_type(value, json_type_array))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"values\" must be a list of strings");
    size_t count = json_object_array_length(value);
    self->values.items = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    self->forgetful = reader->model->live;
    self->renamed_from = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    sg_map seen = SG_MAP_EMPTY;
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine &= read_value(reader, object, i, json_object_array_get_idx(value, i), &seen);
    sg_map_release(&seen);
    return fine;
}

static void values_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_enum *self = (const sg_enum *)object;
    (void)field, (void)depth;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < self->values.count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        if (self->renamed_from[i] != NULL)
            sg_buf_add(buf, "{ \"value\": ");
        sg_buf_add_json(buf, self->values.items[i]);
        if (self->renamed_from[i] == NULL)
            continue;
        sg_buf_add(buf, ", \"renamedFrom\": ");
        sg_buf_add_json(buf, self->renamed_from[i]);
        sg_buf_add(buf, " }");
    }
    sg_buf_addc(buf, ']');
}

static bool values_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_enum *)object)->values.items != NULL;
}

bool sg_enum_has(const sg_enum *self, const char *value)
{
    return sg_names_has(&self->values, value);
}

static const char *hint_of(const sg_enum *self, const char *value)
{
    for (size_t i = 0; i < self->values.count; i++) {
        if (strcmp(self->values.items[i], value) == 0)
            return self->renamed_from[i];
    }
    return NULL;
}

typedef struct hints {
    sg_hint *items;
    size_t count;
} hints;

/* Those that are not used up; `items` are to be freed. */
static hints hints_of(const sg_enum *old, const sg_enum *new)
{
    hints all = {.items = sg_xrealloc(NULL, (new->values.count + 1) * sizeof *all.items)};
    for (size_t i = 0; i < new->values.count; i++) {
        const char *value = new->values.items[i], *hint = new->renamed_from[i];
        if (hint != NULL && sg_enum_has(old, hint) && !sg_text_equal(hint_of(old, value), hint))
            all.items[all.count++] =
                (sg_hint){.name = value, .old = hint, .was = sg_enum_has(old, value), .stays = sg_enum_has(new, hint)};
    }
    sg_hints_settle(all.items, all.count);
    return all;
}

static bool is_asked_for(const hints *all, const char *value)
{
    bool found = false;
    for (size_t i = 0; i < all->count; i++)
        found |= all->items[i].asks && strcmp(all->items[i].name, value) == 0;
    return found;
}

const char *sg_enum_new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    hints up = hints_of(from, to), down = hints_of(to, from);
    const char *name = NULL;
    for (size_t i = 0; i < down.count; i++) {
        if (down.items[i].asks && strcmp(down.items[i].name, value) == 0)
            name = down.items[i].old;
    }
    for (size_t i = up.count; i-- > 0;) {
        if (up.items[i].asks && strcmp(up.items[i].old, value) == 0)
            name = up.items[i].name;
    }
    free(up.items);
    free(down.items);
    return name;
}

/* A database remembers no hints: there one that does not ask is used up. */
static bool is_any_open(const sg_enum *old, const sg_enum *new)
{
    hints all = hints_of(old, new);
    bool found = all.count > 0 && !old->forgetful;
    for (size_t i = 0; i < all.count; i++)
        found |= all.items[i].asks;
    free(all.items);
    return found;
}

/* The same list is another one where its values change places by their names, or nobody knows whether they do. */
static bool values_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_enum *left = (const sg_enum *)a, *right = (const sg_enum *)b;
    (void)field;
    return sg_names_equal(&left->values, &right->values) && !is_any_open(left, right) && !is_any_open(right, left);
}

const sg_field_type sg_enum_values_field = {.json = "a list of strings",
                                            .read = values_read,
                                            .write = values_write,
                                            .is_set = values_is_set,
                                            .equal = values_equal};

/* Of a hint for what never was: true when the value was there before and stays, and nothing gets the old name now. */
static bool is_stale(const sg_enum *old, const sg_enum *new, const char *value, const char *hint)
{
    bool comes = sg_enum_has(new, hint) && !sg_text_equal(hint_of(old, value), hint);
    return sg_enum_has(old, value) && sg_enum_new_name(old, new, value) == NULL && !comes;
}

void sg_enum_settle(const sg_object *from, sg_object *to)
{
    const sg_enum *old = (const sg_enum *)from;
    sg_enum *new = (sg_enum *)to;
    bool changes = !values_equal(from, to, NULL);
    for (size_t i = 0; i < new->values.count; i++) {
        const char *value = new->values.items[i], *hint = new->renamed_from[i];
        bool used = hint == NULL || (!sg_enum_has(old, hint) && (old->forgetful || is_stale(old, new, value, hint)));
        if (used || !changes) /* others are used by the change, or complained of with it */
            new->renamed_from[i] = hint_of(old, value);
    }
}

bool sg_enum_only_adds(const sg_enum *from, const sg_enum *to)
{
    size_t at = 0;
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = sg_enum_new_name(from, to, from->values.items[i]);
        const char *value = renamed != NULL ? renamed : from->values.items[i];
        while (at < to->values.count && !sg_text_equal(to->values.items[at], value))
            at++;
        if (at++ == to->values.count)
            return false;
    }
    return true;
}

bool sg_enum_is_new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        if (sg_text_equal(sg_enum_new_name(from, to, from->values.items[i]), value))
            return true;
    }
    return false;
}

bool sg_enum_is_old(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = sg_enum_new_name(from, to, from->values.items[i]);
        if (strcmp(renamed != NULL ? renamed : from->values.items[i], value) == 0)
            return true;
    }
    return false;
}

/* Another value that was called so too, or NULL. */
static const char *rival(const hints *asked, const char *hint, const char *value)
{
    const char *other = NULL;
    for (size_t i = 0; i < asked->count; i++) {
        if (asked->items[i].asks && strcmp(asked->items[i].old, hint) == 0 && strcmp(asked->items[i].name, value) != 0)
            other = asked->items[i].name;
    }
    return other;
}

/* What is wrong with the hint of a value, or NULL. */
static const char *mistake(sg_arena *arena, const sg_enum *from, const sg_enum *to, const hints *asked, size_t number)
{
    const char *hint = to->renamed_from[number], *value = to->values.items[number], *other = rival(asked, hint, value);
    if (other != NULL)
        return sg_arena_printf(arena, "\"%s\" is the old name of \"%s\" and of \"%s\"", hint, value, other);
    if (!is_asked_for(asked, value))
        return from->forgetful
                   ? NULL
                   : sg_arena_printf(arena, "\"%s\" and \"%s\" were both there before, and both are wanted now", hint,
                                     value);
    if (sg_names_equal(&from->values, &to->values))
        return sg_arena_printf(arena, "\"%s\" becomes \"%s\" and the list is as before: nobody could see it done", hint,
                               value);
    return NULL;
}

bool sg_enum_check_hints(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    hints asked = hints_of(from, to);
    size_t before = sg_diags_errors(diags);
    bool down = sg_model_counterpart(model, step->to) != step->to; /* all that the older one says is used up */
    for (size_t i = 0; !down && i < to->values.count; i++) {
        const char *hint = to->renamed_from[i], *value = to->values.items[i];
        if (hint == NULL || sg_text_equal(hint_of(from, value), hint))
            continue;
        char place[SG_PLACE_BYTES];
        sg_json_place(place, "values", i);
        const char *wrong = mistake(model->arena, from, to, &asked, i);
        if (!sg_enum_has(from, hint))
            sg_object_error(model, diags, step->to, place, SG_RENAME_UNMATCHED,
                            sg_enum_has(from, value)
                                ? "the previous snapshot has no \"%s\" in the enum, and its \"%s\" is something else"
                                : "the enum has neither \"%s\" nor \"%s\" in the previous snapshot",
                            hint, value);
        else if (wrong != NULL)
            sg_object_error(model, diags, step->to, place, SG_RENAME_CLASH, "%s", wrong);
    }
    free(asked.items);
    return sg_diags_errors(diags) == before;
}

struct check {
    const sg_model *model;
    const sg_enum *self;
    sg_diags *diags;
    sg_label_place place;
};

/* The value that is called so no longer, or NULL. */
static const char *called_now(const sg_enum *self, const char *label)
{
    for (size_t i = 0; i < self->values.count; i++) {
        if (sg_text_equal(self->renamed_from[i], label))
            return self->values.items[i];
    }
    return NULL;
}

static const char *unknown(void *context, const char *label)
{
    const struct check *check = context;
    return sg_enum_has(check->self, label) ? NULL : label;
}

static void report_unknown(void *context, const char *label)
{
    const struct check *check = context;
    const sg_enum *self = check->self;
    if (check->place.user->implied)
        return; /* told where it comes from */
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, &self->base);
    sg_diag *diag = sg_object_error(check->model, check->diags, check->place.user, check->place.key, SG_UNKNOWN_LABEL,
                                    "the %s has no value \"%s\"", title.data, label);
    sg_buf_release(&title);
    const char *now = called_now(self, label);
    const char *near = sg_text_nearest(label, self->values.items, self->values.count);
    if (now != NULL)
        sg_diag_hint(check->diags, diag, "it is called \"%s\" now", now);
    else if (near != NULL)
        sg_diag_hint(check->diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(check->diags, diag, "add it to the enum, or name one of its values here");
}

void sg_enum_check_uses(sg_model *model, sg_object *object, sg_diags *diags)
{
    struct check check = {.model = model, .self = (const sg_enum *)object, .diags = diags};
    sg_model_relabel(model, object,
                     &(sg_expr_labels){object->schema, object->name, unknown, &check, report_unknown, &check.place});
}
