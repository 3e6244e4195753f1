/* Diagnostics, pinned as a whole: what a reader sees is the contract. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "diag.h"
#include "suite.h"

static sg_diags *diags; /* of the running test */

static void before_test(void)
{
    diags = sg_diags_new();
}

static void after_test(void)
{
    sg_diags_free(diags);
}

static const sg_source *make_source(const char *path, const char *text)
{
    sg_source *source = SG_NEW(sg_diags_arena(diags), sg_source);

    *source = (sg_source){path, text, text ? strlen(text) : 0};
    return source;
}

/* The span of the first `word` in a source. */
static sg_span span_of(const sg_source *source, const char *word)
{
    const char *found = strstr(source->text, word);

    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    size_t start = (size_t)(found - source->text);
    return (sg_span){source, start, start + strlen(word)};
}

static void check_printed(sg_diag_format format, bool colour, const char *expected)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    sg_diags_print(diags, out, format, colour);
    fclose(out);
    CU_ASSERT_STRING_EQUAL(text, expected);
    if (strcmp(text, expected) != 0)
        printf("\nprinted:\n%s\nexpected:\n%s\n", text, expected);
    free(text);
}

static void error_with_hint_and_note(void)
{
    const sg_source *source = make_source("schema.json", "{\n  \"columns\": {},\n  \"colums\": {}\n}\n");
    sg_diag *diag = sg_diag_add(diags, SG_UNKNOWN_KEY, span_of(source, "\"colums\""), "unknown key \"%s\"", "colums");

    sg_diag_hint(diags, diag, "did you mean \"%s\"?", "columns");
    sg_diag_note(diags, diag, span_of(source, "\"columns\""), "it is here");
    sg_diag_note(diags, diag, SG_NOWHERE, "keys are in small letters");
    check_printed(SG_DIAG_TEXT, false,
                  "schema.json:3:3: error[SG0100]: unknown key \"colums\"\n"
                  "    3 |   \"colums\": {}\n"
                  "      |   ^^^^^^^^\n"
                  "      = hint: did you mean \"columns\"?\n"
                  "schema.json:2:3: note: it is here\n"
                  "    2 |   \"columns\": {},\n"
                  "      |   ^^^^^^^^^\n"
                  "note: keys are in small letters\n"
                  "1 error\n");
    check_printed(SG_DIAG_JSON, false,
                  "{\"code\":\"SG0100\",\"severity\":\"error\",\"path\":\"schema.json\",\"line\":3,\"column\":3,"
                  "\"endLine\":3,\"endColumn\":11,\"message\":\"unknown key \\\"colums\\\"\","
                  "\"hint\":\"did you mean \\\"columns\\\"?\",\"notes\":["
                  "{\"path\":\"schema.json\",\"line\":2,\"column\":3,\"endLine\":2,\"endColumn\":12,"
                  "\"message\":\"it is here\"},"
                  "{\"path\":null,\"line\":null,\"column\":null,\"endLine\":null,\"endColumn\":null,"
                  "\"message\":\"keys are in small letters\"}]}\n");
}

static void order_and_counts(void)
{
    const sg_source *first = make_source("a.json", "one\ntwo\n");
    const sg_source *second = make_source("b.json", "three");

    sg_diag_add(diags, SG_BAD_VALUE, span_of(first, "two"), "second");
    sg_diag_add(diags, SG_NO_URL, SG_NOWHERE, "nowhere");
    sg_diag_add(diags, SG_LEGACY_LOST, span_of(second, "three"), "third");
    sg_diag_add(diags, SG_BAD_VALUE, span_of(first, "one"), "first");
    sg_diag_add(diags, SG_FILE_READ, (sg_span){make_source("c.json", NULL), 0, 0}, "no such file");
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 4);
    CU_ASSERT_EQUAL(sg_diags_warnings(diags), 1);
    CU_ASSERT_STRING_EQUAL(sg_diags_first(diags)->message, "second");
    check_printed(SG_DIAG_TEXT, false,
                  "a.json:1:1: error[SG0103]: first\n"
                  "    1 | one\n"
                  "      | ^^^\n"
                  "a.json:2:1: error[SG0103]: second\n"
                  "    2 | two\n"
                  "      | ^^^\n"
                  "error[SG0500]: nowhere\n"
                  "b.json:1:1: warning[SG0106]: third\n"
                  "    1 | three\n"
                  "      | ^^^^^\n"
                  "c.json: error[SG0001]: no such file\n"
                  "4 errors, 1 warning\n");
    sg_diags_clear(diags);
    check_printed(SG_DIAG_TEXT, false, "");
    sg_diag_add(diags, SG_LEGACY_LOST, SG_NOWHERE, "lost");
    check_printed(SG_DIAG_TEXT, false, "warning[SG0106]: lost\n1 warning\n");
}

