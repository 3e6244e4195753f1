/* Which URL is taken, and that its password stays with us. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "diag.h"
#include "pg.h"
#include "suite.h"
#include "url.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* Part of every password here; must never be seen. */
#define CANARY "S3cr3t"

static sg_arena *arena;
static sg_diags *diags;
static char dotenv_path[64];

static int set_up(void)
{
    arena = sg_arena_new();
    diags = sg_diags_new();
    snprintf(dotenv_path, sizeof dotenv_path, "test_url.%d.env", (int)getpid());
    unsetenv("SG_TEST_A");
    unsetenv("SG_TEST_B");
    return 0;
}

static int tear_down(void)
{
    unlink(dotenv_path);
    sg_diags_free(diags);
    sg_arena_free(arena);
    return 0;
}

static void write_dotenv(const char *text)
{
    FILE *file = fopen(dotenv_path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(fputs(text, file) >= 0);
    fclose(file);
}

/* All that the sink would print, in both formats. */
static const char *printed(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    sg_diags_print(diags, out, SG_DIAG_TEXT, false);
    sg_diags_print(diags, out, SG_DIAG_JSON, false);
    fclose(out);
    const char *copy = sg_arena_strdup(arena, text);
    free(text);
    return copy;
}

static void dotenv_is_read_as_shells_do(void)
{
    static const char text[] = "# A=comment\n"
                               "A=plain\n"
                               "  export B = 'single # quoted'  # why\n"
                               "C=\"two\\nlines \\\"and\\\" $more\"\r\n"
                               "D=value # comment\n"
                               "E=with#hash\n"
                               "F=\n"
                               "not a line\n"
                               "exported=yes\n"
                               "A2=x\n"
                               "A=later\n"
                               "G=last";
    static const struct {
        const char *name, *value;
    } cases[] = {
        {"A", "later"},
        {"B", "single # quoted"},
        {"C", "two\nlines \"and\" $more"},
        {"D", "value"},
        {"E", "with#hash"},
        {"F", ""},
        {"exported", "yes"},
        {"G", "last"},
        {"not", NULL},
        {"comment", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *value = sg_dotenv_find(arena, text, cases[i].name);
        if (cases[i].value == NULL)
            CU_ASSERT_PTR_NULL(value)
        else if (value == NULL || strcmp(value, cases[i].value) != 0)
            CU_FAIL(cases[i].name);
    }
    CU_ASSERT_PTR_NULL(sg_dotenv_find(arena, "A='open", "B"));
    CU_ASSERT_STRING_EQUAL(sg_dotenv_find(arena, "A='open", "A"), "open");
    CU_ASSERT_STRING_EQUAL(sg_dotenv_find(arena, "A=\"open\r\nB=next\n", "A"), "open");
    CU_ASSERT_STRING_EQUAL(sg_dotenv_find(arena, "A=\"open\r\nB=next\n", "B"), "next");
    CU_ASSERT_STRING_EQUAL(sg_dotenv_find(arena,
                                          "\xEF\xBB\xBF"
                                          "A=marked",
                                          "A"),
                           "marked");
}

static void the_first_source_with_a_value_is_taken(void)
{
    sg_url url;
    sg_url_sources sources = {.option = "postgresql://o/", .direct_url = "postgresql://d/", .dotenv = dotenv_path};
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.value, "postgresql://o/");
    CU_ASSERT_STRING_EQUAL(url.origin, "--url");
    sources.option = NULL;
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.origin, "directUrl");

    sources = (sg_url_sources){.direct_url = "env(SG_TEST_A)", .url = "env(\"SG_TEST_B\")", .dotenv = dotenv_path};
    write_dotenv("SG_TEST_A=postgresql://file/\nSG_TEST_B=postgresql://b/\n");
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.value, "postgresql://file/");
    CU_ASSERT_PTR_NOT_NULL(strstr(url.origin, "directUrl, from SG_TEST_A in test_url."));
    setenv("SG_TEST_A", "postgresql://environment/", 1);
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.value, "postgresql://environment/");
    CU_ASSERT_STRING_EQUAL(url.origin, "directUrl, from SG_TEST_A in the environment");

    unsetenv("SG_TEST_A");
    write_dotenv("SG_TEST_A=\nSG_TEST_B=postgresql://b/\n");
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.value, "postgresql://b/");
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
}

static void what_was_asked_for_is_not_replaced(void)
{
    sg_url url;
    sg_url_sources sources = {.option = "env(SG_TEST_A)",
                              .direct_url = "postgresql://d/",
                              .url = "postgresql://u/",
                              .dotenv = "no/such/file",
                              .surroundings = true};
    setenv("PGHOST", "h", 1);
    CU_ASSERT_FALSE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_PTR_NOT_NULL(strstr(printed(), "looked for SG_TEST_A in the environment and in no/such/file"));
    unsetenv("PGHOST");
}

