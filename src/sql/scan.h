/* scan.h - SQL as a row of tokens (grammar/sql.l). */
#ifndef SG_SCAN_H
#define SG_SCAN_H

#include <stddef.h>

typedef enum sg_token {
    SG_TOKEN_END,
    SG_TOKEN_SPACE, /* white space or one comment; several may follow each other */
    SG_TOKEN_WORD,  /* unquoted name or keyword */
    SG_TOKEN_SEMICOLON,
    SG_TOKEN_OPEN, /* ( */
    SG_TOKEN_CLOSE,
    SG_TOKEN_OTHER,   /* a quoted thing, a number, one character of punctuation */
    SG_TOKEN_UNCLOSED /* a quote or comment from `start` to the end of the text */
} sg_token;

/* The text must outlive the scan. After each token `start` and `end` are its byte offsets. */
typedef struct sg_scan {
    const char *text;
    size_t start;
    size_t end;
    int comment_depth;
    size_t tag_length; /* of the dollar quote that is open; its tag stands at `start` */
    void *lexer;
} sg_scan;

void sg_scan_init(sg_scan *scan, const char *text, size_t length);
sg_token sg_scan_next(sg_scan *scan);
void sg_scan_release(sg_scan *scan);

#endif
