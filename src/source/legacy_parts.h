/* legacy_parts.h - constraints, indexes and seeds of the older shape. */
#ifndef SG_LEGACY_PARTS_H
#define SG_LEGACY_PARTS_H

#include "legacy_check.h"

/* A table's list of constraints, into "uniques" and "foreignKeys" of `made`. `list` may be NULL. */
void sg_legacy_convert_constraints(sg_legacy *legacy, const char *pointer, const char *table, struct json_object *list,
                                   struct json_object *made);
/* True when a foreign key of the made table has this column alone. */
bool sg_legacy_has_foreign_key(struct json_object *made, const char *column);

/* The map from table to list of indexes, into the made tables. `map` may be NULL. */
void sg_legacy_convert_indexes(sg_legacy *legacy, struct json_object *map);

/* The seeds, into "seeds" of the new tree. `map` may be NULL. */
void sg_legacy_convert_seeds(sg_legacy *legacy, struct json_object *map, struct json_object *tree);

#endif
