/* Relations are completed in the text: what is missing is put where a person would write it, and the files are read
 * again. */
#include <string.h>

#include "buf.h"
#include "complete_private.h"
#include "psl_read.h"
#include "validate_private.h"

typedef struct edit {
    size_t at;
    const char *text;
    size_t order;
} edit;

typedef struct completion {
    sg_psl_names names;
    sg_arena *arena;
    sg_psl_model_keys *keys; /* by place in names.tables */
    sg_map ends;  /* "model\nother\nname" -> size_t: how many fields lead from one model to the other by that name */
    sg_map edits; /* path of a file -> sg_vec of its edits */
    sg_map added; /* "model\nfield" for fields that are added */
    size_t count;
} completion;

/* One relation with a foreign key. Which of its fields are there decides what is missing. */
typedef struct relation {
    const sg_psl_table *holder, *target; /* of the key, and what it refers to */
    const sg_psl_field *forward, *back;  /* one of them may be NULL */
    const char *name;                    /* as written, or NULL */
    sg_vec references;                   /* sg_psl_field* of the target */
} relation;

/* Text, collected in a buffer that is emptied, behind a place of a file. */
static void put(completion *state, const sg_source *source, size_t at, sg_buf *text)
{
    sg_vec *edits = sg_map_get(&state->edits, source->path);
    if (edits == NULL) {
        edits = SG_NEW(state->arena, sg_vec);
        sg_map_put(&state->edits, source->path, edits);
    }
    edit *added = SG_NEW(state->arena, edit);
    *added = (edit){at, sg_arena_strdup(state->arena, text->data), state->count++};
    sg_vec_push(edits, added);
    sg_buf_clear(text);
}

/* A line at the end of a model. */
static void put_field(completion *state, const sg_psl_table *table, sg_buf *line)
{
    const sg_span block = table->item->span;
    sg_buf_addc(line, '\n');
    put(state, block.source, block.end - 1, line);
}

static const char *lower_first(completion *state, const char *name)
{
    char *lower = sg_arena_strdup(state->arena, name);
    if (*lower >= 'A' && *lower <= 'Z')
        *lower += 'a' - 'A';
    return lower;
}

/* `userId`: the field of the key that refers to `field`. */
static const char *key_field(completion *state, const relation *it, const sg_psl_field *field)
{
    const char *name = field->item->name.text;
    char first = *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name;
    return sg_arena_printf(state->arena, "%s%c%s", lower_first(state, it->target->item->name.text), first, name + 1);
}

/* Claims the name of a new field; false when the model has such a field. */
static bool claim(completion *state, const sg_psl_table *table, const char *name)
{
    const char *key = sg_arena_printf(state->arena, "%s\n%s", table->item->name.text, name);
    return sg_psl_field_named(table, name) == NULL && sg_map_put(&state->added, key, state) == NULL;
}

static const sg_psl_model_keys *keys_of(const completion *state, const sg_psl_table *table)
{
    return &state->keys[table - state->names.tables];
}

/* What the relation says that it refers to, or the first key of the target. */
static bool take_references(const completion *state, relation *it)
{
    const sg_psl_value *said = it->forward != NULL ? sg_psl_said(it->forward, "references") : NULL;
    const sg_vec *key = &keys_of(state, it->target)->first;
    if (said != NULL)
        sg_psl_take_list(&it->references, it->target, said);
    for (size_t i = 0; said == NULL && i < key->count; i++)
        sg_vec_push(&it->references, key->items[i]);
    for (size_t i = 0; i < it->references.count; i++) {
        const sg_psl_field *field = it->references.items[i];
        if (field->sort != SG_PSL_SCALAR_FIELD && field->sort != SG_PSL_ENUM_FIELD)
            return false;
    }
    return it->references.count > 0;
}

/* What is written */

static void add_list(sg_buf *buf, completion *state, const relation *it, const char *argument)
{
    sg_buf_addf(buf, "%s: [", argument);
    for (size_t i = 0; i < it->references.count; i++) {
        const sg_psl_field *field = it->references.items[i];
        sg_buf_addf(buf, "%s%s", i > 0 ? ", " : "",
                    *argument == 'f' ? key_field(state, it, field) : field->item->name.text);
    }
    sg_buf_addc(buf, ']');
}

/* The arguments that are not said, with commas between. */
static bool add_arguments(sg_buf *buf, completion *state, const relation *it)
{
    static const char *const arguments[] = {"fields", "references"};
    for (size_t i = 0; i < 2; i++) {
        if (it->forward != NULL && sg_psl_said(it->forward, arguments[i]) != NULL)
            continue;
        sg_buf_add(buf, buf->length > 0 ? ", " : "");
        add_list(buf, state, it, arguments[i]);
    }
    return buf->length > 0;
}

