#include "layout.h"

#include <string.h>

#include "buf.h"

#define DIGITS "0123456789"
#define TIMESTAMP_DIGITS 14
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"
#define NAME_LIMIT 100

/* "0001_20260111120000_init" */
static bool read_numbered(sg_arena *arena, const char *id, sg_layout_id *parts)
{
    size_t digits = strspn(id, DIGITS);
    const char *timestamp = id + digits + 1;
    if (digits < 4 || digits > 9 || id[digits] != '_' || strspn(id, "0") == digits ||
        strspn(timestamp, DIGITS) != TIMESTAMP_DIGITS || timestamp[TIMESTAMP_DIGITS] != '_')
        return false;
    const char *name = timestamp + TIMESTAMP_DIGITS + 1;
    size_t length = strspn(name, NAME_CHARACTERS);
    *parts = (sg_layout_id){sg_arena_strndup(arena, id, digits), name};
    return length > 0 && length <= NAME_LIMIT && name[length] == '\0';
}

/* Any name; all of it is the version. */
static bool read_whole(sg_arena *arena, const char *id, sg_layout_id *parts)
{
    (void)arena;
    const char *name = strchr(id, '_');
    *parts = (sg_layout_id){id, name != NULL ? name + 1 : ""};
    return true;
}

/* "1_init", "20260111120000_init" */
static bool read_version(sg_arena *arena, const char *id, sg_layout_id *parts)
{
    size_t digits = strspn(id, DIGITS);
    *parts = (sg_layout_id){sg_arena_strndup(arena, id, digits), id + digits + (id[digits] == '_')};
    return digits > 0 && id[digits] == '_';
}

/* "2026-01-11-120000_init"; the dashes are for the eye. */
static bool read_dashed(sg_arena *arena, const char *id, sg_layout_id *parts)
{
    size_t length = strcspn(id, "_");
    sg_buf version;
    sg_buf_init(&version);
    for (size_t i = 0; i < length; i++) {
        if (id[i] != '-')
            sg_buf_addc(&version, id[i]);
    }
    *parts = (sg_layout_id){sg_arena_strdup(arena, version.data), id + length + (id[length] == '_')};
    sg_buf_release(&version);
    return *parts->version != '\0' && id[length] == '_';
}

/* "V1_2__init": words between, "1_2" is the version 1.2. */
static bool read_flyway(sg_arena *arena, const char *id, sg_layout_id *parts)
{
    size_t length = strspn(id + (*id == 'V'), DIGITS "._");
    const char *name = strstr(id, "__");
    if (*id != 'V' || name == NULL || name == id + 1 || (size_t)(name - id - 1) > length)
        return false;
    char *version = sg_arena_strndup(arena, id + 1, (size_t)(name - id - 1));
    for (char *at = version; *at != '\0'; at++)
        *at = *at == '_' ? '.' : *at;
    *parts = (sg_layout_id){version, name + 2};
    return true;
}

const char *sg_layout_timestamp(sg_arena *arena, time_t time)
{
    char digits[32];
    struct tm utc;
    gmtime_r(&time, &utc);
    strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &utc);
    return sg_arena_strdup(arena, digits);
}

static const char *make_numbered(sg_arena *arena, unsigned number, time_t time, const char *name)
{
    return sg_arena_printf(arena, "%04u_%s_%s", number, sg_layout_timestamp(arena, time), name);
}

static const char *make_timed(sg_arena *arena, unsigned number, time_t time, const char *name)
{
    (void)number;
    return sg_arena_printf(arena, "%s_%s", sg_layout_timestamp(arena, time), name);
}

static const sg_layout layouts[] = {
    {
        .name = "native",
        .schema = "schema/schema.json",
        .in_folders = true,
        .up = "migration.sql",
        .down = "down.sql",
        .plan = "plan.json",
        .by_number = true,
        .own = true,
        .read = read_numbered,
        .make = make_numbered,
        .example = "0001_20260111120000_init",
    },
    {
        .name = "prisma",
        .folder = "prisma/migrations",
        .schema = "prisma/schema.prisma",
        .in_folders = true,
        .up = "migration.sql",
        .down = "down.sql",
        .lock = {"migration_lock.toml", "provider", "postgresql",
                 "# Which database system the migrations of this directory are for.\n"
                 "# Keep it under version control; there is nothing to edit here.\n"
                 "provider = \"postgresql\"\n"},
        .one_send = true,
        .read = read_whole,
        .make = make_timed,
        .example = "20260111120000_init",
    },
    {
        .name = "sqlx",
        .folder = "migrations",
        .up = ".up.sql",
        .up_too = ".sql",
        .down = ".down.sql",
        .outside = {.line = "-- no-transaction", .first = true},
        .by_number = true,
        .read = read_version,
        .example = "20260111120000_init",
    },
    {
        .name = "diesel",
        .folder = "migrations",
        .in_folders = true,
        .up = "up.sql",
        .down = "down.sql",
        .outside = {.file = "metadata.toml", .line = "run_in_transaction", .word = "false"},
        .read = read_dashed,
        .example = "2026-01-11-120000_init",
    },
    {
        .name = "golang-migrate",
        .folder = "migrations",
        .up = ".up.sql",
        .down = ".down.sql",
        .by_number = true,
        .read = read_version,
        .example = "000001_init",
    },
    {
        .name = "dbmate",
        .folder = "db/migrations",
        .up = ".sql",
        .up_line = "-- migrate:up",
        .down_line = "-- migrate:down",
        .outside = {.line = "-- migrate:up", .word = "transaction:false"},
        .by_number = true,
        .read = read_version,
        .example = "20260111120000_init",
    },
    {
        .name = "goose",
        .folder = "migrations",
        .up = ".sql",
        .up_line = "-- +goose Up",
        .down_line = "-- +goose Down",
        .outside = {.line = "-- +goose NO TRANSACTION"},
        .by_number = true,
        .read = read_version,
        .example = "20260111120000_init",
    },
    {
        .name = "drizzle",
        .folder = "drizzle",
        .up = ".sql",
        .by_number = true,
        .read = read_version,
        .example = "0000_init",
    },
    {
        .name = "flyway",
        .folder = "src/main/resources/db/migration",
        .up = ".sql",
        .by_number = true,
        .read = read_flyway,
        .example = "V1__init",
    },
};

const sg_layout *sg_layout_table(size_t *count)
{
    *count = sizeof layouts / sizeof *layouts;
    return layouts;
}

const sg_layout *sg_layout_named(const char *name)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (strcmp(layouts[i].name, name) == 0)
            return &layouts[i];
    }
    return NULL;
}

/* Numbers with points between them; one that is shorter goes on with zeros. */
static int compare_numbers(const char *left, const char *right)
{
    while (*left != '\0' || *right != '\0') {
        left += strspn(left, "0");
        right += strspn(right, "0");
        size_t a = strspn(left, DIGITS), b = strspn(right, DIGITS);
        int order = a != b ? (a < b ? -1 : 1) : strncmp(left, right, a);
        if (order != 0)
            return order;
        left += a;
        right += b;
        if ((*left != '\0' && *left != '.') || (*right != '\0' && *right != '.'))
            return strcmp(left, right);
        left += *left == '.';
        right += *right == '.';
    }
    return 0;
}

int sg_layout_compare(const sg_layout *layout, const char *left, const char *right)
{
    return layout->by_number ? compare_numbers(left, right) : strcmp(left, right);
}
