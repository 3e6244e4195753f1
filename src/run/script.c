#include "script.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pointer.h"
#include "text.h"
#include "vec.h"

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

static sg_script *read_sql(const sg_migration *migration, bool back, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    const sg_migration_sql *sql = back ? sg_migration_read_back(migration, diags) : sg_migration_read(migration, diags);
    if (sql == NULL)
        return NULL;
    sg_script *script = SG_NEW(arena, sg_script);
    script->migration = migration;
    script->back = back;
    script->key = back ? sg_arena_printf(arena, "%s back", migration->id) : migration->id;
    script->source = &sql->source;
    script->file_hash = sql->file_hash;
    sg_script_checksum(sql->text, sql->source.length, script->checksum);
    sg_statement *statements;
    size_t open_at;
    if (!sg_split(arena, sql->text, sql->source.length, &statements, &script->statement_count, &open_at)) {
        sg_diag_add(diags, SG_BAD_MIGRATIONS, (sg_span){script->source, open_at, open_at + 1},
                    "what begins here is open at the end of the file");
        return NULL;
    }
    script->statements = statements;
    sg_vec steps = SG_VEC_EMPTY;
    find_steps(arena, script->source, statements, script->statement_count, &steps);
    set_steps(arena, script, &steps);
    sg_vec_release(&steps);
    return sg_script_part(script, sql->outside, diags) ? script : NULL;
}

sg_script *sg_script_read(const sg_migration *migration, sg_diags *diags)
{
    return read_sql(migration, false, diags);
}

/* A step that the plan has no inverse for is none that a generated script takes back. One that was written by hand has
 * no headings. */
static bool check_inverses(const sg_script *back, sg_diags *diags)
{
    const sg_migration *migration = back->migration;
    sg_arena *arena = sg_diags_arena(diags);
    bool by_hand = back->count == 2 && back->steps[1].title == NULL;
    size_t count;
    bool fine = true;
    const sg_migration_note *notes = sg_migration_notes(arena, migration, &count);
    for (size_t i = 0; !by_hand && i < count; i++) {
        if (!notes[i].final)
            continue;
        sg_diag *diag = sg_diag_add(diags, SG_NO_WAY_BACK, SG_NOWHERE, "step %zu of %s has no inverse: %s", i + 1,
                                    migration->id, notes[i].no_inverse);
        sg_diag_hint(diags, diag, "write %s by hand, without its headings \"-- Step\"", migration->down);
        fine = false;
    }
    return fine;
}

/* What a generated script begins with does nothing by itself. */
static bool does_something(const sg_statement *statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncasecmp(statements[i].text, "SET ", 4) != 0)
            return true;
    }
    return false;
}

/* True when the way up does something. */
static bool is_needed(const sg_migration *migration, sg_diags *diags)
{
    const sg_migration_sql *up = sg_migration_read(migration, diags);
    sg_statement *statements;
    size_t count, open_at;
    return up != NULL && sg_split(sg_diags_arena(diags), up->text, up->source.length, &statements, &count, &open_at) &&
           does_something(statements, count);
}

sg_script *sg_script_read_back(const sg_migration *migration, sg_diags *diags)
{
    sg_script *script = read_sql(migration, true, diags);
    if (script == NULL || !check_inverses(script, diags))
        return NULL;
    if (does_something(script->statements, script->statement_count) || !is_needed(migration, diags))
        return script;
    sg_diag *diag = sg_diag_add(diags, SG_NO_WAY_BACK, SG_NOWHERE, "the way back of %s is empty", migration->id);
    sg_diag_hint(diags, diag, "write the SQL that takes it back into %s", script->source->path);
    return NULL;
}

/* Number of the first statement of a step. */
static size_t first_of(const sg_script *script, const sg_script_step *step)
{
    return (size_t)(step->statements - script->statements);
}

static void insert_step(sg_script *script, size_t at, const sg_script_step *step, sg_arena *arena)
{
    sg_script_step *steps = SG_NEW_ARRAY(arena, sg_script_step, script->count + 1);
    memcpy(steps, script->steps, at * sizeof *steps);
    steps[at] = *step;
    memcpy(steps + at + 1, script->steps + at, (script->count - at) * sizeof *steps);
    script->steps = steps;
    script->count++;
    script->last++;
    for (size_t i = at + 1; i < script->count; i++)
        steps[i].number++;
}

/* Cuts a step in two; the first part ends its transaction. */
static void cut(sg_script *script, size_t number, size_t at, sg_arena *arena)
{
    sg_script_step front = script->steps[number];
    front.count = at;
    front.commits = true;
    insert_step(script, number, &front, arena);
    sg_script_step *rest = &script->steps[number + 1];
    rest->statements += at;
    rest->count -= at;
    rest->begin = NULL;
}

bool sg_script_split(sg_script *script, size_t step, size_t at, bool outside, sg_arena *arena)
{
    if (script->steps[step].outside || script->steps[step].opened)
        return false;
    if (at > 0) {
        cut(script, step++, at, arena);
    } else if (!outside) {
        if (step == 0 || script->steps[step - 1].count == 0 || script->steps[step - 1].commits)
            return false;
        script->steps[step - 1].commits = true;
    } else if (step > 0) {
        script->steps[step - 1].commits = true;
    }
    if (!outside)
        return true;
    if (script->steps[step].count > 1)
        cut(script, step, 1, arena);
    script->steps[step].outside = true;
    return true;
}

void sg_script_resume(sg_script *script, size_t statements, sg_arena *arena)
{
    for (size_t i = 0; i < script->count; i++) {
        const sg_script_step *step = &script->steps[i];
        size_t first = first_of(script, step);
        if (first >= statements)
            return;
        if (first + step->count > statements)
            cut(script, i, statements - first, arena);
        script->steps[i].done = true;
    }
}

void sg_script_checksum_to(const sg_script *script, size_t statements, char hex[SG_SHA256_HEX])
{
    size_t end = statements > 0 ? script->statements[statements - 1].end : 0;
    sg_script_checksum(script->source->text, end, hex);
}
