#include "script.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "file.h"
#include "text.h"
#include "vec.h"

#define SCRIPT_LIMIT (256u * 1024 * 1024)

/* Moves behind a word when it stands there. */
static bool skip_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    bool found = strncmp(*at, word, length) == 0;
    *at += found ? length : 0;
    return found;
}

static bool skip_number(const char **at, unsigned *number)
{
    char *end;
    *number = isdigit((unsigned char)**at) ? (unsigned)strtoul(*at, &end, 10) : 0;
    if (*number > 0)
        *at = end;
    return *number > 0;
}

/* The line "-- Step 3 of 7: title" or "-- Step 3 of 7, outside the transaction: title". */
static bool parse_heading(sg_arena *arena, const char *line, size_t length, sg_script_step *step)
{
    const char *end = line + length;
    unsigned number, total;
    if (!skip_word(&line, "-- Step ") || !skip_number(&line, &number) || !skip_word(&line, " of ") ||
        !skip_number(&line, &total))
        return false;
    bool outside = skip_word(&line, ", outside the transaction");
    if (!skip_word(&line, ":"))
        return false;
    line += strspn(line, " ");
    sg_buf title;
    sg_buf_init(&title);
    sg_text_add_safe(&title, line, (size_t)(end - line));
    *step = (sg_script_step){.number = number, .outside = outside, .title = sg_arena_strdup(arena, title.data)};
    sg_buf_release(&title);
    return true;
}

static void add_step(sg_arena *arena, sg_vec *steps, const sg_script_step *step)
{
    sg_script_step *copy = SG_NEW(arena, sg_script_step);
    *copy = *step;
    sg_vec_push(steps, copy);
}

/* Every line between statements may be a heading; the statements that follow belong to its step. */
static void find_steps(sg_arena *arena, const sg_source *source, const sg_statement *statements, size_t count,
                       sg_vec *steps)
{
    sg_script_step current = {.number = 0, .heading = SG_NOWHERE, .statements = statements};
    size_t next = 0;
    for (size_t at = 0; at < source->length;) {
        const char *line = source->text + at;
        size_t length = strcspn(line, "\r\n");
        sg_script_step found;
        while (next < count && statements[next].end <= at)
            next++;
        bool between = next == count || at < statements[next].start;
        if (between && parse_heading(arena, line, length, &found)) {
            current.count = (size_t)(statements + next - current.statements);
            add_step(arena, steps, &current);
            current = found;
            current.heading = (sg_span){source, at, at + length};
            current.statements = statements + next;
        }
        at += length + 1;
    }
    current.count = (size_t)(statements + count - current.statements);
    add_step(arena, steps, &current);
}

static void set_steps(sg_arena *arena, sg_script *script, const sg_vec *steps)
{
    /* Without headings all of it is one step behind an empty number 0. */
    size_t extra = steps->count == 1;
    script->count = steps->count + extra;
    script->steps = SG_NEW_ARRAY(arena, sg_script_step, script->count);
    for (size_t i = 0; i < steps->count; i++)
        script->steps[i + extra] = *(const sg_script_step *)steps->items[i];
    if (extra)
        script->steps[1].number = 1;
    script->last = (unsigned)script->count - 1;
}

sg_script *sg_script_read(const sg_migration *migration, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_script *script = SG_NEW(arena, sg_script);
    char *text;
    script->migration = migration;
    script->source.path = sg_arena_printf(arena, "%s/migration.sql", migration->dir);
    int error = sg_file_read(arena, script->source.path, SCRIPT_LIMIT, &text, &script->source.length);
    if (error != 0) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "%s: %s", script->source.path, strerror(error));
        return NULL;
    }
    script->source.text = text;
    sg_script_checksum(text, script->source.length, script->checksum);
    sg_statement *statements;
    size_t count, open_at;
    if (!sg_split(arena, text, script->source.length, &statements, &count, &open_at)) {
        sg_diag_add(diags, SG_BAD_MIGRATIONS, (sg_span){&script->source, open_at, open_at + 1},
                    "what begins here is open at the end of the file");
        return NULL;
    }
    sg_vec steps = SG_VEC_EMPTY;
    find_steps(arena, &script->source, statements, count, &steps);
    set_steps(arena, script, &steps);
    sg_vec_release(&steps);
    return script;
}

static bool begins_with(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncasecmp(text, word, length) == 0 && !isalnum((unsigned char)text[length]) && text[length] != '_';
}

/* ROLLBACK TO a savepoint and PREPARE of a plain statement are allowed. */
static bool ends_transaction(const char *text)
{
    static const char *const words[] = {"BEGIN", "START", "COMMIT", "END", "ABORT"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins_with(text, words[i]))
            return true;
    }
    if (begins_with(text, "ROLLBACK"))
        return strcasestr(text, " to ") == NULL;
    return begins_with(text, "PREPARE") && begins_with(text + 7 + strspn(text + 7, " \t\r\n"), "TRANSACTION");
}

bool sg_script_check(const sg_script *script, sg_diags *diags)
{
    bool fine = true;
    for (size_t i = 0; i < script->count; i++) {
        for (size_t k = 0; k < script->steps[i].count; k++) {
            const sg_statement *statement = &script->steps[i].statements[k];
            if (!ends_transaction(statement->text))
                continue;
            sg_diag *diag =
                sg_diag_add(diags, SG_BAD_STEP, (sg_span){&script->source, statement->start, statement->end},
                            "a migration may not open or end transactions");
            sg_diag_hint(diags, diag, "remove the statement; the runner keeps each migration in a transaction");
            fine = false;
        }
    }
    return fine;
}
