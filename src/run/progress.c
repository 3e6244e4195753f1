#include "progress.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Views of the server, each since a version: what is done, how much of how much. */
static const struct {
    int since;
    const char *sql;
} views[] = {
    {90600, "SELECT 'VACUUM: ' || phase, heap_blks_scanned, heap_blks_total FROM pg_catalog.pg_stat_progress_vacuum "
            "WHERE pid = $1::integer"},
    {120000,
     "SELECT command || ': ' || phase, "
     "CASE WHEN blocks_total > 0 THEN blocks_done WHEN tuples_total > 0 THEN tuples_done ELSE lockers_done END, "
     "CASE WHEN blocks_total > 0 THEN blocks_total WHEN tuples_total > 0 THEN tuples_total ELSE lockers_total END "
     "FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1::integer"},
    {120000, "SELECT command || ': ' || phase, heap_blks_scanned, heap_blks_total "
             "FROM pg_catalog.pg_stat_progress_cluster WHERE pid = $1::integer"},
    {130000, "SELECT 'ANALYZE: ' || phase, sample_blks_scanned, sample_blks_total "
             "FROM pg_catalog.pg_stat_progress_analyze WHERE pid = $1::integer"},
    {140000,
     "SELECT command, bytes_processed, bytes_total FROM pg_catalog.pg_stat_progress_copy WHERE pid = $1::integer"},
};

static void add_query(sg_buf *sql, int version)
{
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (version >= views[i].since)
            sg_buf_join(sql, sql->length > 0 ? " UNION ALL " : "", views[i].sql);
    }
}

static void read_row(const sg_result *row, sg_progress *progress)
{
    const char *said = sg_result_text(row, 0, 0);
    sg_buf safe;
    sg_buf_init(&safe);
    sg_text_add_safe(&safe, said, sg_text_clip(said, strlen(said), SG_PROGRESS_TEXT / 2));
    snprintf(progress->text, sizeof progress->text, "%s", safe.data);
    sg_buf_release(&safe);
    progress->done = strtoll(sg_result_text(row, 0, 1), NULL, 10);
    progress->total = strtoll(sg_result_text(row, 0, 2), NULL, 10);
}

bool sg_progress_ask(sg_pg *beside, int process, sg_progress *progress)
{
    char pid[16];
    const char *params[] = {pid};
    sg_buf sql;
    snprintf(pid, sizeof pid, "%d", process);
    sg_buf_init(&sql);
    add_query(&sql, sg_pg_server_version(beside));
    sg_result *row = sg_pg_query(beside, sql.data, params, 1, NULL);
    sg_buf_release(&sql);
    bool told = row != NULL && sg_result_rows(row) > 0;
    if (told)
        read_row(row, progress);
    sg_result_free(row);
    return told;
}
