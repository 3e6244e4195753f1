/* Schema files: mistakes and their places, keys that stand twice, positions, and the older shape. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "json.h"
#include "legacy.h"
#include "parse.h"
#include "source.h"
#include "suite.h"

/* What the sink would print, as text to be freed. */
static char *printed(const sg_diags *diags)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    sg_diags_print(diags, out, SG_DIAG_TEXT, false);
    fclose(out);
    return text;
}

static sg_source *source_of(sg_diags *diags, const char *text, size_t length)
{
    sg_source *source = SG_NEW(sg_diags_arena(diags), sg_source);

    *source = (sg_source){"s.json", text, length};
    return source;
}

/* Parses a text that must be refused with one diagnostic at line and column, whose report holds `words`. */
static void refuse(const char *text, size_t length, const char *place, const char *words)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_positions positions = {.arena = arena};
    struct json_object *root = sg_parse_json(source_of(diags, text, length), &positions, diags);
    char *report = printed(diags);
    char expected[64];

    snprintf(expected, sizeof(expected), "s.json:%s: error[", place);
    if (root != NULL || strncmp(report, expected, strlen(expected)) != 0 || strstr(report, words) == NULL) {
        fprintf(stderr, "%s\nexpected at %s: %s\n%s\n", text, place, words, report);
        CU_FAIL("another report than expected");
    }
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 1);
    json_object_put(root);
    free(report);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

#define REFUSE(text, place, words) refuse(text, sizeof(text) - 1, place, words)

static void test_syntax(void)
{
    REFUSE("", "1:1", "the file is empty");
    REFUSE(" \n ", "1:1", "the file is empty");
    REFUSE("null", "1:1", "must hold one JSON object");
    REFUSE("[]", "1:1", "must hold one JSON object");
    REFUSE("{\"a\": 1,}", "1:8", "a comma before the closing '}'");
    REFUSE("{\"a\": [1, 2,\n]}", "1:12", "a comma before the closing ']'");
    REFUSE("{\"a\": 1\n \"b\": 2}", "1:7", "a comma is missing behind this entry");
    REFUSE("{\"a\": [1 2]}", "1:8", "a comma is missing behind this entry");
    REFUSE("{\"a\": 1; \"b\": 2}", "1:8", "a semicolon between entries");
    REFUSE("{\"a\" 1}", "1:2", "the key has no value");
    REFUSE("{\"a\" = 1}", "1:2", "not an equals sign");
    REFUSE("{\"a\": }", "1:7", "a value is missing before '}'");
    REFUSE("{\"a\":", "1:6", "the file ends where a value is missing");
    REFUSE("{\"a\": {\n", "2:1", "the file ends inside an object");
    REFUSE("{\"a\": [1", "1:9", "the file ends inside a list");
    REFUSE("{\"a\": [1}", "1:9", "'}' cannot close this list");
    REFUSE("{\"a\": 1]", "1:8", "']' cannot close this object");
    REFUSE("{,}", "1:2", "a key is missing before ','");
    REFUSE("{\"a\": 1}}", "1:9", "one '}' too many");
    REFUSE("{\"a\": 1} {}", "1:10", "text behind the end");
    REFUSE("{\"a\": 1 : 2}", "1:9", "a colon behind a value");
}

static void test_habits(void)
{
    REFUSE("// c\n{}", "1:1", "JSON has no comments");
    REFUSE("{/* c */}", "1:2", "JSON has no comments");
    REFUSE("{\"a\": 1 # c\n}", "1:9", "JSON has no comments");
    REFUSE("{\"a\": 1, -- c\n}", "1:10", "JSON has no comments");
    REFUSE("{'a': 1}", "1:2", "double quotes");
    REFUSE("{\"a\": 'text'}", "1:7", "\"'member'\"");
    REFUSE("{a: 1}", "1:2", "a key needs double quotes");
    REFUSE("{\"a\": True}", "1:7", "write true");
    REFUSE("{\"a\": None}", "1:7", "write null");
    REFUSE("{\"a\": text}", "1:7", "a text needs double quotes: \"text\"");
    REFUSE("{\"a\": NaN}", "1:7", "'NaN' is not a JSON value");
    REFUSE("{\n<<<<<<< HEAD\n}", "2:1", "an unresolved merge conflict");
    REFUSE("\xef\xbb\xbf{}", "1:1", "a byte order mark");
    REFUSE("{\"a\": \xe2\x80\x9cx\xe2\x80\x9d}", "1:7", "a typographic quote");
    REFUSE("{\xc2\xa0\"a\": 1}", "1:2", "a no-break space");
}

