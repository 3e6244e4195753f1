/* session.h - the inside of a public session, shared by the files of this room. */
#ifndef SG_SESSION_H
#define SG_SESSION_H

#include "arena.h"
#include "diag.h"
#include "migrations.h"
#include "model.h"
#include "origin.h"
#include "plan.h"
#include "schemagen/schema.h"
#include "schemagen/session.h"

/* Something that a result points into, freed when the next operation begins. */
typedef struct sg_kept {
    void *thing;
    void (*release)(void *thing);
    struct sg_kept *next;
} sg_kept;

struct schemagen_session {
    sg_diags *diags;
    sg_arena *arena; /* of results */
    sg_kept *kept;   /* newest first: a plan goes before the models it points to */
    char *schema;    /* settings, malloc; NULL: the default */
    char *out;
    char *layout;
    char *migrations;
    char *url;
    char *scratch;
    char *target_version;
    schemagen_talk_fn *talk;
    void *talk_context;
    schemagen_listen_fn *listen;
    void *listen_context;
    schemagen_confirm_fn *confirm;
    void *confirm_context;
};

/* Every operation begins with this: forgets the diagnostics and results of the one before. */
void sg_session_begin(schemagen_session *session);
/* ... and ends with this: what the diagnostics mean, or `otherwise` when there is no error. */
schemagen_status sg_session_end(const schemagen_session *session, schemagen_status otherwise);

/* Keep things as long as the results; each gives back what it was given. */
sg_model *sg_session_keep_model(schemagen_session *session, sg_model *model);
sg_plan *sg_session_keep_plan(schemagen_session *session, sg_plan *plan);
/* A second model of what `model` was read from, kept; NULL for one that was read from a server. */
sg_model *sg_session_again(schemagen_session *session, const sg_model *model);
/* Takes the text out of the buffer. */
const char *sg_session_keep_text(schemagen_session *session, sg_buf *buf);

/* The directory of migrations that the settings name, kept. NULL after reporting. */
sg_migrations *sg_session_migrations(schemagen_session *session);
/* The layout of the settings; our own one when they name none that there is. */
const sg_layout *sg_session_layout(const schemagen_session *session);

/* Schemas of any origin: what several readings share (`verbatim` as in origin.h), to be freed with
 * sg_origins_free, and one reading, kept. */
sg_origins *sg_session_origins(schemagen_session *session, bool verbatim);
sg_model *sg_session_read(schemagen_session *session, sg_origins *origins, const char *written);

/* The steps from one source to another, kept; `from` NULL: the snapshot. Where one side is live, its server judges what
 * texts cannot decide. `memory`: a snapshot that knows which hints are used up, where `from` forgets it; or NULL. NULL
 * after reporting. */
const sg_plan *sg_session_plan(schemagen_session *session, const char *from, const char *to, bool online,
                               const sg_model *memory);

/* False after reporting what the target version of the settings, or else `live` (0: none), cannot hold. */
bool sg_session_check_target(schemagen_session *session, const sg_model *wanted, int live);

/* The model in a language, as text of the session. */
const char *sg_session_say(schemagen_session *session, const sg_model *model, schemagen_language to);
/* Replaces a file; reports what went wrong. */
void sg_session_write(schemagen_session *session, const char *path, const char *text);

/* One line to the listener, when there is one. */
void sg_session_talk(schemagen_session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "1 step", "2 steps" */
void sg_print_count(FILE *out, size_t count, const char *word);
/* A JSON string literal, or null. */
void sg_print_json(FILE *out, const char *text);
/* `"key": "text"`; with a comma and a blank before it unless it is the first. */
void sg_print_member(FILE *out, bool first, const char *key, const char *text);

#endif
