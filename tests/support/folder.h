/* folder.h - a folder of its own for every test that works on files, and the plan
 * by which system calls fail or end the process (see file_fault.h). */
#ifndef SG_TEST_FOLDER_H
#define SG_TEST_FOLDER_H

#include "arena.h"

/* More system calls than any commit makes. */
#define CALLS_MAX 500

/* For CU_SuiteInfo: the folder is made once and emptied after every test. */
int folder_set_up(void);
int folder_tear_down(void);
void folder_before_test(void);
void folder_after_test(void);

extern char folder_root[64];
extern sg_arena *folder_arena; /* of the running test */

/* The path of a name in the folder. */
const char *folder_at(const char *name);
void folder_write(const char *name, const char *text);
/* Ends the test when a file in there holds the password of the tests' server (SCHEMAGEN_CANARY). */
void folder_check_secret(const char *path);
/* All names in the folder with what the files hold, as one text: a{b=text;} */
const char *folder_tree(void);
/* Removes a file or a folder with all that is in it; content when there is none. */
void folder_remove(const char *path);

/* What happens to the calls that change files, counted from 1. */
typedef struct folder_faults {
    int count;     /* calls so far */
    int fail_from; /* the first one that fails with EIO, */
    int fail_to;   /* and the last one */
    int kill_at;   /* the process dies before this one */
} folder_faults;

extern folder_faults folder_plan;
/* Starts counting. The plan ends with the test or when sg_file_fault_hook is NULL. */
void folder_set_plan(int fail_from, int fail_to, int kill_at);

#endif
