/* From one language to the other and back: the schemas of all golden cases, of real projects in both languages. The
 * files of projects stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden_case.h"
#include "round_trip.h"
#include "source.h"

typedef struct round_tally {
    unsigned done, failed;
} round_tally;

static void check(round_tally *tally, sg_arena *arena, const char *name, const char *section, const sg_model *model)
{
    const char *wrong = round_trip(arena, model);

    tally->done++;
    if (wrong == NULL)
        return;
    tally->failed++;
    fprintf(stderr, "%s %s: %s\n", name, section, wrong);
}

static void check_case(round_tally *tally, const char *path)
{
    static const char *const sections[] = {"from", "to"};
    sg_arena *arena = sg_arena_new();
    golden_case *it = golden_case_read(arena, path);

    for (size_t i = 0; it != NULL && i < 2; i++) {
        const char *text = golden_case_get(it, sections[i]);
        sg_diags *diags = sg_diags_new();
        sg_model *model = text != NULL ? sg_source_text(path, text, strlen(text), false, diags) : NULL;
        /* some cases are about mistakes */
        if (model != NULL)
            check(tally, arena, it->name, sections[i], model);
        sg_model_free(model);
        sg_diags_free(diags);
    }
    sg_arena_free(arena);
}

static void check_file(round_tally *tally, const char *path)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    sg_model *model = sg_source_file(path, diags);

    /* some schemas of the corpus are not valid */
    if (model != NULL)
        check(tally, arena, path, "", model);
    sg_model_free(model);
    sg_arena_free(arena);
    sg_diags_free(diags);
}

static round_tally check_all(const char *folder, const char *pattern,
                             void (*visit)(round_tally *tally, const char *path))
{
    char path[4096];
    round_tally tally = {0, 0};
    glob_t found;

    snprintf(path, sizeof path, "%s/%s", folder, pattern);
    if (glob(path, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            visit(&tally, found.gl_pathv[i]);
    }
    globfree(&found);
    printf("%s: %u, %u failed\n", pattern, tally.done, tally.failed);
    return tally;
}

int main(void)
{
    static const char *const corpora[] = {"prisma/*/schema.prisma", "prisma/*/schema", "prisma/*/steps/*/*.prisma",
                                          "schema-json/ignition/v??.json"};
    const char *source = getenv("SCHEMAGEN_SOURCE"), *corpus = getenv("SCHEMAGEN_CORPUS");
    char beside[4096];
    unsigned failed = check_all(source, "tests/golden/cases/*.case", check_case).failed, done = 0;

    snprintf(beside, sizeof beside, "%s/../shared/corpus", source);
    for (size_t i = 0; i < sizeof corpora / sizeof corpora[0]; i++) {
        round_tally tally = check_all(corpus != NULL ? corpus : beside, corpora[i], check_file);
        done += tally.done;
        failed += tally.failed;
    }
    if (done == 0)
        printf("skipped 209: no corpus\n");
    return failed > 0;
}
