#include "schemagen/database.h"

#include "database_print.h"
#include "session.h"

void sg_format_duration(long long milliseconds, char *text, size_t size)
{
    if (milliseconds < 0)
        snprintf(text, size, "-");
    else if (milliseconds < 1000)
        snprintf(text, size, "%lld ms", milliseconds);
    else if (milliseconds < 60000)
        snprintf(text, size, "%.1f s", (double)milliseconds / 1000);
    else
        snprintf(text, size, "%lld min %lld s", milliseconds / 60000, milliseconds / 1000 % 60);
}

void sg_print_migrations(const schemagen_migration *items, size_t count, FILE *out)
{
    fputs("\"migrations\": [", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s{\"number\": %u", i > 0 ? ", " : "", items[i].number);
        sg_print_member(out, false, "id", items[i].id);
        sg_print_member(out, false, "state", schemagen_state_word(items[i].state));
        sg_print_member(out, false, "started", items[i].started);
        sg_print_member(out, false, "finished", items[i].finished);
        fprintf(out, ", \"milliseconds\": ");
        if (items[i].milliseconds < 0)
            fputs("null", out);
        else
            fprintf(out, "%lld", items[i].milliseconds);
        fprintf(out, ", \"steps\": %u", items[i].steps);
        sg_print_member(out, false, "tool", items[i].tool);
        fputc('}', out);
    }
    fputc(']', out);
}

void schemagen_applied_print(const schemagen_applied *applied, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fprintf(out, "{\"dryRun\": %s, \"leftOut\": %zu, ", applied->dry_run ? "true" : "false", applied->left_out);
        sg_print_migrations(applied->migrations, applied->count, out);
        fputc('}', out);
        return;
    }
    if (applied->count == 0 && applied->left_out == 0) {
        fputs(applied->complete ? "Nothing to do: no migration is pending.\n" : "Nothing was applied.\n", out);
        return;
    }
    if (applied->count > 0) {
        fputs(applied->dry_run ? "Tried and rolled back " : "Applied ", out);
        sg_print_count(out, applied->count, "migration");
        fputs(":\n", out);
    }
    for (size_t i = 0; i < applied->count; i++) {
        char duration[40];

        sg_format_duration(applied->migrations[i].milliseconds, duration, sizeof duration);
        fprintf(out, "  %s  %s\n", applied->migrations[i].id, duration);
    }
    if (applied->left_out > 0) {
        sg_print_count(out, applied->left_out, "step");
        fputs(applied->left_out == 1 ? " was not tried.\n" : " were not tried.\n", out);
    }
}

void schemagen_baselined_print(const schemagen_baselined *baselined, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_migrations(baselined->migrations, baselined->count, out);
        fputc('}', out);
        return;
    }
    if (baselined->count == 0) {
        fputs(baselined->none ? "There is a history. Nothing was noted in it.\n"
                              : "Nothing to note: history has all of it.\n",
              out);
        return;
    }
    fputs("Noted as applied, without running: ", out);
    sg_print_count(out, baselined->count, "migration");
    fprintf(out, baselined->count > 1 ? ", from %s" : ", %s", baselined->migrations[0].id);
    if (baselined->count > 1)
        fprintf(out, " to %s", baselined->migrations[baselined->count - 1].id);
    fputc('\n', out);
}

static const char *const state_colours[] = {
    [SCHEMAGEN_APPLIED] = "\033[32m", [SCHEMAGEN_PENDING] = "\033[33m",      [SCHEMAGEN_EDITED] = "\033[31m",
    [SCHEMAGEN_MISSING] = "\033[31m", [SCHEMAGEN_OUT_OF_ORDER] = "\033[31m", [SCHEMAGEN_UNKNOWN] = "\033[31m",
};

