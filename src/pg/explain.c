/* Failures that are known from practice, and the way out of each. */
#include <string.h>

#include "pg_private.h"

/* Parts of what servers, poolers, hosts of databases and libpq say; the first row that fits counts. */
static const struct {
    const char *said, *hint;
} explanations[] = {
    {"Connection refused", "no server listens there: is it running, and are host and port right?"},
    {"could not translate host name", "the name of the host is not known: is it spelled right, is there a network?"},
    {"No such file or directory", "no server listens on that socket; give host=... or a URL with a host"},
    {"timeout expired",
     "nothing answers: a firewall, a list of allowed addresses, or a database that sleeps; try again, or "
     "give it longer with connect_timeout=60 in the URL"},
    {"SSL/TLS required", "add sslmode=require to the URL"},
    {"SSL connection is required", "add sslmode=require to the URL"},
    {"connection is insecure", "add sslmode=require to the URL"},
    {"no encryption",
     "the server takes encrypted connections only, or not this user from here: try sslmode=require, else "
     "look at its pg_hba.conf"},
    {"server does not support SSL", "the server has no TLS, which connections to other machines want unless they say "
                                    "otherwise: add sslmode=disable to "
                                    "the URL where nobody can listen in"},
    {"certificate verify failed", "sslrootcert names the certificate of the authority that signed the server's"},
    {"root certificate file", "sslrootcert names the certificate of the authority that signed the server's"},
    {"endpoint is disabled", "the database is switched off: switch it on where it is hosted"},
    {"paused", "the database is paused: wake it where it is hosted, then try again"},
    {"Tenant or user not found",
     "the host does not know this project: it may be paused or deleted, or the user of the URL "
     "lacks the project's name"},
    {"session is read-only", "it is a standby, or role or database has default_transaction_read_only: give the URL of "
                             "the primary, or reset that"},
    {"server is in hot standby mode", "it is a standby: give the URL of the primary"},
    {"the database system is starting up", "the server is starting: try again in a moment"},
    {"the database system is in recovery mode", "the server mends itself after a crash: try again in a moment"},
    {"the database system is not yet accepting", "the server is starting: try again in a moment"},
    {"the database system is not accepting", "it is a standby that takes no connections: give the URL of the primary"},
    {"the database system is shutting down", "the server is going down: try again when it is back"},
    {"too many clients", "all connections are taken: end some that idle, or raise max_connections"},
    {"remaining connection slots", "all connections but the reserved ones are taken: end some that idle, or raise "
                                   "max_connections"},
    {"too many connections",
     "the role or database may not have more: end some that idle, or raise its CONNECTION LIMIT"},
    {"password authentication failed", "user or password is wrong; in URLs write @ as %40, / as %2F, : as %3A"},
    {"no password supplied", "put it into PGPASSFILE (~/.pgpass), or into the variable that holds the URL"},
    {"endpoint ID is not specified", "libpq is too old to tell the host which database: add options=endpoint%3DID"},
    {"compute time quota", "the host's quota is used up: the database sleeps until it is raised"},
    {"max client connections", "the pooler has no connection left: give the URL of the server itself"},
    {"no pg_hba.conf entry", "pg_hba.conf has no line that lets this role in from here, or not without encryption: try "
                             "sslmode=require"},
    {"does not match host name", "the certificate is for another name: use that name in the URL"},
    {"Network is unreachable", "the host may have an IPv6 address only, and this network none: use its address for "
                               "IPv4"},
    {"server closed the connection unexpectedly", "the server, or something in between, hung up: its log says more"},
    {"SSL error", "the encrypted connection broke: something in between may not let it pass, or cut it"},
    {"does not exist", "make it first, or correct the URL"},
};

const char *sg_pg_explain(const char *message)
{
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++) {
        if (strstr(message, explanations[i].said) != NULL)
            return explanations[i].hint;
    }
    return NULL;
}