static void test_strings_and_numbers(void)
{
    REFUSE("{\"a\": \"x\n}", "1:7", "the string is not closed on its line");
    REFUSE("{\"a\": \"x", "1:7", "the string is not closed");
    REFUSE("{\"a\": \"\\x\"}", "1:8", "JSON has no such escape");
    REFUSE("{\"a\": \"it\\'s\"}", "1:10", "SQL doubles it");
    REFUSE("{\"a\": \"\\u12\"}", "1:8", "four hex digits");
    REFUSE("{\"a\": \"\\u0000\"}", "1:8", "U+0000 cannot be kept");
    REFUSE("{\"a\\u0000b\": 1}", "1:4", "U+0000 cannot be kept");
    REFUSE("{\"a\": \"\\ud800x\"}", "1:8", "half of a surrogate pair");
    REFUSE("{\"a\": \"\\ud800\\u0041\"}", "1:8", "half of a surrogate pair");
    REFUSE("{\"a\": \"\\udc00\"}", "1:8", "half of a surrogate pair");
    REFUSE("{\"a\": \"\t\"}", "1:8", "control character U+0009");
    REFUSE("{\"a\": \"\xff\"}", "1:8", "save the file as UTF-8");
    REFUSE("{\"a\": \"\xc0\x80\"}", "1:8", "save the file as UTF-8");
    REFUSE("{\"a\": \"\xed\xa0\x80\"}", "1:8", "save the file as UTF-8");
    REFUSE("{\"a\": \"\xf4\x90\x80\x80\"}", "1:8", "save the file as UTF-8");
    REFUSE("{\"a\": 1\0}", "1:8", "control character U+0000");
    REFUSE("{\"a\": 01}", "1:7", "no leading zeros");
    REFUSE("{\"a\": +1}", "1:7", "no plus sign");
    REFUSE("{\"a\": .5}", "1:7", "both sides of the point");
    REFUSE("{\"a\": 1.}", "1:7", "both sides of the point");
    REFUSE("{\"a\": 0x1F}", "1:7", "decimal digits");
    REFUSE("{\"a\": 1_000}", "1:7", "no separators");
    REFUSE("{\"a\": 1e}", "1:7", "does not know this number");
    REFUSE("{\"a\": -}", "1:7", "does not know this number");
    REFUSE("{\"a\": 9223372036854775808}", "1:7", "\"9223372036854775808\"");
}

/* Accepted texts give the tree that json-c makes of them. */
static void test_accepted(void)
{
    static const char *const texts[] = {
        "{}",
        " {\r\n\t} ",
        "{\"a\":[],\"b\":[[]],\"c\":{}}",
        "{\"a\":-0,\"b\":-9223372036854775808,\"c\":9223372036854775807,\"d\":1.5e-10}",
        "{\"a\":\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\xf0\x9f\x98\x80\":true}",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        sg_diags *diags = sg_diags_new();
        sg_arena *arena = sg_arena_new();
        sg_positions positions = {.arena = arena};
        struct json_object *root = sg_parse_json(source_of(diags, texts[i], strlen(texts[i])), &positions, diags);
        struct json_object *other = json_tokener_parse(texts[i]);
        CU_ASSERT_PTR_NOT_NULL(root);
        CU_ASSERT(json_object_equal(root, other));
        CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
        json_object_put(root);
        json_object_put(other);
        sg_diags_free(diags);
        sg_arena_free(arena);
    }
}