static void print_standing_line(const schemagen_migration *item, FILE *out, bool colour)
{
    char duration[40];

    sg_format_duration(item->milliseconds, duration, sizeof duration);
    fprintf(out, "%s%-12s%s  %-20s  %10s  %s\n", colour ? state_colours[item->state] : "",
            schemagen_state_word(item->state), colour ? "\033[0m" : "", item->finished ? item->finished : "-", duration,
            item->id);
}

void schemagen_standing_print(const schemagen_standing *standing, FILE *out, schemagen_format format, bool colour)
{
    bool first = true;

    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        for (schemagen_state state = SCHEMAGEN_APPLIED; state < SCHEMAGEN_OUT_OF_ORDER; state++)
            fprintf(out, "\"%s\": %zu, ", schemagen_state_word(state), standing->counts[state]);
        fprintf(out, "\"outOfOrder\": %zu, \"unknown\": %zu, ", standing->counts[SCHEMAGEN_OUT_OF_ORDER],
                standing->counts[SCHEMAGEN_UNKNOWN]);
        sg_print_migrations(standing->migrations, standing->count, out);
        fputc('}', out);
        return;
    }
    if (standing->count == 0) {
        fputs("There are no migrations.\n", out);
        return;
    }
    fprintf(out, "%-12s  %-20s  %10s  %s\n", "STATE", "FINISHED", "TOOK", "MIGRATION");
    for (size_t i = 0; i < standing->count; i++)
        print_standing_line(&standing->migrations[i], out, colour);
    fputc('\n', out);
    for (schemagen_state state = SCHEMAGEN_APPLIED; state <= SCHEMAGEN_UNKNOWN; state++) {
        if (standing->counts[state] == 0)
            continue;
        fprintf(out, "%s%zu %s", first ? "" : ", ", standing->counts[state], schemagen_state_word(state));
        first = false;
    }
    fputs(".\n", out);
}

static const char *const deviation_words[] = {
    [SCHEMAGEN_DEVIATION_MISSING] = "missing",
    [SCHEMAGEN_DEVIATION_UNWANTED] = "unwanted",
    [SCHEMAGEN_DEVIATION_CHANGED] = "changed",
};

static void print_verified_json(const schemagen_verified *verified, FILE *out)
{
    fprintf(out, "{\"compared\": %zu, \"differences\": [", verified->compared);
    for (size_t i = 0; i < verified->count; i++) {
        const schemagen_deviation *deviation = &verified->deviations[i];

        fputs(i > 0 ? ", {" : "{", out);
        sg_print_member(out, true, "what", deviation_words[deviation->what]);
        sg_print_member(out, false, "object", deviation->object);
        sg_print_member(out, false, "keys", deviation->keys);
        sg_print_member(out, false, "sentence", deviation->sentence);
        fputc('}', out);
    }
    fputs("]}", out);
}

void schemagen_verified_print(const schemagen_verified *verified, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        print_verified_json(verified, out);
        return;
    }
    for (size_t i = 0; i < verified->count; i++)
        fprintf(out, "%s\n", verified->deviations[i].sentence);
    if (verified->count > 0)
        fputc('\n', out);
    sg_print_count(out, verified->compared, "object");
    fputs(" compared: ", out);
    if (verified->count == 0)
        fputs("the database is what the snapshot says.\n", out);
    else {
        sg_print_count(out, verified->count, "difference");
        fputs(".\n", out);
    }
}

void schemagen_pulled_print(const schemagen_pulled *pulled, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "to", schemagen_language_word(pulled->to));
        sg_print_member(out, false, "output", pulled->output);
        sg_print_member(out, false, "text", pulled->text);
        fprintf(out, ", \"objects\": %zu, \"files\": %zu, \"unmanaged\": %zu}", pulled->objects, pulled->files,
                pulled->unmanaged);
    } else if (!pulled->output) {
        fputs(pulled->text, out);
    } else {
        fprintf(out, "Wrote %s: ", pulled->output);
        sg_print_count(out, pulled->objects, "object");
        fputs(" in ", out);
        sg_print_count(out, pulled->files, "file");
        fputs(".\n", out);
    }
}
