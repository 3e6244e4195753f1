/* Bodies in quotes: what they name. The server looks at them when a routine is made, if it looks at all. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "routine.h"
#include "scan.h"
#include "text.h"

/* Languages whose bodies the server checks against what is there. */
static bool is_checked(const sg_routine *self)
{
    return self->body != NULL && (strcmp(self->language, "sql") == 0 || strcmp(self->language, "plpgsql") == 0);
}

/* A name as the server reads it: quotes off, or lower case. Texts count too: nextval('orders_seq'). */
static const char *read_name(sg_arena *arena, const char *token, size_t length)
{
    bool quoted = length > 1 && (*token == '"' || *token == '\'');
    char *name = quoted ? sg_arena_strndup(arena, token + 1, length - 2) : sg_arena_strndup(arena, token, length);
    for (char *c = name; !quoted && *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return name;
}

typedef struct reader {
    sg_model *model;
    sg_routine *routine;
    sg_map words; /* every name in it -> itself */
    sg_map found; /* object -> itself, by address */
    sg_vec wishes;
} reader;

/* NULL: nothing is wished. */
static void wish(reader *reading, sg_object *target)
{
    if (target == NULL || target == &reading->routine->base ||
        sg_map_put(&reading->found, sg_arena_printf(reading->model->arena, "%p", (void *)target), target) != NULL)
        return;
    sg_vec_push(&reading->wishes, target);
}

static void wish_named(reader *reading, const char *schema, const char *name)
{
    const char *key = sg_arena_printf(reading->model->arena, "%s\x1f%s", schema, name);
    wish(reading, sg_map_get(&reading->model->relations, key));
    wish(reading, sg_map_get(&reading->model->types, key));
}

/* Where a name without a schema is looked for: wrong guesses only make the routine come later. */
static void wish_for(reader *reading, const char *schema, const char *name)
{
    const char *dot = strchr(name, '.');
    if (schema == NULL && dot != NULL)
        wish_named(reading, sg_arena_strndup(reading->model->arena, name, (size_t)(dot - name)), dot + 1);
    wish_named(reading, schema != NULL ? schema : "public", name);
    if (schema == NULL)
        wish_named(reading, reading->routine->base.schema, name);
    for (const sg_named_routine *it = sg_map_get(&reading->model->routines, name); it != NULL; it = it->next)
        wish(reading, it->routine);
}

static void read_words(reader *reading)
{
    sg_arena *arena = reading->model->arena;
    const char *text = reading->routine->body, *schema = NULL, *last = NULL;
    sg_scan scan;
    sg_scan_init(&scan, text, strlen(text));
    for (sg_token token = sg_scan_next(&scan); token != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED;
         token = sg_scan_next(&scan)) {
        const char *start = text + scan.start;
        if (token == SG_TOKEN_WORD || *start == '"' || *start == '\'') {
            last = read_name(arena, start, scan.end - scan.start);
            sg_map_put(&reading->words, last, (void *)last);
            wish_for(reading, schema, last);
            schema = NULL;
        } else {
            schema = *start == '.' ? last : NULL;
        }
    }
    sg_scan_release(&scan);
}

/* Parts of what the body names, or takes or returns, that it names too: columns, attributes. */
static void add_parts(reader *reading)
{
    const sg_vec *types = &reading->routine->base.deps;
    for (size_t i = 0; i < types->count; i++)
        wish(reading, types->items[i]);
    for (size_t i = 0, count = reading->wishes.count; i < count; i++) {
        const sg_object *whole = reading->wishes.items[i];
        for (sg_object *part = whole->first_child; part != NULL; part = part->next) {
            if ((part->kind->flags & SG_KIND_ORDERED) && sg_map_get(&reading->words, part->name) != NULL)
                wish(reading, part);
        }
    }
}

static void check_relations(sg_model *model, sg_routine *self, sg_diags *diags)
{
    sg_expr_error error;
    const sg_query *query = sg_query_parse_statements(model->arena, self->body, &error);
    for (size_t i = 0; query != NULL && i < query->relation_count; i++) {
        const sg_query_name *name = &query->relations[i];
        if (sg_query_relation(model, name) != NULL || sg_query_is_elsewhere(model, name))
            continue;
        sg_object_error(model, diags, &self->base, "body", SG_UNKNOWN_IN_BODY, "there is no table or view \"%s\"",
                        name->name);
    }
}

void sg_routine_read_body(sg_model *model, sg_routine *self, sg_diags *diags)
{
    if (!is_checked(self))
        return;
    reader reading = {.model = model, .routine = self};
    read_words(&reading);
    add_parts(&reading);
    self->wishes.count = reading.wishes.count;
    self->wishes.items = SG_NEW_ARRAY(model->arena, sg_object *, reading.wishes.count);
    for (size_t i = 0; i < reading.wishes.count; i++)
        self->wishes.items[i] = reading.wishes.items[i];
    sg_vec_release(&reading.wishes);
    sg_map_release(&reading.words);
    sg_map_release(&reading.found);
    if (strcmp(self->language, "sql") == 0)
        check_relations(model, self, diags);
}

const sg_wishes *sg_routine_wishes(const sg_object *object)
{
    return &((const sg_routine *)object)->wishes;
}
