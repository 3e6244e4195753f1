/* The model: finding children by name where they are many, while names change. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "source.h"
#include "suite.h"

enum { MANY = 500 };

/* A table with many columns; every other one has a check of the same name and a unique constraint without a name. */
static sg_model *wide_table(sg_buf *text, sg_diags *diags)
{
    sg_buf_add(text, "{ \"schemagen\": 1, \"tables\": { \"t\": { \"columns\": { ");
    for (int i = 0; i < MANY; i++)
        sg_buf_addf(text, "%s\"c%d\": { \"type\": \"integer\"%s }", i > 0 ? ", " : "", i,
                    i % 2 == 0 ? ", \"unique\": true" : "");
    sg_buf_add(text, " }, \"checks\": { ");
    for (int i = 0; i < MANY; i += 2)
        sg_buf_addf(text, "%s\"c%d\": \"c%d > 0\"", i > 0 ? ", " : "", i, i);
    sg_buf_add(text, " } } } }");
    return sg_source_text("schema.json", text->data, text->length, false, diags);
}

static sg_object *child(const sg_model *model, const char *kind, const char *name)
{
    const sg_object *table = sg_model_find(model, sg_kind_named("table"), "public", NULL, "t");
    return sg_child_named(table, sg_kind_named(kind), name);
}

static void test_many_children(void)
{
    char name[32];
    sg_buf text;
    sg_buf_init(&text);
    sg_diags *diags = sg_diags_new();
    sg_model *model = wide_table(&text, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    size_t before = 0;
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "c%d", i);
        const sg_object *column = child(model, "column", name), *check = child(model, "check constraint", name);
        CU_ASSERT_FATAL(column != NULL && strcmp(column->name, name) == 0);
        CU_ASSERT(i == 0 || column->number > before);
        before = column->number;
        CU_ASSERT((check != NULL) == (i % 2 == 0));
        snprintf(name, sizeof name, "t_c%d_key", i);
        CU_ASSERT((child(model, "unique constraint", name) != NULL) == (i % 2 == 0));
    }
    CU_ASSERT_PTR_NULL(child(model, "column", "t_c0_key"));
    sg_model_free(model);
    sg_diags_free(diags);
    sg_buf_release(&text);
}

static void test_renamed_children(void)
{
    sg_buf text, written;
    sg_buf_init(&text);
    sg_buf_init(&written);
    sg_diags *diags = sg_diags_new();
    sg_model *model = wide_table(&text, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    sg_object *column = child(model, "column", "c8"), *check = child(model, "check constraint", "c8");
    sg_model_rename(model, column, "c10x");
    CU_ASSERT_PTR_EQUAL(child(model, "column", "c10x"), column);
    CU_ASSERT_PTR_NULL(child(model, "column", "c8"));
    CU_ASSERT_PTR_EQUAL(child(model, "check constraint", "c8"), check);
    sg_json_write_object(&written, check, -1);
    CU_ASSERT_STRING_EQUAL(written.data, "\"c10x > 0\"");
    sg_model_rename(model, check, "c10x");
    CU_ASSERT_PTR_EQUAL(child(model, "column", "c10x"), column);
    CU_ASSERT_PTR_EQUAL(child(model, "check constraint", "c10x"), check);
    CU_ASSERT_PTR_NULL(child(model, "check constraint", "c8"));
    sg_model_rename(model, column, "c8");
    CU_ASSERT_PTR_EQUAL(child(model, "column", "c8"), column);
    CU_ASSERT_PTR_EQUAL(child(model, "check constraint", "c10x"), check);
    sg_model_free(model);
    sg_diags_free(diags);
    sg_buf_release(&text);
    sg_buf_release(&written);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"many children", test_many_children},
        {"children that are renamed", test_renamed_children},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"model", NULL, NULL, NULL, NULL, tests});
}
