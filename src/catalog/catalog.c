/* Reading: what kinds of objects there are, and the queries of those, all sent at once; in one transaction. */
#include "catalog.h"

#include <string.h>

#include "inventory.h"
#include "kind.h"
#include "rows.h"

/* Where the runner keeps its own things. */
#define OWN_SCHEMA "schemagen"

static bool is_asked_for(const char *schema, const char *const *schemas)
{
    if (schema == NULL)
        return true;
    if (strcmp(schema, OWN_SCHEMA) == 0)
        return false;
    for (size_t i = 0; schemas != NULL && schemas[i] != NULL; i++) {
        if (strcmp(schemas[i], schema) == 0)
            return true;
    }
    return schemas == NULL;
}

/* Columns of every catalog_sql; behind them comes the definition. */
enum { SCHEMA, PARENT, NAME, COMMENT, DEFINITION };

static sg_cell_type cell_type(const sg_result *result, size_t column)
{
    static const sg_cell_type types[] = {[SG_RESULT_TEXT] = SG_CELL_TEXT,
                                         [SG_RESULT_BOOLEAN] = SG_CELL_BOOLEAN,
                                         [SG_RESULT_INTEGER] = SG_CELL_INTEGER,
                                         [SG_RESULT_JSON] = SG_CELL_JSON};
    return types[sg_result_column_type(result, column)];
}

static bool add_row(sg_rows *rows, const sg_kind *kind, const sg_result *result, size_t i, sg_row *row, sg_cell *cells)
{
    row->schema = sg_result_text(result, i, SCHEMA);
    row->parent = sg_result_text(result, i, PARENT);
    row->name = sg_result_text(result, i, NAME);
    row->comment = sg_result_text(result, i, COMMENT);
    for (size_t k = 0; k < row->cell_count; k++)
        cells[k].text = sg_result_text(result, i, DEFINITION + k);
    return sg_rows_add(rows, kind, row);
}

/* One reading, in two batches: BEGIN, settings, which kinds there are; a query for each of these, access, inventory,
 * facts, ROLLBACK. Each answer is worked on while the server is at the next. */
typedef struct sg_reading {
    sg_arena *arena;
    const sg_catalog_options *options;
    sg_diags *diags;
    sg_pg_request *requests;
    struct sg_reading_step *steps; /* what each request is for */
    size_t count;
    bool *absent;  /* by the order of kinds: there is nothing of this one */
    sg_rows *rows; /* until all kinds are read */
    bool fine;
    sg_model *model; /* from then on; NULL when something went wrong */
    sg_inventory *inventory;
} sg_reading;

typedef struct sg_reading_step {
    void (*read)(sg_reading *reading, const struct sg_reading_step *step, const sg_result *result); /* or NULL */
    const sg_kind *kind;
    bool last; /* of the kinds */
} sg_reading_step;

static bool add_rows(const sg_reading *reading, const sg_kind *kind, const sg_result *result)
{
    size_t count = sg_result_columns(result) - DEFINITION;
    sg_cell *cells = SG_NEW_ARRAY(reading->arena, sg_cell, count);
    for (size_t k = 0; k < count; k++)
        cells[k] = (sg_cell){.key = sg_result_name(result, DEFINITION + k), .type = cell_type(result, DEFINITION + k)};
    sg_row row = {.cells = cells, .cell_count = count};
    bool fine = true;
    for (size_t i = 0; fine && i < sg_result_rows(result); i++) {
        const char *place = sg_result_text(result, i, kind->flags & SG_KIND_NAMESPACE ? NAME : SCHEMA);
        if (is_asked_for(place, reading->options->schemas))
            fine = add_row(reading->rows, kind, result, i, &row, cells);
    }
    return fine;
}

/* One row, with a column for each kind that may be absent. */
static void read_kinds(sg_reading *reading, const sg_reading_step *step, const sg_result *result)
{
    (void)step;
    for (size_t i = 0, column = 0; i < sg_kind_count; i++) {
        if (sg_kinds_ordered()[i]->seldom != NULL)
            reading->absent[i] = strcmp(sg_result_text(result, 0, column++), "f") == 0;
    }
}

static void read_kind(sg_reading *reading, const sg_reading_step *step, const sg_result *result)
{
    reading->fine = reading->fine && add_rows(reading, step->kind, result);
    if (!step->last)
        return;
    reading->model = sg_rows_finish(reading->rows, reading->fine);
    reading->rows = NULL;
    if (reading->model != NULL)
        reading->inventory = sg_inventory_new(reading->model);
}

static void read_access(sg_reading *reading, const sg_reading_step *step, const sg_result *result)
{
    (void)step;
    if (reading->inventory != NULL)
        reading->fine = sg_inventory_access(reading->inventory, result, reading->diags);
}

static void read_inventory(sg_reading *reading, const sg_reading_step *step, const sg_result *result)
{
    (void)step;
    if (reading->inventory != NULL)
        sg_inventory_compare(reading->inventory, result);
}

static void read_facts(sg_reading *reading, const sg_reading_step *step, const sg_result *result)
{
    (void)step;
    if (reading->inventory != NULL)
        sg_inventory_facts(reading->inventory, result);
}

