/* --format json prints one JSON document on standard output, whatever happens. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "buf.h"
#include "folder.h"
#include "suite.h"

static const char fine[] = "{ \"schemagen\": 1, \"tables\": { \"t\": { \"columns\": { \"id\": \"bigint\" } } } }";
static const char wrong[] = "{ \"schemagen\": 1, \"tables\": { \"t\": { \"columns\": { \"i\\\"d\": \"bigimt\" } } } }";

/* Runs the command in the folder; its output as one JSON value to be put, NULL when it is not that. */
static struct json_object *document_of(const char *arguments, int *exit_code)
{
    char command[1024], part[4096];
    size_t length;
    sg_buf text;

    snprintf(command, sizeof command, "cd '%s' && '%s' %s 2>/dev/null", folder_root, getenv("SCHEMAGEN"), arguments);
    FILE *pipe = popen(command, "r");
    sg_buf_init(&text);
    while ((length = fread(part, 1, sizeof part, pipe)) > 0)
        sg_buf_addn(&text, part, length);
    *exit_code = WEXITSTATUS(pclose(pipe));

    struct json_tokener *tokener = json_tokener_new();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *document = json_tokener_parse_ex(tokener, text.data, (int)text.length);
    size_t end = json_tokener_get_parse_end(tokener);
    if (json_tokener_get_error(tokener) != json_tokener_success || strspn(text.data + end, "\n") != text.length - end) {
        fprintf(stderr, "%s\nnot one JSON document: %s\n", arguments, text.data);
        json_object_put(document);
        document = NULL;
    }
    json_tokener_free(tokener);
    sg_buf_release(&text);
    return document;
}

/* The document of a command that must end with `exit_code`; its result has the key (NULL: there is no result). */
static void expect(const char *name, const char *options, int expected, const char *key, size_t diagnostics)
{
    char arguments[512];
    int exit_code;

    snprintf(arguments, sizeof arguments, "%s %s --format json", name, options);
    struct json_object *document = document_of(arguments, &exit_code);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    struct json_object *result = json_object_object_get(document, "result");
    CU_ASSERT_EQUAL(exit_code, expected);
    CU_ASSERT_EQUAL(json_object_object_length(document), 4);
    CU_ASSERT_STRING_EQUAL(json_object_get_string(json_object_object_get(document, "command")), name);
    CU_ASSERT_EQUAL(json_object_get_int(json_object_object_get(document, "exit")), exit_code);
    CU_ASSERT_EQUAL(json_object_array_length(json_object_object_get(document, "diagnostics")), diagnostics);
    if (key)
        CU_ASSERT_TRUE(json_object_object_get_ex(result, key, NULL));
    if (!key)
        CU_ASSERT_PTR_NULL(result);
    json_object_put(document);
}

static void test_results(void)
{
    folder_write("s.json", fine);
    expect("validate", "--schema s.json", 0, "tables", 0);
    expect("format", "--schema s.json --check", 3, "changed", 0);
    expect("diff", "--schema s.json", 3, "plan", 0);
    expect("generate", "--schema s.json --dry-run", 0, "up", 0);
    expect("generate", "--schema s.json", 0, "plan", 0);
    expect("generate", "--schema s.json", 0, "id", 0);
    expect("diff", "--schema s.json", 0, "equal", 0);
    expect("init", "--schema new.json", 0, "schema", 0);
    expect("explain", "SG0401", 0, "help", 0);
}

static void test_mistakes(void)
{
    folder_write("s.json", wrong);
    expect("validate", "--schema s.json", 2, NULL, 1);
    expect("format", "--schema s.json", 2, NULL, 1);
    expect("diff", "--schema s.json", 2, NULL, 1);
    expect("generate", "--schema s.json", 2, NULL, 1);
    expect("init", "--schema s.json", 5, NULL, 1);
    expect("explain", "SG9999", 2, NULL, 1);
    expect("validate", "--schema nowhere.json", 2, NULL, 1);
    expect("apply", "--schema s.json --url 'host=127.0.0.1 port=1'", 1, "migrations", 1);
}

static void test_lists(void)
{
    int exit_code;
    struct json_object *document = document_of("explain --format json", &exit_code);
    struct json_object *codes = json_object_object_get(document, "result");

    CU_ASSERT_TRUE(json_object_is_type(codes, json_type_array));
    CU_ASSERT_TRUE(json_object_array_length(codes) > 30);
    json_object_put(document);
    document = document_of("version --format json", &exit_code);
    CU_ASSERT_TRUE(json_object_is_type(json_object_object_get(document, "result"), json_type_string));
    json_object_put(document);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"results", test_results},
        {"mistakes", test_mistakes},
        {"lists", test_lists},
        CU_TEST_INFO_NULL,
    };

    if (!getenv("SCHEMAGEN"))
        return 77;
    return run_suite((CU_SuiteInfo){"json documents", folder_set_up, folder_tear_down, folder_before_test,
                                    folder_after_test, tests});
}
