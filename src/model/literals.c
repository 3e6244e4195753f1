/* Texts in expressions that name something by the type that they are cast to: 'billing.german'::regconfig. */
#include <ctype.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

static const sg_kind *kind_of(const char *type, size_t length)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const char *own = sg_kinds[i]->literal_type;
        if (own != NULL && strlen(own) == length && strncmp(own, type, length) == 0)
            return sg_kinds[i];
    }
    return NULL;
}

/* As the server reads it: lower case outside of quotes. */
static void split(sg_arena *arena, const char *text, const char **schema, const char **name)
{
    char *folded = sg_arena_strdup(arena, text);
    bool quoted = false;
    for (char *at = folded; *at != '\0'; at++) {
        quoted ^= *at == '"';
        *at = quoted ? *at : (char)tolower((unsigned char)*at);
    }
    sg_name_parts(arena, folded, schema, name);
}

static void resolve(sg_model *model, sg_object *object, const char *key, const char *literal)
{
    const char *schema, *name, *text = strchr(literal, '\x1f');
    const sg_kind *kind = kind_of(literal, (size_t)(text - literal));
    if (kind == NULL)
        return;
    split(model->arena, text + 1, &schema, &name);
    sg_object *named = sg_model_find(model, kind, schema, NULL, name);
    if (named != NULL)
        sg_object_depend(object, named);
    else
        sg_model_note_missing(model, object, key, kind->literal_type,
                              sg_arena_printf(model->arena, "%s\x1f%s", schema, name));
}

void sg_literals_resolve(sg_model *model, sg_object *object, const char *key, const char *const *literals, size_t count)
{
    for (size_t i = 0; i < count; i++)
        resolve(model, object, key, literals[i]);
}

const char *sg_literal_follow(sg_arena *arena, const char *type, const char *text, const sg_object *target,
                              const char *old_schema, const char *old_name)
{
    const char *schema, *name;
    if (target->kind->literal_type == NULL || strcmp(target->kind->literal_type, type) != 0)
        return NULL;
    split(arena, text, &schema, &name);
    if (strcmp(schema, old_schema) != 0 || strcmp(name, old_name) != 0)
        return NULL;
    sg_buf buf;
    sg_buf_init(&buf);
    if (strcmp(target->schema, "public") != 0) {
        sg_sql_ident_as_server(&buf, target->schema);
        sg_buf_addc(&buf, '.');
    }
    sg_sql_ident_as_server(&buf, target->name);
    const char *now = sg_arena_strndup(arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return now;
}
