/* script.h - a migration.sql, taken apart into steps. */
#ifndef SG_SCRIPT_H
#define SG_SCRIPT_H

#include "arena.h"
#include "diag.h"
#include "hash.h"
#include "migrations.h"
#include "split.h"

typedef struct sg_script_step {
    unsigned number;   /* 1.. ; 0: what comes before the first step */
    bool outside;      /* each statement is committed by itself */
    const char *title; /* safe to print; NULL: the file has no headings */
    sg_span heading;   /* SG_NOWHERE without one */
    const sg_statement *statements;
    size_t count;
} sg_script_step;

typedef struct sg_script {
    const sg_migration *migration;
    sg_source source;
    char checksum[SG_SHA256_HEX];
    sg_script_step *steps; /* the first is number 0 and may be empty */
    size_t count;
    unsigned last; /* number of steps, without number 0 */
} sg_script;

/* Reads the file once: the same bytes are hashed and run. Lives in the arena of `diags`. NULL after reporting
 * when it cannot be read. Nothing is judged but quotes left open: see sg_script_check. */
sg_script *sg_script_read(const sg_migration *migration, sg_diags *diags);

/* False after reporting each statement that opens or ends a transaction. */
bool sg_script_check(const sg_script *script, sg_diags *diags);

#endif