static void read_answer(void *context, size_t request, const sg_result *result)
{
    sg_reading *reading = context;
    const sg_reading_step *step = &reading->steps[request];
    if (step->read != NULL)
        step->read(reading, step, result);
}

static sg_reading_step *ask(sg_reading *reading, const char *sql, sg_reading_step step)
{
    reading->steps[reading->count] = step;
    reading->requests[reading->count] = (sg_pg_request){.sql = sql, .again = reading->options->again};
    return &reading->steps[reading->count++];
}

/* The catalogs of a big database fit into this much memory, where hash joins are never slower than merge joins. To
 * compile a query, to share it out, and to try all orders and ways of joins would take longer than what is won. */
static const char settings_sql[] = "SELECT pg_catalog.set_config('work_mem', '64MB', true), "
                                   "pg_catalog.set_config('jit', 'off', true), "
                                   "pg_catalog.set_config('max_parallel_workers_per_gather', '0', true), "
                                   "pg_catalog.set_config('enable_mergejoin', 'off', true), "
                                   "pg_catalog.set_config('join_collapse_limit', '4', true)";

/* Statements are asked for anew. */
static void clear(sg_reading *reading)
{
    const size_t room = sg_kind_count + 4;
    reading->requests = SG_NEW_ARRAY(reading->arena, sg_pg_request, room);
    reading->steps = SG_NEW_ARRAY(reading->arena, sg_reading_step, room);
    reading->count = 0;
}

static void plan_beginning(sg_reading *reading)
{
    sg_buf sql;
    sg_buf_init(&sql);
    for (size_t i = 0; i < sg_kind_count; i++) {
        const char *seldom = sg_kinds_ordered()[i]->seldom;
        if (seldom != NULL)
            sg_buf_addf(&sql, "%s EXISTS (SELECT FROM pg_catalog.%s)", sql.length > 0 ? "," : "SELECT", seldom);
    }
    clear(reading);
    (void)ask(reading, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", (sg_reading_step){0});
    (void)ask(reading, settings_sql, (sg_reading_step){0});
    (void)ask(reading, sg_arena_strdup(reading->arena, sql.data), (sg_reading_step){.read = read_kinds});
    reading->requests[reading->count - 1].again = false; /* its text is gone then */
    sg_buf_release(&sql);
}

static void plan_kinds(sg_reading *reading)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    clear(reading);
    sg_reading_step *last = reading->steps; /* tables are always asked for */
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (kinds[i]->catalog_sql != NULL && !reading->absent[i])
            last = ask(reading, kinds[i]->catalog_sql, (sg_reading_step){.read = read_kind, .kind = kinds[i]});
    }
    last->last = true;
    (void)ask(reading, sg_catalog_access_sql, (sg_reading_step){.read = read_access});
    if (reading->options->schemas == NULL && !reading->options->managed_only) {
        (void)ask(reading, sg_catalog_inventory_sql, (sg_reading_step){.read = read_inventory});
        (void)ask(reading, sg_catalog_facts_sql, (sg_reading_step){.read = read_facts});
    }
    (void)ask(reading, "ROLLBACK", (sg_reading_step){0});
}

static bool send_batch(sg_reading *reading, sg_pg *pg)
{
    return sg_pg_batch(pg, reading->requests, reading->count, read_answer, reading);
}

/* The model, if all went well. */
static sg_model *end_reading(sg_reading *reading, bool answered)
{
    if (reading->rows != NULL)
        (void)sg_rows_finish(reading->rows, false);
    sg_inventory_end(reading->inventory);
    if (!(answered && reading->fine)) {
        sg_model_free(reading->model);
        reading->model = NULL;
    }
    return reading->model;
}

sg_model *sg_catalog_read(sg_pg *pg, const sg_catalog_options *options, sg_diags *diags)
{
    static const sg_catalog_options plain = {0};
    sg_reading reading = {
        .arena = sg_arena_new(), .options = options != NULL ? options : &plain, .diags = diags, .fine = true};
    reading.rows = sg_rows_new(reading.options->verbatim, diags);
    reading.absent = SG_NEW_ARRAY(reading.arena, bool, sg_kind_count);
    plan_beginning(&reading);
    bool answered = send_batch(&reading, pg);
    if (answered) {
        plan_kinds(&reading);
        answered = send_batch(&reading, pg);
    }
    if (!answered)
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
    if (sg_pg_where(pg) == SG_PG_IN_FAILED_TRANSACTION)
        (void)sg_pg_run(pg, "ROLLBACK", NULL);
    sg_model *model = end_reading(&reading, answered);
    sg_arena_free(reading.arena);
    return model;
}

void sg_catalog_tell_unmanaged(const sg_model *model, const char *name, sg_diags *diags)
{
    if (model->unmanaged_count == 0)
        return;
    sg_diag *diag = sg_diag_add(diags, SG_UNMANAGED, SG_NOWHERE, "%s: %zu of its objects and settings are not managed",
                                name, model->unmanaged_count);
    for (size_t i = 0; i < model->unmanaged_count; i++)
        sg_diag_note(diags, diag, SG_NOWHERE, "%s", sg_arena_strdup(sg_diags_arena(diags), model->unmanaged[i]));
}
