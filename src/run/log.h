/* log.h - schemagen.log, all that ever happened to the history: rows are added and never changed. Each carries the hash
 * of itself and of all before it, so that a history that was edited by hand is noticed. */
#ifndef SG_LOG_H
#define SG_LOG_H

#include "arena.h"
#include "diag.h"
#include "pg.h"

typedef struct sg_log_entry {
    long long position;
    const char *event;
    unsigned number;
    const char *id;
    const char *checksum;
    long long milliseconds; /* -1: it did not run */
    const char *at;         /* ISO 8601, UTC */
    const char *by;         /* role */
    const char *tool;
    const char *chain;
} sg_log_entry;

typedef struct sg_log {
    const sg_log_entry *entries;
    size_t count;
} sg_log;

/* Names of events. */
#define SG_LOG_APPLIED "applied"           /* it ran, or baseline noted it: then it has no milliseconds */
#define SG_LOG_ROLLED_BACK "rolled back"   /* down.sql ran */
#define SG_LOG_SAID_APPLIED "said applied" /* by resolve */
#define SG_LOG_SAID_OPEN "said not applied"
#define SG_LOG_DATABASE "database" /* which one it belongs to, as identity.h says; of no migration */
#define SG_LOG_REPAIRED "repaired" /* the history was accepted as it stood then */

/* The hash of a row of the log: SQL expressions for the hash before it (or null) and what it holds. */
#define SG_LOG_CHAIN(before, event, name, checksum)                                                        \
    "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat_ws('|', coalesce(" before \
    ", ''), " event ", " name ", " checksum "), 'UTF8')), 'hex')"

/* INSERT ... SELECT of one row from the columns of `from`: number, name, checksum, milliseconds, tool_version. `event`
 * is an expression of type text. */
#define SG_LOG_INSERT(event, from)                                                                   \
    "INSERT INTO schemagen.log (event, number, name, checksum, milliseconds, tool_version, chain) "  \
    "SELECT " event ", f.number, f.name, f.checksum, f.milliseconds, f.tool_version, " SG_LOG_CHAIN( \
        "(SELECT l.chain FROM schemagen.log l ORDER BY l.position DESC LIMIT 1)", event, "f.name",   \
        "f.checksum") " FROM " from " f"

/* Creates the table; what history holds then is its beginning. For sg_history_prepare. */
extern const char sg_log_prepare_sql[];

/* All rows, in order; none without the table. Strings live in `arena`. */
bool sg_log_read(sg_pg *pg, sg_arena *arena, sg_log *log, sg_diags *diags);

/* Compares the log with itself, with the history and with the database that it belongs to. A database without a log has
 * none to check. OK; REFUSED after reporting what does not fit; FAILED. */
sg_status sg_log_check(sg_pg *pg, sg_diags *diags);
/* Adds to the log that the history is accepted as it stands, where the two do not fit; inside a transaction.
 * `*accepted`: how many things were wrong. */
bool sg_log_accept(sg_pg *pg, size_t *accepted, sg_diags *diags);

#endif
