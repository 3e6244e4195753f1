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
 * vanished gives its locks back: an idle one by keepalives, a busy one by looking after it between. They go along when
 * connecting, so that they cost no statement and are what RESET ALL goes back to. */
static const struct {
    const char *name, *value;
} settings[] = {
    {"standard_conforming_strings", "on"},
    {"client_encoding", "UTF8"},
    {"search_path", "public"},
    {"quote_all_identifiers", "off"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"TimeZone", "UTC"},
    {"bytea_output", "hex"},
    {"extra_float_digits", "1"},
    {"xmloption", "content"},
    {"client_min_messages", "warning"},
    {"statement_timeout", "0"},
    {"idle_in_transaction_session_timeout", "60s"},
    {"default_transaction_isolation", "read committed"},
    {"default_transaction_deferrable", "off"},
    {"tcp_keepalives_idle", "30"},
    {"tcp_keepalives_interval", "10"},
    {"tcp_keepalives_count", "3"},
};

/* These a server may not know, or its platform refuse, which does no harm afterwards. */
static const struct {
    const char *name, *value;
    int since;
} newer_settings[] = {
    {"client_connection_check_interval", "500ms", 140000},
    {"idle_session_timeout", "0", 140000},
    {"transaction_timeout", "0", 170000},
};
#define NEWER_COUNT (sizeof newer_settings / sizeof *newer_settings)

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

typedef void add_setting_fn(sg_buf *buf, const char *name, const char *value);

static void add_settings(sg_buf *buf, const sg_pg_options *options, add_setting_fn *add)
{
    double seconds = options->lock_timeout != 0 ? options->lock_timeout : DEFAULT_LOCK_TIMEOUT;
    char lock_timeout[32];
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        add(buf, settings[i].name, settings[i].value);
    snprintf(lock_timeout, sizeof lock_timeout, "%ld", seconds < 0 ? 0L : (long)(seconds * 1000));
    add(buf, "lock_timeout", lock_timeout);
    /* Who has made a database read-only meant it. */
    if (options->read_only)
        add(buf, "default_transaction_read_only", "on");
}

/* As an option of the server, where a blank inside is escaped. */
static void add_startup(sg_buf *buf, const char *name, const char *value)
{
    sg_buf_join(buf, " -c ", name, "=");
    for (; *value != '\0'; value++) {
        if (*value == ' ')
            sg_buf_addc(buf, '\\');
        sg_buf_addc(buf, *value);
    }
}

static void add_local(sg_buf *buf, const char *name, const char *value)
{
    sg_buf_join(buf, buf->length > 0 ? ", " : "SELECT ", "pg_catalog.set_config('", name, "', '", value, "', true)");
}

static void add_newer(sg_buf *buf, const char *name, const char *value)
{
    sg_buf_join(buf, buf->length > 0 ? ", " : "SELECT ", "pg_catalog.set_config('", name, "', '", value, "', false)");
}

size_t sg_pg_add_reset(const sg_pg *pg, sg_pg_request requests[SG_PG_RESET_REQUESTS])
{
    requests[0] = (sg_pg_request){.sql = "RESET ALL"};
    requests[1] = (sg_pg_request){.sql = pg->newer};
    return pg->newer != NULL ? 2 : 1;
}

bool sg_pg_reset(sg_pg *pg, sg_diags *diags)
{
    sg_pg_request requests[SG_PG_RESET_REQUESTS];
    if (pg->pooled || sg_pg_batch(pg, requests, sg_pg_add_reset(pg, requests), NULL, NULL))
        return true;
    if (diags != NULL)
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
    return false;
}

bool sg_pg_begin_pooled(sg_pg *pg, sg_diags *diags)
{
    sg_buf sql;
    sg_buf_init(&sql);
    add_settings(&sql, &pg->options, add_local);
    bool done =
        sg_pg_run(pg, pg->options.read_only ? "BEGIN READ ONLY" : "BEGIN", diags) && sg_pg_run(pg, sql.data, diags);
    sg_buf_release(&sql);
    return done;
}

#define WHO_SQL                                                                                 \
    "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('schemagen.nonce', true), " \
    "backend_start FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())"
/* Settings made through a pooler would stay in a session that somebody else gets next. */
#define IF_OURS " WHERE pg_catalog.current_setting('schemagen.nonce', true) = $1"

