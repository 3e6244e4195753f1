#include "url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file.h"
#include "text.h"
#include "url_secret.h"

#define DOTENV_LIMIT (1024 * 1024)

typedef struct hiding {
    sg_buf *buf;
    const char *done; /* all before it is copied */
} hiding;

static void hide_one(void *context, const char *start, size_t length)
{
    hiding *h = context;
    sg_buf_addn(h->buf, h->done, (size_t)(start - h->done));
    sg_buf_add(h->buf, "***");
    h->done = start + length;
}

const char *sg_url_hide(sg_arena *arena, const char *url)
{
    sg_buf buf;
    sg_buf_init(&buf);
    hiding h = {&buf, url};
    sg_url_each_secret(url, hide_one, &h);
    sg_buf_add(&buf, h.done);
    const char *shown = sg_arena_strdup(arena, buf.data);
    sg_buf_release(&buf);
    return shown;
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

static void percent_decode(sg_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool escape = text[i] == '%' && i + 2 < length && isxdigit((unsigned char)text[i + 1]) &&
                      isxdigit((unsigned char)text[i + 2]);
        sg_buf_addc(out, escape ? (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i]);
        i += escape ? 2 : 0;
    }
}

static void unquote(sg_buf *out, const char *text, size_t length)
{
    bool quoted = length > 1 && text[0] == '\'' && text[length - 1] == '\'';
    for (size_t i = quoted; i < length - quoted; i++) {
        i += text[i] == '\\' && i + 1 < length - quoted;
        sg_buf_addc(out, text[i]);
    }
}

/* Percent-decoding is done for both forms; where nothing is encoded it changes nothing. */
static void redact_one(void *context, const char *start, size_t length)
{
    static void (*const readings[])(sg_buf *, const char *, size_t) = {sg_buf_addn, percent_decode, unquote};
    sg_diags *diags = context;
    if (length == 0)
        return;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        sg_buf buf;
        sg_buf_init(&buf);
        readings[i](&buf, start, length);
        if (buf.length > 0)
            sg_diags_redact(diags, buf.data);
        sg_buf_release(&buf);
    }
}

void sg_url_redact(const char *url, sg_diags *diags)
{
    sg_url_each_secret(url, redact_one, diags);
}

static bool is_foreign(const char *key, size_t length)
{
    /* Prisma, and the drivers below it */
    static const char *const keys[] = {"schema",
                                       "pgbouncer",
                                       "connection_limit",
                                       "pool_timeout",
                                       "socket_timeout",
                                       "statement_cache_size",
                                       "sslaccept",
                                       "sslidentity",
                                       "max_idle_connection_lifetime",
                                       "max_connection_lifetime"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strlen(keys[i]) == length && strncmp(keys[i], key, length) == 0)
            return true;
    }
    return false;
}

