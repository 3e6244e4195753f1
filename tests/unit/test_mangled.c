/* Schema files with one thing wrong: whatever is taken out of a good one, or put in its place, is told or taken, and
 * never ends the program; nor does the way from the good one to what is still a schema. The good ones are those of
 * the golden cases. */
#include <glob.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "golden_case.h"
#include "plan.h"
#include "source.h"
#include "suite.h"

/* Of all that can be done to all cases every third is, so that sanitizers see it in half a minute. It has no common
 * factor with the count of values: all of them meet all kinds of places. */
enum { EVERY = 3 };

/* What is put in the place of something; NULL: nothing. */
static const char *const values[] = {NULL, "{}", "[]", "null", "1", "\"\"", "\"x\"", "[\"x\"]", "true", "{\"x\":{}}"};
enum { VALUES = sizeof values / sizeof *values };

static struct json_object *root;
static char *good; /* its text as it was */
static size_t tried, read;

static void read_mangled(void)
{
    sg_diags *diags = sg_diags_new();
    const char *text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN);
    sg_model *model = sg_source_text("mangled.json", text, strlen(text), false, diags);

    CU_ASSERT((model != NULL) == (sg_diags_errors(diags) == 0));
    if (model != NULL) {
        sg_model *before = sg_source_text("good.json", good, strlen(good), false, diags);
        if (before != NULL) /* some cases are about files that are refused */
            sg_plan_free(sg_plan_make(before, model, &(sg_plan_options){0}, diags));
        sg_model_free(before);
        read++;
    }
    sg_model_free(model);
    sg_diags_free(diags);
}

static struct json_object *value_at(struct json_object *holder, const char *key, size_t index)
{
    return key != NULL ? json_object_object_get(holder, key) : json_object_array_get_idx(holder, index);
}

static void put(struct json_object *holder, const char *key, size_t index, struct json_object *value)
{
    if (key != NULL)
        json_object_object_add(holder, key, value);
    else
        json_object_array_put_idx(holder, index, value);
}

static void take(struct json_object *holder, const char *key, size_t index)
{
    if (key != NULL)
        json_object_object_del(holder, key);
    else
        json_object_array_put_idx(holder, index, NULL);
}

static void mangle(struct json_object *holder);

static void mangle_at(struct json_object *holder, const char *key, size_t index)
{
    struct json_object *kept = json_object_get(value_at(holder, key, index));

    for (size_t i = 0; i < VALUES; i++) {
        if (tried++ % EVERY != 0)
            continue;
        if (values[i] != NULL)
            put(holder, key, index, json_tokener_parse(values[i]));
        else
            take(holder, key, index);
        read_mangled();
        put(holder, key, index, json_object_get(kept));
    }
    mangle(kept);
    json_object_put(kept);
}

static void mangle(struct json_object *holder)
{
    if (json_object_is_type(holder, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(holder); i++)
            mangle_at(holder, NULL, i);
    } else if (json_object_is_type(holder, json_type_object)) {
        const char *keys[64]; /* a key that was taken out comes back as the last one */
        size_t count = 0;
        json_object_object_foreach(holder, key, value)
        {
            (void)value;
            if (count < sizeof keys / sizeof *keys)
                keys[count++] = strdup(key);
        }
        for (size_t i = 0; i < count; i++) {
            mangle_at(holder, keys[i], 0);
            free((void *)keys[i]);
        }
    }
}

static void test_mangled(void)
{
    const char *source = getenv("SCHEMAGEN_SOURCE");
    sg_arena *arena = sg_arena_new();
    glob_t files;

    CU_ASSERT_PTR_NOT_NULL_FATAL(source);
    (void)glob(sg_arena_printf(arena, "%s/tests/golden/cases/*.case", source), 0, NULL, &files);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const golden_case *it = golden_case_read(arena, files.gl_pathv[i]);
        const char *text = it != NULL ? golden_case_get(it, "to") : NULL;
        root = text != NULL ? json_tokener_parse(text) : NULL;
        good = strdup(text != NULL ? text : "");
        mangle(root);
        free(good);
        json_object_put(root);
    }
    globfree(&files);
    sg_arena_free(arena);
    printf("%zu texts, %zu of them still schemas ", tried / EVERY, read);
    CU_ASSERT(read > 100 && tried / EVERY > 10 * files.gl_pathc);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        {"mangled", test_mangled},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"mangled", NULL, NULL, NULL, NULL, tests});
}
