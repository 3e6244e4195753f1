#include <errno.h>
#include <string.h>

#include "buf.h"
#include "fileset_private.h"

#define JOURNAL_HEAD "schemagen journal 1"

static const char *const phase_words[SG_PHASES] = {"prepare", "commit", "undo"};
static const char *const kind_words[SG_KINDS] = {"dir", "new", "replace"};

/* A journal may come with files from anywhere: nothing outside the root is touched. */
bool sg_path_is_inside(const char *name)
{
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/\n");

        if (length == 0 || (length == 1 && part[0] == '.') || (length == 2 && strncmp(part, "..", 2) == 0))
            return false;
        part += length;
        if (*part != '/')
            return *part == '\0';
    }
}

int sg_journal_write(sg_fileset *set, enum sg_phase phase)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, "%s\n%s\n", JOURNAL_HEAD, phase_words[phase]);
    for (const sg_target *t = set->targets; t; t = t->next)
        sg_buf_addf(&text, "%s %s\n", kind_words[t->kind], t->name);
    set->phase = phase;
    int error = sg_file_replace(set->journal, text.data, text.length);
    sg_buf_release(&text);
    return sg_fileset_failing(set, set->journal, error);
}

static bool find_word(const char *const *words, size_t count, const char *word, size_t *found)
{
    for (*found = 0; *found < count; ++*found) {
        if (strcmp(words[*found], word) == 0)
            return true;
    }
    return false;
}

int sg_journal_parse(sg_fileset *set, char *text)
{
    size_t word, number = 0;

    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, number++) {
        *end = '\0';
        if (number == 0 && strcmp(line, JOURNAL_HEAD) != 0)
            return EBADMSG;
        if (number == 1) {
            if (!find_word(phase_words, SG_PHASES, line, &word))
                return EBADMSG;
            set->phase = (enum sg_phase)word;
        }
        if (number < 2)
            continue;
        char *space = strchr(line, ' ');
        if (!space)
            return EBADMSG;
        *space = '\0';
        if (!find_word(kind_words, SG_KINDS, line, &word) || !sg_path_is_inside(space + 1))
            return EBADMSG;
        sg_fileset_target(set, (enum sg_target_kind)word, space + 1);
    }
    return number < 2 ? EBADMSG : 0;
}