static void complete_forward(completion *state, const relation *it)
{
    const sg_psl_item *item = it->forward->item;
    const sg_psl_attribute *attribute = sg_psl_attribute_named(item, "relation");
    sg_buf lists, text;
    sg_buf_init(&lists);
    sg_buf_init(&text);
    bool missing = add_arguments(&lists, state, it);
    bool brackets = attribute != NULL && attribute->arguments->span.source != NULL;
    if (missing && attribute == NULL) {
        sg_buf_addf(&text, " @relation(%s)", lists.data);
        put(state, item->span.source, item->span.end, &text);
    } else if (missing && brackets) {
        sg_buf_addf(&text, "%s%s", attribute->arguments->count > 0 ? ", " : "", lists.data);
        put(state, item->span.source, attribute->arguments->span.end - 1, &text);
    } else if (missing) {
        sg_buf_addf(&text, "(%s)", lists.data);
        put(state, item->span.source, attribute->span.end, &text);
    }
    sg_buf_release(&lists);
    sg_buf_release(&text);
}

/* The field of the target's model that lists, or names, what refers to it. */
static void add_back(completion *state, const relation *it)
{
    const char *model = it->holder->item->name.text;
    bool one = sg_psl_said(it->forward, "fields") != NULL &&
               sg_psl_is_unique(keys_of(state, it->holder), it->holder, sg_psl_said(it->forward, "fields"));
    const char *name = one ? lower_first(state, model) : sg_psl_plural(state->arena, model);
    if (!claim(state, it->target, name))
        return;
    sg_buf line;
    sg_buf_init(&line);
    sg_buf_addf(&line, "%s %s%s", name, model, one ? "?" : "[]");
    if (it->name != NULL)
        sg_buf_addf(&line, " @relation(\"%s\")", it->name);
    if (sg_psl_block_attribute(it->holder->item, "ignore") != NULL)
        sg_buf_add(&line, " @ignore");
    put_field(state, it->target, &line);
    sg_buf_release(&line);
}

/* The field that holds the relation; required where the fields of its key are there and are required. */
static void add_forward(completion *state, const relation *it)
{
    const char *model = it->target->item->name.text, *name = lower_first(state, model);
    bool required = true;
    if (!claim(state, it->holder, name))
        return;
    for (size_t i = 0; i < it->references.count; i++) {
        const sg_psl_field *key = sg_psl_field_named(it->holder, key_field(state, it, it->references.items[i]));
        required &= key != NULL && key->item->type.arity == SG_PSL_REQUIRED;
    }
    sg_buf line, lists;
    sg_buf_init(&line);
    sg_buf_init(&lists);
    if (it->name != NULL)
        sg_buf_addf(&lists, "\"%s\"", it->name);
    (void)add_arguments(&lists, state, it);
    sg_buf_addf(&line, "%s %s%s @relation(%s)", name, model, required ? "" : "?", lists.data);
    put_field(state, it->holder, &line);
    sg_buf_release(&line);
    sg_buf_release(&lists);
}

/* The fields of the key, of the types that they refer to. */
static void add_key(completion *state, const relation *it)
{
    bool required = it->forward != NULL && it->forward->item->type.arity == SG_PSL_REQUIRED;
    if (it->forward != NULL && sg_psl_said(it->forward, "fields") != NULL)
        return;
    for (size_t i = 0; i < it->references.count; i++) {
        const sg_psl_field *field = it->references.items[i];
        const char *name = key_field(state, it, field);
        if (!claim(state, it->holder, name))
            continue;
        sg_buf line;
        sg_buf_init(&line);
        sg_buf_addf(&line, "%s %s%s", name, field->item->type.name.text, required ? "" : "?");
        const sg_psl_attribute *native = field->native_written;
        if (native != NULL)
            sg_buf_addf(&line, " %.*s", (int)(native->span.end - native->span.start),
                        native->span.source->text + native->span.start);
        put_field(state, it->holder, &line);
        sg_buf_release(&line);
    }
}

/* Which fields make a relation */

static bool is_many(const sg_psl_field *field)
{
    return field->item->type.arity == SG_PSL_MANY;
}

/* The number of fields that lead to the same model by the same name. */
static size_t *ends_of(completion *state, const sg_psl_field *field)
{
    const char *name = sg_psl_relation_name(field);
    const char *key =
        sg_arena_printf(state->arena, "%s\n%s\n%s%s", field->table->item->name.text, field->target->item->name.text,
                        name != NULL ? "=" : "", name != NULL ? name : "");
    size_t *count = sg_map_get(&state->ends, key);
    if (count == NULL) {
        count = SG_NEW(state->arena, size_t);
        sg_map_put(&state->ends, key, count);
    }
    return count;
}

/* True when other fields of the model could be meant as well. */
static bool is_ambiguous(completion *state, const sg_psl_field *field)
{
    bool both = field->opposite != NULL && field->opposite->table == field->table;
    return *ends_of(state, field) > (both ? 2 : 1);
}

/* Of two single fields the one that says its fields holds the key, or else the required one, or the one of the model
 * that comes first by name. */
