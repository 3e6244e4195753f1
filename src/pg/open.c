/* Connecting: the options, the question whether a pooler is in between, the session's settings. */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "buf.h"
#include "pg_private.h"
#include "url_secret.h"

#define DEFAULT_CONNECT_TIMEOUT 10
#define DEFAULT_LOCK_TIMEOUT 5
/* "n" and 16 hex digits: no other session carries the same. */
#define NONCE_SIZE 18
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

/* What texts from the server depend on, and limits that a role or database may have set for other work. */
static const char session_settings[] =
    "SET standard_conforming_strings = on; SET client_encoding = 'UTF8'; SET search_path = public; "
    "SET quote_all_identifiers = off; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; "
    "SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET xmloption = 'content'; "
    "SET client_min_messages = 'warning'; SET statement_timeout = 0; "
    "SET idle_in_transaction_session_timeout = '60s'; SET default_transaction_isolation = 'read committed'; "
    "SET default_transaction_deferrable = off; ";

/* Settings of newer servers. Some platforms refuse one or the other, which does no harm. */
static const struct {
    int since;
    const char *sql;
} newer_settings[] = {
    {140000, "SET client_connection_check_interval = '1s'"},
    {140000, "SET idle_session_timeout = 0"},
    {170000, "SET transaction_timeout = 0"},
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
        if (strchr(url->value, '=') == NULL)
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

static bool make_nonce(char nonce[NONCE_SIZE])
{
    unsigned char bytes[(NONCE_SIZE - 2) / 2];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    nonce[0] = 'n';
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(nonce + 1 + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static bool is_pooler_message(const char *message)
{
    return strstr(message, "unsupported startup parameter") != NULL || strstr(message, "command-line options") != NULL;
}

static sg_status refuse_pooler(const sg_url *url, sg_diags *diags)
{
    sg_diag *diag = sg_diag_add(diags, SG_POOLER, SG_NOWHERE,
                                "%s leads to a connection pooler, not to the server itself", url->shown);
    sg_diag_hint(diags, diag, "give the direct URL of the server as directUrl in the datasource, or with --url");
    return SG_STATUS_REFUSED;
}

/* A setting sent when connecting is only there when the backend is ours and nobody else's. */
static sg_status probe(sg_pg *pg, const sg_url *url, const char *nonce, sg_diags *diags)
{
    sg_result *row = sg_pg_query(
        pg, "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('schemagen.nonce', true)", NULL, 0, diags);
    if (row == NULL)
        return SG_STATUS_FAILED;
    const char *seen = sg_result_text(row, 0, 1);
    bool ours = seen != NULL && strcmp(seen, nonce) == 0;
    pg->backend = (int)strtol(sg_result_text(row, 0, 0), NULL, 10);
    sg_result_free(row);
    return ours ? SG_STATUS_OK : refuse_pooler(url, diags);
}

bool sg_pg_reset(sg_pg *pg, sg_diags *diags)
{
    double seconds = pg->options.lock_timeout != 0 ? pg->options.lock_timeout : DEFAULT_LOCK_TIMEOUT;
    sg_buf sql;
    sg_buf_init(&sql);
    sg_buf_add(&sql, session_settings);
    sg_buf_addf(&sql, "SET lock_timeout = %ld; SET default_transaction_read_only = %s",
                seconds < 0 ? 0L : (long)(seconds * 1000), pg->options.read_only ? "on" : "off");
    bool done = sg_pg_run(pg, sql.data, diags);
    sg_buf_release(&sql);
    return done;
}

static bool set_up(sg_pg *pg, sg_diags *diags)
{
    for (size_t i = 0; i < sizeof newer_settings / sizeof *newer_settings; i++) {
        if (sg_pg_server_version(pg) >= newer_settings[i].since)
            (void)sg_pg_run(pg, newer_settings[i].sql, NULL);
    }
    return sg_pg_reset(pg, diags);
}

static void drop_notice(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

/* The nonce goes behind the options that the URL or PGOPTIONS gives. */
static void write_options(sg_buf *buf, const char *given, const char *nonce)
{
    if (given == NULL)
        given = getenv("PGOPTIONS");
    sg_buf_addf(buf, "%s%s-c schemagen.nonce=%s", given != NULL ? given : "", given != NULL ? " " : "", nonce);
}

/* Connects; the connection may be a bad one. NULL: the URL is malformed (reported). */
static PGconn *connect_with(const sg_url *url, const sg_pg_options *options, const char *nonce, const char **schema,
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
        if (keyword_value(&k, "connect_timeout") == NULL)
            keyword_add(&k, "connect_timeout", timeout.data);
        write_options(&server_options, keyword_value(&k, "options"), nonce);
        /* Of two values for one keyword libpq takes the last. */
        keyword_add(&k, "options", server_options.data);
        if (options->database != NULL)
            keyword_add(&k, "dbname", options->database);
        conn = PQconnectdbParams(k.names, k.values, 0);
    }
    sg_buf_release(&server_options);
    sg_buf_release(&timeout);
    PQconninfoFree(parsed);
    return conn;
}

static sg_status report_connect(PGconn *conn, const sg_url *url, sg_diags *diags)
{
    const char *message = PQerrorMessage(conn);
    if (is_pooler_message(message))
        return refuse_pooler(url, diags);
    sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "cannot connect to %s (%s): %.*s", url->shown, url->origin,
                (int)strcspn(message, "\n"), message);
    return SG_STATUS_FAILED;
}

sg_status sg_pg_open(const sg_url *url, const sg_pg_options *options, sg_diags *diags, sg_pg **opened)
{
    static const sg_pg_options plain = {0};
    char nonce[NONCE_SIZE];
    *opened = NULL;
    if (options == NULL)
        options = &plain;
    sg_url_redact(url->value, diags);
    if (!make_nonce(nonce)) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "the system gives no random numbers");
        return SG_STATUS_FAILED;
    }
    const char *missing = sg_libpq_load();
    if (missing != NULL) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "libpq cannot be loaded: %s", missing);
        return SG_STATUS_FAILED;
    }
    const char *schema = NULL;
    PGconn *conn = connect_with(url, options, nonce, &schema, diags);
    if (conn == NULL)
        return SG_STATUS_BAD_INPUT;
    sg_pg *pg = sg_xrealloc(NULL, sizeof *pg);
    *pg = (sg_pg){.conn = conn, .options = *options, .schema = schema != NULL ? strdup(schema) : NULL};
    sg_status status = SG_STATUS_OK;
    if (PQstatus(conn) != CONNECTION_OK) {
        status = report_connect(conn, url, diags);
    } else {
        PQsetNoticeReceiver(conn, drop_notice, NULL);
        status = probe(pg, url, nonce, diags);
        if (status == SG_STATUS_OK && !set_up(pg, diags))
            status = SG_STATUS_FAILED;
    }
    if (status == SG_STATUS_OK)
        *opened = pg;
    else
        sg_pg_close(pg);
    return status;
}
