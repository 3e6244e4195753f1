#include "schemagen/schema.h"

#include "session.h"

static const char *json_bool(bool value)
{
    return value ? "true" : "false";
}

void schemagen_started_print(const schemagen_started *started, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "schema", started->schema);
        fputc('}', out);
    } else {
        fprintf(out, "Wrote %s. Edit it, then: schemagen generate\n", started->schema);
    }
}

void schemagen_checked_print(const schemagen_checked *checked, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "schema", checked->schema);
        fprintf(out, ", \"tables\": %zu, \"objects\": %zu, \"migrations\": %zu, \"warnings\": %zu}", checked->tables,
                checked->objects, checked->migrations, checked->warnings);
        return;
    }
    fprintf(out, "%s is valid: ", checked->schema);
    sg_print_count(out, checked->tables, "table");
    fputs(", ", out);
    sg_print_count(out, checked->objects, "object");
    fputs(" in all", out);
    if (checked->migrations > 0) {
        fputs("; ", out);
        sg_print_count(out, checked->migrations, "migration");
        fputs(" in order", out);
    }
    fputs(".\n", out);
}

void schemagen_tidied_print(const schemagen_tidied *tidied, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "schema", tidied->schema);
        fprintf(out, ", \"changed\": %s, \"written\": %s}", json_bool(tidied->changed), json_bool(tidied->written));
    } else if (!tidied->changed) {
        fprintf(out, "%s is tidy.\n", tidied->schema);
    } else if (!tidied->written) {
        fprintf(out, "%s is not tidy: schemagen format would rewrite it.\n", tidied->schema);
    } else {
        fprintf(out, "Rewrote %s.\n", tidied->schema);
    }
}

void schemagen_converted_print(const schemagen_converted *converted, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "schema", converted->schema);
        sg_print_member(out, false, "to", schemagen_language_word(converted->to));
        sg_print_member(out, false, "output", converted->output);
        sg_print_member(out, false, "text", converted->text);
        fprintf(out, ", \"warnings\": %zu}", converted->warnings);
    } else if (converted->output == NULL) {
        fputs(converted->text, out);
    } else {
        fprintf(out, "Wrote %s.\n", converted->output);
    }
}