/* 64 levels are read, 65 are not, and neither count nor json-c disagree about it. */
static void test_depth(void)
{
    char text[256] = "{\"a\":";
    for (int depth = 63; depth <= 64; depth++) {
        size_t at = 5;
        memset(text + at, '[', (size_t)depth);
        memset(text + at + depth, ']', (size_t)depth);
        strcpy(text + at + 2 * depth, "}");
        if (depth == 64) {
            refuse(text, strlen(text), "1:69", "nested deeper than 64 levels");
            continue;
        }
        sg_diags *diags = sg_diags_new();
        sg_arena *arena = sg_arena_new();
        sg_positions positions = {.arena = arena};
        struct json_object *root = sg_parse_json(source_of(diags, text, strlen(text)), &positions, diags);
        CU_ASSERT_PTR_NOT_NULL(root);
        json_object_put(root);
        sg_diags_free(diags);
        sg_arena_free(arena);
    }
}

static void test_doubles(void)
{
    static const char text[] = "{\"t\": {\"a\": 1, \"b\": {\"x\": 1, \"\\u0078\": 2}, \"a\": 3},\n\"t\": 4, \"t\": 5}";
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_positions positions = {.arena = arena};

    CU_ASSERT_PTR_NULL(sg_parse_json(source_of(diags, text, sizeof(text) - 1), &positions, diags));
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 4);
    char *report = printed(diags);
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:1:30: error[SG0003]: the key \"x\" stands twice"));
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:1:44: error[SG0003]: the key \"a\" stands twice"));
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:2:1: error[SG0003]: the key \"t\" stands twice"));
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:2:9: error[SG0003]: the key \"t\" stands twice"));
    free(report);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

