#include "schemagen/doctor.h"

#include <string.h>

#include "doctor.h"
#include "identity.h"
#include "session.h"
#include "target.h"
#include "url.h"

/* The two have the same order. */
_Static_assert((int)SCHEMAGEN_SICK == (int)SG_HEALTH_FAILED, "healths differ");

typedef struct examination {
    schemagen_session *session;
    const sg_model *schema; /* NULL: none, or a broken one */
    sg_findings findings;
    const char *identity; /* of the database that a run works on */
} examination;

/* What a failed connection reported becomes a finding. The sink goes on knowing all passwords. */
static void add_failure(examination *e, const char *check)
{
    const sg_diag *diag = sg_diags_first(e->session->diags);

    sg_findings_add(&e->findings, check, SG_HEALTH_FAILED, diag ? diag->message : "failed",
                    diag && diag->hint ? diag->hint : "see the message");
    sg_diags_clear(e->session->diags);
}

/* NULL after adding a finding. */
static sg_pg *connect_with(examination *e, const char *check, const sg_url_sources *sources, bool allow_pooler,
                           sg_url *url)
{
    sg_pg_options options = {.allow_pooler = allow_pooler};
    sg_pg *pg = NULL;

    if (!sg_url_choose(e->session->arena, sources, url, e->session->diags) ||
        sg_pg_open(url, &options, e->session->diags, &pg) != SG_STATUS_OK)
        add_failure(e, check);
    else
        sg_findings_add(&e->findings, check, SG_HEALTH_FINE,
                        sg_arena_printf(e->session->arena, "%s (%s)%s", url->shown, url->origin,
                                        sg_pg_is_pooled(pg) ? ", through a pooler" : ", the server itself"),
                        NULL);
    return pg;
}

/* The way that runs take: it leads to the server itself, and all that they need is there. */
static void examine_direct(examination *e)
{
    sg_url_sources sources = {
        .option = e->session->url,
        .direct_url = e->schema ? e->schema->direct_url : NULL,
        .url = e->schema ? e->schema->url : "env(DATABASE_URL)",
        .surroundings = true,
    };
    sg_url url;
    sg_pg *pg = connect_with(e, "direct URL", &sources, false, &url);

    if (!pg)
        return;
    e->identity = sg_identity_now(pg, e->session->arena);
    sg_doctor_look(pg, strstr(url.value, "sslmode=verify") != NULL, &e->findings, e->session->diags);
    sg_pg_close(pg);
}

/* The way that programs take may have a pooler, and leads to the same database. */
static void examine_url(examination *e)
{
    sg_url_sources sources = {.url = e->schema ? e->schema->url : NULL};
    sg_url url;

    if (e->session->url || !e->schema || !e->schema->url)
        return;
    if (!e->schema->direct_url) {
        sg_findings_add(&e->findings, "URLs", SG_HEALTH_WARNING, "the datasource has url, and no directUrl",
                        "add \"directUrl\": \"env(DIRECT_URL)\" to it, for the day when url leads to a pooler");
        return;
    }
    sg_pg *pg = connect_with(e, "url", &sources, true, &url);
    const char *identity = pg ? sg_identity_now(pg, e->session->arena) : NULL;
    if (identity && e->identity)
        sg_findings_add(&e->findings, "same database",
                        strcmp(identity, e->identity) == 0 ? SG_HEALTH_FINE : SG_HEALTH_FAILED,
                        strcmp(identity, e->identity) == 0 ? "url and directUrl lead to the same database"
                                                           : "url and directUrl lead to different databases",
                        "let both variables name the same server and database");
    sg_pg_close(pg);
}

static const schemagen_finding *public_findings(schemagen_session *session, const sg_findings *findings,
                                                schemagen_examined *examined)
{
    schemagen_finding *copies = SG_NEW_ARRAY(session->arena, schemagen_finding, findings->count);

    for (size_t i = 0; i < findings->count; i++) {
        const sg_finding *from = &findings->items[i];

        copies[i] = (schemagen_finding){
            .check = from->check,
            .health = (schemagen_health)from->health,
            .text = sg_diags_clean(session->diags, from->text),
            .fix = sg_diags_clean(session->diags, from->fix),
        };
        examined->counts[from->health]++;
    }
    return copies;
}

schemagen_status schemagen_examine(schemagen_session *session, schemagen_examined *examined)
{
    sg_target target = {0};

    *examined = (schemagen_examined){0};
    sg_session_begin(session);
    examination e = {.session = session, .findings = sg_findings_new(session->arena)};
    if (!sg_target_schema(session, &target))
        return SCHEMAGEN_BAD_INPUT;
    e.schema = target.schema;
    examine_direct(&e);
    examine_url(&e);
    examined->findings = public_findings(session, &e.findings, examined);
    examined->count = e.findings.count;
    return examined->counts[SCHEMAGEN_SICK] > 0 ? SCHEMAGEN_FAILED : SCHEMAGEN_OK;
}

static const struct {
    const char *word, *colour;
} healths[] = {
    [SCHEMAGEN_FINE] = {"ok", "\033[32m"},
    [SCHEMAGEN_DOUBTFUL] = {"warning", "\033[33m"},
    [SCHEMAGEN_SICK] = {"FAILED", "\033[31m"},
};

static void print_json(const schemagen_examined *examined, FILE *out)
{
    fprintf(out, "{\"ok\": %zu, \"warnings\": %zu, \"failed\": %zu, \"findings\": [", examined->counts[SCHEMAGEN_FINE],
            examined->counts[SCHEMAGEN_DOUBTFUL], examined->counts[SCHEMAGEN_SICK]);
    for (size_t i = 0; i < examined->count; i++) {
        const schemagen_finding *finding = &examined->findings[i];

        fputs(i > 0 ? ", {" : "{", out);
        sg_print_member(out, true, "check", finding->check);
        sg_print_member(out, false, "health", healths[finding->health].word);
        sg_print_member(out, false, "text", finding->text);
        sg_print_member(out, false, "fix", finding->fix);
        fputc('}', out);
    }
    fputs("]}", out);
}

void schemagen_examined_print(const schemagen_examined *examined, FILE *out, schemagen_format format, bool colour)
{
    if (format == SCHEMAGEN_JSON) {
        print_json(examined, out);
        return;
    }
    for (size_t i = 0; i < examined->count; i++) {
        const schemagen_finding *finding = &examined->findings[i];

        fprintf(out, "%s%-8s%s %-22s %s\n", colour ? healths[finding->health].colour : "",
                healths[finding->health].word, colour ? "\033[0m" : "", finding->check, finding->text);
        if (finding->fix)
            fprintf(out, "%31s -> %s\n", "", finding->fix);
    }
    fprintf(out, "\n%zu ok, %zu to look at, %zu failed.\n", examined->counts[SCHEMAGEN_FINE],
            examined->counts[SCHEMAGEN_DOUBTFUL], examined->counts[SCHEMAGEN_SICK]);
}
