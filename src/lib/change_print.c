#include <string.h>

#include "change.h"
#include "render.h"
#include "session.h"

static void print_and_release(sg_buf *text, FILE *out)
{
    fwrite(text->data, 1, text->length, out);
    sg_buf_release(text);
}

/* plan.json inside another document: without the line break at its end. */
static void print_json_text(const char *text, FILE *out)
{
    fwrite(text, 1, strlen(text) - 1, out);
}

static void print_plan_json(const schemagen_plan *plan, FILE *out)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_render_plan(&text, sg_plan_inside(plan), "");
    print_json_text(text.data, out);
    sg_buf_release(&text);
}

static void print_summary(const schemagen_plan *plan, FILE *out, bool colour)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_render_summary(&text, sg_plan_inside(plan), colour);
    print_and_release(&text, out);
}

void schemagen_difference_print(const schemagen_difference *difference, FILE *out, schemagen_format format, bool colour)
{
    bool equal = schemagen_plan_steps(difference->plan) == 0;
    sg_buf text;

    switch (format) {
    case SCHEMAGEN_JSON:
        fprintf(out, "{\"equal\": %s, \"plan\": ", equal ? "true" : "false");
        print_plan_json(difference->plan, out);
        fputc('}', out);
        break;
    case SCHEMAGEN_SQL:
        sg_buf_init(&text);
        sg_render_plain_sql(&text, sg_plan_inside(difference->plan));
        print_and_release(&text, out);
        break;
    case SCHEMAGEN_TEXT:
        if (equal)
            fputs("No difference.\n", out);
        else
            print_summary(difference->plan, out, colour);
        break;
    }
}

static void print_generated_json(const schemagen_generated *generated, FILE *out)
{
    fputc('{', out);
    sg_print_member(out, true, "id", generated->id);
    sg_print_member(out, false, "directory", generated->directory);
    sg_print_member(out, false, "snapshot", generated->snapshot);
    fprintf(out, ", \"written\": %s, \"plan\": ", generated->written ? "true" : "false");
    if (generated->plan_json)
        print_json_text(generated->plan_json, out);
    else
        print_plan_json(generated->plan, out);
    if (!generated->written) {
        sg_print_member(out, false, "up", generated->up);
        sg_print_member(out, false, "down", generated->down);
    }
    fputc('}', out);
}

void schemagen_generated_print(const schemagen_generated *generated, FILE *out, schemagen_format format, bool colour)
{
    if (format == SCHEMAGEN_JSON) {
        print_generated_json(generated, out);
    } else if (format == SCHEMAGEN_SQL) {
        fputs(generated->up ? generated->up : "", out);
    } else if (generated->snapshot) {
        fprintf(out, "%s %s\n", generated->written ? "Wrote" : "Would write", generated->snapshot);
    } else if (!generated->id) {
        fputs("Nothing to generate: the schema is what the migrations make.\n", out);
    } else {
        print_summary(generated->plan, out, colour);
        fprintf(out, "%s %s\n", generated->written ? "Wrote" : "Would write", generated->directory);
    }
}
