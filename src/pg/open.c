/* Connecting: the options, the question whether a pooler is in between, the session's settings. */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "buf.h"
#include "clock.h"
#include "pg_private.h"

#define DEFAULT_LOCK_TIMEOUT 5

/* Between two tries to connect again, in seconds. */
#define FIRST_PAUSE 0.05
#define LONGEST_PAUSE 1.0

/* What texts from the server depend on, and limits that a role or database may have set for other work. A peer that
 * vanished gives its locks back: an idle one by keepalives, a busy one by looking after it between. */
static const struct {
    const char *name, *value;
    int since; /* 0: these are set again after each migration. Platforms may refuse the others, which does no harm. */
} settings[] = {
    {"standard_conforming_strings", "on", 0},
    {"client_encoding", "UTF8", 0},
    {"search_path", "public", 0},
    {"quote_all_identifiers", "off", 0},
    {"DateStyle", "ISO, YMD", 0},
    {"IntervalStyle", "postgres", 0},
    {"TimeZone", "UTC", 0},
    {"bytea_output", "hex", 0},
    {"extra_float_digits", "1", 0},
    {"xmloption", "content", 0},
    {"client_min_messages", "warning", 0},
    {"statement_timeout", "0", 0},
    {"idle_in_transaction_session_timeout", "60s", 0},
    {"default_transaction_isolation", "read committed", 0},
    {"default_transaction_deferrable", "off", 0},
    {"tcp_keepalives_idle", "30", 90000},
    {"tcp_keepalives_interval", "10", 90000},
    {"tcp_keepalives_count", "3", 90000},
    {"client_connection_check_interval", "500ms", 140000},
    {"idle_session_timeout", "0", 140000},
    {"transaction_timeout", "0", 170000},
};
#define SETTING_COUNT (sizeof settings / sizeof *settings)

/* malloc; NULL stays NULL. */
static char *copy(const char *text)
{
    return text != NULL ? memcpy(sg_xrealloc(NULL, strlen(text) + 1), text, strlen(text) + 1) : NULL;
}

static bool make_nonce(char nonce[SG_NONCE_SIZE])
{
    unsigned char bytes[(SG_NONCE_SIZE - 2) / 2];
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

/* One statement that sets what is set again and again, for the session or the transaction. */
static char *make_reset(const sg_pg_options *options, bool local)
{
    double seconds = options->lock_timeout != 0 ? options->lock_timeout : DEFAULT_LOCK_TIMEOUT;
    const char *scope = local ? "true" : "false";
    sg_buf sql;
    sg_buf_init(&sql);
    sg_buf_add(&sql, "SELECT ");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (settings[i].since == 0)
            sg_buf_join(&sql, "pg_catalog.set_config('", settings[i].name, "', '", settings[i].value, "', ", scope,
                        "), ");
    }
    sg_buf_addf(&sql, "pg_catalog.set_config('lock_timeout', '%ld', %s), ", seconds < 0 ? 0L : (long)(seconds * 1000),
                scope);
    sg_buf_addf(&sql, "pg_catalog.set_config('default_transaction_read_only', '%s', %s)",
                options->read_only ? "on" : "off", scope);
    return sg_buf_detach(&sql);
}

bool sg_pg_reset(sg_pg *pg, sg_diags *diags)
{
    return pg->pooled || sg_pg_run(pg, pg->reset, diags);
}

bool sg_pg_begin_pooled(sg_pg *pg, sg_diags *diags)
{
    char *sql = make_reset(&pg->options, true);
    bool done = sg_pg_run(pg, pg->options.read_only ? "BEGIN READ ONLY" : "BEGIN", diags) && sg_pg_run(pg, sql, diags);
    free(sql);
    return done;
}

static void read_probe(void *context, size_t request, const sg_result *row)
{
    sg_pg *pg = context;
    if (request > 0)
        return;
    const char *seen = sg_result_text(row, 0, 1);
    /* A setting sent when connecting is only there when the backend is ours and nobody else's. */
    pg->pooled = seen == NULL || strcmp(seen, pg->nonce) != 0;
    pg->backend = (int)strtol(sg_result_text(row, 0, 0), NULL, 10);
    free(pg->backend_start);
    pg->backend_start = copy(sg_result_text(row, 0, 2));
}

#define WHO_SQL                                                                                 \
    "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('schemagen.nonce', true), " \
    "backend_start FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())"
/* Settings made through a pooler would stay in a session that somebody else gets next. */
#define IF_OURS " WHERE pg_catalog.current_setting('schemagen.nonce', true) = $1"

