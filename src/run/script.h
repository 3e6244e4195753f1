/* script.h - the SQL of a migration, taken apart into steps. */
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
    bool commits;      /* the transaction ends behind it */
    bool opened;       /* the file itself says BEGIN in it, so it is not split */
    bool done;         /* an earlier run committed it */
    const char *begin; /* the statement that opens its transaction; NULL: BEGIN */
    const char *title; /* safe to print; NULL: the file has no headings */
    sg_span heading;   /* SG_NOWHERE without one */
    const sg_statement *statements;
    size_t count;
} sg_script_step;

typedef struct sg_script {
    const sg_migration *migration;
    bool back;       /* the way back */
    const char *key; /* under which its place is kept: the id, "... back" */
    const sg_source *source;
    char checksum[SG_SHA256_HEX];
    const char *file_hash;
    const sg_statement *statements; /* of all steps; those that open and end transactions are left out */
    size_t statement_count;
    sg_script_step *steps; /* the first is number 0 and may be empty */
    size_t count;
    unsigned last; /* number of steps, without number 0 */
} sg_script;

/* Reads the file once: the same bytes are hashed and run. Lives in the arena of `diags`. NULL after reporting when it
 * cannot be read, or holds what no migration may: a quote left open, a transaction of its own where that would tear it
 * from its row of history. */
sg_script *sg_script_read(const sg_migration *migration, sg_diags *diags);
/* The same for the way back; reports also one that does nothing, or leaves out steps without inverse. */
sg_script *sg_script_read_back(const sg_migration *migration, sg_diags *diags);

/* Splits a step before its statement number `at` (0..), which then begins in a new transaction, or runs `outside` of
 * any. False when there is no such place: the statement is the first of its transaction, is outside already, or
 * the file itself says where its transaction begins. */
bool sg_script_split(sg_script *script, size_t step, size_t at, bool outside, sg_arena *arena);

/* Marks the first `statements` of the script as done. */
void sg_script_resume(sg_script *script, size_t statements, sg_arena *arena);
/* SHA-256 over the tokens of the script up to the end of its first `statements`. */
void sg_script_checksum_to(const sg_script *script, size_t statements, char hex[SG_SHA256_HEX]);

/* script_parts.c: transactions that a script opens and ends itself become parts of its steps. Takes the steps that
 * headings make (`script->steps`) apart. False after reporting what cannot be run. */
bool sg_script_part(sg_script *script, bool outside, sg_diags *diags);

#endif
