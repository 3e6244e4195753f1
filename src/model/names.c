/* Lists of column names, and qualified names as files write them. */
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

void sg_json_write_names(sg_buf *buf, const sg_names *names)
{
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        sg_buf_add_json(buf, names->items[i]);
    }
    sg_buf_addc(buf, ']');
}

bool sg_names_equal(const sg_names *a, const sg_names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    }
    return true;
}

bool sg_names_has(const sg_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

void sg_names_rename(sg_names *names, const char *from, const char *to)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], from) == 0)
            names->items[i] = to;
    }
}

/* ChooseIndexNameAddition: the columns joined by _, not longer than a name. */
const char *sg_names_default_name(sg_model *model, const char *table, const sg_names *names, const char *label)
{
    char room[SG_BUF_ROOM];
    sg_buf joined;
    sg_buf_init_in(&joined, room, sizeof room);
    for (size_t i = 0; i < names->count && joined.length < SG_NAME_BYTES + 1; i++)
        sg_buf_addf(&joined, "%s%s", i > 0 ? "_" : "", names->items[i]);
    const char *name = sg_sql_default_name(model->arena, table, joined.data, label);
    sg_buf_release(&joined);
    return name;
}

sg_diag *sg_names_unknown(sg_model *model, sg_diags *diags, const sg_object *object, const char *key,
                          const sg_object *table, const char *name)
{
    const sg_kind *column = sg_kind_with(SG_KIND_COLUMN);
    sg_vec known = SG_VEC_EMPTY;
    const char *now = NULL;
    SG_EACH_CHILD(child, table, column)
    {
        sg_vec_push(&known, (void *)child->name);
        if (sg_text_equal(sg_rare_of(child)->renamed_from, name))
            now = child->name;
    }
    sg_diag *diag = sg_object_error(model, diags, object, key, SG_UNKNOWN_COLUMN, "%s \"%s\" has no column \"%s\"",
                                    table->kind->name, table->name, name);
    const char *near = sg_text_nearest(name, (const char *const *)known.items, known.count);
    if (now != NULL)
        sg_diag_hint(diags, diag, "it is called \"%s\" now", now);
    else if (near != NULL)
        sg_diag_hint(diags, diag, "did you mean \"%s\"?", near);
    sg_vec_release(&known);
    return diag;
}

bool sg_names_resolve(sg_model *model, sg_diags *diags, sg_object *object, const char *key, const sg_object *table,
                      const sg_names *names)
{
    const sg_kind *column = sg_kind_with(SG_KIND_COLUMN);
    bool fine = true;
    for (size_t i = 0; i < names->count; i++) {
        sg_object *target = sg_child_named(table, column, names->items[i]);
        if (target != NULL) {
            sg_object_depend(object, target);
            continue;
        }
        if (!sg_kind_declares_columns(table->kind))
            continue;
        const char *place = sg_arena_printf(model->arena, "%s/%zu", key, i);
        sg_names_unknown(model, diags, object, place, table, names->items[i]);
        fine = false;
    }
    return fine;
}

/* One part of a qualified name; "" inside quotes stands for a quote. Returns what follows. */
static const char *split_part(sg_arena *arena, const char *at, const char **part)
{
    if (*at != '"') {
        size_t length = strcspn(at, ".(");
        length = at[length] == '(' ? strlen(at) : length; /* argument types and all that follows */
        *part = sg_arena_strndup(arena, at, length);
        return at + length;
    }
    sg_buf buf;
    sg_buf_init(&buf);
    for (at++; *at != '\0'; at++) {
        if (*at == '"' && at[1] != '"')
            break;
        if (*at == '"')
            at++;
        sg_buf_addc(&buf, *at);
    }
    *part = sg_arena_strndup(arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return *at == '"' ? at + 1 : at;
}

bool sg_name_parts(sg_arena *arena, const char *written, const char **schema, const char **name)
{
    *schema = "public";
    *name = written;
    if (strpbrk(written, ".\"") == NULL)
        return false;
    const char *first, *rest = split_part(arena, written, &first);
    if (*rest == '\0') {
        *name = first;
        return false;
    }
    if (*rest != '.')
        return false; /* a quote in the middle: the name itself holds it */
    *schema = first;
    rest = split_part(arena, rest + 1, name);
    if (*rest != '\0')
        *name = sg_arena_printf(arena, "%s%s", *name, rest);
    return true;
}

void sg_name_split(sg_model *model, const char *written, const char **schema, const char **name)
{
    sg_name_parts(model->arena, written, schema, name);
}

static void join_part(sg_buf *buf, const char *part, bool last)
{
    const char *special = strpbrk(part, ".\"(");
    if (special == NULL || (last && *special == '('))
        sg_buf_add(buf, part);
    else
        sg_sql_ident(buf, part);
}

void sg_name_join(sg_buf *buf, const char *schema, const char *name)
{
    if (schema != NULL && strcmp(schema, "public") != 0) {
        join_part(buf, schema, false);
        sg_buf_addc(buf, '.');
    }
    join_part(buf, name, true);
}

const char *sg_name_whole(sg_arena *arena, const char *schema, const char *name)
{
    sg_buf joined;
    sg_buf_init(&joined);
    if (schema != NULL) {
        join_part(&joined, schema, false);
        sg_buf_addc(&joined, '.');
    }
    join_part(&joined, name, true);
    const char *text = sg_arena_strndup(arena, joined.data, joined.length);
    sg_buf_release(&joined);
    return text;
}

const char *sg_name_joined(sg_arena *arena, const char *schema, const char *name)
{
    char room[SG_BUF_ROOM];
    sg_buf joined;
    sg_buf_init_in(&joined, room, sizeof room);
    sg_name_join(&joined, schema, name);
    const char *text = sg_arena_strndup(arena, joined.data, joined.length);
    sg_buf_release(&joined);
    return text;
}

void sg_json_write_name(sg_buf *buf, const char *schema, const char *name)
{
    char room[SG_BUF_ROOM];
    sg_buf joined;
    sg_buf_init_in(&joined, room, sizeof room);
    sg_name_join(&joined, schema, name);
    sg_buf_add_json(buf, joined.data);
    sg_buf_release(&joined);
}

void sg_json_write_key(sg_buf *buf, const sg_object *object)
{
    if (object->kind->flags & SG_KIND_IN_SCHEMA)
        sg_json_write_name(buf, object->schema, object->name);
    else
        sg_buf_add_json(buf, object->name);
}