/* Where a pointer leads, as the text that stands there. */
static void expect_at(sg_positions *positions, const char *pointer, bool key, const char *expected)
{
    sg_span span = sg_positions_find(positions, pointer, key);
    if (expected == NULL) {
        CU_ASSERT_PTR_NULL(span.source);
        return;
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(span.source);
    CU_ASSERT_EQUAL(span.end - span.start, strlen(expected));
    CU_ASSERT_EQUAL(strncmp(span.source->text + span.start, expected, strlen(expected)), 0);
}

static void test_positions(void)
{
    static const char text[] =
        "{ \"a\": { \"b/c~d\": [10, [true], {\"e\": null}] }, \"f\\n\\u00e9\": \"x,]\", \"\": 2 }";
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_positions positions = {.arena = arena};
    struct json_object *root = sg_parse_json(source_of(diags, text, sizeof(text) - 1), &positions, diags);

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    expect_at(&positions, "/a/b~1c~0d/0", false, "10");
    expect_at(&positions, "/a/b~1c~0d/1/0", false, "true");
    expect_at(&positions, "/a/b~1c~0d/2/e", false, "null");
    expect_at(&positions, "/a/b~1c~0d/2/e", true, "\"e\"");
    expect_at(&positions, "/a/b~1c~0d", true, "\"b/c~d\"");
    expect_at(&positions, "/a/b~1c~0d/3", false, NULL);
    expect_at(&positions, "/a/b", false, NULL);
    expect_at(&positions, "/f\n\xc3\xa9", false, "\"x,]\"");
    expect_at(&positions, "/", false, "2");
    expect_at(&positions, "", false, text);
    json_object_put(root);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

static const char legacy[] =
    "{\"title\": \"t\",\n"
    " \"tables\": {\n"
    "  \"users\": {\"rust_type\": \"Users\", \"fields\": {\n"
    "   \"id\": {\"type\": \"UUID\", \"nullable\": false, \"primary\": true, \"unique\": true, \"default\": "
    "\"gen_random_uuid()\"},\n"
    "   \"mail\": {\"type\": \"STR\", \"nullable\": true, \"unique\": true, \"comment\": \"c\"},\n"
    "   \"tags\": {\"type\": \"STR[]\", \"nullable\": false, \"foreign_key\": true}}},\n"
    "  \"codes\": {\"fields\": {\n"
    "   \"a\": {\"type\": \"INT\", \"primary\": true},\n"
    "   \"b\": {\"type\": \"UUID\", \"primary\": true, \"foreign_key\": true}},\n"
    "   \"constraints\": [{\"type\": \"unique\", \"columns\": [\"a\", \"b\"]},\n"
    "    {\"type\": \"foreign_key\", \"column\": \"b\", \"references\": \"users(id)\", \"on_delete\": \"SET "
    "NULL\"}]},\n"
    "  \"logs\": {\"fields\": {\"id\": {\"type\": \"INT\"}, \"at\": {\"type\": \"DATE\"}}}},\n"
    " \"type_mappings\": {\"STR\": {\"postgres\": \"TEXT\"}, \"INT\": {\"postgres\": \"INT\"}},\n"
    " \"seeds\": {\"users\": {\"unique_key\": \"mail\", \"records\": [{\"mail\": \"m\", \"tags\": []}]},\n"
    "  \"codes\": {\"unique_key\": null, \"records\": []},\n"
    "  \"logs\": {\"unique_key\": \"id\", \"records\": [{\"id\": 1}]}},\n"
    " \"indexes\": {\"users\": [{\"name\": \"i\", \"columns\": [\"mail DESC\", \"id\"], \"type\": \"btree\", "
    "\"unique\": false},\n"
    "  {\"name\": \"j\", \"columns\": [\"gone\"]}]}}\n";

static const char modern[] =
    "{\"schemagen\": 1, \"tables\": {"
    "\"users\": {\"columns\": {"
    "\"id\": {\"default\": \"gen_random_uuid()\", \"type\": \"uuid\", \"primaryKey\": true},"
    "\"mail\": {\"comment\": \"c\", \"type\": \"text\", \"nullable\": true, \"unique\": true},"
    "\"tags\": {\"type\": \"text[]\"}},"
    "\"indexes\": {\"i\": {\"using\": \"btree\", \"unique\": false,"
    "\"columns\": [{\"column\": \"mail\", \"order\": \"desc\"}, \"id\"]}}},"
    "\"codes\": {\"uniques\": {\"codes_a_b_key\": {\"columns\": [\"a\", \"b\"]}},"
    "\"foreignKeys\": {\"codes_b_fkey\": {\"columns\": [\"b\"],"
    "\"references\": {\"table\": \"users\", \"columns\": [\"id\"]}, \"onDelete\": \"setNull\"}},"
    "\"columns\": {\"a\": {\"type\": \"int\"}, \"b\": {\"type\": \"uuid\"}}, \"primaryKey\": [\"a\", \"b\"]},"
    "\"logs\": {\"columns\": {\"id\": {\"type\": \"int\"}, \"at\": {\"type\": \"date\"}}}},"
    "\"seeds\": {\"users\": {\"rows\": [{\"mail\": \"m\", \"tags\": []}], \"key\": \"mail\"}, \"codes\": {\"rows\": "
    "[]}}}";

static void test_legacy(void)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_positions positions = {.arena = arena};
    struct json_object *root = sg_parse_json(source_of(diags, legacy, sizeof(legacy) - 1), &positions, diags);
    struct json_object *expected = json_tokener_parse(modern);

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_FALSE(sg_legacy_is(expected));
    CU_ASSERT_TRUE_FATAL(sg_legacy_is(root));
    root = sg_legacy_convert(root, &positions, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    if (!json_object_equal(root, expected)) {
        fprintf(stderr, "%s\n", json_object_to_json_string(root));
        CU_FAIL("another tree than expected");
    }
    expect_at(&positions, "/tables/users/columns/tags/type", false, "\"STR[]\"");
    expect_at(&positions, "/tables/users/columns/id/primaryKey", true, "\"primary\"");
    expect_at(&positions, "/tables/users/indexes/i/columns/0", false, "\"mail DESC\"");
    expect_at(&positions, "/tables/users/indexes/i/using", true, "\"type\"");
    expect_at(&positions, "/tables/codes/uniques/codes_a_b_key/columns/1", false, "\"b\"");
    expect_at(&positions, "/tables/codes/foreignKeys/codes_b_fkey/onDelete", false, "\"SET NULL\"");
    expect_at(&positions, "/tables/codes/foreignKeys/codes_b_fkey/columns", true, "\"column\"");
    expect_at(&positions, "/seeds/users/rows/0/tags", false, "[]");
    json_object_put(root);
    json_object_put(expected);
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
    CU_ASSERT_EQUAL(sg_diags_warnings(diags), 3);
    char *report = printed(diags);
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:6:49: warning[SG0106]: no foreign key for users.tags"));
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:16:3: warning[SG0106]: the seeds of \"logs\" are left out"));
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "s.json:18:29: warning[SG0106]: index \"j\" is left out"));
    free(report);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