/* The questions that are asked first. */
typedef struct greeting {
    sg_pg *pg;
    sg_pg_request requests[1 + NEWER_COUNT];
    size_t settings[1 + NEWER_COUNT]; /* what the request sets, from the second one on */
    char sql[NEWER_COUNT][160];
    size_t count;
    sg_buf newer; /* what has been set */
} greeting;

static void read_greeting(void *context, size_t request, const sg_result *row)
{
    greeting *g = context;
    sg_pg *pg = g->pg;
    if (request > 0) {
        size_t i = g->settings[request];
        if (sg_result_rows(row) > 0)
            add_newer(&g->newer, newer_settings[i].name, newer_settings[i].value);
        return;
    }
    const char *seen = sg_result_text(row, 0, 1);
    /* A setting sent when connecting is only there when the backend is ours and nobody else's. */
    pg->pooled = seen == NULL || strcmp(seen, pg->nonce) != 0;
    pg->backend = (int)strtol(sg_result_text(row, 0, 0), NULL, 10);
    free(pg->backend_start);
    pg->backend_start = copy(sg_result_text(row, 0, 2));
}

/* Asks who is at the other end and sets the rest of the session up, on one way there and back. */
static sg_status greet(sg_pg *pg, const sg_url *url, sg_diags *diags)
{
    const char *nonce = pg->nonce;
    greeting g = {.pg = pg, .requests = {{.sql = WHO_SQL, .sync = true}}, .count = 1};
    for (size_t i = 0; i < NEWER_COUNT; i++) {
        if (sg_pg_server_version(pg) < newer_settings[i].since)
            continue;
        snprintf(g.sql[i], sizeof g.sql[i], "SELECT pg_catalog.set_config('%s', '%s', false)" IF_OURS,
                 newer_settings[i].name, newer_settings[i].value);
        g.settings[g.count] = i;
        g.requests[g.count++] = (sg_pg_request){.sql = g.sql[i], .params = &nonce, .param_count = 1, .sync = true};
    }
    sg_buf_init(&g.newer);
    bool fine = sg_pg_batch(pg, g.requests, g.count, read_greeting, &g) ||
                (pg->error.request > 0 && PQstatus(pg->conn) == CONNECTION_OK);
    free(pg->newer);
    pg->newer = g.newer.length > 0 ? sg_buf_detach(&g.newer) : NULL;
    sg_buf_release(&g.newer);
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

/* A pooler may refuse the options. Where poolers are allowed that is answer enough. */
static PGconn *connect_to(const sg_url *url, const sg_pg_options *options, const char *nonce, const char **schema,
                          sg_diags *diags)
{
    sg_buf startup;
    sg_buf_init(&startup);
    sg_buf_join(&startup, "-c schemagen.nonce=", nonce);
    add_settings(&startup, options, add_startup);
    PGconn *conn = sg_pg_connect(url, options, startup.data, schema, diags);
    sg_buf_release(&startup);
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
    sg_pg_forget_plans(pg);
    free(pg->schema);
    pg->schema = copy(schema);
    if (PQstatus(conn) != CONNECTION_OK)
        return report_connect(conn, url, diags);
    PQsetNoticeReceiver(conn, drop_notice, NULL);
    return greet(pg, url, diags);
}

static void tell_waiting(const sg_pg *pg, const char *why, double seconds)
{
    char text[160];
    snprintf(text, sizeof text, "Waiting: %s; asking again for up to %.0f s", why, seconds);
    pg->options.tell(pg->options.tell_context, text);
}

/* The first connection: what may be over in a moment is waited for. */
static sg_status connect_patiently(sg_pg *pg, const sg_url *url, sg_diags *diags)
{
    sg_diag *before = sg_diags_last(diags);
    double start = sg_clock_now();
    for (double pause = FIRST_PAUSE;; pause = pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE) {
        sg_status status = connect_into(pg, url, diags);
        const char *why = status == SG_STATUS_FAILED ? sg_pg_passing(PQerrorMessage(pg->conn)) : NULL;
        if (why == NULL || pg->options.tell == NULL)
            return status;
        double wait = sg_clock_jitter(pause), patience = sg_pg_patience(pg->conn);
        if (pause == FIRST_PAUSE)
            tell_waiting(pg, why, patience);
        if (sg_clock_now() + wait > start + patience)
            return status;
        sg_diags_rewind(diags, before);
        sg_clock_pause(wait);
    }
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
                  .database = copy(options->database)};
    pg->options.database = pg->database;
    sg_status status = connect_patiently(pg, url, diags);
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
    same.primary = pg->options.primary;
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
