#include "drift.h"

#include <string.h>

#include "catalog.h"
#include "pointer.h"
#include "statement.h"
#include "text.h"
#include "words.h"

/* So many are listed; `verify` lists all. */
#define LISTED 20

/* One comparison. */
typedef struct drift {
    sg_runner *runner;
    const sg_migrations *migrations;
    bool *taken; /* by index: the migration counts as applied */
    sg_diags *quiet;
    sg_model *found;
    const sg_difference **items; /* what somebody changed */
    size_t count;
} drift;

/* Seeds are rows, which programs change. */
static bool counts(const sg_difference *difference)
{
    return difference->wanted == NULL || (difference->wanted->kind->flags & SG_KIND_NOT_IN_CATALOG) == 0;
}

/* What differs from the plans of those that are `taken`. *comparable: false where these cannot be added up,
 * as when they were applied in an order of their own. */
static bool compare(drift *d, sg_differences *differences, sg_model **wanted, bool *comparable)
{
    *wanted = sg_migrations_fold_some(d->migrations, d->taken, d->quiet);
    *comparable = *wanted != NULL;
    return !*comparable ||
           sg_catalog_compare(d->runner->pg, *wanted, d->found, d->runner->arena, differences, d->runner->diags);
}

/* What stands for itself and no migration has made so far is nobody's business, unless a pending one wants to make it
 * and would meet another: marks what is in the way of `after` like that. */
static void mark_in_the_way(const drift *d, const sg_differences *after)
{
    for (size_t i = 0; i < after->count; i++) {
        const sg_difference *difference = &after->items[i];
        const sg_object *object = difference->wanted != NULL ? difference->wanted : difference->found;
        bool comes_with_it = object->parent == NULL || (object->kind->flags & SG_KIND_INLINE) != 0;
        while (object->parent != NULL)
            object = object->parent;
        bool is_theirs = difference->class == SG_DIFFERENCE_UNWANTED && difference->found == object;
        sg_object *there = comes_with_it && !is_theirs ? sg_model_counterpart(d->found, object) : NULL;
        if (there != NULL)
            there->mark = there;
    }
}

/* True when that is how the pending migrations want it, which leave the differences `listed`: it is done already. */
static bool is_done(const sg_difference *difference, const sg_model *wanted, const sg_map *listed)
{
    if (difference->class == SG_DIFFERENCE_MISSING)
        return sg_model_counterpart(wanted, difference->wanted) == NULL;
    if (difference->class == SG_DIFFERENCE_UNWANTED && difference->found->parent == NULL)
        return difference->found->mark == NULL;
    return sg_model_counterpart(wanted, difference->found) != NULL && sg_map_get(listed, difference->title) == NULL;
}

/* Leaves out what is as the pending migrations want it. */
static bool drop_done(drift *d, const sg_vec *scripts)
{
    sg_differences after = {NULL, 0, 0};
    sg_map listed = SG_MAP_EMPTY;
    sg_model *wanted;
    bool comparable;
    size_t kept = 0;
    for (size_t i = 0; i < scripts->count; i++)
        d->taken[((const sg_script *)scripts->items[i])->migration->number - 1] = true;
    bool fine = compare(d, &after, &wanted, &comparable);
    for (size_t i = 0; i < after.count; i++)
        sg_map_put(&listed, after.items[i].title, (void *)after.items[i].title);
    mark_in_the_way(d, &after);
    for (size_t i = 0; fine && comparable && i < d->count; i++) {
        if (!is_done(d->items[i], wanted, &listed))
            d->items[kept++] = d->items[i];
    }
    d->count = kept;
    sg_map_release(&listed);
    sg_model_free(wanted);
    return fine;
}

/* True when the script says the name in a statement. */
static bool says(sg_arena *arena, const sg_script *script, const char *name)
{
    sg_buf quoted;
    bool found = false;
    sg_buf_init(&quoted);
    sg_sql_ident(&quoted, name);
    for (size_t i = 0; i < script->statement_count && !found; i++) {
        size_t length;
        const char *body = sg_statement_body(script->statements[i].text, &length);
        sg_words words = sg_words_read(arena, body, length);
        for (size_t at = 0; at < words.count && !found; at++)
            found = sg_words_is(&words, at, name) || sg_words_is(&words, at, quoted.data);
    }
    sg_buf_release(&quoted);
    return found;
}

/* Leaves out what a script says and its plan does not: what is there and not planned, and all that a migration without
 * steps speaks of. */