/* Mistakes in the older shape; `fields` in front makes it one. */
static void refuse_legacy(const char *rest, const char *words)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_positions positions = {.arena = arena};
    const char *text =
        sg_arena_printf(arena, "{\"tables\": {\"t\": {\"fields\": {\"a\": {\"type\": \"INT\"}}}%s}", rest);
    struct json_object *root = sg_parse_json(source_of(diags, text, strlen(text)), &positions, diags);

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_PTR_NULL(sg_legacy_convert(root, &positions, diags));
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 1);
    char *report = printed(diags);
    if (strstr(report, words) == NULL) {
        fprintf(stderr, "%s\nexpected: %s\n%s\n", text, words, report);
        CU_FAIL("another report than expected");
    }
    free(report);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

static void test_legacy_mistakes(void)
{
    refuse_legacy("}, \"indexs\": {}", "did you mean \"indexes\"?");
    refuse_legacy(", \"u\": {\"fields\": {\"a\": {\"type\": \"INT\", \"nulable\": true}}}}",
                  "did you mean \"nullable\"?");
    refuse_legacy(", \"u\": {\"fields\": {\"a\": {\"type\": \"INT\", \"nullable\": \"no\"}}}}",
                  "must be true or false");
    refuse_legacy(", \"u\": {\"fields\": {\"a\": {\"nullable\": true}}}}", "the key \"type\" is missing");
    refuse_legacy(", \"u\": {\"fields\": {\"a\": {\"type\": \"INT\", \"default\": 0}}}}", "write \"0\"");
    refuse_legacy(", \"u\": {\"fields\": []}}", "this must be an object");
    refuse_legacy(", \"u\": {}}", "the key \"fields\" is missing");
    refuse_legacy(", \"u\": {\"fields\": {}, \"constraints\": [{\"type\": \"check\"}]}}",
                  "a constraint of unknown type");
    refuse_legacy(", \"u\": {\"fields\": {}, \"constraints\": [{\"type\": \"foreign_key\", \"column\": \"a\", "
                  "\"references\": \"t\"}]}}",
                  "write \"table(column)\"");
    refuse_legacy(", \"u\": {\"fields\": {}, \"constraints\": [{\"type\": \"foreign_key\", \"column\": \"a\", "
                  "\"references\": \"t(a)\", \"on_delete\": \"KASKADE\"}]}}",
                  "one of NO ACTION, RESTRICT");
    refuse_legacy("}, \"indexes\": {\"t\": [{\"columns\": [\"a\"]}]}", "the key \"name\" is missing");
    refuse_legacy(
        "}, \"indexes\": {\"t\": [{\"name\": \"i\", \"columns\": [\"a\"]}, {\"name\": \"i\", \"columns\": [\"a\"]}]}",
        "the name \"i\" is taken already");
    refuse_legacy("}, \"seeds\": {\"t\": {\"unique_key\": 1, \"records\": []}}", "this must be a string");
}

