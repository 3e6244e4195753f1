/* Event triggers. Only superusers make them. */
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "firing.h"
#include "json.h"
#include "text.h"

extern const char sg_kind_event_trigger_catalog_sql[], sg_kind_event_trigger_guard_sql[];

typedef struct sg_event_trigger {
    sg_object base;
    int event;
    sg_names tags; /* none: all commands */
    sg_path function;
    int enabled;
} sg_event_trigger;

static const sg_word events[] = {{"", "", 0},
                                 {"ddl_command_start", "ddl_command_start", 1},
                                 {"ddl_command_end", "ddl_command_end", 2},
                                 {"sql_drop", "sql_drop", 3},
                                 {"table_rewrite", "table_rewrite", 4},
                                 {"login", "login", 5},
                                 {0}};

static const sg_event_trigger *trigger_of(const sg_object *object)
{
    return (const sg_event_trigger *)object;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The server keeps the names of commands in capitals. */
static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_names *tags = &((sg_event_trigger *)object)->tags;
    (void)diags;
    for (size_t i = 0; i < tags->count && !model->canonical; i++) {
        char *tag = sg_arena_strdup(model->arena, tags->items[i]);
        for (char *at = tag; *at != '\0'; at++)
            *at = (char)toupper((unsigned char)*at);
        tags->items[i] = tag;
    }
    if (tags->count > 1)
        qsort(tags->items, tags->count, sizeof *tags->items, by_text);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_event_trigger *self = trigger_of(step->to);
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    sg_buf_join(buf, " ON ", events[self->event].sql);
    for (size_t i = 0; i < self->tags.count; i++) {
        sg_buf_add(buf, i == 0 ? " WHEN TAG IN (" : ", ");
        sg_sql_literal(buf, self->tags.items[i]);
    }
    sg_buf_add(buf, self->tags.count > 0 ? ") EXECUTE FUNCTION " : " EXECUTE FUNCTION ");
    sg_sql_path(buf, &self->function);
    sg_buf_add(buf, "();\n");
    if (self->enabled != 0)
        sg_firing_switch(buf, step->to);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_event_trigger(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_event_trigger *self = trigger_of(object);
    sg_buf_add(text, events[self->event].sql);
    for (size_t i = 0; i < self->tags.count; i++)
        sg_buf_join(text, i == 0 ? " IN (" : ", ", self->tags.items[i]);
    sg_buf_add(text, self->tags.count > 0 ? ") " : " ");
    if (strcmp(self->function.schema, "public") != 0) {
        sg_sql_ident_as_server(text, self->function.schema);
        sg_buf_addc(text, '.');
    }
    sg_sql_ident_as_server(text, self->function.name);
    sg_buf_join(text, " ", sg_firing_word(object));
}

static const sg_aspect whole = {ask, say};

/* New ones see nothing of the migration that makes them, old ones nothing of the one that takes them away. */
static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_SEED + 1, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {
    .class = SG_OP_DROP, .verb = "drop", .rank = SG_RANK_UNVIEW - 1, .sql = sg_sql_drop, .inverse = "create"};
static const sg_op switch_op = {.class = SG_OP_ALTER,
                                .verb = "switch",
                                .rank = SG_RANK_SEED + 1,
                                .aspect = &sg_firing_aspect,
                                .sql = sg_firing_switch_sql,
                                .inverse = "switch"};
static const sg_op rename_op = {.class = SG_OP_RENAME, .verb = "rename", .sql = sg_sql_rename, .inverse = "rename"};

static const sg_field fields[] = {
    {.key = "event",
     .type = &sg_field_word,
     .offset = offsetof(sg_event_trigger, event),
     .words = events,
     .required = true},
    {.key = "tags", .type = &sg_field_names, .offset = offsetof(sg_event_trigger, tags)},
    {.key = "function", .type = &sg_field_function, .offset = offsetof(sg_event_trigger, function), .required = true},
    {.key = "enabled",
     .type = &sg_field_word,
     .offset = offsetof(sg_event_trigger, enabled),
     .words = sg_firing_words,
     .op = &switch_op},
    {0}};

const sg_kind sg_kind_event_trigger = {
    .name = "event trigger",
    .word = "EVENT TRIGGER",
    .json_key = "eventTriggers",
    .address = "event trigger",
    .size = sizeof(sg_event_trigger),
    .flags = SG_KIND_REBUILD | SG_KIND_WATCHES,
    .order = 290,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_event_trigger_catalog_sql,
    .seldom = "pg_event_trigger",
    .guard_sql = sg_kind_event_trigger_guard_sql,
};