static void drop_written(drift *d, const sg_migration *migration, sg_arena *arena)
{
    size_t kept = 0, steps;
    const sg_script *script = sg_script_read(migration, d->quiet);
    (void)sg_migration_notes(arena, migration, &steps);
    for (size_t i = 0; i < d->count; i++) {
        const sg_difference *difference = d->items[i];
        const sg_object *object = difference->wanted != NULL ? difference->wanted : difference->found;
        bool open = steps == 0 || difference->class == SG_DIFFERENCE_UNWANTED;
        if (script == NULL || !open || !says(arena, script, object->name))
            d->items[kept++] = difference;
    }
    d->count = kept;
}

static void drop_all_written(drift *d, const sg_standing *standing)
{
    for (size_t i = 0; i < standing->count && d->count > 0; i++) {
        if (standing->items[i].state != SG_STANDING_APPLIED)
            continue;
        sg_arena *arena = sg_arena_new();
        drop_written(d, &d->migrations->items[standing->items[i].number - 1], arena);
        sg_arena_free(arena);
    }
}

static sg_status report(const drift *d)
{
    bool allowed = d->runner->options->allow_drift;
    sg_diags *diags = d->runner->diags;
    if (d->count == 0)
        return SG_STATUS_OK;
    sg_diag *diag = sg_diag_add(diags, allowed ? SG_DRIFT_ALLOWED : SG_DRIFTED, SG_NOWHERE,
                                "the database is not what the applied migrations made: %zu difference%s", d->count,
                                d->count == 1 ? "" : "s");
    for (size_t i = 0; i < d->count && i < LISTED; i++)
        sg_diag_note(diags, diag, SG_NOWHERE, "%s", d->items[i]->sentence);
    if (!allowed)
        sg_diag_hint(diags, diag,
                     "put it back, or write a migration that does with `schemagen generate --from URL`; "
                     "--allow-drift goes on all the same");
    return allowed ? SG_STATUS_OK : SG_STATUS_REFUSED;
}

/* With the database read. */
static sg_status judge(drift *d, const sg_standing *standing, const sg_vec *scripts)
{
    sg_differences before = {NULL, 0, 0};
    sg_model *wanted;
    bool comparable;
    bool fine = compare(d, &before, &wanted, &comparable);
    d->items = SG_NEW_ARRAY(d->runner->arena, const sg_difference *, before.count);
    for (size_t i = 0; i < before.count; i++) {
        if (counts(&before.items[i]))
            d->items[d->count++] = &before.items[i];
    }
    if (fine && d->count > 0)
        fine = drop_done(d, scripts);
    if (fine)
        drop_all_written(d, standing);
    sg_status status = fine ? report(d) : SG_STATUS_FAILED;
    if (!comparable && !d->runner->options->allow_drift && !sg_migrations_check_plans(d->migrations, d->runner->diags))
        status = SG_STATUS_BAD_INPUT;
    sg_model_free(wanted);
    return status;
}

/* Half of a migration may be there, and one that repairs begins at what is there. */
static bool is_between(const sg_runner *runner, const sg_vec *scripts)
{
    sg_diags *quiet = sg_diags_new();
    sg_history_place *places;
    size_t count = 0;
    (void)sg_history_places(runner->pg, runner->arena, &places, &count, quiet);
    sg_diags_free(quiet);
    for (size_t i = 0; i < scripts->count && count == 0; i++)
        count += sg_migration_repairs(runner->arena, ((const sg_script *)scripts->items[i])->migration);
    return count > 0;
}

sg_status sg_drift_check(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing,
                         const sg_vec *scripts)
{
    if (!migrations->layout->own || standing->counts[SG_STANDING_APPLIED] == 0 || scripts->count == 0 ||
        is_between(runner, scripts))
        return SG_STATUS_OK;
    drift d = {.runner = runner,
               .migrations = migrations,
               .taken = SG_NEW_ARRAY(runner->arena, bool, migrations->count),
               .quiet = sg_diags_new()};
    for (size_t i = 0; i < standing->count; i++) {
        if (standing->items[i].state == SG_STANDING_APPLIED)
            d.taken[standing->items[i].number - 1] = true;
    }
    d.found = sg_catalog_read(runner->pg, &(sg_catalog_options){.managed_only = true}, runner->diags);
    sg_status status = d.found != NULL ? judge(&d, standing, scripts) : SG_STATUS_FAILED;
    sg_model_free(d.found);
    sg_diags_free(d.quiet);
    return status;
}
