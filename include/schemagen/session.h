/* session.h - where to work, and what was said about it.
 *
 * A session holds the settings of a project and the diagnostics of the last
 * operation. Results of an operation belong to the session and live until its
 * next operation or its end. */
#ifndef SCHEMAGEN_SESSION_H
#define SCHEMAGEN_SESSION_H

#include "schemagen/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct schemagen_session schemagen_session;

/* A session with the default settings; to be freed. */
SCHEMAGEN_API schemagen_session *schemagen_session_new(void);
/* NULL is allowed. */
SCHEMAGEN_API void schemagen_session_free(schemagen_session *session);

/* Settings; the text is copied, NULL sets the default again.
 * schema: path of the schema file, "schema/schema.json", or where the layout has it.
 * out: directory of the snapshot, "generated".
 * layout: how the directory of migrations is laid out, "native"; see schemagen_layout_at.
 * migrations: that directory; "migrations" in `out`, or where the tool of the layout has it.
 * url: connection URL or connection string; without it the datasource of the schema file names the variable
 * (directUrl before url) that is looked up in the environment and in .env. The password is never printed.
 * scratch: URL of a server on which databases may be made and dropped, to run .sql sources; without it a throw-away
 * server is started. */
SCHEMAGEN_API void schemagen_session_set_schema(schemagen_session *session, const char *path);
SCHEMAGEN_API void schemagen_session_set_out(schemagen_session *session, const char *directory);
SCHEMAGEN_API void schemagen_session_set_layout(schemagen_session *session, const char *name);
SCHEMAGEN_API void schemagen_session_set_migrations(schemagen_session *session, const char *directory);
SCHEMAGEN_API void schemagen_session_set_url(schemagen_session *session, const char *url);
SCHEMAGEN_API void schemagen_session_set_scratch(schemagen_session *session, const char *url);
SCHEMAGEN_API const char *schemagen_session_schema(const schemagen_session *session);
SCHEMAGEN_API const char *schemagen_session_out(const schemagen_session *session);

/* The oldest PostgreSQL that the schema is for, "14" to "18"; what it cannot hold is a mistake then. NULL: not said. */
SCHEMAGEN_API void schemagen_session_set_target_version(schemagen_session *session, const char *major);

/* The name of a layout, "prisma"; NULL behind the last one. `index` counts from 0. */
SCHEMAGEN_API const char *schemagen_layout_at(size_t index);

/* What a project file (schemagen.json) says; NULL for what it leaves out. */
typedef struct schemagen_project {
    const char *schema;
    const char *out;
    const char *layout;
    const char *migrations;
    const char *url;    /* "env(NAME)": the variable is looked up when a URL is needed */
    const char *format; /* "text" or "json" */
    const char *target_version;
} schemagen_project;
/* Reads a project file and takes all but the format as settings. A file that is not there is SCHEMAGEN_OK
 * and leaves all as it is. */
SCHEMAGEN_API schemagen_status schemagen_session_load(schemagen_session *session, const char *path,
                                                      schemagen_project *project);

/* Called with one line of text (without line break) when a long operation has something to tell:
 * which URL was taken, a migration that begins. NULL, the default: silence. */
typedef void schemagen_talk_fn(void *context, const char *line);
SCHEMAGEN_API void schemagen_session_set_talk(schemagen_session *session, schemagen_talk_fn *talk, void *context);

/* What a run does, as it happens. Texts live during the call only. */
typedef struct schemagen_news {
    const char
        *event; /* "waiting", "migration", "step", "step left out", "again", "connection lost", "progress", "done" */
    const char *line;      /* the whole of it for people */
    bool passing;          /* the next one like it takes the place of this */
    const char *migration; /* its id, or NULL */
    unsigned step, steps;  /* 0: it is none of a step */
    const char *text;      /* title of the step, what the server does, ...; or NULL */
    long long milliseconds;
    long long done, total; /* blocks, tuples or bytes, as the server counts; total 0: not known */
} schemagen_news;
typedef void schemagen_listen_fn(void *context, const schemagen_news *news);
/* Instead of lines to schemagen_talk_fn. NULL, the default: lines, without progress. */
SCHEMAGEN_API void schemagen_session_set_listen(schemagen_session *session, schemagen_listen_fn *listen, void *context);
/* One line of JSON, with its line break. */
SCHEMAGEN_API void schemagen_news_print(const schemagen_news *news, FILE *out);

/* Called before something that may lose data or disturb others: `text`, several lines, says what. True: go on. NULL,
 * the default: nobody says yes, and such operations are SCHEMAGEN_REFUSED. */
typedef bool schemagen_confirm_fn(void *context, const char *text);
SCHEMAGEN_API void schemagen_session_set_confirm(schemagen_session *session, schemagen_confirm_fn *confirm,
                                                 void *context);

/* One mistake, warning or note of the last operation. */
typedef struct schemagen_diagnostic {
    int code;             /* 401 of SG0401, see code.h */
    const char *severity; /* "error", "warning", "note" */
    const char *path;     /* file, or NULL; line and column are 1-based and count characters, 0 without a file */
    size_t line;
    size_t column;
    const char *message;
    const char *hint; /* or NULL */
} schemagen_diagnostic;
/* False when there are not so many; `index` counts from 0 in order of discovery. */
SCHEMAGEN_API bool schemagen_session_diagnostic(const schemagen_session *session, size_t index,
                                                schemagen_diagnostic *diagnostic);
/* Adds one of the caller's own to those of the last operation, in the same words and colours: code 700, wrong usage.
 * The text is copied; `hint` may be NULL. */
SCHEMAGEN_API void schemagen_session_complain(schemagen_session *session, const char *message, const char *hint);
/* Prints them all. Text: file:line:column, the line, a caret, hints and notes. JSON: an array. */
SCHEMAGEN_API void schemagen_session_print(const schemagen_session *session, FILE *out, schemagen_format format,
                                           bool colour);

#ifdef __cplusplus
}
#endif

#endif
