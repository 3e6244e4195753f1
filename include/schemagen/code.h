/* code.h - what diagnostics mean. */
#ifndef SCHEMAGEN_CODE_H
#define SCHEMAGEN_CODE_H

#include "schemagen/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct schemagen_code {
    int number;           /* 401 is printed as SG0401 */
    const char *severity; /* "error", "warning", "note" */
    const char *title;    /* one line */
    const char *help;     /* a paragraph: what it means and the way out */
} schemagen_code;

/* The code written as "SG0401", "sg401" or "401". False when there is none. Static memory. */
SCHEMAGEN_API bool schemagen_code_find(const char *written, schemagen_code *code);
/* The code at a place in the table, in order of number; false behind the last. */
SCHEMAGEN_API bool schemagen_code_at(size_t index, schemagen_code *code);
SCHEMAGEN_API void schemagen_code_print(const schemagen_code *code, FILE *out, schemagen_format format, bool colour);

#ifdef __cplusplus
}
#endif

#endif
