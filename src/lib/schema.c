#include "schemagen/schema.h"

#include <string.h>

#include "file.h"
#include "kind.h"
#include "session.h"
#include "source.h"

/* Embedded files: what `init` writes. */
extern const char sg_lib_starter_json[];
extern const char sg_lib_schemagen_json[];

static void report_write(schemagen_session *session, const char *path, int error)
{
    sg_diag_add(session->diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s", path, strerror(error));
}

/* The directory part of a path, "." when there is none. */
static const char *directory_of(schemagen_session *session, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : sg_arena_strndup(session->arena, path, (size_t)(slash - path));
}

/* Both files; the schema file last, so that it is never there without the other. */
static bool write_starter(schemagen_session *session, const char *path)
{
    const char *directory = directory_of(session, path);
    const char *description = sg_arena_printf(session->arena, "%s/schemagen.schema.json", directory);
    int error = sg_dir_make(directory);

    if (error == 0)
        error = sg_file_replace(description, sg_lib_schemagen_json, strlen(sg_lib_schemagen_json));
    if (error == 0)
        error = sg_file_replace(path, sg_lib_starter_json, strlen(sg_lib_starter_json));
    if (error != 0)
        report_write(session, path, error);
    return error == 0;
}

schemagen_status schemagen_init(schemagen_session *session, schemagen_started *started)
{
    const char *path = schemagen_session_schema(session);

    *started = (schemagen_started){0};
    sg_session_begin(session);
    if (sg_file_exists(path)) {
        sg_diag *diag = sg_diag_add(session->diags, SG_FILE_EXISTS, SG_NOWHERE, "%s is there already", path);

        sg_diag_hint(session->diags, diag, "choose another path with --schema, or edit the file");
    } else if (write_starter(session, path)) {
        started->schema = sg_arena_strdup(session->arena, path);
    }
    return sg_session_end(session, SCHEMAGEN_OK);
}

schemagen_status schemagen_validate(schemagen_session *session, schemagen_checked *checked)
{
    const char *path = schemagen_session_schema(session);
    sg_migrations *migrations;
    sg_model *model;

    *checked = (schemagen_checked){0};
    sg_session_begin(session);
    model = sg_session_keep_model(session, sg_source_file(path, session->diags));
    (void)sg_session_check_target(session, model, 0);
    migrations = sg_session_migrations(session);
    if (migrations)
        sg_migrations_check(migrations, session->diags);
    if (model && migrations) {
        const sg_kind *table = sg_kind_named("table");

        *checked = (schemagen_checked){
            .schema = sg_arena_strdup(session->arena, path),
            .objects = model->count,
            .migrations = migrations->count,
            .warnings = sg_diags_warnings(session->diags),
        };
        for (const sg_object *object = model->first[sg_kind_number(table)]; object; object = object->next)
            checked->tables++;
    }
    return sg_session_end(session, SCHEMAGEN_OK);
}
