/* Schema files in their tidy layout. */
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "complete.h"
#include "file.h"
#include "folder.h"
#include "format.h"
#include "psl_read.h"
#include "schemagen/schema.h"
#include "session.h"
#include "source.h"

/* Compares a file with its tidy text, and writes that unless only a check was asked for. */
static void replace_file(schemagen_session *session, const char *path, const char *text, size_t length,
                         const sg_buf *tidy, const schemagen_tidy_options *options, schemagen_tidied *tidied)
{
    if (tidy->length == length && memcmp(tidy->data, text, length) == 0)
        return;
    tidied->changed = true;
    if (options->check)
        return;
    int error = sg_file_replace(path, tidy->data, tidy->length);
    if (error != 0)
        sg_diag_add(session->diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s", path, strerror(error));
    tidied->written |= error == 0;
}

static void tidy_json_file(schemagen_session *session, const char *path, const schemagen_tidy_options *options,
                           schemagen_tidied *tidied)
{
    size_t length = 0;
    char *text = NULL;
    sg_buf tidy;

    sg_buf_init(&tidy);
    if (sg_source_format(path, options->upgrade, &tidy, session->diags)) {
        int error = sg_file_read(session->arena, path, SIZE_MAX, &text, &length);
        if (error == 0)
            replace_file(session, path, text, length, &tidy, options, tidied);
        else
            sg_diag_add(session->diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
    }
    sg_buf_release(&tidy);
}

/* One file or all of a folder; a mistake leaves all of them alone. */
static void tidy_json(schemagen_session *session, const char *path, const schemagen_tidy_options *options,
                      schemagen_tidied *tidied)
{
    sg_model *model = sg_source_file(path, session->diags);
    const char **files = &path;
    size_t count = 1;
    int error = 0;

    if (model == NULL)
        return;
    sg_model_free(model);
    if (sg_folder_is(path))
        error = sg_folder_files(session->arena, path, &files, &count);
    if (error != 0)
        sg_diag_add(session->diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
    for (size_t i = 0; i < count; i++)
        tidy_json_file(session, files[i], options, tidied);
}

/* One file or all of a folder; a mistake of grammar leaves all of them alone. */
static void tidy_prisma(schemagen_session *session, const char *path, const schemagen_tidy_options *options,
                        schemagen_tidied *tidied)
{
    const sg_psl_schema *schema = sg_psl_read(path, session->diags);

    if (schema == NULL || sg_diags_errors(session->diags) > 0)
        return;
    const sg_psl_file *complete = sg_psl_complete(schema, session->diags)->first;
    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next, complete = complete->next) {
        sg_buf tidy;
        sg_buf_init(&tidy);
        if (sg_psl_format(complete, &tidy))
            replace_file(session, file->source->path, file->source->text, file->source->length, &tidy, options, tidied);
        sg_buf_release(&tidy);
    }
}

schemagen_status schemagen_tidy(schemagen_session *session, const schemagen_tidy_options *options,
                                schemagen_tidied *tidied)
{
    static const schemagen_tidy_options defaults = {0};
    const char *path = schemagen_session_schema(session);

    options = options ? options : &defaults;
    sg_session_begin(session);
    *tidied = (schemagen_tidied){.schema = sg_arena_strdup(session->arena, path)};
    if (sg_psl_is_path(path))
        tidy_prisma(session, path, options, tidied);
    else
        tidy_json(session, path, options, tidied);
    return sg_session_end(session, tidied->changed && options->check ? SCHEMAGEN_DIFFERENT : SCHEMAGEN_OK);
}
