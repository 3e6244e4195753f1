/* What is to run, read and judged before any of it does. */
#include <string.h>

#include "runner.h"

sg_status sg_runner_pending(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing,
                            sg_vec *scripts)
{
    unsigned to = runner->options->to;
    bool fine = true;
    if (to > migrations->count) {
        sg_diag_add(runner->diags, SG_USAGE, SG_NOWHERE, "there is no migration number %u", to);
        return SG_STATUS_BAD_INPUT;
    }
    for (size_t i = 0; i < standing->count; i++) {
        const sg_standing_item *item = &standing->items[i];
        bool open = item->state == SG_STANDING_PENDING || item->state == SG_STANDING_OUT_OF_ORDER;
        if (!open || (to > 0 && item->number > to))
            continue;
        sg_script *script = sg_script_read(&migrations->items[item->number - 1], runner->diags);
        fine = script != NULL && fine;
        sg_vec_push(scripts, script);
    }
    return fine ? SG_STATUS_OK : SG_STATUS_BAD_INPUT;
}

/* Goes on where an earlier run stopped inside a migration, when that much of it is what it was. Steps of our own are
 * begun again: they see for themselves what is done. */
static bool resume(sg_runner *runner, sg_script *script, const sg_history_place *place)
{
    char checksum[SG_SHA256_HEX] = "";
    if (script->migration->layout->own || place->statements == 0)
        return true;
    if (place->statements <= script->statement_count)
        sg_script_checksum_to(script, place->statements, checksum);
    if (strcmp(checksum, place->checksum) == 0) {
        sg_script_resume(script, place->statements, sg_diags_arena(runner->diags));
        return true;
    }
    sg_diag *diag = sg_diag_add(runner->diags, SG_EDITED, SG_NOWHERE,
                                "the first %zu statements of %s are committed, and have been edited since",
                                place->statements, place->id);
    sg_diag_hint(runner->diags, diag, "restore them; what comes behind them may be mended");
    return false;
}

sg_status sg_runner_resume(sg_runner *runner, const sg_vec *scripts)
{
    sg_history_place *places;
    size_t count;
    bool fine = true;
    if (!sg_history_places(runner->pg, runner->arena, &places, &count, runner->diags))
        return SG_STATUS_FAILED;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < scripts->count; k++) {
            sg_script *script = scripts->items[k];
            if (strcmp(script->key, places[i].id) == 0)
                fine = resume(runner, script, &places[i]) && fine;
        }
    }
    return fine ? SG_STATUS_OK : SG_STATUS_REFUSED;
}
