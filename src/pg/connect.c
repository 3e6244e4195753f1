/* From a URL to what libpq is called with. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "pg_private.h"
#include "url_secret.h"

#define DEFAULT_CONNECT_TIMEOUT 10
#define MAX_OPTIONS 64

/* Taken unless the URL says otherwise. A peer that vanished without a word is noticed within half a minute. */
static const struct {
    const char *keyword, *value;
} defaults[] = {
    {"fallback_application_name", "schemagen"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "30000"},
};

typedef struct keywords {
    const char *names[MAX_OPTIONS + 1];
    const char *values[MAX_OPTIONS + 1];
    size_t count;
} keywords;

static const char *keyword_value(const keywords *k, const char *name)
{
    for (size_t i = 0; i < k->count; i++) {
        if (strcmp(k->names[i], name) == 0)
            return k->values[i];
    }
    return NULL;
}

static void keyword_add(keywords *k, const char *name, const char *value)
{
    if (k->count == MAX_OPTIONS)
        return;
    k->names[k->count] = name;
    k->values[k->count++] = value;
}

static bool bad_url(const sg_url *url, sg_diags *diags, const char *why, const char *hint)
{
    sg_diag *diag = sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "the URL (%s) is malformed: %s", url->origin, why);
    if (hint != NULL)
        sg_diag_hint(diags, diag, "%s", hint);
    return false;
}

/* libpq repeats parts of malformed input in its messages, and a password may be among them. What cannot be
 * parted safely is refused here, in words that repeat nothing. */
static bool check_form(const sg_url *url, sg_diags *diags)
{
    static const char encode[] = "in names and passwords write @ as %40, / as %2F, ? as %3F, # as %23, : as %3A";
    if (!sg_url_is_uri(url->value)) {
        if (*url->value != '\0' && strchr(url->value, '=') == NULL)
            return bad_url(url, diags, "it is neither a URL nor a connection string",
                           "postgresql://user:password@host:5432/database");
        return true;
    }
    if (strncmp(url->value, "postgresql://", 13) != 0 && strncmp(url->value, "postgres://", 11) != 0)
        return bad_url(url, diags, "it does not begin with postgresql://", NULL);
    if (sg_url_is_ambiguous(url->value))
        return bad_url(url, diags, "where the password ends cannot be told", encode);
    return true;
}

/* A port that is no number is a piece of a password more often than not. */
static bool check_port(const sg_url *url, const char *port, sg_diags *diags)
{
    if (port != NULL && port[strspn(port, "0123456789,")] != '\0')
        return bad_url(url, diags, "the port is not a number", NULL);
    return true;
}

static PQconninfoOption *parse(const sg_url *url, const char **schema, sg_diags *diags)
{
    char *why = NULL;
    if (!check_form(url, diags))
        return NULL;
    PQconninfoOption *parsed = PQconninfoParse(sg_url_for_libpq(sg_diags_arena(diags), url->value, schema), &why);
    if (parsed == NULL)
        bad_url(url, diags, sg_url_is_uri(url->value) && why != NULL ? why : "a name or value is not as it should be",
                sg_url_is_uri(url->value) ? NULL : "values with spaces stand in single quotes");
    PQfreemem(why);
    return parsed;
}

/* One of the hosts, parted by commas, is another machine. None at all is a socket here. */
static bool is_far(const char *hosts)
{
    static const char *const near[] = {"/", "@", ",", "localhost", "127.", "::1"};
    while (hosts != NULL && *hosts != '\0') {
        size_t i = 0, count = sizeof near / sizeof *near;
        while (i < count && strncmp(hosts, near[i], strlen(near[i])) != 0)
            i++;
        if (i == count)
            return true;
        hosts += strcspn(hosts, ",");
        hosts += *hosts == ',';
    }
    return false;
}

static bool is_said(const keywords *k, const char *keyword, const char *variable)
{
    return keyword_value(k, keyword) != NULL || getenv(variable) != NULL;
}

/* By itself libpq would take TLS, or the encryption of Kerberos, by chance. A service says in its file what it wants.
 */
static void add_encryption(keywords *k)
{
    const char *address = keyword_value(k, "hostaddr"), *host = keyword_value(k, "host");
    if (is_said(k, "service", "PGSERVICE"))
        return;
    if (address == NULL && host == NULL) {
        address = getenv("PGHOSTADDR");
        host = getenv("PGHOST");
    }
    if (!is_said(k, "gssencmode", "PGGSSENCMODE"))
        keyword_add(k, "gssencmode", "disable");
    if (!is_said(k, "sslmode", "PGSSLMODE") && is_far(address != NULL ? address : host))
        keyword_add(k, "sslmode", "require");
}

/* What the URL or PGOPTIONS gives goes first: the last word counts. */
static void write_options(sg_buf *buf, const char *given, const char *own)
{
    if (given == NULL)
        given = getenv("PGOPTIONS");
    sg_buf_join(buf, given != NULL ? given : "", " ", own);
}

PGconn *sg_pg_connect(const sg_url *url, const sg_pg_options *options, const char *startup, const char **schema,
                      sg_diags *diags)
{
    PQconninfoOption *parsed = parse(url, schema, diags);
    if (parsed == NULL)
        return NULL;
    keywords k = {.count = 0};
    for (PQconninfoOption *option = parsed; option->keyword != NULL; option++) {
        if (option->val != NULL)
            keyword_add(&k, option->keyword, option->val);
    }
    PGconn *conn = NULL;
    sg_buf timeout, server_options;
    sg_buf_init(&timeout);
    sg_buf_init(&server_options);
    if (check_port(url, keyword_value(&k, "port"), diags)) {
        for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
            if (keyword_value(&k, defaults[i].keyword) == NULL)
                keyword_add(&k, defaults[i].keyword, defaults[i].value);
        }
        sg_buf_addf(&timeout, "%.0f",
                    options->connect_timeout > 0 ? options->connect_timeout : DEFAULT_CONNECT_TIMEOUT);
        if (keyword_value(&k, "connect_timeout") == NULL && getenv("PGCONNECT_TIMEOUT") == NULL)
            keyword_add(&k, "connect_timeout", timeout.data);
        add_encryption(&k);
        if (options->primary && !is_said(&k, "target_session_attrs", "PGTARGETSESSIONATTRS"))
            keyword_add(&k, "target_session_attrs", options->read_only ? "primary" : "read-write");
        /* Of two values for one keyword libpq takes the last. */
        if (startup != NULL) {
            write_options(&server_options, keyword_value(&k, "options"), startup);
            keyword_add(&k, "options", server_options.data);
        }
        if (options->database != NULL)
            keyword_add(&k, "dbname", options->database);
        conn = PQconnectdbParams(k.names, k.values, 0);
    }
    sg_buf_release(&server_options);
    sg_buf_release(&timeout);
    PQconninfoFree(parsed);
    return conn;
}

double sg_pg_patience(PGconn *conn)
{
    double seconds = 0;
    PQconninfoOption *options = PQconninfo(conn);
    for (const PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        if (strcmp(option->keyword, "connect_timeout") == 0 && option->val != NULL)
            seconds = strtod(option->val, NULL);
    }
    PQconninfoFree(options);
    return seconds > 0 ? seconds : DEFAULT_CONNECT_TIMEOUT;
}
