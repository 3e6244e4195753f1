/* Schema files in the other language. */
#include <string.h>

#include "buf.h"
#include "file.h"
#include "psl_read.h"
#include "schemagen/schema.h"
#include "session.h"
#include "source.h"

static const char *const words[] = {[SCHEMAGEN_LANGUAGE_JSON] = "json", [SCHEMAGEN_LANGUAGE_PRISMA] = "prisma"};

const char *schemagen_language_word(schemagen_language language)
{
    return words[language];
}

bool schemagen_language_named(const char *word, schemagen_language *language)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            *language = (schemagen_language)i;
            return true;
        }
    }
    return false;
}

void sg_session_write(schemagen_session *session, const char *path, const char *text)
{
    int error = sg_file_replace(path, text, strlen(text));

    if (error != 0)
        sg_diag_add(session->diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s", path, strerror(error));
}

const char *sg_session_say(schemagen_session *session, const sg_model *model, schemagen_language to)
{
    sg_buf text;

    sg_buf_init(&text);
    if (to == SCHEMAGEN_LANGUAGE_PRISMA)
        sg_source_write_prisma(&text, model);
    else
        sg_source_write_json(&text, model);
    const char *copy = sg_arena_strndup(session->arena, text.data, text.length);
    sg_buf_release(&text);
    return copy;
}

static void convert(schemagen_session *session, const char *path, const schemagen_convert_options *options,
                    schemagen_converted *converted)
{
    bool is_prisma = sg_psl_is_path(path);

    if (is_prisma && options->to == SCHEMAGEN_LANGUAGE_PRISMA) {
        sg_diag *diag = sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "%s is in the Prisma language already", path);
        sg_diag_hint(session->diags, diag, "schemagen format gives it the tidy layout");
        return;
    }
    sg_origins *origins = sg_session_origins(session, false);
    const sg_model *model = sg_session_read(session, origins, path);
    sg_origins_free(origins);
    if (model == NULL)
        return;
    if (is_prisma)
        sg_source_tell_lost(path, session->diags);
    converted->text = sg_session_say(session, model, options->to);
    if (options->output != NULL)
        sg_session_write(session, options->output, converted->text);
    converted->warnings = sg_diags_warnings(session->diags);
}

schemagen_status schemagen_convert(schemagen_session *session, const schemagen_convert_options *options,
                                   schemagen_converted *converted)
{
    const char *path = schemagen_session_schema(session);

    sg_session_begin(session);
    *converted = (schemagen_converted){
        .schema = sg_arena_strdup(session->arena, path),
        .to = options->to,
        .output = options->output != NULL ? sg_arena_strdup(session->arena, options->output) : NULL,
    };
    convert(session, path, options, converted);
    return sg_session_end(session, SCHEMAGEN_OK);
}
