/* database_print.h - what printing migrations shares. */
#ifndef SG_DATABASE_PRINT_H
#define SG_DATABASE_PRINT_H

#include "schemagen/database.h"

/* "17 ms", "2.3 s", "4 min 10 s"; "-" for what has not run. */
void sg_format_duration(long long milliseconds, char *text, size_t size);
/* `"migrations": [...]` */
void sg_print_migrations(const schemagen_migration *items, size_t count, FILE *out);

#endif
