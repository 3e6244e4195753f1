#include "leftover.h"

#include <string.h>

/* One row for each thing that was found: its state as a word, and the statement that clears it away or finishes it. */
#define ASKED "WITH asked(index, of, part, mark) AS (SELECT $1::text, $2::text, $3::text, $4::text) "
#define INDEX_ROW                                                                                \
    ASKED                                                                                        \
    "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p "           \
    "WHERE p.index_relid = i.indexrelid AND p.pid <> pg_catalog.pg_backend_pid()) THEN 'other' " \
    "WHEN i.indisvalid THEN 'valid' ELSE 'half' END, "                                           \
    "pg_catalog.format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', n.nspname, c.relname) "        \
    "FROM asked, pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "      \
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "

static const char *const queries[] = {
    [SG_ALONE_CREATE_INDEX] =
        INDEX_ROW "WHERE i.indrelid = pg_catalog.to_regclass(of) AND CASE WHEN index IS NOT NULL "
                  "THEN c.relname = (pg_catalog.parse_ident(index))[1] WHEN mark IS NULL THEN false "
                  "ELSE i.indexrelid::text <> ALL (pg_catalog.string_to_array(mark, ',')) END",
    [SG_ALONE_DROP_INDEX] = INDEX_ROW "WHERE i.indexrelid = pg_catalog.to_regclass(index)",
    [SG_ALONE_REINDEX] = INDEX_ROW "WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'",
    [SG_ALONE_DETACH] =
        ASKED "SELECT CASE WHEN inhdetachpending THEN 'half' ELSE 'valid' END, pg_catalog.format("
              "'ALTER TABLE %s DETACH PARTITION %s FINALIZE', of, part) FROM asked, pg_catalog.pg_inherits "
              "WHERE inhrelid = pg_catalog.to_regclass(part) AND inhparent = pg_catalog.to_regclass(of)",
    [SG_ALONE_MAKE] = NULL,
    [SG_ALONE_REMOVE] = NULL,
    [SG_ALONE_REPEATABLE] = NULL,
    [SG_ALONE_UNKNOWN] = NULL,
};

/* What a found thing that is whole means, and what it means that none was found. */
static const struct {
    sg_leftover_state valid, none;
} meanings[] = {
    [SG_ALONE_CREATE_INDEX] = {SG_LEFTOVER_DONE, SG_LEFTOVER_NOTHING},
    [SG_ALONE_DROP_INDEX] = {SG_LEFTOVER_NOTHING, SG_LEFTOVER_DONE},
    [SG_ALONE_REINDEX] = {SG_LEFTOVER_NOTHING, SG_LEFTOVER_NOTHING},
    [SG_ALONE_DETACH] = {SG_LEFTOVER_NOTHING, SG_LEFTOVER_DONE},
};

static sg_result *ask(sg_pg *pg, const sg_alone_statement *what, const char *mark)
{
    const char *params[] = {what->index, what->table, what->part, mark};
    return sg_pg_query(pg, queries[what->class], params, sizeof params / sizeof *params, NULL);
}

sg_leftover_state sg_leftover_find(sg_pg *pg, const sg_alone_statement *what, const char *mark)
{
    if (queries[what->class] == NULL)
        return SG_LEFTOVER_NOTHING;
    sg_result *rows = ask(pg, what, mark);
    if (rows == NULL)
        return SG_LEFTOVER_FAILED;
    sg_leftover_state state = meanings[what->class].none;
    for (size_t i = 0; i < sg_result_rows(rows) && state != SG_LEFTOVER_OTHER; i++) {
        const char *word = sg_result_text(rows, i, 0);
        if (strcmp(word, "other") == 0)
            state = SG_LEFTOVER_OTHER;
        else if (strcmp(word, "half") == 0)
            state = SG_LEFTOVER_HALF;
        else if (state != SG_LEFTOVER_HALF)
            state = meanings[what->class].valid;
    }
    sg_result_free(rows);
    return state;
}

bool sg_leftover_clear(sg_pg *pg, sg_arena *arena, const sg_alone_statement *what, const char *mark)
{
    if (queries[what->class] == NULL)
        return true;
    sg_result *rows = ask(pg, what, mark);
    bool fine = rows != NULL;
    for (size_t i = 0; fine && i < sg_result_rows(rows); i++) {
        const char *sql = sg_arena_strdup(arena, sg_result_text(rows, i, 1));
        if (strcmp(sg_result_text(rows, i, 0), "half") == 0)
            fine = sg_pg_run(pg, sql, NULL);
    }
    sg_result_free(rows);
    return fine;
}

bool sg_leftover_is_refusal(const sg_alone_statement *what, const char *sqlstate)
{
    static const struct {
        sg_alone_class class;
        const char *sqlstate;
    } refusals[] = {
        {SG_ALONE_MAKE, "42P04"},
        {SG_ALONE_MAKE, "42710"},
        {SG_ALONE_REMOVE, "3D000"},
        {SG_ALONE_REMOVE, "42704"},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i].class == what->class && strcmp(refusals[i].sqlstate, sqlstate) == 0)
            return true;
    }
    return false;
}
