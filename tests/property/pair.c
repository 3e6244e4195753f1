/* From nothing to the first schema, rows, the second schema, and what has to be true then. */
#include "pair.h"

#include <json-c/json.h>
#include <string.h>

#include "catalog.h"
#include "json.h"
#include "kind.h"
#include "migrations_private.h"
#include "plan.h"
#include "random.h"
#include "render.h"
#include "round_trip.h"
#include "source.h"
#include "split.h"
#include "text.h"

typedef struct trial {
    sg_pg *pg;
    pair_result *result;
    rng r;
    bool around; /* nothing is there that no kind reads: dear, and so asked of some pairs only */
    sg_arena *arena;
    sg_diags *diags;
    const char *a, *b;       /* schema.json */
    const char *snapshot[2]; /* canonical, of both */
    bool with_rows;
    bool may_have_rows;   /* also seeds */
    sg_vec models, plans; /* to free at the end */
} trial;

/* Failing */

static bool fail(trial *t, pair_verdict verdict, const char *stage, const char *detail)
{
    char *text = NULL;
    size_t size = 0;

    t->result->verdict = verdict;
    t->result->stage = stage;
    sg_buf_addf(&t->result->report, "%s: %s\n", stage, detail);
    FILE *out = open_memstream(&text, &size);
    sg_diags_print(t->diags, out, SG_DIAG_TEXT, false);
    fclose(out);
    sg_buf_add(&t->result->report, text);
    free(text);
    return false;
}

static bool server_fail(trial *t, const char *stage, const char *statement)
{
    const sg_pg_error *error = sg_pg_last(t->pg);
    const char *first = strstr(statement, "\n-- Step 1 of ");

    sg_buf_addf(&t->result->report, "%s %s\n%s\n%s\n", error->sqlstate, error->message,
                error->detail != NULL ? error->detail : "", error->context != NULL ? error->context : "");
    return fail(t, PAIR_FAILED, stage, first != NULL ? first : statement);
}

/* Models and plans that live until the pair is done */

static sg_model *keep_model(trial *t, sg_model *model)
{
    if (model != NULL)
        sg_vec_push(&t->models, model);
    return model;
}

static sg_model *read_schema(trial *t, const char *text)
{
    return keep_model(t, sg_source_text("schema.json", text, strlen(text), false, t->diags));
}

static sg_model *read_snapshot(trial *t, const char *text)
{
    return keep_model(t, sg_source_text("snapshot.json", text, strlen(text), true, t->diags));
}

static const sg_plan *make_plan(trial *t, sg_model *from, sg_model *to, bool down)
{
    sg_plan_options options = {.down = down};
    sg_plan *plan = from != NULL && to != NULL ? sg_plan_make(from, to, &options, t->diags) : NULL;

    if (plan != NULL)
        sg_vec_push(&t->plans, plan);
    return plan;
}

static void release(trial *t)
{
    for (size_t i = 0; i < t->plans.count; i++)
        sg_plan_free(t->plans.items[i]);
    for (size_t i = 0; i < t->models.count; i++)
        sg_model_free(t->models.items[i]);
    sg_vec_release(&t->plans);
    sg_vec_release(&t->models);
    sg_diags_free(t->diags);
    sg_arena_free(t->arena);
}

static const char *script_of(trial *t, const sg_plan *plan, const char *file)
{
    sg_render_header header = {.name = "0001_20260101000000_property", .file = file};
    sg_rendered script;
    sg_buf buf;

    sg_render_script(&script, plan, &header, NULL);
    sg_buf_init(&buf);
    sg_rendered_join(&script, &buf);
    sg_rendered_release(&script);
    const char *text = sg_arena_strndup(t->arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return text;
}

/* Running scripts */

/* As psql does it: each statement is a transaction. With `stops`, somebody ends it half way, and begins again. */
static bool run_statements(trial *t, const char *script, bool stops, const char **failed)
{
    sg_statement *statements;
    size_t count, open_at;

    *failed = "the script cannot be split";
    if (!sg_split(t->arena, script, strlen(script), &statements, &count, &open_at))
        return false;
    for (size_t i = 0, end = rng_below(&t->r, (unsigned)count); stops && i < end; i++) {
        *failed = statements[i].text;
        if (!sg_pg_run(t->pg, statements[i].text, NULL))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        *failed = statements[i].text;
        if (!sg_pg_run(t->pg, statements[i].text, NULL))
            return false;
    }
    return true;
}

static bool has_alone(const sg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->steps[i]->alone)
            return true;
    }
    return false;
}

