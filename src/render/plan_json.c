/* plan.json, and the list of steps for people. */
#include <string.h>

#include "json.h"
#include "render_private.h"
#include "text.h"

static void member(sg_buf *buf, const char *key, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_join(buf, ", \"", key, "\": ");
    sg_buf_add_json(buf, value);
}

/* A word of a table, which needs no escapes. */
static void constant(sg_buf *buf, const char *key, const char *word)
{
    if (word != NULL)
        sg_buf_join(buf, ", \"", key, "\": \"", word, "\"");
}

static void dangers(sg_buf *buf, unsigned bits)
{
    size_t count;
    const sg_danger_info *table = sg_danger_table(&count);
    const char *separator = "";
    sg_buf_add(buf, ", \"dangers\": [");
    for (size_t i = 0; i < count; i++) {
        if (!(bits & table[i].bit))
            continue;
        sg_buf_join(buf, separator, "\"", table[i].word, "\"");
        separator = ", ";
    }
    sg_buf_addc(buf, ']');
}

/* The key under which an object of that name stands in the snapshot. */
static void add_key(sg_buf *buf, bool joined, const char *schema, const char *name)
{
    if (joined && schema != NULL)
        sg_json_write_name(buf, schema, name);
    else
        sg_buf_add_json(buf, name);
}

/* Pointer of the map that holds objects of the kind. */
static void add_map(sg_buf *buf, const sg_kind *kind, const sg_object *parent, const char *parent_schema,
                    const char *parent_name)
{
    sg_buf path;
    sg_buf_init(&path);
    if (parent != NULL) {
        sg_buf key;
        sg_buf_init(&key);
        sg_name_join(&key, parent_schema, parent_name);
        sg_buf_addf(&path, "/%s", parent->kind->json_key);
        sg_pointer_add(&path, key.data);
        sg_buf_release(&key);
    }
    sg_pointer_add(&path, kind->json_key);
    sg_buf_add_json(buf, path.data);
    sg_buf_release(&path);
}

typedef struct entry {
    const sg_kind *kind;
    const sg_object *parent;
    const char *parent_schema, *parent_name; /* at that moment */
    const char *old_schema, *old_name, *new_schema, *new_name;
    bool follows; /* is called after another object, as files write it */
} entry;

static void add_entry(sg_buf *buf, const entry *moved, size_t *count)
{
    sg_buf_add(buf, (*count)++ > 0 ? ", " : ", \"rename\": [");
    sg_buf_add(buf, "{ \"in\": ");
    add_map(buf, moved->kind, moved->parent, moved->parent_schema, moved->parent_name);
    sg_buf_add(buf, ", \"from\": ");
    bool joined = moved->follows || (moved->kind->flags & SG_KIND_IN_SCHEMA);
    add_key(buf, joined, moved->old_schema, moved->old_name);
    sg_buf_add(buf, ", \"to\": ");
    add_key(buf, joined, moved->new_schema, moved->new_name);
    sg_buf_add(buf, " }");
}

/* The passing name of what the table owns, or its own. */
static const char *name_on_the_way(const sg_rename *rename, size_t number, const sg_object *owned,
                                   sg_passing_name *room)
{
    for (size_t i = 0; i < rename->stray_count; i++) {
        if (rename->strays[i]->object != owned || !rename->strays[i]->passes)
            continue;
        *room = sg_stray_passes_as(number, i);
        return room->text;
    }
    return NULL;
}

/* What the table owns has a passing name until the step is done: `back` gives it its own again. */
static void add_strays(sg_buf *buf, const sg_step *step, bool back, size_t *count)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        const char *schema = back ? rename->to_schema : rename->from_schema;
        for (size_t k = 0; k < rename->along_count; k++) {
            const sg_object *owned = rename->along[k].object;
            sg_passing_name room;
            const char *passing = name_on_the_way(rename, i, owned, &room), *name = rename->along[k].name;
            if (passing == NULL)
                continue;
            entry passed = {.kind = owned->kind,
                            .old_schema = schema,
                            .old_name = back ? passing : name,
                            .new_schema = schema,
                            .new_name = back ? name : passing};
            add_entry(buf, &passed, count);
        }
    }
}

static void add_rename(sg_buf *buf, const sg_rename *rename, size_t number, size_t *count)
{
    const sg_object *object = rename->object;
    bool space = (object->kind->flags & SG_KIND_NAMESPACE) != 0;
    entry own = {.kind = object->kind,
                 .parent = object->parent,
                 .parent_schema = rename->from_schema,
                 .parent_name = rename->parent,
                 .old_schema = rename->from_schema,
                 .old_name = rename->known != NULL ? rename->known : rename->from,
                 .new_schema = rename->to_schema,
                 .new_name = rename->to};
    if (!(object->kind->flags & SG_KIND_SINGLE) && !object->implied)
        add_entry(buf, &own, count);
    for (size_t i = 0; i < rename->along_count; i++) {
        const struct sg_along *along = &rename->along[i];
        sg_passing_name room;
        const char *passing = name_on_the_way(rename, number, along->object, &room);
        const char *name = passing != NULL ? passing : along->name;
        entry with = {.kind = along->object->kind,
                      .parent = along->object->parent,
                      .parent_schema = along->parent_schema,
                      .parent_name = along->parent,
                      .old_schema = space ? rename->from : rename->from_schema,
                      .old_name = name != NULL ? name : rename->from,
                      .new_schema = space ? rename->to : rename->to_schema,
                      .new_name = name != NULL ? name : rename->to,
                      .follows = along->object->parent != NULL};
        add_entry(buf, &with, count);
    }
}

