/* change.h - from an edited schema file to a migration; no server needed. */
#ifndef SCHEMAGEN_CHANGE_H
#define SCHEMAGEN_CHANGE_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The steps of a change, in order. */
typedef struct schemagen_plan schemagen_plan;

typedef struct schemagen_step {
    const char *title;  /* "create table public.members" */
    const char *detail; /* what is lost or at risk, or NULL */
    const char *lock;   /* strongest lock on a relation that was there before: "ACCESS EXCLUSIVE", or "" */
    bool loses_data;
    bool alone; /* runs outside the migration's transaction */
} schemagen_step;
SCHEMAGEN_API size_t schemagen_plan_steps(const schemagen_plan *plan);
/* False behind the last one; `index` counts from 0. */
SCHEMAGEN_API bool schemagen_plan_step(const schemagen_plan *plan, size_t index, schemagen_step *step);

typedef struct schemagen_diff_options {
    /* Any source: a schema file, a snapshot, .prisma files, a migrations directory, .sql scripts, a URL. */
    const char *from; /* NULL: the snapshot of the session */
    const char *to;   /* NULL: the schema of the session */
    bool online;      /* as for generate */
} schemagen_diff_options;
typedef struct schemagen_difference {
    const schemagen_plan *plan; /* without steps when both are equal */
} schemagen_difference;
/* What has changed: SCHEMAGEN_OK when nothing, else SCHEMAGEN_DIFFERENT. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_diff(schemagen_session *session, const schemagen_diff_options *options,
                                              schemagen_difference *difference);
/* SQL: the statements alone, to be read; migrations carry guards. */
SCHEMAGEN_API void schemagen_difference_print(const schemagen_difference *difference, FILE *out,
                                              schemagen_format format, bool colour);

typedef struct schemagen_generate_options {
    const char *name;      /* [a-z0-9_]{1,100}; NULL: derived from the change */
    const char *from;      /* any source: where the steps begin; NULL: the snapshot */
    const char *timestamp; /* "20260111120000" (UTC); NULL: SOURCE_DATE_EPOCH of the environment, else now */
    bool dry_run;          /* write nothing, only hand out the text */
    bool empty;            /* a migration without steps, for SQL written by hand */
    bool snapshot;         /* write the snapshot only: the migrations there make what the schema file says */
    bool online;           /* indexes on tables that exist are built and dropped CONCURRENTLY */
    bool accept_data_loss; /* without it a change that loses data is SCHEMAGEN_REFUSED */
    bool texts;            /* hand out the texts of the migration where its files are written, too */
} schemagen_generate_options;
typedef struct schemagen_generated {
    const char *id;        /* "0002_20260111120000_add_note"; NULL: nothing has changed, nothing was written */
    const char *directory; /* where it stands (with dry_run: would stand) */
    const char *snapshot;  /* path of the snapshot when only that is written */
    bool written;
    const schemagen_plan *plan;
    const char *up; /* migration.sql, whole; NULL: no migration, or it is only in its file */
    const char *down;
    const char *plan_json;
} schemagen_generated;
/* Compares the snapshot with the schema file and writes the next migration with its new snapshot; all
 * files appear together or not at all. With `from` the steps lead back from there, a database that has drifted, and
 * the snapshot stays; the schema file must have no changes of its own then. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_generate(schemagen_session *session, const schemagen_generate_options *options,
                                                  schemagen_generated *generated);
/* SQL: the text of migration.sql. */
SCHEMAGEN_API void schemagen_generated_print(const schemagen_generated *generated, FILE *out, schemagen_format format,
                                             bool colour);

#ifdef __cplusplus
}
#endif

#endif