static bool is_about_rows(const sg_pg *pg)
{
    const sg_pg_error *error = sg_pg_last(pg);
    /* what reads a tsvector calls a value with a backslash at its end a syntax error */
    bool misnamed = error->message != NULL && strncmp(error->message, "there is no escaped character", 29) == 0;

    return strncmp(error->sqlstate, "22", 2) == 0 || strncmp(error->sqlstate, "23", 2) == 0 || misnamed;
}

typedef enum outcome { DONE, FAILED, REFUSED_BY_ROWS } outcome;

/* All in one transaction where that is possible, or statement by statement. Rows may stand in the way; then nothing
 * has happened, if it was one transaction. */
static outcome run_script(trial *t, const sg_plan *plan, const char *script, const char *stage)
{
    bool together = !has_alone(plan) && rng_chance(&t->r, 60);
    const char *before = together && t->may_have_rows ? rows_mark(t->pg, t->arena, t->diags) : NULL, *failed = script;
    bool done = together ? sg_pg_run(t->pg, script, NULL) : run_statements(t, script, rng_chance(&t->r, 30), &failed);

    if (done)
        return DONE;
    if (!t->may_have_rows || !is_about_rows(t->pg)) {
        server_fail(t, stage, failed);
        return FAILED;
    }
    if (together && !sg_text_equal(before, rows_mark(t->pg, t->arena, t->diags))) {
        fail(t, PAIR_FAILED, "the database changed although the script failed", failed);
        return FAILED;
    }
    return REFUSED_BY_ROWS;
}

/* Comparing with the database */

static const char *column_order(trial *t, const sg_model *model, const sg_object *like)
{
    const sg_object *table = sg_model_counterpart(model, like);
    sg_buf names;

    sg_buf_init(&names);
    for (const sg_object *child = table != NULL ? table->first_child : NULL; child != NULL; child = child->next) {
        if (child->kind->flags & SG_KIND_COLUMN)
            sg_buf_addf(&names, "%s, ", child->name);
    }
    const char *text = sg_arena_strdup(t->arena, names.data);
    sg_buf_release(&names);
    return text;
}

static bool same_order(trial *t, const sg_model *wanted, const sg_model *found, const char *stage)
{
    for (const sg_object *table = wanted->first[sg_kind_number(sg_kind_named("table"))]; table; table = table->next) {
        const char *left = column_order(t, wanted, table), *right = column_order(t, found, table);
        if (strcmp(left, right) != 0)
            return fail(t, PAIR_FAILED, stage,
                        sg_arena_printf(t->arena, "columns of %s stand as %s, not %s", table->name, right, left));
    }
    return true;
}

/* What a database is compared with, and how closely it is looked at. */
typedef struct look {
    const sg_model *wanted;
    bool any_order; /* of the columns */
    bool around;    /* at what no kind reads too: there is nothing */
} look;

static bool database_is(trial *t, const look *at, const char *stage)
{
    const sg_catalog_options options = {.again = true, .managed_only = !at->around};
    sg_differences differences;
    sg_buf text;
    sg_model *found = keep_model(t, sg_catalog_read(t->pg, &options, t->diags));

    if (found == NULL || !sg_catalog_compare(t->pg, at->wanted, found, t->arena, &differences, t->diags))
        return fail(t, PAIR_FAILED, stage, "the catalogs cannot be read or compared");
    if (found->unmanaged_count > 0)
        return fail(t, PAIR_FAILED, stage, sg_arena_printf(t->arena, "nobody manages %s", found->unmanaged[0]));
    if (differences.count == 0)
        return at->any_order || same_order(t, at->wanted, found, stage);
    sg_buf_init(&text);
    for (size_t i = 0; i < differences.count; i++)
        sg_buf_addf(&text, "\n  %s", differences.items[i].sentence);
    sg_json_write_model(&text, found);
    fail(t, PAIR_FAILED, stage, text.data);
    sg_buf_release(&text);
    return false;
}

