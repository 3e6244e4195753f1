/* suite.h - how every CUnit program ends. */
#ifndef SG_TEST_SUITE_H
#define SG_TEST_SUITE_H

#include <CUnit/Basic.h>

/* Runs the suite. EXIT_SUCCESS: each of its tests ran, and none failed. */
int run_suite(CU_SuiteInfo suite);

#endif
