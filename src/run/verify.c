/* Comparing the database with the snapshot. */
#include "run.h"

sg_status sg_run_verify(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_verified *verified,
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
    return verified->differences.count == 0 ? SG_STATUS_OK : SG_STATUS_DIFFERENT;
}

void sg_verified_release(sg_verified *verified)
{
    sg_model_free(verified->wanted);
    sg_model_free(verified->found);
    *verified = (sg_verified){0};
}
