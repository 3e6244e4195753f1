/* What statements mean for the transaction around them. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "statement.h"
#include "suite.h"

static const struct {
    const char *text;
    sg_statement_class class;
} cases[] = {
    {"SELECT 1", SG_STATEMENT_PLAIN},
    {"begin", SG_STATEMENT_BEGIN},
    {"BEGIN /* now */ work", SG_STATEMENT_BEGIN},
    {"start\ttransaction", SG_STATEMENT_BEGIN},
    {"BEGIN ISOLATION LEVEL SERIALIZABLE", SG_STATEMENT_BEGIN_AS},
    {"START TRANSACTION READ ONLY", SG_STATEMENT_BEGIN_AS},
    {"COMMIT", SG_STATEMENT_COMMIT},
    {"commit and chain", SG_STATEMENT_COMMIT},
    {"End", SG_STATEMENT_COMMIT},
    {"ENDLESS", SG_STATEMENT_PLAIN},
    {"COMMIT PREPARED 'x'", SG_STATEMENT_ALONE},
    {"ROLLBACK", SG_STATEMENT_ROLLBACK},
    {"ROLLBACK -- to be sure\n", SG_STATEMENT_ROLLBACK},
    {"ABORT", SG_STATEMENT_ROLLBACK},
    {"ROLLBACK TO a", SG_STATEMENT_PLAIN},
    {"ROLLBACK TRANSACTION TO SAVEPOINT a", SG_STATEMENT_PLAIN},
    {"PREPARE TRANSACTION 'x'", SG_STATEMENT_TWO_PHASES},
    {"PREPARE transactions AS SELECT 1", SG_STATEMENT_PLAIN},
    {"CREATE INDEX a ON concurrently (id)", SG_STATEMENT_PLAIN},
    {"CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON b (id)", SG_STATEMENT_ALONE},
    {"create unique /* a */ index -- b\n concurrently a ON b (id)", SG_STATEMENT_ALONE},
    {"CREATE INDEX \"concurrently\" ON b (id)", SG_STATEMENT_PLAIN},
    {"DROP INDEX CONCURRENTLY a", SG_STATEMENT_ALONE},
    {"REINDEX INDEX a", SG_STATEMENT_PLAIN},
    {"REINDEX (VERBOSE, CONCURRENTLY) INDEX a", SG_STATEMENT_ALONE},
    {"REINDEX INDEX CONCURRENTLY a", SG_STATEMENT_ALONE},
    {"REINDEX SCHEMA a", SG_STATEMENT_ALONE},
    {"ALTER TABLE ONLY a.b DETACH PARTITION a.c", SG_STATEMENT_PLAIN},
    {"ALTER TABLE ONLY a.b DETACH PARTITION a.c CONCURRENTLY", SG_STATEMENT_ALONE},
    {"ALTER TABLE a ADD COLUMN detach text", SG_STATEMENT_PLAIN},
    {"VACUUM (ANALYZE) a", SG_STATEMENT_ALONE},
    {"CLUSTER", SG_STATEMENT_ALONE},
    {"CLUSTER a USING b", SG_STATEMENT_PLAIN},
    {"ALTER DATABASE a SET search_path = b", SG_STATEMENT_PLAIN},
    {"ALTER DATABASE a SET TABLESPACE b", SG_STATEMENT_ALONE},
    {"ALTER TYPE a ADD VALUE 'b'", SG_STATEMENT_PLAIN},
    {"DISCARD TEMP", SG_STATEMENT_PLAIN},
    {"(SELECT 1)", SG_STATEMENT_PLAIN},
    {"", SG_STATEMENT_PLAIN},
};

static void test_classes(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sg_statement_class class = sg_statement_classify(cases[i].text);
        if (class != cases[i].class) {
            printf("\n%s: %d instead of %d", cases[i].text, (int)class, (int)cases[i].class);
            CU_FAIL("another class");
        }
    }
}

/* Every statement that PostgreSQL may refuse is decided by its beginning, however long it is. */
static void test_long_statement(void)
{
    static char text[100000];
    snprintf(text, sizeof text, "CREATE INDEX CONCURRENTLY a ON b (id) WHERE c IN ('%090000d')", 1);
    CU_ASSERT_EQUAL(sg_statement_classify(text), SG_STATEMENT_ALONE);
    snprintf(text, sizeof text, "BEGIN %095000d", 1);
    CU_ASSERT_EQUAL(sg_statement_classify(text), SG_STATEMENT_BEGIN_AS);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"classes", test_classes},
        {"long statements", test_long_statement},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"statement", NULL, NULL, NULL, NULL, tests});
}