/* The properties, in order */

static bool is_same_in_prisma(trial *t, const sg_model *model)
{
    const char *wrong = round_trip(t->arena, model);

    return wrong == NULL || fail(t, PAIR_FAILED, "the way to the Prisma language and back", wrong);
}

static bool reach_first(trial *t)
{
    sg_model *to = read_schema(t, t->a);

    if (to == NULL)
        return fail(t, PAIR_UNUSABLE, "reading the first schema", "");
    if (!is_same_in_prisma(t, to))
        return false;
    const sg_plan *plan = make_plan(t, keep_model(t, sg_source_empty()), to, false);
    if (plan == NULL)
        return fail(t, PAIR_FAILED, "planning the first schema", "");
    const char *script = script_of(t, plan, "migration.sql");
    outcome done = run_script(t, plan, script, "applying the first schema");
    t->may_have_rows = t->with_rows || strstr(t->a, "\"seeds\"") != NULL;
    t->snapshot[0] = sg_migrations_text(t->arena, to);
    if (done != DONE || !database_is(t, &(look){.wanted = to}, "the first schema introspected"))
        return false;
    return !t->with_rows || rows_fill(t->pg, t->diags) || server_fail(t, "filling tables", "");
}

/* The steps of plan.json, added to the first snapshot, are the second one. */
static bool fold_meets(trial *t, const sg_plan *plan)
{
    sg_buf text;
    struct json_object *tree = json_tokener_parse(t->snapshot[0]), *steps = NULL;
    const char *why = NULL;

    sg_buf_init(&text);
    sg_render_plan(&text, plan, "0001_20260101000000_property");
    struct json_object *root = json_tokener_parse(text.data);
    sg_buf_release(&text);
    bool fine = tree != NULL && root != NULL && json_object_object_get_ex(root, "steps", &steps);
    for (size_t i = 0; fine && i < json_object_array_length(steps); i++)
        fine = sg_patch_step(tree, json_object_array_get_idx(steps, i), t->arena, &why);
    json_object_put(root);
    if (!fine) {
        json_object_put(tree);
        return fail(t, PAIR_FAILED, "folding the plan", why != NULL ? why : "the plan is no JSON");
    }
    sg_model *folded = keep_model(t, sg_source_tree(tree, t->diags));
    if (folded == NULL)
        return fail(t, PAIR_FAILED, "folding the plan", "the result is no snapshot");
    const char *written = sg_migrations_text(t->arena, folded);
    if (strcmp(written, t->snapshot[1]) == 0)
        return true;
    return fail(t, PAIR_FAILED, "folding the plan",
                sg_arena_printf(t->arena, "folded\n%s\nsnapshot\n%s", written, t->snapshot[1]));
}

static bool again_is_nothing(trial *t, const sg_plan *plan, const char *script)
{
    const char *before = rows_mark(t->pg, t->arena, t->diags), *failed;

    (void)plan;
    if (!run_statements(t, script, false, &failed))
        return server_fail(t, "running the script again", failed);
    if (!sg_text_equal(before, rows_mark(t->pg, t->arena, t->diags)))
        return fail(t, PAIR_FAILED, "running the script again", "changed something");
    sg_model *from = read_snapshot(t, t->snapshot[1]), *to = read_schema(t, t->b);
    if (from == NULL || to == NULL)
        return fail(t, PAIR_FAILED, "planning again", "the snapshot cannot be read");
    if (strcmp(sg_migrations_text(t->arena, from), t->snapshot[1]) != 0)
        return fail(t, PAIR_FAILED, "planning again", "the snapshot is written differently after reading");
    const sg_plan *second = make_plan(t, from, to, false);
    if (second == NULL)
        return fail(t, PAIR_FAILED, "planning again", "");
    return second->count == 0 || fail(t, PAIR_FAILED, "planning again", script_of(t, second, "migration.sql"));
}