static bool holds_key(const sg_psl_field *field, const sg_psl_field *other)
{
    bool required = field->item->type.arity == SG_PSL_REQUIRED;
    bool other_required = other->item->type.arity == SG_PSL_REQUIRED;
    int order = strcmp(field->table->item->name.text, other->table->item->name.text);
    bool says = sg_psl_said(field, "fields") != NULL, other_says = sg_psl_said(other, "fields") != NULL;
    if (is_many(field) || is_many(other))
        return !is_many(field);
    if (says != other_says)
        return says;
    if (required != other_required)
        return required;
    return order != 0 ? order < 0 : field < other;
}

static void complete(completion *state, const sg_psl_field *field)
{
    const sg_psl_field *other = field->opposite;
    bool pair = other != NULL;
    if (!pair && field->table == field->target)
        return; /* its other side would need a name */
    if (is_ambiguous(state, field) || (pair && (is_ambiguous(state, other) || other->opposite != field)))
        return;
    if (pair && (!holds_key(field, other) || (is_many(field) && is_many(other))))
        return;
    relation it = {.name = sg_psl_relation_name(field)};
    bool forward = pair || !is_many(field);
    it.forward = forward ? field : NULL;
    it.back = forward ? other : field;
    it.holder = forward ? field->table : field->target;
    it.target = forward ? field->target : field->table;
    if (take_references(state, &it)) {
        if (it.back == NULL)
            add_back(state, &it);
        if (it.forward == NULL)
            add_forward(state, &it);
        else
            complete_forward(state, &it);
        add_key(state, &it);
    }
    sg_vec_release(&it.references);
}

/* The new files */

static int compare_edits(const void *a, const void *b)
{
    const edit *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return one->order < other->order ? -1 : one->order > other->order;
}

static const sg_psl_file *edited(const sg_psl_file *file, sg_vec *edits, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_buf text;
    size_t at = 0;
    sg_buf_init(&text);
    sg_vec_sort(edits, compare_edits);
    for (size_t i = 0; i < edits->count; i++) {
        const edit *next = edits->items[i];
        sg_buf_addn(&text, file->source->text + at, next->at - at);
        sg_buf_add(&text, next->text);
        at = next->at;
    }
    sg_buf_addn(&text, file->source->text + at, file->source->length - at);
    sg_source *source = SG_NEW(arena, sg_source);
    *source = (sg_source){file->source->path, sg_arena_strndup(arena, text.data, text.length), text.length};
    sg_buf_release(&text);
    return sg_psl_parse(source, diags);
}

static const sg_psl_schema *edited_schema(completion *state, const sg_psl_schema *schema, sg_diags *diags)
{
    sg_psl_schema *result = SG_NEW(sg_diags_arena(diags), sg_psl_schema);
    result->path = schema->path;
    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next) {
        sg_vec *edits = sg_map_get(&state->edits, file->source->path), none = SG_VEC_EMPTY;
        sg_psl_file *copy = (sg_psl_file *)edited(file, edits != NULL ? edits : &none, diags);
        if (result->last != NULL)
            result->last->next = copy;
        else
            result->first = copy;
        result->last = copy;
        if (edits != NULL)
            sg_vec_release(edits);
    }
    return result;
}

static void each_relation(completion *state, void (*visit)(completion *state, const sg_psl_field *field))
{
    for (size_t i = 0; i < state->names.table_count; i++) {
        const sg_psl_table *table = &state->names.tables[i];
        for (size_t k = 0; k < table->count; k++) {
            if (table->fields[k].sort == SG_PSL_RELATION_FIELD)
                visit(state, &table->fields[k]);
        }
    }
}

static void count_end(completion *state, const sg_psl_field *field)
{
    ++*ends_of(state, field);
}

static void complete_all(completion *state)
{
    size_t count = state->names.table_count;
    state->keys = SG_NEW_ARRAY(state->arena, sg_psl_model_keys, count);
    for (size_t i = 0; i < count; i++)
        sg_psl_take_keys(&state->keys[i], &state->names.tables[i]);
    each_relation(state, count_end);
    each_relation(state, complete);
    for (size_t i = 0; i < count; i++) {
        sg_vec_release(&state->keys[i].first);
        sg_vec_release(&state->keys[i].blocks);
    }
}

const sg_psl_schema *sg_psl_complete(const sg_psl_schema *schema, sg_diags *diags)
{
    sg_diags *unheard = sg_diags_new();
    completion state = {.arena = sg_diags_arena(unheard)};
    if (sg_psl_names_init(&state.names, schema, unheard) && sg_psl_resolves(&state.names))
        complete_all(&state);
    if (state.count > 0)
        schema = edited_schema(&state, schema, diags);
    sg_map_release(&state.edits);
    sg_map_release(&state.added);
    sg_map_release(&state.ends);
    sg_psl_names_release(&state.names);
    sg_diags_free(unheard);
    return schema;
}