static const char *decoded(sg_arena *arena, const char *text, size_t length)
{
    sg_buf buf;
    sg_buf_init(&buf);
    percent_decode(&buf, text, length);
    const char *copy = sg_arena_strndup(arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return copy;
}

const char *sg_url_for_libpq(sg_arena *arena, const char *url, const char **schema)
{
    const char *query = sg_url_is_uri(url) ? strchr(url, '?') : NULL;
    char separator = '?';
    sg_buf kept;
    *schema = NULL;
    if (query == NULL)
        return url;
    sg_buf_init(&kept);
    sg_buf_addn(&kept, url, (size_t)(query - url));
    for (const char *part = query + 1, *end; *query != '\0'; query = end, part = end + 1) {
        size_t key = strcspn(part, "=&");
        end = part + strcspn(part, "&");
        if (!is_foreign(part, key)) {
            sg_buf_addc(&kept, separator);
            sg_buf_addn(&kept, part, (size_t)(end - part));
            separator = '&';
        } else if (key == strlen("schema") && part[key] == '=') {
            *schema = decoded(arena, part + key + 1, (size_t)(end - part) - key - 1);
        }
    }
    const char *text = sg_arena_strndup(arena, kept.data, kept.length);
    sg_buf_release(&kept);
    return text;
}

/* NAME of "env(NAME)" or env("NAME"), or NULL. */
static const char *env_name(sg_arena *arena, const char *value)
{
    size_t length = strlen(value);
    if (length < 6 || strncmp(value, "env(", 4) != 0 || value[length - 1] != ')')
        return NULL;
    value += 4;
    length -= 5;
    if (length > 2 && (*value == '"' || *value == '\'') && value[length - 1] == *value) {
        value++;
        length -= 2;
    }
    return sg_arena_strndup(arena, value, length);
}

typedef struct chooser {
    sg_arena *arena;
    const char *dotenv_path;
    const char *dotenv; /* its text; NULL: not read yet, "" when there is none */
    sg_buf missing;     /* variables looked for in vain */
    const char *last;   /* the variable asked last; NULL: none */
} chooser;

static const char *dotenv_value(chooser *c, const char *name)
{
    if (c->dotenv == NULL) {
        char *text;
        size_t length;
        c->dotenv = sg_file_read(c->arena, c->dotenv_path, DOTENV_LIMIT, &text, &length) == 0 ? text : "";
    }
    return sg_dotenv_find(c->arena, c->dotenv, name);
}

/* One source: sets value and origin of `url` when it has something to say. */
static bool take(chooser *c, const char *label, const char *written, sg_url *url)
{
    c->last = NULL;
    if (written == NULL || *written == '\0')
        return false;
    const char *name = c->last = env_name(c->arena, written);
    if (name == NULL) {
        url->value = written;
        url->origin = label;
        return true;
    }
    const char *place = "the environment";
    const char *value = getenv(name);
    if (value == NULL || *value == '\0') {
        value = dotenv_value(c, name);
        place = c->dotenv_path;
    }
    if (value == NULL || *value == '\0') {
        sg_buf_addf(&c->missing, "%s%s", c->missing.length > 0 ? ", " : "", name);
        return false;
    }
    url->value = sg_arena_strdup(c->arena, value);
    url->origin = sg_arena_printf(c->arena, "%s, from %s in %s", label, name, place);
    return true;
}

/* What libpq's own programs go by. The first four say that a server is meant at all. */
static const struct {
    const char *variable, *keyword;
    bool names_server;
} surroundings[] = {
    {"PGSERVICE", "service", true}, {"PGHOST", "host", true},  {"PGHOSTADDR", "hostaddr", true},
    {"PGDATABASE", "dbname", true}, {"PGPORT", "port", false}, {"PGUSER", "user", false},
};

static bool take_surroundings(chooser *c, sg_url *url)
{
    bool found = false;
    sg_buf shown, origin;
    sg_buf_init(&shown);
    sg_buf_init(&origin);
    for (size_t i = 0; i < sizeof surroundings / sizeof *surroundings; i++) {
        const char *value = getenv(surroundings[i].variable);
        if (value == NULL || *value == '\0')
            continue;
        found |= surroundings[i].names_server;
        sg_buf_addf(&shown, "%s%s=", shown.length > 0 ? " " : "", surroundings[i].keyword);
        sg_text_add_safe(&shown, value, strlen(value));
        sg_buf_addf(&origin, "%s%s", origin.length > 0 ? ", " : "", surroundings[i].variable);
    }
    if (found)
        *url = (sg_url){.value = "",
                        .shown = sg_arena_strdup(c->arena, shown.data),
                        .origin = sg_arena_printf(c->arena, "%s in the environment", origin.data),
                        .direct = "let PGHOST and PGPORT, or the service, name the server itself, or give --url"};
    sg_buf_release(&origin);
    sg_buf_release(&shown);
    return found;
}

static bool take_option(chooser *c, const sg_url_sources *sources, sg_url *url)
{
    url->direct = "give --url the URL of the server itself";
    return take(c, "--url", sources->option, url);
}

static bool take_direct_url(chooser *c, const sg_url_sources *sources, sg_url *url)
{
    bool taken = take(c, "directUrl", sources->direct_url, url);
    url->direct = c->last != NULL ? sg_arena_printf(c->arena,
                                                    "directUrl names the variable %s: it needs the URL of the server "
                                                    "itself",
                                                    c->last)
                                  : "directUrl of the datasource needs the URL of the server itself";
    return taken;
}

static bool take_url(chooser *c, const sg_url_sources *sources, sg_url *url)
{
    const char *direct = c->last;
    bool taken = take(c, "url", sources->url, url);
    if (direct != NULL)
        url->direct =
            sg_arena_printf(c->arena, "set %s, which directUrl names, to the URL of the server itself", direct);
    else
        url->direct =
            "add \"directUrl\": \"env(DIRECT_URL)\" to the datasource and set DIRECT_URL to the URL of the server "
            "itself, or give that with --url";
    return taken;
}

static void report_none(const chooser *c, sg_diags *diags)
{
    if (c->missing.length > 0) {
        sg_diag *diag = sg_diag_add(diags, SG_NO_URL, SG_NOWHERE,
                                    "no database URL: looked for %s in the environment "
                                    "and in %s",
                                    c->missing.data, c->dotenv_path);
        sg_diag_hint(diags, diag, "set it, or give --url");
        return;
    }
    sg_diag *diag = sg_diag_add(diags, SG_NO_URL, SG_NOWHERE, "no database URL is given");
    sg_diag_hint(
        diags, diag,
        "give --url, or write \"url\": \"env(DATABASE_URL)\" into schemagen.json; a schema's datasource may name it "
        "too");
}

bool sg_url_choose(sg_arena *arena, const sg_url_sources *sources, sg_url *url, sg_diags *diags)
{
    chooser c = {.arena = arena, .dotenv_path = sources->dotenv != NULL ? sources->dotenv : ".env"};
    sg_buf_init(&c.missing);
    *url = (sg_url){.value = NULL};
    /* what was asked for is not replaced by another database */
    bool asked = sources->option != NULL && *sources->option != '\0';
    bool found =
        asked ? take_option(&c, sources, url) : take_direct_url(&c, sources, url) || take_url(&c, sources, url);
    if (found) {
        sg_url_redact(url->value, diags);
        url->shown = sg_url_hide(arena, url->value);
    } else {
        found = !asked && sources->surroundings && take_surroundings(&c, url);
    }
    if (!found)
        report_none(&c, diags);
    sg_buf_release(&c.missing);
    return found;
}
