/* Connecting: the options, the question whether a pooler is in between, the session's settings. */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "buf.h"
#include "pg_private.h"

#define DEFAULT_LOCK_TIMEOUT 5
/* "n" and 16 hex digits: no other session carries the same. */
#define NONCE_SIZE 18

/* What texts from the server depend on, and limits that a role or database may have set for other work. */
static const char *const session_settings[] = {
    "standard_conforming_strings = on",
    "client_encoding = 'UTF8'",
    "search_path = public",
    "quote_all_identifiers = off",
    "DateStyle = 'ISO, YMD'",
    "IntervalStyle = 'postgres'",
    "TimeZone = 'UTC'",
    "bytea_output = 'hex'",
    "extra_float_digits = 1",
    "xmloption = 'content'",
    "client_min_messages = 'warning'",
    "statement_timeout = 0",
    "idle_in_transaction_session_timeout = '60s'",
    "default_transaction_isolation = 'read committed'",
    "default_transaction_deferrable = off",
};

/* Settings of newer servers. Some platforms refuse one or the other, which does no harm. */
static const struct {
    int since;
    const char *sql;
} newer_settings[] = {
    {140000, "SET client_connection_check_interval = '1s'"},
    {140000, "SET idle_session_timeout = 0"},
    {170000, "SET transaction_timeout = 0"},
};

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

static sg_status refuse_pooler(const sg_url *url, sg_diags *diags)
{
    const char *mark = sg_pg_pooler_mark(url->value);
    sg_diag *diag = sg_diag_add(diags, SG_POOLER, SG_NOWHERE,
                                "%s leads to a connection pooler, not to the server itself", url->shown);
    if (mark != NULL)
        sg_diag_note(diags, diag, SG_NOWHERE, "%s", mark);
    sg_diag_hint(diags, diag, "%s",
                 url->direct != NULL
                     ? url->direct
                     : "give the URL of the server itself as directUrl in the datasource, or with --url");
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
    pg->pooled = seen == NULL || strcmp(seen, nonce) != 0;
    pg->backend = (int)strtol(sg_result_text(row, 0, 0), NULL, 10);
    sg_result_free(row);
    return !pg->pooled || pg->options.allow_pooler ? SG_STATUS_OK : refuse_pooler(url, diags);
}

/* All settings, each behind `set`: "SET", "SET LOCAL". */
static void add_settings(const sg_pg *pg, const char *set, sg_buf *sql)
{
    double seconds = pg->options.lock_timeout != 0 ? pg->options.lock_timeout : DEFAULT_LOCK_TIMEOUT;
    for (size_t i = 0; i < sizeof session_settings / sizeof *session_settings; i++)
        sg_buf_addf(sql, "%s %s; ", set, session_settings[i]);
    sg_buf_addf(sql, "%s lock_timeout = %ld; ", set, seconds < 0 ? 0L : (long)(seconds * 1000));
    sg_buf_addf(sql, "%s default_transaction_read_only = %s", set, pg->options.read_only ? "on" : "off");
}

bool sg_pg_reset(sg_pg *pg, sg_diags *diags)
{
    sg_buf sql;
    sg_buf_init(&sql);
    add_settings(pg, "SET", &sql);
    bool done = pg->pooled || sg_pg_run(pg, sql.data, diags);
    sg_buf_release(&sql);
    return done;
}

bool sg_pg_begin_pooled(sg_pg *pg, sg_diags *diags)
{
    sg_buf sql;
    sg_buf_init(&sql);
    sg_buf_addf(&sql, "BEGIN%s; ", pg->options.read_only ? " READ ONLY" : "");
    add_settings(pg, "SET LOCAL", &sql);
    bool done = sg_pg_run(pg, sql.data, diags);
    sg_buf_release(&sql);
    return done;
}

static bool set_up(sg_pg *pg, sg_diags *diags)
{
    if (pg->pooled)
        return true;
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

static sg_status report_connect(PGconn *conn, const sg_url *url, sg_diags *diags)
{
    const char *message = PQerrorMessage(conn);
    if (sg_pg_is_pooler_message(message))
        return refuse_pooler(url, diags);
    const char *hint = sg_pg_explain(message);
    sg_diag *diag = sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "cannot connect to %s (%s): %.*s", url->shown,
                                url->origin, (int)strcspn(message, "\n"), message);
    if (hint != NULL)
        sg_diag_hint(diags, diag, "%s", hint);
    return SG_STATUS_FAILED;
}

/* A password that the URL does not hold comes from the environment, a password file or a service. */
static void redact_password(PGconn *conn, sg_diags *diags)
{
    const char *const secrets[] = {PQpass(conn), getenv("PGPASSWORD")};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (secrets[i] != NULL && *secrets[i] != '\0')
            sg_diags_redact(diags, secrets[i]);
    }
}

/* A pooler may refuse the option that carries the nonce. Where poolers are allowed that is answer enough. */
static PGconn *connect_to(const sg_url *url, const sg_pg_options *options, const char *nonce, const char **schema,
                          sg_diags *diags)
{
    PGconn *conn = sg_pg_connect(url, options, nonce, schema, diags);
    if (conn != NULL && options->allow_pooler && PQstatus(conn) != CONNECTION_OK &&
        sg_pg_is_pooler_message(PQerrorMessage(conn))) {
        PQfinish(conn);
        conn = sg_pg_connect(url, options, NULL, schema, diags);
    }
    if (conn != NULL)
        redact_password(conn, diags);
    return conn;
}

/* What a connection needs before there is one. */
static bool prepare(char nonce[NONCE_SIZE], sg_diags *diags)
{
    const char *missing = sg_libpq_load();
    if (missing != NULL)
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "libpq cannot be loaded: %s", missing);
    else if (!make_nonce(nonce))
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "the system gives no random numbers");
    else
        return true;
    return false;
}

/* Asks what is at the other end, and sets the session up. */
static sg_status greet(sg_pg *pg, const sg_url *url, const char *nonce, sg_diags *diags)
{
    if (PQstatus(pg->conn) != CONNECTION_OK)
        return report_connect(pg->conn, url, diags);
    PQsetNoticeReceiver(pg->conn, drop_notice, NULL);
    sg_status status = probe(pg, url, nonce, diags);
    return status == SG_STATUS_OK && !set_up(pg, diags) ? SG_STATUS_FAILED : status;
}

sg_status sg_pg_open(const sg_url *url, const sg_pg_options *options, sg_diags *diags, sg_pg **opened)
{
    static const sg_pg_options plain = {0};
    char nonce[NONCE_SIZE];
    *opened = NULL;
    if (options == NULL)
        options = &plain;
    sg_url_redact(url->value, diags);
    if (!prepare(nonce, diags))
        return SG_STATUS_FAILED;
    const char *schema = NULL;
    PGconn *conn = connect_to(url, options, nonce, &schema, diags);
    if (conn == NULL)
        return SG_STATUS_BAD_INPUT;
    sg_pg *pg = sg_xrealloc(NULL, sizeof *pg);
    *pg = (sg_pg){.conn = conn, .options = *options, .schema = schema != NULL ? strdup(schema) : NULL};
    sg_status status = greet(pg, url, nonce, diags);
    if (status == SG_STATUS_OK)
        *opened = pg;
    else
        sg_pg_close(pg);
    return status;
}