/* What nobody can do, or what only the user knows: hints that may be used up. */
static bool is_refused(const trial *t)
{
    sg_code code = sg_diags_first(t->diags)->code;
    return code == SG_NO_CAST || code == SG_RENAME_CLASH || code == SG_IN_USE;
}

static bool reach_second(trial *t)
{
    sg_buf kept_before, kept_after;
    const char *content = NULL;
    bool fine = true;
    sg_model *from = read_snapshot(t, t->snapshot[0]), *to = read_schema(t, t->b);

    if (from == NULL)
        return fail(t, PAIR_FAILED, "reading the first snapshot", "");
    if (to == NULL)
        return fail(t, PAIR_UNUSABLE, "reading the second schema", "");
    sg_buf_init(&kept_before);
    sg_buf_init(&kept_after);
    rows_kept(from, to, &kept_before, &kept_after);
    content = rows_content(t->pg, kept_before.data, t->arena, t->diags);
    const sg_plan *plan = make_plan(t, from, to, false);
    if (plan == NULL)
        fine = fail(t, is_refused(t) ? PAIR_REFUSED : PAIR_FAILED, "planning the change", "");
    const char *script = fine ? script_of(t, plan, "migration.sql") : "";
    t->snapshot[1] = sg_migrations_text(t->arena, to);
    outcome done = fine ? run_script(t, plan, script, "applying the change") : FAILED;
    fine = done == DONE;
    t->result->rows_refused |= done == REFUSED_BY_ROWS;
    if (fine && !sg_text_equal(content, rows_content(t->pg, kept_after.data, t->arena, t->diags)))
        fine = fail(t, PAIR_FAILED, "rows that are kept",
                    sg_arena_printf(t->arena, "\n%s\nare now\n%s", content,
                                    rows_content(t->pg, kept_after.data, t->arena, t->diags)));
    sg_buf_release(&kept_before);
    sg_buf_release(&kept_after);
    return fine && database_is(t, &(look){.wanted = to, .around = t->around}, "the second schema introspected") &&
           fold_meets(t, plan) && again_is_nothing(t, plan, script);
}

static bool go_back(trial *t)
{
    sg_model *from = read_schema(t, t->b), *to = read_snapshot(t, t->snapshot[0]);
    const sg_plan *plan = make_plan(t, from, to, true);

    if (plan == NULL)
        return is_refused(t) || fail(t, PAIR_FAILED, "planning the way back", "");
    const char *script = script_of(t, plan, "down.sql");
    switch (run_script(t, plan, script, "the way back")) {
    case DONE:
        return database_is(t, &(look){.wanted = to, .any_order = true}, "the first schema after the way back");
    case REFUSED_BY_ROWS:
        return true;
    default:
        return false;
    }
}

/* Default privileges hold for parts of objects too (the multirange of a range), where no kind reads what they give. */
static bool reads_all(const char *a, const char *b)
{
    return strstr(a, "efaultPrivileges\"") == NULL && strstr(b, "efaultPrivileges\"") == NULL;
}

static void run_once(sg_pg *pg, const char *a, const char *b, uint64_t seed, bool with_rows, pair_result *result)
{
    trial t = {.pg = pg, .result = result, .r = {seed}, .around = seed % 3 == 0 && reads_all(a, b), .a = a, .b = b};

    t.arena = sg_arena_new();
    t.diags = sg_diags_new();
    bool back = rng_chance(&t.r, 30);
    t.with_rows = rng_chance(&t.r, 75) && with_rows;
    *result = (pair_result){.report = result->report};
    sg_buf_clear(&result->report);
    if (!rows_clean(pg, t.diags))
        fail(&t, PAIR_FAILED, "cleaning up", "");
    else if (reach_first(&t) && reach_second(&t) && back)
        go_back(&t);
    release(&t);
}

void pair_run(sg_pg *pg, const char *a, const char *b, uint64_t seed, pair_result *result)
{
    run_once(pg, a, b, seed, true, result);
    if (!result->rows_refused)
        return;
    run_once(pg, a, b, seed, false, result);
    result->rows_refused = true;
}
