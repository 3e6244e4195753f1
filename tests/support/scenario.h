/* scenario.h - migrations of every sort, run by the program as a process of its own, and the question whether what the
 * database has, what its history says and what was reported are one and the same. */
#ifndef SG_TEST_SCENARIO_H
#define SG_TEST_SCENARIO_H

#include <stdbool.h>
#include <sys/types.h>

/* What a run said when it ended. */
typedef struct scenario_end {
    int code;          /* exit code; -1: a signal ended it */
    bool in_doubt;     /* it said that it does not know */
    char applied[256]; /* ids of what it reported as applied, in order: "1_a,2_b" */
    char said[8192];   /* all of stderr */
    double seconds;
} scenario_end;

/* Writes the migrations into the test's folder and notes how a database looks in which they ran undisturbed. With
 * database.h and folder.h set up. */
void scenario_begin(void);
/* An empty database again, and no session but our own. Returns the seconds that it took other sessions to end. */
double scenario_clean(void);
/* Waits until sessions of killed or cut runs are gone; the seconds it took. */
double scenario_settle(void);

/* Starts `schemagen apply` through `port` of 127.0.0.1 (0: directly); its output goes into files. */
pid_t scenario_start(int port);
/* Waits for it. */
scenario_end scenario_wait(pid_t child);
scenario_end scenario_run(int port);

/* NULL: catalog and history agree. Otherwise what is wrong. */
const char *scenario_torn(void);
/* True when history says what the run has reported. */
bool scenario_is_true(const scenario_end *end);
/* True when history has all that the run has reported, which may have ended without a word about the rest. */
bool scenario_is_backed(const scenario_end *end);
/* NULL: the database is as after an undisturbed run, each statement having run once. */
const char *scenario_differs(void);

/* Where the server of the test listens. */
const char *scenario_host(void);
int scenario_port(void);
/* The URL of the test's database, password included, through `port` of 127.0.0.1 (0: directly). */
const char *scenario_url(int port);
/* A number from the environment. */
unsigned long scenario_number(const char *variable, unsigned long otherwise);

#endif
