/* schema.h - the schema file itself: begin one, check it, write it tidily. */
#ifndef SCHEMAGEN_SCHEMA_H
#define SCHEMAGEN_SCHEMA_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct schemagen_started {
    const char *schema; /* the file written */
} schemagen_started;
/* Writes a small schema file to begin with, and beside it schemagen.schema.json, which tells editors about the format.
 * SCHEMAGEN_REFUSED when there is a schema file already. */
SCHEMAGEN_API schemagen_status schemagen_init(schemagen_session *session, schemagen_started *started);
SCHEMAGEN_API void schemagen_started_print(const schemagen_started *started, FILE *out, schemagen_format format);

typedef struct schemagen_checked {
    const char *schema;
    size_t objects; /* tables, columns, indexes, ... */
    size_t tables;
    size_t migrations; /* in the directory */
    size_t warnings;
} schemagen_checked;
/* Reads the schema file and checks that the snapshot is what all migrations add up to. Writes nothing. */
SCHEMAGEN_API schemagen_status schemagen_validate(schemagen_session *session, schemagen_checked *checked);
SCHEMAGEN_API void schemagen_checked_print(const schemagen_checked *checked, FILE *out, schemagen_format format);

typedef struct schemagen_tidy_options {
    bool check;   /* write nothing; SCHEMAGEN_DIFFERENT when the file is not tidy */
    bool upgrade; /* rewrite a file of the older shape (tables with `fields`) in the new one */
} schemagen_tidy_options;
typedef struct schemagen_tidied {
    const char *schema;
    bool changed; /* the file is not tidy */
    bool written; /* and was rewritten */
} schemagen_tidied;
/* Rewrites the schema file in the tidy layout, in place; all that it says stays as it is. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_tidy(schemagen_session *session, const schemagen_tidy_options *options,
                                              schemagen_tidied *tidied);
SCHEMAGEN_API void schemagen_tidied_print(const schemagen_tidied *tidied, FILE *out, schemagen_format format);

typedef enum schemagen_language { SCHEMAGEN_LANGUAGE_JSON, SCHEMAGEN_LANGUAGE_PRISMA } schemagen_language;
/* "json", "prisma" */
SCHEMAGEN_API const char *schemagen_language_word(schemagen_language language);
/* False for another word. */
SCHEMAGEN_API bool schemagen_language_named(const char *word, schemagen_language *language);

typedef struct schemagen_convert_options {
    schemagen_language to;
    const char *output; /* a file, which is replaced; NULL: only the text is wanted */
} schemagen_convert_options;
typedef struct schemagen_converted {
    const char *schema;
    schemagen_language to;
    const char *output;
    const char *text; /* NULL on errors */
    size_t warnings;  /* what the other language cannot hold */
} schemagen_converted;
/* Says the schema of the session, which may be any source, in a language: schema.json in canonical form, or the Prisma
 * language. */
SCHEMAGEN_API schemagen_status schemagen_convert(schemagen_session *session, const schemagen_convert_options *options,
                                                 schemagen_converted *converted);
SCHEMAGEN_API void schemagen_converted_print(const schemagen_converted *converted, FILE *out, schemagen_format format);

#ifdef __cplusplus
}
#endif

#endif
