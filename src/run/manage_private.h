/* manage_private.h - what the files of manage.h share. */
#ifndef SG_MANAGE_PRIVATE_H
#define SG_MANAGE_PRIVATE_H

#include "manage.h"
#include "standing.h"

/* History and directory side by side, once the history is found to be sound; makes its tables where there are none. */
sg_status sg_manage_read(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_standing *standing,
                         sg_diags *diags);

#endif
