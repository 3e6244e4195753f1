#include "tools.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"

static bool is_sum(const char *text, size_t length, const char *checksum)
{
    char hex[SG_SHA256_HEX];
    sg_sha256_hex(text, length, hex);
    return strcmp(hex, checksum) == 0;
}

/* The sum of the file with its line ends made LF or CR LF. */
static bool is_sum_with(const sg_source *file, const char *line_end, const char *checksum)
{
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < file->length; i++) {
        bool pair = file->text[i] == '\r' && file->text[i + 1] == '\n';
        i += pair;
        if (pair || file->text[i] == '\n')
            sg_buf_add(&text, line_end);
        else
            sg_buf_addc(&text, file->text[i]);
    }
    bool same = is_sum(text.data, text.length, checksum);
    sg_buf_release(&text);
    return same;
}

/* Early versions left out the zero of a byte below 16. */
static bool is_sum_without_zeros(const sg_source *file, const char *checksum)
{
    char hex[SG_SHA256_HEX], shorter[SG_SHA256_HEX];
    size_t length = 0;
    sg_sha256_hex(file->text, file->length, hex);
    for (size_t i = 0; hex[i] != '\0'; i++) {
        if (i % 2 == 1 || hex[i] != '0')
            shorter[length++] = hex[i];
    }
    shorter[length] = '\0';
    return strcmp(shorter, checksum) == 0;
}

static bool same_for_prisma(const sg_source *file, const char *checksum)
{
    if (strlen(checksum) != SG_SHA256_HEX - 1)
        return is_sum_without_zeros(file, checksum);
    return is_sum(file->text, file->length, checksum) || is_sum_with(file, "\n", checksum) ||
           is_sum_with(file, "\r\n", checksum);
}

static bool same_for_sqlx(const sg_source *file, const char *checksum)
{
    char hex[SG_SHA384_HEX];
    sg_sha384_hex(file->text, file->length, hex);
    return strcmp(hex, checksum) == 0;
}

static bool same_for_drizzle(const sg_source *file, const char *checksum)
{
    return is_sum(file->text, file->length, checksum);
}

/* The sum goes over the lines without their ends, and without a byte order mark. */
static bool same_for_flyway(const sg_source *file, const char *checksum)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *end = file->text + file->length;
    char decimal[16];
    uint32_t sum = 0;
    for (const char *line = file->text + (strncmp(file->text, mark, 3) == 0 ? 3 : 0); line < end;) {
        size_t length = strcspn(line, "\r\n");
        sum = sg_crc32(sum, line, length);
        line += length;
        line += *line == '\r' && line[1] == '\n' ? 2 : 1;
    }
    snprintf(decimal, sizeof decimal, "%d", (int)sum);
    return strcmp(decimal, checksum) == 0;
}

static const sg_tool tools[] = {
    {
        .name = "prisma",
        .layout = "prisma",
        .table = "_prisma_migrations",
        .rows = "SELECT migration_name, CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back' "
                "WHEN finished_at IS NULL THEN 'failed' ELSE 'applied' END, checksum, started_at, finished_at, logs "
                "FROM %s ORDER BY started_at",
        .same = same_for_prisma,
    },
    {
        .name = "sqlx",
        .layout = "sqlx",
        .table = "_sqlx_migrations",
        .rows = "SELECT version, CASE WHEN success THEN 'applied' ELSE 'failed' END, "
                "pg_catalog.encode(checksum, 'hex'), installed_on, installed_on, NULL FROM %s ORDER BY version",
        .key = SG_TOOL_BY_VERSION,
        .same = same_for_sqlx,
    },
    {
        .name = "diesel",
        .layout = "diesel",
        .table = "__diesel_schema_migrations",
        .rows = "SELECT version, 'applied', NULL, run_on, run_on, NULL FROM %s ORDER BY version",
        .key = SG_TOOL_BY_VERSION,
    },
    {
        .name = "dbmate",
        .layout = "dbmate",
        .table = "schema_migrations",
        .rows = "SELECT version, 'applied', NULL, NULL, NULL, NULL FROM %s ORDER BY version",
        .key = SG_TOOL_BY_VERSION,
    },
    {
        .name = "golang-migrate",
        .layout = "golang-migrate",
        .table = "schema_migrations",
        .rows =
            "SELECT version, CASE WHEN dirty THEN 'failed' ELSE 'applied up to' END, NULL, NULL, NULL, NULL FROM %s",
        .key = SG_TOOL_BY_VERSION,
    },
    {
        .name = "goose",
        .layout = "goose",
        .table = "goose_db_version",
        .rows =
            "SELECT DISTINCT ON (version_id) version_id, CASE WHEN is_applied THEN 'applied' ELSE 'rolled back' END, "
            "NULL, tstamp, tstamp, NULL FROM %s WHERE version_id > 0 ORDER BY version_id, id DESC",
        .key = SG_TOOL_BY_VERSION,
    },
    {
        .name = "drizzle",
        .layout = "drizzle",
        .table = "__drizzle_migrations",
        .rows = "SELECT pg_catalog.row_number() OVER (ORDER BY created_at, id), 'applied', hash, "
                "pg_catalog.to_timestamp(created_at / 1000.0), pg_catalog.to_timestamp(created_at / 1000.0), NULL "
                "FROM %s ORDER BY created_at, id",
        .key = SG_TOOL_BY_PLACE,
        .same = same_for_drizzle,
    },
    {
        .name = "flyway",
        .layout = "flyway",
        .table = "flyway_schema_history",
        /* rows of scripts that are run again whenever they change have no version */
        .rows = "SELECT DISTINCT ON (version) version, CASE WHEN NOT success THEN 'failed' "
                "WHEN type LIKE 'UNDO%' OR type = 'DELETE' THEN 'rolled back' "
                "WHEN type = 'BASELINE' THEN 'baseline' ELSE 'applied' END, checksum, installed_on, installed_on, NULL "
                "FROM %s WHERE version IS NOT NULL AND type <> 'SCHEMA' ORDER BY version, installed_rank DESC",
        .key = SG_TOOL_BY_VERSION,
        .same = same_for_flyway,
    },
    {
        .name = "alembic",
        .table = "alembic_version",
        .rows = "SELECT version_num, 'applied', NULL, NULL, NULL, NULL FROM %s",
        .key = SG_TOOL_BY_NOTHING,
    },
};