/* The canonical text of a model, to be freed with sg_buf_release. */
static sg_buf model_text(const sg_model *model)
{
    sg_buf buf;

    sg_buf_init(&buf);
    sg_json_write_model(&buf, model);
    return buf;
}

/* Reads a file that must be a valid schema; its canonical text. */
static sg_buf read_text(const char *path, bool older)
{
    sg_diags *diags = sg_diags_new();
    sg_model *model = sg_source_file(path, diags);

    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    CU_ASSERT_EQUAL(sg_source_is_legacy(model), older);
    sg_buf text = model_text(model);
    sg_model *again = sg_source_again(model);
    sg_model_free(model);
    sg_buf same = model_text(again);
    CU_ASSERT_STRING_EQUAL(text.data, same.data);
    sg_model_free(again);
    sg_buf_release(&same);
    sg_diags_free(diags);
    return text;
}

static sg_buf formatted(const char *path, bool upgrade)
{
    sg_diags *diags = sg_diags_new();
    sg_buf buf;

    sg_buf_init(&buf);
    CU_ASSERT_TRUE(sg_source_format(path, upgrade, &buf, diags));
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
    sg_diags_free(diags);
    return buf;
}

/* The older shape rewritten means the same, and tidy files stay as they are. */
static void test_format(void)
{
    folder_write("older.json", legacy);
    sg_buf older = read_text(folder_at("older.json"), true);
    sg_buf plain = formatted(folder_at("older.json"), false);
    folder_write("plain.json", plain.data);
    sg_buf same = read_text(folder_at("plain.json"), true);
    CU_ASSERT_STRING_EQUAL(older.data, same.data);

    sg_buf upgraded = formatted(folder_at("older.json"), true);
    folder_write("upgraded.json", upgraded.data);
    sg_buf modern_text = read_text(folder_at("upgraded.json"), false);
    CU_ASSERT_STRING_EQUAL(older.data, modern_text.data);
    CU_ASSERT_PTR_NOT_NULL(strstr(upgraded.data, "\"tags\": \"text[]\"\n"));
    sg_buf twice = formatted(folder_at("upgraded.json"), true);
    CU_ASSERT_STRING_EQUAL(upgraded.data, twice.data);
    sg_buf_release(&older);
    sg_buf_release(&plain);
    sg_buf_release(&same);
    sg_buf_release(&upgraded);
    sg_buf_release(&modern_text);
    sg_buf_release(&twice);
}

static void test_layout(void)
{
    static const char written[] =
        "{\"schemagen\":1,\"datasource\":{\"url\":\"env(A)\"},\"enums\":{\"m\":[\"a\",\"b\"]},"
        "\"tables\":{\"t\":{\"columns\":{\"a\":\"text\",\"b\":{\"type\":\"text\",\"comment\":"
        "\"\\u00e9 / \\n and so on, so that this definition is too long to stand on one line with "
        "the rest of it\"}},\"primaryKey\":[\"a\"]},\"e\":{}},"
        "\"seeds\":{\"t\":{\"key\":\"a\",\"rows\":[{\"a\":\"x\",\"b\":\"1.50\"}]}}}";
    static const char tidy[] =
        "{\n"
        "  \"schemagen\": 1,\n"
        "  \"datasource\": {\n"
        "    \"url\": \"env(A)\"\n"
        "  },\n"
        "  \"enums\": {\n"
        "    \"m\": [\"a\", \"b\"]\n"
        "  },\n"
        "  \"tables\": {\n"
        "    \"t\": {\n"
        "      \"columns\": {\n"
        "        \"a\": \"text\",\n"
        "        \"b\": {\n"
        "          \"type\": \"text\",\n"
        "          \"comment\": \"\xc3\xa9 / \\n and so on, so that this definition is too long to stand "
        "on one line with the rest of it\"\n"
        "        }\n"
        "      },\n"
        "      \"primaryKey\": [\"a\"]\n"
        "    },\n"
        "    \"e\": {}\n"
        "  },\n"
        "  \"seeds\": {\n"
        "    \"t\": {\n"
        "      \"key\": \"a\",\n"
        "      \"rows\": [\n"
        "        { \"a\": \"x\", \"b\": \"1.50\" }\n"
        "      ]\n"
        "    }\n"
        "  }\n"
        "}\n";

    folder_write("s.json", written);
    sg_buf first = formatted(folder_at("s.json"), false);
    CU_ASSERT_STRING_EQUAL(first.data, tidy);
    sg_buf_release(&first);
}

