#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "change.h"
#include "json.h"
#include "render.h"
#include "session.h"
#include "text.h"

#define NAME_BYTES 100
#define DERIVED_NAME_BYTES 60

/* One generation on its way. */
typedef struct sg_generation {
    schemagen_session *session;
    const schemagen_generate_options *options;
    sg_migrations *migrations;
    const sg_plan *recorded; /* from snapshot to snapshot */
    const sg_plan *up;       /* the same, unless it begins at another source: then nothing is recorded */
    const sg_plan *down;
    sg_model *from;
    sg_model *to;
    time_t timestamp;
    sg_migration_files *files; /* NULL: nothing is written */
} sg_generation;

static bool report_usage(schemagen_session *session, const char *what, const char *value, const char *wanted)
{
    sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "%s is \"%s\", and should be %s", what, value, wanted);
    return false;
}

static bool check_name(schemagen_session *session, const char *name)
{
    size_t length = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") : 1;

    if (!name || (length > 0 && length <= NAME_BYTES && name[length] == '\0'))
        return true;
    return report_usage(session, "the name of the migration", name, "1 to 100 of a-z, 0-9 and _");
}

/* 14 digits as UTC. strptime and timegm accept days like February 30: the way back must give the same digits. */
static bool parse_timestamp(const char *text, time_t *timestamp)
{
    struct tm parts = {0};
    char again[16];

    if (strlen(text) != 14 || strspn(text, "0123456789") != 14)
        return false;
    if (!strptime(text, "%Y%m%d%H%M%S", &parts))
        return false;
    *timestamp = timegm(&parts);
    return strftime(again, sizeof again, "%Y%m%d%H%M%S", &parts) == 14 && strcmp(again, text) == 0;
}

/* Seconds since 1970 up to the year 9999. */
static bool parse_epoch(const char *text, time_t *timestamp)
{
    size_t length = strlen(text);

    if (length == 0 || length > 12 || strspn(text, "0123456789") != length)
        return false;
    *timestamp = (time_t)strtoll(text, NULL, 10);
    return *timestamp <= 253402300799;
}

static bool choose_timestamp(sg_generation *g)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");

    if (g->options->timestamp)
        return parse_timestamp(g->options->timestamp, &g->timestamp) ||
               report_usage(g->session, "the timestamp", g->options->timestamp, "a UTC time like 20260111120000");
    if (epoch && *epoch)
        return parse_epoch(epoch, &g->timestamp) ||
               report_usage(g->session, "SOURCE_DATE_EPOCH", epoch, "seconds since 1970");
    g->timestamp = time(NULL);
    return true;
}

/* Adds the letters and digits of a title, everything between them as one underscore. */
static void add_slug(sg_buf *slug, const char *title)
{
    for (; *title && slug->length < DERIVED_NAME_BYTES; title++) {
        unsigned char c = (unsigned char)*title;

        if (c < 0x80 && isalnum(c))
            sg_buf_addc(slug, (char)tolower(c));
        else if (slug->length > 0 && slug->data[slug->length - 1] != '_')
            sg_buf_addc(slug, '_');
    }
    while (slug->length > 0 && slug->data[slug->length - 1] == '_')
        slug->length--;
    slug->data[slug->length] = '\0';
}

/* "add_column_members_note" from "add column public.members.note". */
static const char *derive_name(const sg_generation *g)
{
    const char *name;
    sg_buf slug;

    if (g->options->name)
        return g->options->name;
    if (g->options->empty)
        return "by_hand";
    if (g->migrations->count == 0)
        return "init";
    const char *title = g->up->steps[0]->title;
    const char *schema = strstr(title, " public.");
    if (schema)
        title =
            sg_arena_printf(g->session->arena, "%.*s %s", (int)(schema - title), title, schema + strlen(" public."));
    sg_buf_init(&slug);
    add_slug(&slug, title);
    name = sg_arena_strdup(g->session->arena, slug.length > 0 ? slug.data : "change");
    sg_buf_release(&slug);
    return name;
}

static sg_model *read_snapshot(sg_generation *g)
{
    return sg_session_keep_model(g->session, sg_migrations_snapshot(g->migrations, g->session->diags));
}

static sg_model *read_schema(sg_generation *g)
{
    sg_origins *origins = sg_session_origins(g->session, false);
    sg_model *model = sg_session_read(g->session, origins, schemagen_session_schema(g->session));

    sg_origins_free(origins);
    return model;
}

