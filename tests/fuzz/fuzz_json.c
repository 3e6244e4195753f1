/* Any bytes as a schema file: read, finished, every diagnostic printed. */
#include <stdint.h>
#include <stdio.h>

#include "source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    sg_diags *diags = sg_diags_new();
    char *text = sg_arena_strndup(sg_diags_arena(diags), (const char *)data, size);
    sg_model *model = sg_source_text("schema.json", text, size, false, diags);
    sg_diags_print(diags, nowhere, SG_DIAG_TEXT, true);
    sg_diags_print(diags, nowhere, SG_DIAG_JSON, false);
    sg_model_free(model);
    sg_diags_free(diags);
    return 0;
}
