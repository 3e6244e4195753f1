#include "schemagen/manage.h"

#include "database_print.h"
#include "session.h"

static const char *word(bool value)
{
    return value ? "true" : "false";
}

static void print_ids(const schemagen_migration *items, size_t count, FILE *out)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %s\n", items[i].id);
}

void schemagen_rolled_back_print(const schemagen_rolled_back *rolled_back, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fprintf(out, "{\"complete\": %s, ", word(rolled_back->complete));
        sg_print_migrations(rolled_back->migrations, rolled_back->count, out);
        fputc('}', out);
        return;
    }
    if (rolled_back->count == 0) {
        fputs(rolled_back->complete ? "Nothing to do: no such migration is applied.\n" : "Nothing was rolled back.\n",
              out);
        return;
    }
    fputs("Rolled back ", out);
    sg_print_count(out, rolled_back->count, "migration");
    fputs(":\n", out);
    print_ids(rolled_back->migrations, rolled_back->count, out);
}

void schemagen_resolved_print(const schemagen_migration *resolved, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_migrations(resolved, 1, out);
        fputc('}', out);
        return;
    }
    fprintf(out, "%s counts as %s now.\n", resolved->id,
            resolved->state == SCHEMAGEN_APPLIED ? "applied" : "not applied");
}

void schemagen_repaired_print(const schemagen_repaired *repaired, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fprintf(out, "{\"accepted\": %s, \"faults\": %zu, ", word(repaired->accepted), repaired->faults);
        sg_print_migrations(repaired->migrations, repaired->count, out);
        fputc('}', out);
        return;
    }
    if (repaired->count + repaired->faults == 0) {
        fputs("Nothing to repair: history and files are what they were.\n", out);
        return;
    }
    fputs(repaired->accepted ? "Accepted " : "To be accepted with --accept: ", out);
    sg_print_count(out, repaired->count, "edited migration");
    fputs(" and ", out);
    sg_print_count(out, repaired->faults, "fault");
    fputs(" of the history.\n", out);
    print_ids(repaired->migrations, repaired->count, out);
}

void schemagen_unlocked_print(const char *ended, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_member(out, true, "ended", ended);
        fputc('}', out);
    } else if (ended) {
        fprintf(out, "Ended: %s\n", ended);
    } else {
        fputs("Nobody holds the lock.\n", out);
    }
}

static void print_event_json(const schemagen_event *event, FILE *out)
{
    fprintf(out, "{\"position\": %lld", event->position);
    sg_print_member(out, false, "event", event->event);
    fprintf(out, ", \"number\": %u", event->number);
    sg_print_member(out, false, "id", event->id);
    sg_print_member(out, false, "at", event->at);
    sg_print_member(out, false, "by", event->by);
    sg_print_member(out, false, "tool", event->tool);
    sg_print_member(out, false, "checksum", event->checksum);
    sg_print_member(out, false, "chain", event->chain);
    if (event->milliseconds < 0)
        fputs(", \"milliseconds\": null}", out);
    else
        fprintf(out, ", \"milliseconds\": %lld}", event->milliseconds);
}

void schemagen_history_print(const schemagen_history *history, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputs("{\"events\": [", out);
        for (size_t i = 0; i < history->count; i++) {
            fputs(i > 0 ? ", " : "", out);
            print_event_json(&history->events[i], out);
        }
        fputs("]}", out);
        return;
    }
    if (history->count == 0) {
        fputs("Nothing has happened yet.\n", out);
        return;
    }
    fprintf(out, "%-20s  %-16s  %10s  %-12s  %s\n", "AT", "EVENT", "TOOK", "BY", "MIGRATION");
    for (size_t i = 0; i < history->count; i++) {
        const schemagen_event *event = &history->events[i];
        char duration[40];

        sg_format_duration(event->milliseconds, duration, sizeof duration);
        fprintf(out, "%-20s  %-16s  %10s  %-12s  %s\n", event->at, event->event, duration, event->by, event->id);
    }
}

void schemagen_current_print(const schemagen_migration *current, FILE *out, schemagen_format format)
{
    if (format == SCHEMAGEN_JSON) {
        fputc('{', out);
        sg_print_migrations(current, current->id ? 1 : 0, out);
        fputc('}', out);
    } else if (current->id) {
        fprintf(out, "%s\n", current->id);
    } else {
        fputs("No migration is applied.\n", out);
    }
}
