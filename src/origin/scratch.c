/* Databases that nobody misses: on the server that was named, or on a throw-away one. */
#include <sys/random.h>

#include "origin_private.h"

/* Several runs may use one server at a time. */
static const char *make_name(sg_origins *origins)
{
    unsigned long long number = 0;

    (void)!getrandom(&number, sizeof number, 0);
    return sg_arena_printf(origins->arena, "schemagen_scratch_%016llx_%u", number, ++origins->made);
}

static bool start_server(sg_origins *origins, sg_diags *diags)
{
    if (origins->options.talk != NULL)
        origins->options.talk(origins->options.talk_context, "Scripts run on a throw-away server");
    origins->server = sg_server_start(diags);
    if (origins->server == NULL)
        return false;
    origins->url = (sg_url){sg_server_url(origins->server), "the throw-away server", "throw-away", NULL};
    return true;
}

static bool choose_server(sg_origins *origins, sg_diags *diags)
{
    sg_url_sources sources = {.option = origins->options.scratch_url};

    if (origins->url.value != NULL)
        return true;
    if (origins->options.scratch_url == NULL)
        return start_server(origins, diags);
    return sg_url_choose(origins->arena, &sources, &origins->url, diags);
}

static sg_pg *connect_to(sg_origins *origins, const char *database, sg_diags *diags)
{
    sg_pg_options options = {.database = database};
    sg_pg *pg;

    sg_pg_open(&origins->url, &options, diags, &pg);
    return pg;
}

sg_scratch *sg_scratch_make(sg_origins *origins, sg_diags *diags)
{
    sg_scratch *scratch;

    if (!choose_server(origins, diags))
        return NULL;
    scratch = SG_NEW(origins->arena, sg_scratch);
    *scratch = (sg_scratch){.name = make_name(origins), .admin = connect_to(origins, NULL, diags)};
    if (scratch->admin == NULL)
        return NULL;
    scratch->next = origins->scratch;
    origins->scratch = scratch;
    const char *sql = sg_arena_printf(origins->arena, "CREATE DATABASE %s TEMPLATE template0", scratch->name);
    return sg_pg_run(scratch->admin, sql, diags) ? scratch : NULL;
}

sg_pg *sg_scratch_connect(sg_origins *origins, const sg_scratch *scratch, sg_diags *diags)
{
    return connect_to(origins, scratch->name, diags);
}

void sg_scratch_drop(sg_origins *origins)
{
    for (sg_scratch *scratch = origins->scratch; scratch != NULL; scratch = scratch->next) {
        (void)sg_pg_run(scratch->admin,
                        sg_arena_printf(origins->arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", scratch->name),
                        NULL);
        sg_pg_close(scratch->admin);
    }
    origins->scratch = NULL;
}
