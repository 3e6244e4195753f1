#include "type_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const sg_type_row type_rows[] = {
#define SG_TYPE(name, pg_name, category, modifiers, orderable) \
    {name, pg_name, SG_TYPE_##category, SG_MOD_##modifiers, orderable},
#include "types.def"
#undef SG_TYPE
};

static const sg_type_name type_names[] = {
#define SG_TYPE_NAME(spelling, type, kind) {spelling, type, SG_SPELLING_##kind},
#include "type_names.def"
#undef SG_TYPE_NAME
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Both tables begin their rows with the key. */
static int compare_key(const void *key, const void *row)
{
    return strcmp(key, *(const char *const *)row); // NOLINT(clang-analyzer-core.CallAndMessage): rows begin with text
}

const sg_type_row *sg_type_row_find(const char *name)
{
    return bsearch(name, type_rows, COUNT(type_rows), sizeof(type_rows[0]), compare_key);
}

const sg_type_name *sg_type_name_find(const char *spelling)
{
    return bsearch(spelling, type_names, COUNT(type_names), sizeof(type_names[0]), compare_key);
}

const char *const *sg_sqltype_names(size_t *count)
{
    static const char *const names[] = {
#define SG_TYPE_NAME(spelling, type, kind) spelling,
#include "type_names.def"
#undef SG_TYPE_NAME
    };
    *count = COUNT(names);
    return names;
}

const char *sg_sqltype_extension(const char *name)
{
    static const struct {
        const char *type;
        const char *extension;
    } rows[] = {
        {"box2d", "postgis"},
        {"box3d", "postgis"},
        {"citext", "citext"},
        {"cube", "cube"},
        {"ean13", "isn"},
        {"earth", "earthdistance"},
        {"geography", "postgis"},
        {"geometry", "postgis"},
        {"halfvec", "vector"},
        {"hll", "hll"},
        {"hstore", "hstore"},
        {"ip4", "ip4r"},
        {"ip4r", "ip4r"},
        {"ip6", "ip4r"},
        {"ip6r", "ip4r"},
        {"ipaddress", "ip4r"},
        {"iprange", "ip4r"},
        {"isbn", "isn"},
        {"isbn13", "isn"},
        {"ismn", "isn"},
        {"ismn13", "isn"},
        {"issn", "isn"},
        {"issn13", "isn"},
        {"lo", "lo"},
        {"lquery", "ltree"},
        {"ltree", "ltree"},
        {"ltxtquery", "ltree"},
        {"query_int", "intarray"},
        {"raster", "postgis_raster"},
        {"seg", "seg"},
        {"semver", "semver"},
        {"sparsevec", "vector"},
        {"upc", "isn"},
        {"vector", "vector"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcmp(rows[i].type, name) == 0) {
            return rows[i].extension;
        }
    }
    return NULL;
}

const char *sg_sqltype_elsewhere(const char *name)
{
    static const struct {
        const char *theirs, *ours;
    } rows[] = {
        {"binary", "bytea"},     {"blob", "bytea"},
        {"clob", "text"},        {"datetime", "timestamptz"},
        {"guid", "uuid"},        {"long", "bigint"},
        {"longtext", "text"},    {"mediumint", "integer"},
        {"mediumtext", "text"},  {"number", "numeric"},
        {"nvarchar", "varchar"}, {"string", "text"},
        {"tinyint", "smallint"}, {"uniqueidentifier", "uuid"},
        {"varbinary", "bytea"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcasecmp(rows[i].theirs, name) == 0) {
            return rows[i].ours;
        }
    }
    return NULL;
}

bool sg_sqltype_orderable(const sg_sqltype *type)
{
    const sg_type_row *row = type->builtin ? sg_type_row_find(type->builtin) : NULL;
    if (row) {
        return row->orderable;
    }
    /* Enums, domains and composites are; of the extensions' types those that are not: */
    static const char *const without[] = {"lquery", "ltxtquery", "query_int", "lo", "box2d", "box3d", "raster"};
    for (size_t i = 0; i < COUNT(without); i++) {
        if (strcmp(without[i], type->name) == 0) {
            return false;
        }
    }
    return true;
}

size_t sg_type_numbers(const char *modifiers, long *numbers, size_t max)
{
    size_t count = 0;
    const char *at = modifiers;
    while (at && *at && count < max) {
        char *end;
        numbers[count] = strtol(at, &end, 10);
        if (end == at) {
            break;
        }
        count++;
        at = *end == ',' ? end + 1 : NULL;
    }
    return count;
}