static void columns_are_characters(void)
{
    const sg_source *source = make_source("s", "\t\"\xc3\xa9\xe2\x82\xac\":\tbad\r\nnext");
    size_t line, column;

    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "bad"), "value");
    check_printed(SG_DIAG_TEXT, false,
                  "s:1:8: error[SG0103]: value\n"
                  "    1 | \t\"\xc3\xa9\xe2\x82\xac\":\tbad\n"
                  "      | \t     \t^^^\n"
                  "1 error\n");
    sg_span_position(span_of(source, "ext"), &line, &column);
    CU_ASSERT_EQUAL(line, 2);
    CU_ASSERT_EQUAL(column, 2);
    sg_span_position(SG_NOWHERE, &line, &column);
    CU_ASSERT_EQUAL(line, 0);
    CU_ASSERT_EQUAL(column, 0);
}

static void empty_and_long_spans(void)
{
    const sg_source *source = make_source("s", "ab\ncd\n");

    sg_diag_add(diags, SG_BAD_VALUE, (sg_span){source, 1, 5}, "over two lines");
    sg_diag_add(diags, SG_BAD_VALUE, (sg_span){source, 2, 2}, "end of the line");
    sg_diag_add(diags, SG_BAD_VALUE, (sg_span){source, 3, 3}, "empty");
    sg_diag_add(diags, SG_JSON_SYNTAX, (sg_span){source, 6, 6}, "end of the file");
    sg_diag_add(diags, SG_JSON_SYNTAX, (sg_span){make_source("empty", ""), 0, 0}, "nothing in it");
    check_printed(SG_DIAG_TEXT, false,
                  "s:1:2: error[SG0103]: over two lines\n"
                  "    1 | ab\n"
                  "      |  ^\n"
                  "s:1:3: error[SG0103]: end of the line\n"
                  "    1 | ab\n"
                  "      |   ^\n"
                  "s:2:1: error[SG0103]: empty\n"
                  "    2 | cd\n"
                  "      | ^\n"
                  "s:3:1: error[SG0002]: end of the file\n"
                  "    3 | \n"
                  "      | ^\n"
                  "empty:1:1: error[SG0002]: nothing in it\n"
                  "5 errors\n");
}

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define TEN_BLANKS "          "
#define FORTY_BLANKS TEN_BLANKS TEN_BLANKS TEN_BLANKS TEN_BLANKS

static void long_lines_are_windowed(void)
{
    const sg_source *source = make_source("s", "A" FIFTY FIFTY "B" FIFTY FIFTY "C");

    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "A"), "start");
    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "B"), "middle");
    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "C"), "end");
    check_printed(SG_DIAG_TEXT, false,
                  "s:1:1: error[SG0103]: start\n"
                  "    1 | A" FIFTY TEN TEN TEN TEN "012345678…\n"
                  "      | ^\n"
                  "s:1:102: error[SG0103]: middle\n"
                  "    1 | …" TEN TEN TEN TEN "B" FIFTY "012345678…\n"
                  "      |  " FORTY_BLANKS "^\n"
                  "s:1:203: error[SG0103]: end\n"
                  "    1 | …" TEN TEN TEN TEN "C\n"
                  "      |  " FORTY_BLANKS "^\n"
                  "3 errors\n");
}

/* Nothing a file or a name holds may steer the terminal or look like another diagnostic. */
static void terminals_are_safe(void)
{
    const sg_source *source = make_source("evil\x1b[2J", "\x1b[31m \xff\xc2\x9b \xe2\x80\xae bad");

    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "bad"), "name \"\x1b[1m\"\nother:1:1: error: forged\n");
    check_printed(SG_DIAG_TEXT, false,
                  "evil\\x1B[2J:1:12: error[SG0103]: name \"\\x1B[1m\"\n"
                  "        other:1:1: error: forged\n"
                  "    1 | \\x1B[31m \\xFF\\x9B \\u{202E} bad\n"
                  "      |                            ^^^\n"
                  "1 error\n");
}

