/* Memory of the trees that a JSON parser makes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "tree_memory.h"

enum { MANY = 30000, LONGEST = 600 };

static bool is_filled(const char *piece, size_t size, int with)
{
    for (size_t i = 0; i < size; i++)
        if (piece[i] != (char)with)
            return false;
    return true;
}

static void *take(size_t size, bool zeroed)
{
    void *piece = tree_memory_take(size, zeroed);

    CU_ASSERT_PTR_NOT_NULL_FATAL(piece);
    CU_ASSERT_EQUAL((uintptr_t)piece % _Alignof(max_align_t), 0);
    CU_ASSERT_EQUAL(tree_memory_size(piece), size);
    return piece;
}

/* Neighbours do not touch each other, and what is asked for as zero is zero, also where there was something before. */
static void test_pieces(void)
{
    static char *pieces[MANY];

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
            size_t size = (size_t)(i * 7 % LONGEST) + 1;
            pieces[i] = take(size, i % 3 == 0);
            CU_ASSERT(i % 3 != 0 || is_filled(pieces[i], size, 0));
            memset(pieces[i], i, size);
        }
        for (int i = 0; i < MANY; i++) {
            CU_ASSERT(is_filled(pieces[i], (size_t)(i * 7 % LONGEST) + 1, i));
            CU_ASSERT(tree_memory_give_back(pieces[i]));
        }
    }
}

/* Blocks serve again: trees one after the other need no more than the largest. */
static void test_again(void)
{
    char *lowest = NULL, *highest = NULL;

    for (int tree = 0; tree < 200; tree++) {
        void *pieces[1000];
        for (int i = 0; i < 1000; i++) {
            char *piece = pieces[i] = take(500, false);
            lowest = !lowest || piece < lowest ? piece : lowest;
            highest = piece > highest ? piece : highest;
        }
        for (int i = 0; i < 1000; i++)
            tree_memory_give_back(pieces[i]);
    }
    CU_ASSERT((size_t)(highest - lowest) < (size_t)64 << 20);
}

static void test_others(void)
{
    void *other = malloc(10);

    CU_ASSERT_FALSE(tree_memory_give_back(NULL));
    CU_ASSERT_FALSE(tree_memory_give_back(other));
    CU_ASSERT_EQUAL(tree_memory_size(NULL), 0);
    CU_ASSERT_EQUAL(tree_memory_size(other), 0);
    CU_ASSERT_PTR_NULL(tree_memory_take((size_t)1 << 20, false)); /* large ones are malloc's */
    free(other);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"others", test_others},
        {"pieces", test_pieces},
        {"again", test_again},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"tree memory", NULL, NULL, NULL, NULL, tests});
}
