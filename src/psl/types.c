/* The scalar types of the language and the native types of PostgreSQL. */
#include <limits.h>
#include <string.h>

#include "names.h"

const sg_psl_scalar_row sg_psl_scalars[SG_PSL_SCALARS] = {
    [SG_PSL_STRING_TYPE] = {"String", "text", NULL},
    [SG_PSL_BOOLEAN] = {"Boolean", "boolean", NULL},
    [SG_PSL_INT] = {"Int", "integer", "serial"},
    [SG_PSL_BIGINT] = {"BigInt", "bigint", "bigserial"},
    [SG_PSL_FLOAT] = {"Float", "double precision", NULL},
    [SG_PSL_DECIMAL] = {"Decimal", "numeric(65,30)", NULL},
    [SG_PSL_DATETIME] = {"DateTime", "timestamp(3)", NULL},
    [SG_PSL_JSON] = {"Json", "jsonb", NULL},
    [SG_PSL_BYTES] = {"Bytes", "bytea", NULL},
};

static const sg_psl_native natives[] = {
    {"SmallInt", SG_PSL_INT, "smallint", "smallserial", 0, 0, 0},
    {"Integer", SG_PSL_INT, "integer", "serial", 0, 0, 0},
    {"BigInt", SG_PSL_BIGINT, "bigint", "bigserial", 0, 0, 0},
    {"Oid", SG_PSL_INT, "oid", NULL, 0, 0, 0},
    {"Real", SG_PSL_FLOAT, "real", NULL, 0, 0, 0},
    {"DoublePrecision", SG_PSL_FLOAT, "double precision", NULL, 0, 0, 0},
    {"Decimal", SG_PSL_DECIMAL, "numeric", NULL, 2, 1, 1000},
    {"Money", SG_PSL_DECIMAL, "money", NULL, 0, 0, 0},
    {"Text", SG_PSL_STRING_TYPE, "text", NULL, 0, 0, 0},
    {"VarChar", SG_PSL_STRING_TYPE, "varchar", NULL, 1, 0, LONG_MAX},
    {"Char", SG_PSL_STRING_TYPE, "char", NULL, 1, 0, LONG_MAX},
    {"Bit", SG_PSL_STRING_TYPE, "bit", NULL, 1, 1, LONG_MAX},
    {"VarBit", SG_PSL_STRING_TYPE, "varbit", NULL, 1, 1, LONG_MAX},
    {"Uuid", SG_PSL_STRING_TYPE, "uuid", NULL, 0, 0, 0},
    {"Xml", SG_PSL_STRING_TYPE, "xml", NULL, 0, 0, 0},
    {"Inet", SG_PSL_STRING_TYPE, "inet", NULL, 0, 0, 0},
    {"Citext", SG_PSL_STRING_TYPE, "citext", NULL, 0, 0, 0},
    {"Boolean", SG_PSL_BOOLEAN, "boolean", NULL, 0, 0, 0},
    {"Timestamp", SG_PSL_DATETIME, "timestamp", NULL, 1, 0, 6},
    {"Timestamptz", SG_PSL_DATETIME, "timestamptz", NULL, 1, 0, 6},
    {"Date", SG_PSL_DATETIME, "date", NULL, 0, 0, 0},
    {"Time", SG_PSL_DATETIME, "time", NULL, 1, 0, 6},
    {"Timetz", SG_PSL_DATETIME, "timetz", NULL, 1, 0, 6},
    {"Json", SG_PSL_JSON, "json", NULL, 0, 0, 0},
    {"JsonB", SG_PSL_JSON, "jsonb", NULL, 0, 0, 0},
    {"ByteA", SG_PSL_BYTES, "bytea", NULL, 0, 0, 0},
};

const sg_psl_native *sg_psl_natives(size_t *count)
{
    *count = sizeof natives / sizeof natives[0];
    return natives;
}

const sg_psl_native *sg_psl_native_named(const char *name)
{
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
        if (strcmp(natives[i].name, name) == 0)
            return &natives[i];
    }
    return NULL;
}