static void secrets_are_never_shown(void)
{
    const sg_source *source = make_source("s", "url = \"postgres://me:hunter2@host\" bad");

    sg_diags_redact(diags, "");
    sg_diags_redact(diags, NULL);
    sg_diags_redact(diags, "hunter2");
    sg_diags_redact(diags, "hunter2@host");
    sg_diag *diag = sg_diag_add(diags, SG_CONNECT, span_of(source, "bad"), "hunter2hunter2 is wrong");
    sg_diag_hint(diags, diag, "not hunter2");
    check_printed(SG_DIAG_TEXT, false,
                  "s:1:36: error[SG0501]: ****** is wrong\n"
                  "    1 | url = \"postgres://me:***\" bad\n"
                  "      |                           ^^^\n"
                  "      = hint: not ***\n"
                  "1 error\n");
    check_printed(
        SG_DIAG_JSON, false,
        "{\"code\":\"SG0501\",\"severity\":\"error\",\"path\":\"s\",\"line\":1,\"column\":36,"
        "\"endLine\":1,\"endColumn\":39,\"message\":\"****** is wrong\",\"hint\":\"not ***\",\"notes\":[]}\n");
    CU_ASSERT_STRING_EQUAL(sg_diags_clean(diags, "password hunter2"), "password ***");
    CU_ASSERT_PTR_NULL(sg_diags_clean(diags, NULL));
    sg_diags_clear(diags);
    sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "hunter2");
    check_printed(SG_DIAG_TEXT, false, "error[SG0501]: ***\n1 error\n");
}

/* Wherever the window of a long line begins, and whatever part the span covers. */
static void secrets_are_not_cut_open(void)
{
    static const char secret[] = "SECRETSECRET";

    sg_diags_redact(diags, secret);
    for (size_t before = 40; before < 130; before++) {
        sg_buf text;
        char *printed = NULL;
        size_t length;

        sg_buf_init(&text);
        sg_buf_addf(&text, "%*s%s%*sbad%*s%s%120s", (int)before, "", secret, 36, "", (int)before - 40, "", secret, "");
        const sg_source *source = make_source("s", text.data);
        FILE *out = open_memstream(&printed, &length);
        CU_ASSERT_PTR_NOT_NULL_FATAL(out);
        sg_diags_clear(diags);
        sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "bad"), "here");
        sg_diag_add(diags, SG_BAD_VALUE, (sg_span){source, before + 5, before + 7}, "within");
        sg_diags_print(diags, out, SG_DIAG_TEXT, false);
        fclose(out);
        CU_ASSERT_PTR_NULL(strstr(printed, "SECR"));
        CU_ASSERT_PTR_NULL(strstr(printed, "RET"));
        CU_ASSERT_PTR_NULL(strstr(printed, "ET "));
        free(printed);
        sg_buf_release(&text);
    }
}

static void colours(void)
{
    const sg_source *source = make_source("s", "  bad");

    sg_diag_add(diags, SG_BAD_VALUE, span_of(source, "bad"), "value");
    check_printed(SG_DIAG_TEXT, true,
                  "\033[1ms:1:3:\033[0m \033[1;31merror[SG0103]:\033[0m value\n"
                  "    1 |   bad\n"
                  "      |   \033[1;31m^^^\033[0m\n"
                  "1 error\n");
}

static void codes_are_in_order(void)
{
    size_t count;
    const sg_code_info *rows = sg_code_table(&count);

    CU_ASSERT(count > 30);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_PTR_EQUAL(sg_code_find(rows[i].number), &rows[i]);
        CU_ASSERT(i == 0 || rows[i - 1].number < rows[i].number);
        CU_ASSERT(rows[i].title[strlen(rows[i].title) - 1] != '.');
        CU_ASSERT(strlen(rows[i].help) > 0);
    }
    CU_ASSERT_PTR_NULL(sg_code_find(0));
    CU_ASSERT_PTR_NULL(sg_code_find(9999));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"error with hint and note", error_with_hint_and_note},
        {"order and counts", order_and_counts},
        {"columns are characters", columns_are_characters},
        {"empty and long spans", empty_and_long_spans},
        {"long lines are windowed", long_lines_are_windowed},
        {"terminals are safe", terminals_are_safe},
        {"secrets are never shown", secrets_are_never_shown},
        {"secrets are not cut open", secrets_are_not_cut_open},
        {"colours", colours},
        {"codes are in order", codes_are_in_order},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"diag", NULL, NULL, before_test, after_test, tests});
}