/* Of these, what may be over in a moment, SQLSTATE 57P03 and 53300: libpq keeps the state of a connection that does not
 * come about to itself. */
static const struct {
    const char *said, *what;
} passing[] = {
    {"the database system is starting up", "the server is starting"},
    {"the database system is not yet accepting", "the server is starting"},
    {"the database system is not accepting", "the server recovers, and takes no connections"},
    {"the database system is in recovery mode", "the server mends itself after a crash"},
    {"the database system is shutting down", "the server is going down"},
    {"too many clients", "the server has no connection free"},
    {"remaining connection slots", "the server has no connection free"},
    {"too many connections", "the role or database has no connection free"},
};

const char *sg_pg_passing(const char *message)
{
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
        if (strstr(message, passing[i].said) != NULL)
            return passing[i].what;
    }
    return NULL;
}

/* By SQLSTATE, and a part of the message where one state has several causes: what a server says of statements, where
 * the cause is another than the statement. The first row that fits counts; servers may speak other languages. */
static const struct {
    const char *sqlstate, *said, *hint;
} query_explanations[] = {
    {"42P05", "", "connections are shared by a pooler: give the URL of the server itself"},
    {"26000", "", "connections are shared by a pooler: give the URL of the server itself"},
    {"25P03", "", "the server's idle_in_transaction_session_timeout ended the session"},
    {"25P04", "", "the server's transaction_timeout is too short: raise it for the role that migrates"},
    {"40P01", "", "two sessions waited for each other; run it again"},
    {"42501", "", "the role lacks a right, or does not own what it changes: run it as the owner, or have it granted"},
    {"53200", "", "the server is out of memory: lower maintenance_work_mem, or run it when less is going on"},
    {"55006", "", "other sessions use it: end them first"},
    {"57P01", "", "an administrator ended the session, or the server is going down"},
    {"57P03", "", "the server is starting or recovering: try again in a moment"},
    {"58P01", "", "the server lacks a file: an extension may not be installed on its machine"},
    {"53300", "", "all connections are taken: end some that idle, or raise max_connections"},
    {"53100", "", "the server's disk is full; the transaction was rolled back"},
    {"25006", "", "the server takes no changes: it is a standby, or read-only by its settings"},
    {"57014", "statement timeout",
     "that is the statement_timeout that the migration itself sets: those of role, database and server do not count "
     "in a run"},
    {"57014", "user request", "somebody cancelled the statement (pg_cancel_backend)"},
    {"57014", "",
     "the statement_timeout that the migration itself sets is too short, or somebody cancelled the statement"},
};

const char *sg_pg_explain_query(const char *sqlstate, const char *message)
{
    for (size_t i = 0; i < sizeof query_explanations / sizeof *query_explanations; i++) {
        if (strcmp(query_explanations[i].sqlstate, sqlstate) == 0 &&
            strstr(message, query_explanations[i].said) != NULL)
            return query_explanations[i].hint;
    }
    return NULL;
}

bool sg_pg_is_pooler_message(const char *message)
{
    return strstr(message, "unsupported startup parameter") != NULL || strstr(message, "command-line options") != NULL;
}

/* Only words for a better message: whether there is a pooler is asked, not guessed. */
static const struct {
    const char *part, *mark;
} marks[] = {
    {"-pooler.", "the host without \"-pooler\" is likely the server itself"},
    {"pooler.supabase.com", "the direct host is likely db.<project>.supabase.co"},
    {".proxy-", "the endpoint of the instance or cluster leads past the proxy"},
    {"pgbouncer=true", "the URL says pgbouncer=true itself"},
    {":6543", "6543 is a pooler's usual port, 5432 the server's"},
    {":6432", "6432 is a pooler's usual port, 5432 the server's"},
};

const char *sg_pg_pooler_mark(const char *url)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strstr(url, marks[i].part) != NULL)
            return marks[i].mark;
    }
    return NULL;
}