/* The state before and the state wanted. */
static bool read_models(sg_generation *g)
{
    g->from = g->options->snapshot ? read_schema(g) : read_snapshot(g);
    g->to = g->options->empty ? read_snapshot(g) : g->from ? read_schema(g) : NULL;
    return g->from && g->to && sg_session_check_target(g->session, g->to, 0);
}

/* Steps that begin elsewhere leave out what is done there already, which other databases would then miss. */
static bool check_repair(const sg_generation *g)
{
    if (g->recorded->count == 0)
        return true;
    sg_diag *diag = sg_diag_add(g->session->diags, SG_USAGE, SG_NOWHERE,
                                "--from repairs what has drifted, and the schema file has changes of its own: %s",
                                g->recorded->steps[0]->title);
    sg_diag_hint(g->session->diags, diag, "generate these first, without --from");
    return false;
}

static bool plan_up(sg_generation *g)
{
    sg_plan_options how = {.online = g->options->online};
    const char *from = g->options->from;

    g->recorded = sg_session_keep_plan(g->session, sg_plan_make(g->from, g->to, &how, g->session->diags));
    if (g->recorded && from && !check_repair(g))
        return false;
    if (g->recorded)
        g->up = from ? sg_session_plan(g->session, from, schemagen_session_schema(g->session), how.online, g->from)
                     : g->recorded;
    return g->up != NULL;
}

/* Planning renames changes models, so the way back has its own then. What the way up says was written before. */
static bool plan_down(sg_generation *g)
{
    sg_plan_options how = {.online = g->options->online, .down = true, .beside = g->up};
    sg_model *before = g->from, *after = g->to;

    if (g->recorded->renames) {
        before = sg_session_again(g->session, g->from);
        after = sg_session_again(g->session, g->to);
    }
    g->down = sg_session_keep_plan(g->session, sg_plan_make(after, before, &how, g->session->diags));
    return g->down != NULL;
}

static sg_diag *report_loss(const sg_generation *g, const sg_step *step)
{
    sg_span span =
        step->pointer && g->to->locate ? g->to->locate(g->to->locate_context, step->pointer, true) : SG_NOWHERE;

    return sg_diag_add(g->session->diags, SG_DATA_LOSS, span, "%s%s%s", step->title, step->detail ? ": " : "",
                       step->detail ? step->detail : "");
}

/* True when nothing is lost, or the loss is accepted. */
static bool check_losses(const sg_generation *g)
{
    sg_diag *diag = NULL;

    if (g->options->accept_data_loss)
        return true;
    for (size_t i = 0; i < g->up->count; i++)
        if (g->up->steps[i]->dangers & SG_DANGER_DATA_LOSS)
            diag = report_loss(g, g->up->steps[i]);
    if (diag)
        sg_diag_hint(g->session->diags, diag, "for a rename say \"renamedFrom\"; --accept-data-loss accepts the loss");
    return diag == NULL;
}

/* The tool of the layout could not run what must stand alone beside something else. */
static bool check_one_send(const sg_generation *g)
{
    const sg_layout *layout = g->migrations->layout;

    if (!layout->one_send || sg_render_fits_one_send(g->up))
        return true;
    sg_diag *diag = sg_diag_add(g->session->diags, SG_USAGE, SG_NOWHERE,
                                "with the layout %s an index that is built or dropped CONCURRENTLY needs a migration "
                                "to itself, and this one has %zu steps",
                                layout->name, g->up->count);
    sg_diag_hint(g->session->diags, diag, "change one index at a time, or leave out --online");
    return false;
}

/* Texts that stand in their files are long, and few ask for them again. */
static bool hands_out(const sg_generation *g)
{
    return !g->files || g->options->texts;
}

static void add_plan(void *files, const char *data, size_t length)
{
    sg_migration_add(files, SG_PART_PLAN, data, length);
}

static void render_up(const sg_generation *g, const char *id, sg_rendered *script, schemagen_generated *generated)
{
    const sg_render_header header = {id, "migration.sql", g->migrations->layout->one_send};
    const sg_render_sink sink = {add_plan, g->files};
    bool whole = hands_out(g);
    sg_buf json;

    sg_buf_init(&json);
    sg_render_migration(script, &json, g->up, g->up == g->recorded ? NULL : g->recorded, &header, whole ? NULL : &sink);
    if (g->files && whole)
        add_plan(g->files, json.data, json.length);
    if (whole)
        generated->plan_json = sg_session_keep_text(g->session, &json);
    sg_buf_release(&json);
}

