/* parse.c - parses files with json-c and does nothing else: `bench_parse FILE...`. What schemagen costs is measured
 * against this. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"

enum { FILES_MAX = 8, SIZE_MAX_BYTES = 1 << 30 };

/* Kept until the end: freeing is no part of parsing. */
static json_object *parsed[FILES_MAX];

int main(int argc, char **argv)
{
    sg_arena *arena = sg_arena_new();

    if (argc < 2 || argc > FILES_MAX) {
        fprintf(stderr, "usage: bench_parse FILE...\n");
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++) {
        char *text;
        size_t length;
        int error = sg_file_read(arena, argv[i], SIZE_MAX_BYTES, &text, &length);

        if (error) {
            fprintf(stderr, "%s: %s\n", argv[i], strerror(error));
            return EXIT_FAILURE;
        }
        parsed[i - 1] = json_tokener_parse(text);
        if (!parsed[i - 1]) {
            fprintf(stderr, "%s: not JSON\n", argv[i]);
            return EXIT_FAILURE;
        }
    }
    sg_arena_free(arena);
    return EXIT_SUCCESS;
}
