/* What a run tells while it works: lines that follow each other, one that is written over on a terminal, or JSON. */
#include <time.h>
#include <unistd.h>

#include "cli.h"

/* Where lines stay, a step that takes long is heard of once in so many seconds. */
#define PLAIN_PAUSE 10

/* Back to the beginning of the line, and nothing behind it. */
#define AGAIN "\r\033[K"

static bool passing_line; /* the last line on the terminal is one that is written over */

/* True when enough time has passed since the last passing line that stayed. */
static bool is_time(void)
{
    static time_t last;
    time_t now = time(NULL);

    if (now - last < PLAIN_PAUSE)
        return false;
    last = now;
    return true;
}

void sg_cli_listen(void *context, const schemagen_news *news)
{
    const sg_cli *cli = context;
    bool terminal = sg_cli_has_colour(STDERR_FILENO);

    if (cli->format == SCHEMAGEN_JSON) {
        schemagen_news_print(news, stderr);
    } else if (news->passing && terminal) {
        fprintf(stderr, "%s%s", passing_line ? AGAIN : "", news->line);
        passing_line = true;
    } else if (!news->passing || is_time()) {
        sg_cli_end_line();
        fprintf(stderr, "%s\n", news->line);
    }
}

/* Other lines, such as which database it is. */
void sg_cli_talk(void *context, const char *line)
{
    const sg_cli *cli = context;
    schemagen_news news = {.event = "note", .line = line, .text = line};

    sg_cli_end_line();
    if (cli->format == SCHEMAGEN_JSON)
        schemagen_news_print(&news, stderr);
    else
        fprintf(stderr, "%s\n", line);
}

void sg_cli_end_line(void)
{
    if (passing_line)
        fputs(AGAIN, stderr);
    passing_line = false;
}
