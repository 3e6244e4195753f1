#include "seqopts.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "step.h"
#include "text.h"

typedef struct row {
    const char *key;
    const char *sql;
    size_t offset;
} row;

static const row rows[] = {
    {"increment", "INCREMENT BY", offsetof(sg_seqopts, increment)},
    {"min", "MINVALUE", offsetof(sg_seqopts, min)},
    {"max", "MAXVALUE", offsetof(sg_seqopts, max)},
    {"start", "START WITH", offsetof(sg_seqopts, start)},
    {"cache", "CACHE", offsetof(sg_seqopts, cache)},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static const char **option(const sg_seqopts *options, size_t i)
{
    return (const char **)((char *)options + rows[i].offset);
}

bool sg_seqopts_read(sg_reader *reader, const sg_object *object, sg_seqopts *options, const char *key,
                     struct json_object *value, bool *known)
{
    *known = true;
    if (strcmp(key, "cycle") == 0) {
        options->cycle = json_object_get_boolean(value);
        return json_object_is_type(value, json_type_boolean) ||
               sg_reader_error(reader, object, key, SG_WRONG_TYPE, "\"cycle\" must be true or false");
    }
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].key, key) != 0)
            continue;
        if (!json_object_is_type(value, json_type_int))
            return sg_reader_error(reader, object, key, SG_WRONG_TYPE, "\"%s\" must be a whole number", key);
        *option(options, i) = sg_arena_printf(reader->model->arena, "%" PRId64, json_object_get_int64(value));
        return true;
    }
    *known = false;
    return true;
}

void sg_seqopts_write(sg_buf *buf, const sg_seqopts *options)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (*option(options, i) != NULL)
            sg_buf_addf(buf, ", \"%s\": %s", rows[i].key, *option(options, i));
    }
    if (options->cycle)
        sg_buf_add(buf, ", \"cycle\": true");
}

bool sg_seqopts_equal(const sg_seqopts *a, const sg_seqopts *b)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!sg_text_equal(*option(a, i), *option(b, i)))
            return false;
    }
    return a->cycle == b->cycle;
}

bool sg_seqopts_is_set(const sg_seqopts *options)
{
    static const sg_seqopts nothing;
    return !sg_seqopts_equal(options, &nothing);
}

static const struct limits {
    const char *type, *min, *max;
} limits[] = {{"smallint", "-32768", "32767"},
              {"integer", "-2147483648", "2147483647"},
              {"bigint", "-9223372036854775808", "9223372036854775807"}};

static const struct limits *limits_of(const char *type)
{
    for (size_t i = 0; type != NULL && i < sizeof limits / sizeof *limits; i++) {
        if (strcmp(limits[i].type, type) == 0)
            return &limits[i];
    }
    return NULL;
}

static bool goes_down(const sg_seqopts *options)
{
    return options->increment != NULL && options->increment[0] == '-';
}

/* All options as PostgreSQL would fill them in (init_params in sequence.c). */
static sg_seqopts resolved(const sg_seqopts *options, const char *type)
{
    const struct limits *known = limits_of(type), *limit = known != NULL ? known : &limits[2];
    sg_seqopts all = *options;
    bool down = goes_down(options);
    if (all.increment == NULL)
        all.increment = "1";
    if (all.min == NULL)
        all.min = down ? limit->min : "1";
    if (all.max == NULL)
        all.max = down ? "-1" : limit->max;
    if (all.start == NULL)
        all.start = down ? all.max : all.min;
    if (all.cache == NULL)
        all.cache = "1";
    return all;
}

void sg_seqopts_finish(sg_model *model, sg_seqopts *options, const char *type)
{
    (void)model;
    /* the start's default depends on the limits, so it goes first, while they are still said */
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < ROWS; i++) {
            bool is_start = rows[i].offset == offsetof(sg_seqopts, start);
            const char **value = option(options, i);
            if (*value == NULL || is_start != (pass == 0) || rows[i].offset == offsetof(sg_seqopts, increment))
                continue;
            sg_seqopts without = *options;
            *option(&without, i) = NULL;
            sg_seqopts all = resolved(&without, type);
            if (strcmp(*option(&all, i), *value) == 0)
                *value = NULL;
        }
    }
    if (sg_text_equal(options->increment, "1"))
        options->increment = NULL;
}

void sg_seqopts_sql(sg_buf *buf, const sg_seqopts *options, const char *type, bool all, const char *prefix)
{
    sg_seqopts full = all ? resolved(options, type) : *options;
    for (size_t i = 0; i < ROWS; i++) {
        if (*option(&full, i) != NULL)
            sg_buf_join(buf, " ", prefix, rows[i].sql, " ", *option(&full, i));
    }
    if (all || full.cycle)
        sg_buf_join(buf, " ", prefix, full.cycle ? "CYCLE" : "NO CYCLE");
}

bool sg_seqopts_goes_on(const sg_object *column)
{
    return column != NULL && column->mark != NULL && limits_of(sg_object_type(column)->builtin) != NULL;
}

void sg_seqopts_go_on(sg_buf *buf, const sg_seqopts *options, const char *sequence, const sg_object *column)
{
    bool down = goes_down(options);
    const char *last = down ? options->min : options->max;
    sg_buf value;
    sg_buf_init(&value);
    sg_buf_add(&value, down ? "pg_catalog.min(" : "pg_catalog.max(");
    sg_sql_ident(&value, column->name);
    sg_buf_addc(&value, ')');
    sg_buf_join(buf, "PERFORM pg_catalog.setval(", sequence, ", ", value.data, ") FROM ");
    sg_parent_sql(buf, column);
    sg_buf_join(buf, " HAVING ", value.data,
                down ? " <= " : " >= ", resolved(options, sg_object_type(column)->builtin).start);
    if (last != NULL)
        sg_buf_join(buf, " AND ", value.data, down ? " >= " : " <= ", last);
    sg_buf_add(buf, ";\n");
    sg_buf_release(&value);
}

void sg_seqopts_assess(sg_step *step, const sg_seqopts *from, const char *from_type, const sg_seqopts *to,
                       const char *to_type)
{
    sg_seqopts before = resolved(from, from_type), after = resolved(to, to_type);
    bool higher = strtoll(after.min, NULL, 10) > strtoll(before.min, NULL, 10);
    bool lower = strtoll(after.max, NULL, 10) < strtoll(before.max, NULL, 10);
    if (!higher && !lower)
        return;
    step->dangers |= SG_DANGER_MAY_FAIL;
    step->detail = higher && lower ? "this fails when the sequence's current value is outside the new bounds"
                   : higher        ? "this fails when the sequence's current value is below the new minimum"
                                   : "this fails when the sequence's current value is above the new maximum";
}