static void renames(sg_buf *buf, const sg_step *step)
{
    size_t count = 0;
    add_strays(buf, step, false, &count);
    for (size_t i = 0; i < step->rename_count; i++) {
        if (!step->rare->renames[i].hidden)
            add_rename(buf, &step->rare->renames[i], i, &count);
    }
    add_strays(buf, step, true, &count);
    sg_buf_add(buf, count > 0 ? "]" : "");
}

/* What the step is about: in titles it stands behind the verb, but of renames these say more. */
static void add_object(sg_buf *buf, const sg_step *step)
{
    sg_buf title;
    sg_buf_init(&title);
    if (step->rename_count > 0)
        sg_object_title(&title, step->rare->renames[0].object);
    member(buf, "object", step->rename_count > 0 ? title.data : step->title + strlen(step->op->verb) + 1);
    sg_buf_release(&title);
}

/* Taken back where the step has none. */
static void add_patch(sg_buf *buf, const sg_plan *plan, const sg_step *step)
{
    size_t begin = buf->length;
    sg_buf_add(buf, ",\n      \"patch\": ");
    if (sg_plan_patch(buf, plan, step))
        return;
    buf->length = begin;
    buf->data[begin] = '\0';
}

static void add_step(sg_buf *buf, const sg_plan *plan, const sg_step *step, bool recorded)
{
    sg_buf_add(buf, "    { \"step\": ");
    sg_buf_add_size(buf, step->order + 1);
    constant(buf, "operation", step->op->verb);
    add_object(buf, step);
    member(buf, "title", step->title);
    constant(buf, "lock", sg_lock_name(step->lock));
    sg_buf_add(buf, step->alone ? ", \"transactional\": false" : ", \"transactional\": true");
    dangers(buf, step->dangers);
    member(buf, "detail", step->detail);
    member(buf, "pointer", step->pointer);
    constant(buf, "inverse", step->op->inverse);
    member(buf, "noInverse", sg_step_no_inverse(step));
    renames(buf, step);
    if (recorded)
        add_patch(buf, plan, step);
    sg_buf_add(buf, " }");
}

static void begin_steps(sg_buf *buf, const char *key)
{
    sg_buf_join(buf, ",\n  \"", key, "\": [");
}

static void next_step(sg_buf *buf, const sg_plan *plan, const sg_step *step, bool recorded)
{
    sg_buf_add(buf, step->order > 0 ? ",\n" : "\n");
    add_step(buf, plan, step, recorded);
}

static void end_steps(sg_buf *buf, const sg_plan *plan)
{
    sg_buf_add(buf, plan->count > 0 ? "\n  ]" : "]");
}

void sg_plan_json_begin(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded, const char *name)
{
    const sg_plan *between = recorded != NULL ? recorded : plan;
    sg_buf_add(buf, "{\n  \"schemagen\": 1,\n  \"name\": ");
    sg_buf_add_json(buf, name);
    sg_buf_addf(buf, ",\n  \"from\": \"%s\",\n  \"to\": \"%s\"", between->from_hash, between->to_hash);
    begin_steps(buf, "steps");
}

void sg_plan_json_step(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded, const sg_step *step)
{
    next_step(buf, plan, step, recorded == NULL);
}

void sg_plan_json_end(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded)
{
    end_steps(buf, plan);
    if (recorded != NULL) {
        begin_steps(buf, "recorded");
        for (size_t i = 0; i < recorded->count; i++)
            next_step(buf, recorded, recorded->steps[i], true);
        end_steps(buf, recorded);
    }
    sg_buf_add(buf, "\n}\n");
}

void sg_render_plan(sg_buf *buf, const sg_plan *plan, const char *name)
{
    sg_buf_reserve(buf, plan->count * SG_STEP_BYTES);
    sg_plan_json_begin(buf, plan, NULL, name);
    for (size_t i = 0; i < plan->count; i++) {
        sg_step_fetch_whole(plan->steps, plan->count, i);
        sg_plan_json_step(buf, plan, NULL, plan->steps[i]);
    }
    sg_plan_json_end(buf, plan, NULL);
}

static void summary_marks(sg_buf *buf, const sg_step *step, bool colour)
{
    size_t count;
    const sg_danger_info *table = sg_danger_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (step->dangers & table[i].bit)
            sg_buf_addf(buf, " %s[%s]%s", colour ? "\033[33m" : "", table[i].word, colour ? "\033[0m" : "");
    }
    if (step->lock >= SG_LOCK_SHARE)
        sg_buf_addf(buf, "  locks %s", sg_lock_name(step->lock));
    if (step->alone)
        sg_buf_add(buf, "  outside the transaction");
}

void sg_render_summary(sg_buf *buf, const sg_plan *plan, bool colour)
{
    for (size_t i = 0; i < plan->count; i++) {
        const sg_step *step = plan->steps[i];
        sg_buf_addf(buf, "%s%zu. ", i < 9 ? "  " : i < 99 ? " " : "", i + 1);
        sg_sql_comment_text(buf, step->title);
        summary_marks(buf, step, colour);
        sg_buf_addc(buf, '\n');
        if (step->detail != NULL)
            sg_buf_addf(buf, "       %s\n", step->detail);
    }
}
