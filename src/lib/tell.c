/* What a run tells: a line for people, and the same in parts. */
#include "buf.h"
#include "session.h"
#include "target.h"

static const char *const words[] = {
    [SG_RUN_WAITING] = "waiting",   [SG_RUN_MIGRATION] = "migration",
    [SG_RUN_STEP] = "step",         [SG_RUN_STEP_NOT_RUN] = "step left out",
    [SG_RUN_RETRY] = "again",       [SG_RUN_LOST] = "connection lost",
    [SG_RUN_PROGRESS] = "progress", [SG_RUN_DONE] = "done",
};

static void add_progress(sg_buf *line, const sg_run_event *event)
{
    double seconds = (double)event->milliseconds / 1000;

    sg_buf_addf(line, "      %.0f s", seconds);
    if (event->text)
        sg_buf_addf(line, ", %s", event->text);
    if (event->total > 0)
        sg_buf_addf(line, ": %lld of %lld (%.0f %%)", event->done, event->total,
                    100.0 * (double)event->done / (double)event->total);
}

static void add_line(sg_buf *line, const sg_run_event *event)
{
    const char *id = event->migration ? event->migration->id : "";

    switch (event->class) {
    case SG_RUN_WAITING:
        sg_buf_addf(line, "Waiting: %s", event->text);
        break;
    case SG_RUN_MIGRATION:
        sg_buf_addf(line, "%s: %u step%s", id, event->steps, event->steps == 1 ? "" : "s");
        break;
    case SG_RUN_STEP:
        sg_buf_addf(line, "  %u/%u %s", event->step, event->steps, event->text);
        break;
    case SG_RUN_STEP_NOT_RUN:
        sg_buf_addf(line, "  %u/%u %s: not run, it cannot be rolled back", event->step, event->steps, event->text);
        break;
    case SG_RUN_RETRY:
        sg_buf_addf(line, "  again (%u of %u) in %.1f s: %s", event->step, event->steps,
                    (double)event->milliseconds / 1000, event->text);
        break;
    case SG_RUN_LOST:
        sg_buf_addf(line, "Connection lost, connecting again: %s", event->text);
        break;
    case SG_RUN_PROGRESS:
        add_progress(line, event);
        break;
    case SG_RUN_DONE:
        sg_buf_addf(line, "%s: done in %lld ms", id, event->milliseconds);
        break;
    }
}

/* Without a listener for the parts people get the lines, but for those that come again and again. */
void sg_target_tell(void *context, const sg_run_event *event)
{
    schemagen_session *session = context;
    sg_buf line;

    sg_buf_init(&line);
    add_line(&line, event);
    if (session->listen) {
        schemagen_news news = {
            .event = words[event->class],
            .line = line.data,
            .migration = event->migration ? event->migration->id : NULL,
            .step = event->step,
            .steps = event->steps,
            .text = event->text,
            .milliseconds = event->milliseconds,
            .done = event->done,
            .total = event->total,
            .passing = event->class == SG_RUN_PROGRESS,
        };

        session->listen(session->listen_context, &news);
    } else if (event->class != SG_RUN_PROGRESS) {
        sg_session_talk(session, "%s", line.data);
    }
    sg_buf_release(&line);
}

void schemagen_news_print(const schemagen_news *news, FILE *out)
{
    fputc('{', out);
    sg_print_member(out, true, "event", news->event);
    sg_print_member(out, false, "migration", news->migration);
    fprintf(out, ", \"step\": %u, \"steps\": %u", news->step, news->steps);
    sg_print_member(out, false, "text", news->text);
    fprintf(out, ", \"milliseconds\": %lld, \"done\": %lld, \"total\": %lld}\n", news->milliseconds, news->done,
            news->total);
}
