/* Any bytes as a .prisma file: read, checked, made a model. What has no mistake of grammar is laid out: the tidy layout
 * is its own layout, says the same and loses no comment. */
#include <json-c/json.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "json.h"
#include "lower.h"
#include "psl_read.h"
#include "validate.h"
#include "vec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_value(sg_buf *out, const sg_psl_value *value);

static void add_arguments(sg_buf *out, const sg_psl_arguments *arguments)
{
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next) {
        sg_buf_addf(out, "(%s:", argument->name.text != NULL ? argument->name.text : "");
        if (argument->value != NULL)
            add_value(out, argument->value);
        sg_buf_addc(out, ')');
    }
}

static void add_value(sg_buf *out, const sg_psl_value *value)
{
    sg_buf_addf(out, "%d %s", value->sort, value->text != NULL ? value->text : "");
    add_arguments(out, value->arguments);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Texts in an order that does not depend on where they stood. */
static void add_sorted(sg_buf *out, sg_vec *texts)
{
    sg_vec_sort(texts, compare_texts);
    for (size_t i = 0; i < texts->count; i++)
        sg_buf_addf(out, " %s\n", (const char *)texts->items[i]);
    sg_vec_release(texts);
}

static const char *attribute_text(sg_arena *arena, const sg_psl_attribute *attribute)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, "@%s", attribute->name.text);
    add_arguments(&text, attribute->arguments);
    char *copy = sg_arena_strndup(arena, text.data, text.length);
    sg_buf_release(&text);
    return copy;
}

static void add_row(sg_buf *out, sg_arena *arena, const sg_psl_item *item)
{
    sg_vec attributes = SG_VEC_EMPTY;

    sg_buf_addf(out, "%d %s\n", item->sort, item->name.text);
    if (item->sort == SG_PSL_FIELD)
        sg_buf_addf(out, "%s%d\n", item->type.name.text != NULL ? item->type.name.text : "", item->type.arity);
    if (item->sort == SG_PSL_PROPERTY && item->value != NULL)
        add_value(out, item->value);
    for (const sg_psl_attribute *attribute = item->attributes; attribute != NULL; attribute = attribute->next)
        sg_vec_push(&attributes, (void *)attribute_text(arena, attribute));
    add_sorted(out, &attributes);
}

/* All that a tree says, apart from the order of attributes. Comments are counted. */
static void describe(sg_buf *out, sg_arena *arena, const sg_psl_items *items, size_t *comments)
{
    sg_vec attributes = SG_VEC_EMPTY;

    SG_PSL_EACH(item, items)
    {
        *comments += (item->sort == SG_PSL_COMMENT) + (item->trailing.source != NULL);
        if (item->sort == SG_PSL_BLOCK) {
            sg_buf_addf(out, "%s %s\n", item->keyword.text, item->name.text);
            describe(out, arena, &item->items, comments);
        } else if (item->sort == SG_PSL_ATTRIBUTE) {
            sg_vec_push(&attributes, (void *)attribute_text(arena, item->attributes));
        } else if (item->sort < SG_PSL_COMMENT) {
            add_row(out, arena, item);
        }
    }
    add_sorted(out, &attributes);
}

/* One reading of a text. */
typedef struct reading {
    sg_diags *diags;
    const sg_psl_file *file;
    struct json_object *tree; /* NULL: it has mistakes */
    size_t mistakes;          /* of grammar */
} reading;

static void read_text(reading *reading, const sg_source *source)
{
    sg_psl_names names;

    reading->diags = sg_diags_new();
    sg_psl_file *file = sg_psl_parse(source, reading->diags);
    sg_psl_schema schema = {source->path, file, file};
    reading->file = file;
    reading->mistakes = sg_diags_errors(reading->diags);
    sg_psl_names_init(&names, &schema, reading->diags);
    sg_psl_validate(&names);
    reading->tree = sg_diags_errors(reading->diags) == 0 ? sg_psl_lower(&names) : NULL;
    sg_psl_names_release(&names);
}

static void forget(reading *reading)
{
    json_object_put(reading->tree);
    sg_diags_free(reading->diags);
}

static void expect(bool fine, const char *what, const char *text)
{
    if (fine)
        return;
    fprintf(stderr, "%s:\n%s\n", what, text);
    abort();
}

/* What the tidy text says is what the text said. */
static void compare(const reading *before, const reading *after, const char *tidy)
{
    sg_arena *arena = sg_arena_new();
    sg_buf one, other;
    size_t comments = 0, left = 0;

    sg_buf_init(&one);
    sg_buf_init(&other);
    describe(&one, arena, &before->file->items, &comments);
    describe(&other, arena, &after->file->items, &left);
    expect(after->mistakes == 0, "the layout makes mistakes", tidy);
    expect(strcmp(one.data, other.data) == 0, "the layout says something else", tidy);
    expect(comments <= left, "the layout loses a comment", tidy);
    expect(before->tree == NULL || json_object_equal(before->tree, after->tree), "the layout is another schema", tidy);
    sg_buf_release(&one);
    sg_buf_release(&other);
    sg_arena_free(arena);
}

/* A comment behind the brace that closes a block gets a line of its own, and in the next layout an empty one before. */
static bool settles_later(const sg_psl_file *file)
{
    const sg_psl_item *before = NULL;

    SG_PSL_EACH(item, &file->items)
    {
        if (item->sort == SG_PSL_COMMENT && before != NULL && before->sort == SG_PSL_BLOCK &&
            memchr(file->source->text + before->span.end, '\n', item->span.start - before->span.end) == NULL)
            return true;
        before = item;
    }
    return false;
}

/* Lays out what was read, and reads that. False when there is no layout. */
static bool lay_out(const reading *before, reading *after, sg_source *source)
{
    sg_arena *arena = sg_diags_arena(before->diags);
    sg_buf tidy;

    sg_buf_init(&tidy);
    bool whole = sg_psl_format(before->file, &tidy);
    *source = (sg_source){"tidy.prisma", sg_arena_strndup(arena, tidy.data, tidy.length), tidy.length};
    if (whole)
        read_text(after, source);
    sg_buf_release(&tidy);
    return whole;
}

static void check_layout(const reading *before)
{
    reading after = {0}, later = {0}, last = {0};
    sg_source tidy, again, third;

    if (!lay_out(before, &after, &tidy))
        return;
    compare(before, &after, tidy.text);
    expect(lay_out(&after, &later, &again), "the layout has none", tidy.text);
    if (settles_later(before->file)) {
        expect(lay_out(&later, &last, &third) && strcmp(again.text, third.text) == 0, "the layout does not settle",
               tidy.text);
        forget(&last);
    } else {
        expect(strcmp(tidy.text, again.text) == 0, "the layout is not stable", tidy.text);
    }
    forget(&later);
    forget(&after);
}

/* The model of a tree, which may still have mistakes: SQL that cannot be parsed. */
static void finish_model(const reading *reading)
{
    sg_model *model = sg_model_new();
    sg_reader reader = {.model = model, .diags = reading->diags};

    if (sg_json_read_model(&reader, reading->tree))
        sg_model_finish(model, reading->diags);
    sg_model_free(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    reading reading = {0};

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    sg_arena *arena = sg_arena_new();
    sg_source source = {"fuzz.prisma", sg_arena_strndup(arena, (const char *)data, size), size};
    read_text(&reading, &source);
    if (reading.mistakes == 0)
        check_layout(&reading);
    if (reading.tree != NULL)
        finish_model(&reading);
    sg_diags_print(reading.diags, nowhere, SG_DIAG_TEXT, true);
    forget(&reading);
    sg_arena_free(arena);
    return 0;
}