static void without_a_url_the_variables_are_named(void)
{
    sg_url url;
    sg_url_sources sources = {.direct_url = "env(SG_TEST_A)", .url = "env(SG_TEST_B)", .dotenv = "no/such/file"};
    CU_ASSERT_FALSE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_PTR_NOT_NULL(strstr(printed(), "looked for SG_TEST_A, SG_TEST_B in the environment and in no/such/file"));
    sg_diags_clear(diags);
    sources = (sg_url_sources){.option = NULL};
    CU_ASSERT_FALSE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_EQUAL(sg_diags_first(diags)->code, SG_NO_URL);
}

static void without_a_url_the_surroundings_may_name_a_server(void)
{
    sg_url url;
    sg_url_sources sources = {.url = "env(SG_TEST_B)", .dotenv = "no/such/file", .surroundings = true};
    static const char *const variables[] = {"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGPORT", "PGUSER"};
    for (size_t i = 0; i < COUNT(variables); i++)
        unsetenv(variables[i]);
    setenv("PGPORT", "5433", 1);
    CU_ASSERT_FALSE(sg_url_choose(arena, &sources, &url, diags)); /* a port alone names no server */
    setenv("PGHOST", "h", 1);
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.value, "");
    CU_ASSERT_STRING_EQUAL(url.shown, "host=h port=5433");
    CU_ASSERT_STRING_EQUAL(url.origin, "PGHOST, PGPORT in the environment");
    sources.option = "postgresql://o/";
    CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
    CU_ASSERT_STRING_EQUAL(url.origin, "--url");
    unsetenv("PGHOST");
    unsetenv("PGPORT");
}

static void the_way_past_a_pooler_names_the_variable(void)
{
    static const struct {
        const char *option, *direct_url, *url, *says;
    } cases[] = {
        {"postgresql://o/", NULL, NULL, "--url"},
        {NULL, "env(SG_TEST_A)", NULL, "names the variable SG_TEST_A"},
        {NULL, "env(SG_TEST_C)", "env(SG_TEST_A)", "set SG_TEST_C, which directUrl names"},
        {NULL, NULL, "env(SG_TEST_A)", "set DIRECT_URL"},
    };
    setenv("SG_TEST_A", "postgresql://a/", 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        sg_url url;
        sg_url_sources sources = {.option = cases[i].option,
                                  .direct_url = cases[i].direct_url,
                                  .url = cases[i].url,
                                  .dotenv = "no/such/file"};
        CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
        if (strstr(url.direct, cases[i].says) == NULL)
            CU_FAIL(url.direct);
    }
    unsetenv("SG_TEST_A");
}

static void passwords_are_hidden(void)
{
    static const struct {
        const char *url, *shown;
    } cases[] = {
        {"postgresql://u:S3cr3t@h:5432/db", "postgresql://u:***@h:5432/db"},
        {"postgresql://u@h/db", "postgresql://u@h/db"},
        {"postgresql:///db", "postgresql:///db"},
        {"postgresql://u:S3cr3t/x@h/db", "postgresql://u:***@h/db"},
        {"postgresql://u:a@S3cr3t@h/db", "postgresql://u:***@h/db"},
        {"postgresql://S3cr3t!@h/db", "postgresql://***@h/db"},
        {"postgresql://h/db?password=S3cr3t&sslmode=require", "postgresql://h/db?password=***&sslmode=require"},
        {"postgresql://h/db?sslmode=require&sslpassword=S3cr3t", "postgresql://h/db?sslmode=require&sslpassword=***"},
        {"host=h password=S3cr3t user=u", "host=h password=*** user=u"},
        {"host=h password = 'a \\' S3cr3t' user=u", "host=h password = *** user=u"},
        {"host=h PASSWORD=S3cr3t", "host=h PASSWORD=***"},
        {"host=h password='S3cr3t", "host=h password=***"},
        {"S3cr3t", "***"},
        {"a S3cr3t b", "***"},
        {"mysql://u:S3cr3t@h/db", "mysql://u:***@h/db"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *shown = sg_url_hide(arena, cases[i].url);
        if (strcmp(shown, cases[i].shown) != 0)
            CU_FAIL(shown);
        CU_ASSERT_PTR_NULL(strstr(shown, CANARY));
    }
}

static void every_spelling_of_a_password_is_redacted(void)
{
    sg_url_redact("postgresql://u:S3cr3t%2fone@h/db?password=S3cr3t+two", diags);
    sg_url_redact("host=h password='S3cr3t \\'three\\''", diags);
    sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "S3cr3t%%2fone, S3cr3t/one, S3cr3t+two, S3cr3t 'three'");
    CU_ASSERT_PTR_NULL(strstr(printed(), CANARY));
    CU_ASSERT_PTR_NOT_NULL(strstr(printed(), "***, ***, ***, ***"));
}

