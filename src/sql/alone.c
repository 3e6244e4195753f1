#include "alone.h"

#include <string.h>
#include <strings.h>

#include "buf.h"
#include "scan.h"

#define WORDS 32

/* The first tokens of a statement. */
typedef struct words {
    const char *text[WORDS];
    size_t length[WORDS];
    bool plain[WORDS]; /* neither quoted nor punctuation */
    size_t count, at;
} words;

static void read_words(const char *statement, words *w)
{
    sg_scan scan;
    sg_token token;
    *w = (words){.count = 0};
    sg_scan_init(&scan, statement, strlen(statement));
    while (w->count < WORDS && (token = sg_scan_next(&scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED) {
        if (token == SG_TOKEN_SPACE)
            continue;
        w->text[w->count] = statement + scan.start;
        w->length[w->count] = scan.end - scan.start;
        w->plain[w->count++] = token == SG_TOKEN_WORD;
    }
    sg_scan_release(&scan);
}

static bool is_at(const words *w, size_t at, const char *word)
{
    return at < w->count && w->length[at] == strlen(word) && strncasecmp(w->text[at], word, w->length[at]) == 0;
}

/* Moves behind the words, separated by blanks, when all of them stand there. */
static bool skip(words *w, const char *phrase)
{
    size_t at = w->at;
    for (; *phrase != '\0'; phrase += strspn(phrase, " ")) {
        size_t length = strcspn(phrase, " ");
        if (at >= w->count || w->length[at] != length || strncasecmp(w->text[at], phrase, length) != 0)
            return false;
        at++;
        phrase += length;
    }
    w->at = at;
    return true;
}

/* A name with its dots, as it is spelled; NULL: there is none. */
static const char *take_name(words *w, sg_arena *arena)
{
    sg_buf name;
    sg_buf_init(&name);
    while (w->at < w->count && (w->plain[w->at] || *w->text[w->at] == '"')) {
        sg_buf_addn(&name, w->text[w->at], w->length[w->at]);
        if (!is_at(w, ++w->at, "."))
            break;
        sg_buf_addc(&name, '.');
        w->at++;
    }
    const char *taken = name.length > 0 ? sg_arena_strdup(arena, name.data) : NULL;
    sg_buf_release(&name);
    return taken;
}

static sg_alone_statement read_create_index(words *w, sg_arena *arena)
{
    sg_alone_statement what = {.class = SG_ALONE_CREATE_INDEX, .lenient = skip(w, "IF NOT EXISTS")};
    if (!is_at(w, w->at, "ON"))
        what.index = take_name(w, arena);
    skip(w, "ON");
    skip(w, "ONLY");
    what.table = take_name(w, arena);
    return what;
}

static sg_alone_statement read_detach(words *w, sg_arena *arena)
{
    sg_alone_statement what = {.class = SG_ALONE_DETACH, .lenient = skip(w, "IF EXISTS")};
    skip(w, "ONLY");
    what.table = take_name(w, arena);
    if (!skip(w, "DETACH PARTITION"))
        return (sg_alone_statement){.class = SG_ALONE_UNKNOWN};
    what.part = take_name(w, arena);
    return what;
}

static sg_alone_statement read_reindex(words *w)
{
    while (w->at < w->count && !is_at(w, w->at, "CONCURRENTLY"))
        w->at++;
    return (sg_alone_statement){.class = w->at < w->count ? SG_ALONE_REINDEX : SG_ALONE_REPEATABLE};
}

/* Those that need no reading beyond their first words. */
static const struct {
    const char *words;
    sg_alone_class class;
} plain[] = {
    {"VACUUM", SG_ALONE_REPEATABLE},         {"CLUSTER", SG_ALONE_REPEATABLE},
    {"ALTER SYSTEM", SG_ALONE_REPEATABLE},   {"DISCARD", SG_ALONE_REPEATABLE},
    {"ALTER DATABASE", SG_ALONE_REPEATABLE}, {"CREATE DATABASE", SG_ALONE_MAKE},
    {"CREATE TABLESPACE", SG_ALONE_MAKE},    {"DROP DATABASE", SG_ALONE_REMOVE},
    {"DROP TABLESPACE", SG_ALONE_REMOVE},    {"COMMIT PREPARED", SG_ALONE_REMOVE},
    {"ROLLBACK PREPARED", SG_ALONE_REMOVE},
};

sg_alone_statement sg_alone_read(sg_arena *arena, const char *statement)
{
    words w;
    read_words(statement, &w);
    if (skip(&w, "CREATE INDEX CONCURRENTLY") || skip(&w, "CREATE UNIQUE INDEX CONCURRENTLY"))
        return read_create_index(&w, arena);
    if (skip(&w, "DROP INDEX CONCURRENTLY")) {
        sg_alone_statement what = {.class = SG_ALONE_DROP_INDEX, .lenient = skip(&w, "IF EXISTS")};
        what.index = take_name(&w, arena);
        return what;
    }
    if (skip(&w, "ALTER TABLE"))
        return read_detach(&w, arena);
    if (skip(&w, "REINDEX"))
        return read_reindex(&w);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (skip(&w, plain[i].words))
            return (sg_alone_statement){.class = plain[i].class};
    }
    return (sg_alone_statement){.class = SG_ALONE_UNKNOWN};
}
