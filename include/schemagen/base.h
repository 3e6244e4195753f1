/* base.h - what all parts of the library share: statuses, output formats, version. */
#ifndef SCHEMAGEN_BASE_H
#define SCHEMAGEN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCHEMAGEN_API __attribute__((visibility("default")))

/* How an operation ended; the same numbers are the exit codes of the command. */
typedef enum schemagen_status {
    SCHEMAGEN_OK = 0,
    SCHEMAGEN_FAILED = 1,    /* the server, the disk or a step said no */
    SCHEMAGEN_BAD_INPUT = 2, /* a mistake in a file or in the call; nothing was written */
    SCHEMAGEN_DIFFERENT = 3, /* compared, and not equal */
    SCHEMAGEN_BUSY = 4,      /* another run works on this database */
    SCHEMAGEN_REFUSED = 5    /* would lose data, or history is not what it was; nothing was done */
} schemagen_status;

/* How results are printed. */
typedef enum schemagen_format {
    SCHEMAGEN_TEXT, /* for people, whole lines */
    SCHEMAGEN_JSON, /* one JSON value without a line break at its end, to stand alone or inside another */
    SCHEMAGEN_SQL   /* statements; only where a function says so, text elsewhere */
} schemagen_format;

/* "1.2.3" of the library in use. */
SCHEMAGEN_API const char *schemagen_version(void);

/* Of `candidates` the one that `word` was probably meant to be, or NULL. */
SCHEMAGEN_API const char *schemagen_nearest(const char *word, const char *const *candidates, size_t count);

#ifdef __cplusplus
}
#endif

#endif
