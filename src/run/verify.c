/* Comparing the database with the snapshot. */
#include "kind.h"
#include "run.h"

/* Leaves out the extensions that nobody declared: where the schema is open they are there by other means. */
static void drop_providers(sg_differences *differences, sg_arena *arena)
{
    sg_difference *kept = SG_NEW_ARRAY(arena, sg_difference, differences->count);
    size_t count = 0;

    for (size_t i = 0; i < differences->count; i++) {
        const sg_difference *difference = &differences->items[i];
        if (difference->class != SG_DIFFERENCE_UNWANTED || !(difference->found->kind->flags & SG_KIND_PROVIDER))
            kept[count++] = *difference;
    }
    *differences = (sg_differences){kept, count, differences->compared};
}

sg_status sg_run_verify(sg_pg *pg, const sg_migrations *migrations, bool open, sg_arena *arena, sg_verified *verified,
                        sg_diags *diags)
{
    *verified = (sg_verified){.wanted = sg_migrations_snapshot(migrations, diags)};
    if (verified->wanted == NULL)
        return SG_STATUS_BAD_INPUT;
    verified->found = sg_catalog_read(pg, NULL, diags);
    if (verified->found != NULL)
        sg_catalog_tell_unmanaged(verified->found, "the database", diags);
    if (verified->found == NULL ||
        !sg_catalog_compare(pg, verified->wanted, verified->found, arena, &verified->differences, diags))
        return SG_STATUS_FAILED;
    if (open)
        drop_providers(&verified->differences, arena);
    return verified->differences.count == 0 ? SG_STATUS_OK : SG_STATUS_DIFFERENT;
}

void sg_verified_release(sg_verified *verified)
{
    sg_model_free(verified->wanted);
    sg_model_free(verified->found);
    *verified = (sg_verified){0};
}