static void render_down(const sg_generation *g, const char *id, const sg_rendered *up, sg_rendered *script)
{
    const sg_render_header header = {id, "down.sql", g->migrations->layout->one_send};

    sg_render_script(script, g->down, &header, up);
    if (g->options->from)
        sg_buf_add(&script->steps, "-- What had drifted stays repaired.\nSELECT;\n");
}

/* Into its file, and to the caller. */
static void hand_over(const sg_generation *g, sg_migration_part part, const sg_rendered *script, const char **text)
{
    sg_buf whole;

    if (g->files) {
        sg_migration_add(g->files, part, script->head.data, script->head.length);
        sg_migration_add(g->files, part, script->steps.data, script->steps.length);
    }
    if (!hands_out(g))
        return;
    sg_buf_init(&whole);
    sg_rendered_join(script, &whole);
    *text = sg_session_keep_text(g->session, &whole);
}

static sg_file_text snapshot_of(const sg_plan *plan)
{
    return (sg_file_text){plan->snapshot, plan->snapshot_length};
}

static bool open_generation(sg_generation *g)
{
    if (g->options->from && (g->options->empty || g->options->snapshot)) {
        sg_diag_add(g->session->diags, SG_USAGE, SG_NOWHERE, "--from goes with neither --empty nor --snapshot");
        return false;
    }
    if (!check_name(g->session, g->options->name) || !choose_timestamp(g))
        return false;
    g->migrations = sg_session_migrations(g->session);
    return g->migrations != NULL;
}

/* The way up is written before the way back is planned with the same models. */
static bool render_migration(sg_generation *g, schemagen_generated *generated)
{
    sg_rendered up, down;

    render_up(g, generated->id, &up, generated);
    hand_over(g, SG_PART_UP, &up, &generated->up);
    bool planned = plan_down(g);
    if (planned) {
        render_down(g, generated->id, &up, &down);
        hand_over(g, SG_PART_DOWN, &down, &generated->down);
        sg_rendered_release(&down);
    }
    sg_rendered_release(&up);
    return planned;
}

static void make_migration(sg_generation *g, schemagen_generated *generated)
{
    sg_migration next;

    if (!check_one_send(g) ||
        !sg_migrations_next(g->migrations, derive_name(g), g->timestamp, &next, g->session->diags))
        return;
    generated->id = next.id;
    generated->directory = next.dir;
    if (!g->options->dry_run)
        g->files = sg_migrations_begin(g->migrations, &next, snapshot_of(g->recorded));
    bool rendered = render_migration(g, generated);
    if (g->files && rendered)
        generated->written = sg_migration_commit(g->files, g->session->diags);
    else if (g->files)
        sg_migration_abandon(g->files);
}

static void write_snapshot(sg_generation *g, sg_file_text snapshot, schemagen_generated *generated)
{
    generated->snapshot = sg_migrations_snapshot_path(g->migrations);
    if (!g->options->dry_run)
        generated->written = sg_migration_commit(sg_migrations_begin(g->migrations, NULL, snapshot), g->session->diags);
}

/* After a merge the snapshot may tell of migrations that are gone, with nothing to generate beside. */
static void mend_snapshot(sg_generation *g, schemagen_generated *generated)
{
    const char *text = sg_migrations_mended(g->migrations, g->session->diags);

    if (text)
        write_snapshot(g, (sg_file_text){text, strlen(text)}, generated);
}

/* Our own migrations add up to their snapshot, which says nothing of its own. */
static void make_snapshot(sg_generation *g, schemagen_generated *generated)
{
    if (g->migrations->layout->own) {
        sg_diag_add(g->session->diags, SG_USAGE, SG_NOWHERE, "--snapshot is for migrations of other tools");
        return;
    }
    write_snapshot(g, snapshot_of(g->recorded), generated);
}

schemagen_status schemagen_generate(schemagen_session *session, const schemagen_generate_options *options,
                                    schemagen_generated *generated)
{
    static const schemagen_generate_options defaults = {0};
    sg_generation g = {.session = session, .options = options ? options : &defaults};

    *generated = (schemagen_generated){0};
    sg_session_begin(session);
    if (open_generation(&g) && read_models(&g) && plan_up(&g)) {
        bool needed = g.up->count > 0 || g.options->empty;

        generated->plan = sg_plan_outside(g.up);
        if (g.options->snapshot)
            make_snapshot(&g, generated);
        else if (!needed)
            mend_snapshot(&g, generated);
        else if (check_losses(&g))
            make_migration(&g, generated);
    }
    return sg_session_end(session, SCHEMAGEN_OK);
}