/* Nothing listens on port 1, so that well-formed URLs fail too. */
static void no_failed_connection_tells_the_password(void)
{
    static const char *const urls[] = {
        "postgresql://u:S3cr3t@127.0.0.1:1/db",
        "postgresql://u:S3cr3t/x@127.0.0.1:1/db",
        "postgresql://u:a/S3cr3t@127.0.0.1:1/db",
        "postgresql://u:a@S3cr3t@127.0.0.1:1/db",
        "postgresql://u:a?S3cr3t@127.0.0.1:1/db",
        "postgresql://u:a#S3cr3t@127.0.0.1:1/db",
        "postgresql://u:S3cr3t%zz@127.0.0.1:1/db",
        "postgresql://u:S3cr3t@[::1:1/db",
        "postgresql://u:S3cr3t",
        "postgresql://u:S3cr3t/db",
        "postgresql:/u:S3cr3t@127.0.0.1:1/db",
        "postgresql//u:S3cr3t@127.0.0.1:1/db?sslmode=require",
        "mysql://u:S3cr3t@127.0.0.1:1/db",
        "postgresql://u@127.0.0.1:1/db?password=S3cr3t&nonsense=1",
        "postgresql://u@127.0.0.1:1/db?password=S3cr3t&sslmode=nonsense",
        "host=127.0.0.1 port=1 password=a S3cr3t",
        "host=127.0.0.1 port=1 password='S3cr3t",
        "host=127.0.0.1 port=1 password=S3cr3t nonsense=1",
        "S3cr3t",
    };
    for (size_t i = 0; i < COUNT(urls); i++) {
        sg_url_sources sources = {.option = urls[i]};
        sg_url url;
        sg_pg *pg;
        sg_diags_clear(diags);
        CU_ASSERT_TRUE(sg_url_choose(arena, &sources, &url, diags));
        CU_ASSERT_NOT_EQUAL(sg_pg_open(&url, NULL, diags, &pg), SG_STATUS_OK);
        CU_ASSERT_PTR_NULL(pg);
        CU_ASSERT_EQUAL(sg_diags_errors(diags), 1);
        if (strstr(printed(), CANARY) != NULL || strstr(url.shown, CANARY) != NULL)
            CU_FAIL(urls[i]);
    }
}

/* What Prisma and its drivers keep in a URL is nothing that libpq knows. */
static void parameters_of_other_clients_are_left_out(void)
{
    static const struct {
        const char *url, *kept, *schema;
    } cases[] = {
        {"postgresql://u:p@h/d", "postgresql://u:p@h/d", NULL},
        {"postgresql://h/d?schema=billing", "postgresql://h/d", "billing"},
        {"postgresql://h/d?schema=a%20b&sslmode=require", "postgresql://h/d?sslmode=require", "a b"},
        {"postgresql://h/d?sslmode=require&pgbouncer=true&connect_timeout=3&connection_limit=1",
         "postgresql://h/d?sslmode=require&connect_timeout=3", NULL},
        {"postgresql://h/d?schemas=x&schema", "postgresql://h/d?schemas=x", NULL},
        {"host=h schema=x", "host=h schema=x", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *schema;
        CU_ASSERT_STRING_EQUAL(sg_url_for_libpq(arena, cases[i].url, &schema), cases[i].kept);
        if (cases[i].schema == NULL)
            CU_ASSERT_PTR_NULL(schema)
        else
            CU_ASSERT_STRING_EQUAL(schema, cases[i].schema)
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {".env is read as shells do", dotenv_is_read_as_shells_do},
        {"the first source with a value is taken", the_first_source_with_a_value_is_taken},
        {"what was asked for is not replaced", what_was_asked_for_is_not_replaced},
        {"without a URL the variables are named", without_a_url_the_variables_are_named},
        {"without a URL the surroundings may name a server", without_a_url_the_surroundings_may_name_a_server},
        {"the way past a pooler names the variable", the_way_past_a_pooler_names_the_variable},
        {"passwords are hidden", passwords_are_hidden},
        {"every spelling of a password is redacted", every_spelling_of_a_password_is_redacted},
        {"no failed connection tells the password", no_failed_connection_tells_the_password},
        {"parameters of other clients are left out", parameters_of_other_clients_are_left_out},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"url", set_up, tear_down, NULL, NULL, tests});
}