/* A file of 2,000 tables, long enough for many parts; what is said of the last table ends with `end`. */
static sg_buf long_text(const char *end)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_add(&text, "{ \"schemagen\": 1, \"tables\": {");
    for (size_t i = 0; i < 2000; i++)
        sg_buf_addf(&text, "%s\n  \"t%zu\" : { \"columns\": { \"a{,}\": \"text\" } } ", i > 0 ? "," : "", i);
    sg_buf_addf(&text, "%s}", end);
    return text;
}

/* Reads it; the report is to be freed, and is empty when there are 2,000 tables twice. */
static char *read_long(const char *end)
{
    sg_diags *diags = sg_diags_new();
    sg_buf text = long_text(end);
    sg_model *model = sg_source_text("s.json", text.data, text.length, false, diags);

    if (model != NULL) {
        sg_model *again = sg_source_again(model);
        CU_ASSERT_EQUAL(model->count, 4000);
        CU_ASSERT_EQUAL(again->count, 4000);
        sg_model_free(again);
    }
    sg_model_free(model);
    char *report = printed(diags);
    sg_diags_free(diags);
    sg_buf_release(&text);
    return report;
}

static void test_long_text(void)
{
    static const struct {
        const char *end;
        const char *words;
    } rows[] = {
        {"}", NULL},
        {", \"t3\": {} }", "the key \"t3\" stands twice"},
        {", \"t2\\u0030\": {} }", "the key \"t20\" stands twice"},
        {"}, \"tables\": {}", "the key \"tables\" stands twice"},
        {"}, \"tab\\u006ces\": {}", "the key \"tables\" stands twice"},
        {"}, \"tab\\u006ces2\": {}", "unknown key \"tables2\""},
        {", \"last\": { \"columns\": { \"a\": \"text\", \"a\": \"text\" } } }", "the key \"a\" stands twice"},
        {", \"last\": { \"columns\": { \"a\": 1 } }, \"t1\": {} }", "the key \"t1\" stands twice"},
        {", \"last\": { \"columns\": { \"a\": 1 } } }", "s.json:2001:77: error[SG0101]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *report = read_long(rows[i].end);
        bool expected = rows[i].words != NULL
                            ? strstr(report, rows[i].words) != NULL && strstr(report, "1 error") != NULL
                            : report[0] == '\0';
        if (!expected)
            fprintf(stderr, "%s:\n%s\n", rows[i].end, report);
        CU_ASSERT_TRUE(expected);
        free(report);
    }
}

int main(void)
{
    static CU_TestInfo tests[] = {
        {"syntax", test_syntax},
        {"habits of other languages", test_habits},
        {"strings and numbers", test_strings_and_numbers},
        {"accepted texts", test_accepted},
        {"depth", test_depth},
        {"keys that stand twice", test_doubles},
        {"positions", test_positions},
        {"older shape", test_legacy},
        {"mistakes in the older shape", test_legacy_mistakes},
        {"older shape rewritten", test_format},
        {"tidy layout", test_layout},
        {"a text of many parts", test_long_text},
        CU_TEST_INFO_NULL,
    };

    return run_suite(
        (CU_SuiteInfo){"source", folder_set_up, folder_tear_down, folder_before_test, folder_after_test, tests});
}