/* Asks who is at the other end and sets the session up, on one way there and back. */
static sg_status greet(sg_pg *pg, const sg_url *url, sg_diags *diags)
{
    const char *nonce = pg->nonce;
    sg_pg_request requests[2 + SETTING_COUNT] = {{.sql = WHO_SQL, .sync = true}};
    char newer[SETTING_COUNT][160];
    size_t count = 2;
    sg_buf reset;
    sg_buf_init(&reset);
    sg_buf_join(&reset, pg->reset, IF_OURS);
    requests[1] = (sg_pg_request){.sql = reset.data, .params = &nonce, .param_count = 1, .sync = true};
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (settings[i].since == 0 || sg_pg_server_version(pg) < settings[i].since)
            continue;
        snprintf(newer[i], sizeof newer[i], "SELECT pg_catalog.set_config('%s', '%s', false)" IF_OURS, settings[i].name,
                 settings[i].value);
        requests[count++] = (sg_pg_request){.sql = newer[i], .params = &nonce, .param_count = 1, .sync = true};
    }
    bool fine = sg_pg_batch(pg, requests, count, read_probe, pg) || pg->error.request > 1;
    sg_buf_release(&reset);
    if (!fine) {
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
        return SG_STATUS_FAILED;
    }
    return !pg->pooled || pg->options.allow_pooler ? SG_STATUS_OK : refuse_pooler(url, diags);
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

/* A connection into `pg`, in place of what is there: asks what is at the other end, and sets the session up. */
static sg_status connect_into(sg_pg *pg, const sg_url *url, sg_diags *diags)
{
    const char *schema = NULL;
    if (!make_nonce(pg->nonce)) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "the system gives no random numbers");
        return SG_STATUS_FAILED;
    }
    PGconn *conn = connect_to(url, &pg->options, pg->nonce, &schema, diags);
    if (conn == NULL)
        return SG_STATUS_BAD_INPUT;
    PQfinish(pg->conn);
    pg->conn = conn;
    free(pg->schema);
    pg->schema = copy(schema);
    if (PQstatus(conn) != CONNECTION_OK)
        return report_connect(conn, url, diags);
    PQsetNoticeReceiver(conn, drop_notice, NULL);
    return greet(pg, url, diags);
}

sg_status sg_pg_open(const sg_url *url, const sg_pg_options *options, sg_diags *diags, sg_pg **opened)
{
    static const sg_pg_options plain = {0};
    *opened = NULL;
    if (options == NULL)
        options = &plain;
    sg_url_redact(url->value, diags);
    const char *missing = sg_libpq_load();
    if (missing != NULL) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "libpq cannot be loaded: %s", missing);
        return SG_STATUS_FAILED;
    }
    sg_pg *pg = sg_xrealloc(NULL, sizeof *pg);
    *pg = (sg_pg){.options = *options,
                  .url = copy(url->value),
                  .shown = copy(url->shown),
                  .origin = copy(url->origin),
                  .direct = copy(url->direct),
                  .database = copy(options->database),
                  .reset = make_reset(options, false)};
    pg->options.database = pg->database;
    sg_status status = connect_into(pg, url, diags);
    if (status == SG_STATUS_OK)
        *opened = pg;
    else
        sg_pg_close(pg);
    return status;
}

static sg_url url_of(const sg_pg *pg)
{
    return (sg_url){.value = pg->url, .shown = pg->shown, .origin = pg->origin, .direct = pg->direct};
}

sg_status sg_pg_open_beside(const sg_pg *pg, const sg_pg_options *options, sg_diags *diags, sg_pg **opened)
{
    sg_url url = url_of(pg);
    sg_pg_options same = *options;
    same.database = pg->database;
    return sg_pg_open(&url, &same, diags, opened);
}

bool sg_pg_reconnect(sg_pg *pg, double seconds, sg_diags *diags)
{
    sg_url url = url_of(pg);
    sg_status status = SG_STATUS_FAILED;
    double end = sg_clock_now() + seconds;
    for (double pause = FIRST_PAUSE; pg->stop == NULL || *pg->stop == 0; pause *= 2) {
        bool last = sg_clock_now() + pause > end;
        sg_diags *quiet = sg_diags_new();
        status = connect_into(pg, &url, last ? diags : quiet);
        sg_diags_free(quiet);
        if (status != SG_STATUS_FAILED || last)
            break;
        pause = pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
        sg_clock_pause(pause);
    }
    return status == SG_STATUS_OK;
}
