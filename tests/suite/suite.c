#include "suite.h"

#include <stdbool.h>
#include <stdlib.h>

int run_suite(CU_SuiteInfo suite)
{
    CU_SuiteInfo suites[] = {suite, CU_SUITE_INFO_NULL};
    unsigned tests = 0;

    while (suite.pTests[tests].pName != NULL)
        tests++;
    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS)
        return EXIT_FAILURE;
    CU_basic_run_tests();
    /* tests of a suite that cannot be set up do not run and do not count as failures */
    bool fine = CU_get_number_of_tests_run() == tests && CU_get_number_of_failures() == 0 &&
                CU_get_number_of_suites_failed() == 0;
    CU_cleanup_registry();
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
