/* Any bytes as a script: split into statements, hashed by tokens. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sg_arena *arena = sg_arena_new();
    char *script = sg_arena_strndup(arena, (const char *)data, size);
    sg_statement *statements;
    size_t count, open_at, end = 0;
    char hex[65];
    if (sg_split(arena, script, size, &statements, &count, &open_at)) {
        for (size_t i = 0; i < count; i++) {
            /* statements stand in order, inside the script, and are what stands there */
            if (statements[i].start < end || statements[i].end > size || statements[i].end <= statements[i].start ||
                memcmp(statements[i].text, script + statements[i].start, statements[i].end - statements[i].start) != 0)
                abort();
            end = statements[i].end;
        }
    } else if (open_at > size) {
        abort();
    }
    sg_script_checksum(script, size, hex);
    sg_arena_free(arena);
    return 0;
}