const sg_tool *sg_tool_named(const char *name)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        if (strcmp(tools[i].name, name) == 0)
            return &tools[i];
    }
    return NULL;
}

const char *sg_tool_names(sg_arena *arena)
{
    const char *names = tools[0].name;
    for (size_t i = 1; i < sizeof tools / sizeof *tools; i++)
        names = sg_arena_printf(arena, "%s, %s", names, tools[i].name);
    return names;
}

const char *sg_tool_found(sg_pg *pg, const char *layout)
{
    const char *found = NULL;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        const sg_tool *tool = &tools[i];
        bool fits = tool->layout != NULL && strcmp(tool->layout, layout) == 0;
        sg_result *rows =
            sg_pg_query(pg, "SELECT 1 FROM pg_catalog.pg_class WHERE relname = $1 AND relkind IN ('r', 'p') LIMIT 1",
                        &tool->table, 1, NULL);
        if (rows != NULL && sg_result_rows(rows) > 0 && (found == NULL || fits))
            found = tool->name;
        sg_result_free(rows);
    }
    return found;
}

/* The table that the session sees, or the only one in another schema. */
static sg_status find_table(const sg_tool *tool, sg_pg *pg, sg_arena *arena, const char **table, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg,
                                    "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), "
                                    "pg_catalog.pg_table_is_visible(c.oid) FROM pg_catalog.pg_class c "
                                    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                    "WHERE c.relname = $1 AND c.relkind IN ('r', 'p') ORDER BY 2 DESC, 1",
                                    &tool->table, 1, diags);
    if (result == NULL)
        return SG_STATUS_FAILED;
    size_t count = sg_result_rows(result);
    bool found = count == 1 || (count > 1 && strcmp(sg_result_text(result, 0, 1), "t") == 0);
    if (found)
        *table = sg_arena_strdup(arena, sg_result_text(result, 0, 0));
    else if (count == 0)
        sg_diag_add(diags, SG_NO_TOOL_HISTORY, SG_NOWHERE, "the database has no table %s", tool->table);
    else
        sg_diag_add(diags, SG_NO_TOOL_HISTORY, SG_NOWHERE, "the database has several tables %s: %s, %s", tool->table,
                    sg_result_text(result, 0, 0), sg_result_text(result, 1, 0));
    sg_result_free(result);
    return found ? SG_STATUS_OK : SG_STATUS_REFUSED;
}

/* A word that is not known would be a mistake in the table above: nothing is taken over then. */
static void read_state(const char *word, sg_tool_row *row)
{
    row->fileless = strcmp(word, "baseline") == 0;
    row->up_to = row->fileless || strcmp(word, "applied up to") == 0;
    row->state = SG_TOOL_FAILED;
    if (row->up_to || strcmp(word, "applied") == 0)
        row->state = SG_TOOL_APPLIED;
    else if (strcmp(word, "rolled back") == 0)
        row->state = SG_TOOL_ROLLED_BACK;
}

sg_status sg_tool_read(const sg_tool *tool, sg_pg *pg, sg_arena *arena, sg_tool_history *history, sg_diags *diags)
{
    sg_status status = find_table(tool, pg, arena, &history->table, diags);
    if (status != SG_STATUS_OK)
        return status;
    const char *mark = strstr(tool->rows, "%s");
    const char *sql =
        sg_arena_printf(arena, "%.*s%s%s", (int)(mark - tool->rows), tool->rows, history->table, mark + 2);
    sg_result *result = sg_pg_query(pg, sql, NULL, 0, diags);
    if (result == NULL)
        return SG_STATUS_FAILED;
    history->count = sg_result_rows(result);
    sg_tool_row *rows = SG_NEW_ARRAY(arena, sg_tool_row, history->count);
    for (size_t i = 0; i < history->count; i++) {
        rows[i] = (sg_tool_row){
            .key = sg_arena_strdup(arena, sg_result_text(result, i, 0)),
            .checksum = sg_arena_strdup(arena, sg_result_text(result, i, 2)),
            .started = sg_arena_strdup(arena, sg_result_text(result, i, 3)),
            .finished = sg_arena_strdup(arena, sg_result_text(result, i, 4)),
            .log = sg_arena_strdup(arena, sg_result_text(result, i, 5)),
        };
        read_state(sg_result_text(result, i, 1), &rows[i]);
    }
    history->rows = rows;
    sg_result_free(result);
    return SG_STATUS_OK;
}
