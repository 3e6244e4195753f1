/* From one language to the other, over the canonical tree that both stand for. */
#include <json-c/json.h>

#include "json.h"
#include "lost.h"
#include "psl_read.h"
#include "raise.h"
#include "source.h"

void sg_source_write_json(sg_buf *buf, const sg_model *model)
{
    sg_json_write_file(buf, model);
}

void sg_source_write_prisma(sg_buf *buf, const sg_model *model)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_json_write_file(&text, model);
    struct json_object *root = json_tokener_parse(text.data);
    sg_psl_raise(root, buf);
    json_object_put(root);
    sg_buf_release(&text);
}

void sg_source_tell_lost(const char *path, sg_diags *diags)
{
    const sg_psl_schema *schema = sg_psl_read(path, diags);

    if (schema != NULL)
        sg_psl_tell_lost(schema, diags);
}
