#include "statement.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "scan.h"

/* All patterns are decided by this much of a statement. */
#define TOKENS 24
#define BYTES 2048

/* The words that a statement begins with; `*` stands for anything, also nothing, `$` for the end. The first row that
 * fits counts. */
static const struct {
    const char *pattern;
    sg_statement_class class;
} rows[] = {
    {"BEGIN $", SG_STATEMENT_BEGIN},
    {"BEGIN WORK $", SG_STATEMENT_BEGIN},
    {"BEGIN TRANSACTION $", SG_STATEMENT_BEGIN},
    {"BEGIN", SG_STATEMENT_BEGIN_AS},
    {"START TRANSACTION $", SG_STATEMENT_BEGIN},
    {"START TRANSACTION", SG_STATEMENT_BEGIN_AS},
    {"COMMIT PREPARED", SG_STATEMENT_ALONE},
    {"COMMIT", SG_STATEMENT_COMMIT},
    {"END", SG_STATEMENT_COMMIT},
    {"ROLLBACK PREPARED", SG_STATEMENT_ALONE},
    {"ROLLBACK TO", SG_STATEMENT_PLAIN},
    {"ROLLBACK WORK TO", SG_STATEMENT_PLAIN},
    {"ROLLBACK TRANSACTION TO", SG_STATEMENT_PLAIN},
    {"ROLLBACK", SG_STATEMENT_ROLLBACK},
    {"ABORT", SG_STATEMENT_ROLLBACK},
    {"PREPARE TRANSACTION", SG_STATEMENT_TWO_PHASES},
    {"CREATE INDEX CONCURRENTLY", SG_STATEMENT_ALONE},
    {"CREATE UNIQUE INDEX CONCURRENTLY", SG_STATEMENT_ALONE},
    {"DROP INDEX CONCURRENTLY", SG_STATEMENT_ALONE},
    {"REINDEX * CONCURRENTLY", SG_STATEMENT_ALONE},
    {"REINDEX * DATABASE", SG_STATEMENT_ALONE},
    {"REINDEX * SCHEMA", SG_STATEMENT_ALONE},
    {"REINDEX * SYSTEM", SG_STATEMENT_ALONE},
    {"ALTER TABLE * DETACH PARTITION * CONCURRENTLY", SG_STATEMENT_ALONE},
    {"VACUUM", SG_STATEMENT_ALONE},
    {"CLUSTER $", SG_STATEMENT_ALONE},
    {"CLUSTER VERBOSE $", SG_STATEMENT_ALONE},
    {"ALTER SYSTEM", SG_STATEMENT_ALONE},
    {"CREATE DATABASE", SG_STATEMENT_ALONE},
    {"DROP DATABASE", SG_STATEMENT_ALONE},
    {"ALTER DATABASE * SET TABLESPACE", SG_STATEMENT_ALONE},
    {"CREATE TABLESPACE", SG_STATEMENT_ALONE},
    {"DROP TABLESPACE", SG_STATEMENT_ALONE},
    {"DISCARD ALL", SG_STATEMENT_ALONE},
};

/* The first tokens of a statement; what is no plain word has length 0. */
typedef struct tokens {
    struct {
        const char *text;
        size_t length;
    } items[TOKENS];
    size_t count;
    bool whole; /* nothing follows */
} tokens;

static void read_tokens(const char *text, tokens *found)
{
    sg_scan scan;
    size_t length = strnlen(text, BYTES);
    sg_scan_init(&scan, text, length);
    sg_token token;
    *found = (tokens){.count = 0};
    while ((token = sg_scan_next(&scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED && found->count < TOKENS) {
        if (token == SG_TOKEN_SPACE)
            continue;
        found->items[found->count].text = text + scan.start;
        found->items[found->count++].length = token == SG_TOKEN_WORD ? scan.end - scan.start : 0;
    }
    found->whole = token == SG_TOKEN_END && length < BYTES;
    sg_scan_release(&scan);
}

/* Any `*` takes as few tokens as it can: what follows it is one word that is looked for. */
static bool fits(const tokens *statement, const char *pattern)
{
    bool anything = false;
    size_t at = 0;
    for (; *pattern != '\0'; pattern += strspn(pattern, " ")) {
        size_t length = strcspn(pattern, " ");
        if (*pattern == '$')
            return statement->whole && at == statement->count;
        if (*pattern == '*') {
            anything = true;
        } else {
            while (at < statement->count && (statement->items[at].length != length ||
                                             strncasecmp(statement->items[at].text, pattern, length) != 0)) {
                if (!anything)
                    return false;
                at++;
            }
            if (at++ >= statement->count)
                return false;
            anything = false;
        }
        pattern += length;
    }
    return true;
}

/* Most statements are told by their first word, without taking them apart. */
static bool may_matter(const char *text)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strncasecmp(text, rows[i].pattern, strcspn(rows[i].pattern, " ")) == 0)
            return true;
    }
    return false;
}

sg_statement_class sg_statement_classify(const char *text)
{
    tokens statement;
    if (!may_matter(text))
        return SG_STATEMENT_PLAIN;
    read_tokens(text, &statement);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (fits(&statement, rows[i].pattern))
            return rows[i].class;
    }
    return SG_STATEMENT_PLAIN;
}

const char *sg_statement_body(const char *text, size_t *length)
{
    bool block = strncasecmp(text, "DO", 2) == 0 && text[2] != '\0' && strchr(" \t\n$", text[2]) != NULL;
    const char *quote = block ? strchr(text, '$') : NULL;
    const char *body = quote != NULL ? strchr(quote + 1, '$') : NULL;
    const char *last = body != NULL ? strrchr(body, '$') : NULL;
    *length = strlen(text);
    if (last == NULL || last - body < body + 1 - quote)
        return text;
    body++;
    *length = (size_t)(last - (body - quote) + 1 - body);
    return body;
}
