/* database.h - a database of its own for every test that needs a server. */
#ifndef SG_TEST_DATABASE_H
#define SG_TEST_DATABASE_H

#include "arena.h"
#include "diag.h"
#include "pg.h"

/* The exit code of a test that cannot run here. */
#define TEST_SKIPPED 77

/* True when DATABASE_URL names a server. */
bool database_is_there(void);

/* For CU_SuiteInfo: an empty database and new things below before each test, nothing left after it. */
void database_before_test(void);
void database_after_test(void);

extern sg_arena *database_arena;
extern sg_diags *database_diags;
extern sg_url database_url;
extern sg_pg *database_pg;

/* Another connection to it, to be closed by the test. */
sg_pg *database_open(const sg_pg_options *options);
/* Runs SQL that must succeed. */
void database_run(sg_pg *pg, const char *sql);
/* The first value of the first row, "" for none. */
const char *database_value(const char *sql);
/* All that the sink would print. */
const char *database_printed(void);

#endif
