/* url.h - which database: the choice of the URL, and keeping its password to ourselves. */
#ifndef SG_URL_H
#define SG_URL_H

#include <stdbool.h>

#include "arena.h"
#include "diag.h"

/* Where a URL may come from, in order. Each is a URL, a libpq connection string ("host=... dbname=..."),
 * or "env(NAME)"; NULL or "": not said. */
typedef struct sg_url_sources {
    const char *option;     /* --url */
    const char *direct_url; /* of the datasource */
    const char *url;
    const char *dotenv; /* path of the file that is asked after the environment; NULL: ".env" */
    bool surroundings;  /* when none of these says anything: PGHOST, PGSERVICE and the like, as for libpq's own programs
                         */
} sg_url_sources;

typedef struct sg_url {
    const char *value;  /* with its password: for sg_pg_open alone */
    const char *shown;  /* "postgresql://user:***@host:5432/db" */
    const char *origin; /* "--url", "directUrl, from DIRECT_URL in .env" */
    const char *direct; /* what to do when it leads to a pooler: names the variable or option; NULL: not known */
} sg_url;

/* The first of the sources that has a value; an env(NAME) that is set nowhere counts as "not said". All secrets of
 * the URL are given to sg_diags_redact. False after reporting SG0500, which names the variables looked for. A URL from
 * the surroundings has the value "", which leaves all to libpq. Strings live in `arena`. */
bool sg_url_choose(sg_arena *arena, const sg_url_sources *sources, sg_url *url, sg_diags *diags);

/* The URL with every password replaced by ***. Works on malformed ones too: what cannot be told apart from a
 * password is hidden. */
const char *sg_url_hide(sg_arena *arena, const char *url);
/* Gives all passwords of a URL or connection string to the sink, as written and percent-decoded. */
void sg_url_redact(const char *url, sg_diags *diags);

/* The URL without the parameters that other clients keep in it and libpq refuses (pgbouncer, connection_limit, ...).
 * `*schema`: what Prisma's `schema` says, the schema that unqualified names are meant to be in; NULL: not said.
 * Connection strings come back as they are. */
const char *sg_url_for_libpq(sg_arena *arena, const char *url, const char **schema);

/* Value of NAME in the text of a .env file: KEY=VALUE lines, `export ` before them, '...' or "..." around values,
 * # comments; the last line of a name counts. NULL when it is not there. */
const char *sg_dotenv_find(sg_arena *arena, const char *text, const char *name);

#endif
