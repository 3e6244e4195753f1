/* Things as JSON: their members, with the placeholders of things.c filled in. */
#include <string.h>

#include "emit.h"
#include "json.h"
#include "text.h"

void emit_sql_name(sg_buf *text, draft *d, int schema, const char *name)
{
    const draft_schema *place = draft_schema_of(d, schema);

    if (place != NULL) {
        sg_sql_ident(text, place->name.now);
        sg_buf_addc(text, '.');
    }
    sg_sql_ident(text, name);
}

void emit_sql_name_of(sg_buf *text, draft *d, int id)
{
    const draft_enum *enumeration = draft_enum_of(d, id);
    const draft_thing *thing = draft_thing_of(d, id);

    if (enumeration != NULL)
        emit_sql_name(text, d, enumeration->schema, enumeration->name.now);
    else if (thing != NULL)
        emit_sql_name(text, d, thing->schema, thing->name.now);
}

static void file_name(sg_buf *text, draft *d, const draft_thing *thing)
{
    const draft_schema *place = draft_schema_of(d, thing->schema);

    sg_name_join(text, place != NULL ? place->name.now : "public", thing->name.now);
}

/* What a placeholder stands for: SQL, or (`bare`) the name of a column itself. */
static void placeholder(sg_buf *text, draft *d, const draft_thing *thing, char letter, bool bare)
{
    draft_table *table = draft_table_of(d, thing->table);

    switch (letter) {
    case 't':
        emit_sql_name(text, d, table->schema, table->name.now);
        break;
    case '1':
    case '2': {
        const char *name = draft_column_of(draft_root(d, table), thing->columns[letter - '1'])->name.now;
        if (bare)
            sg_buf_add(text, name);
        else
            sg_sql_ident(text, name);
        break;
    }
    case 'o':
        emit_sql_name_of(text, d, thing->other);
        break;
    case 'f':
        file_name(text, d, draft_thing_of(d, thing->other));
        break;
    default:
        sg_buf_addf(text, "own%d", thing->id);
    }
}

/* In JSON, a placeholder outside of texts becomes a text. */
static void fill_json(sg_buf *buf, draft *d, const draft_thing *thing, const char *template)
{
    bool inside = false;
    sg_buf text, json;

    sg_buf_init(&text);
    sg_buf_init(&json);
    for (; *template != '\0'; template ++) {
        inside ^= *template == '"';
        if (*template != '#') {
            sg_buf_addc(buf, *template);
            continue;
        }
        sg_buf_clear(&text);
        sg_buf_clear(&json);
        placeholder(&text, d, thing, *++template, !inside);
        sg_buf_add_json(&json, text.data);
        if (inside)
            sg_buf_addf(buf, "%.*s", (int)json.length - 2, json.data + 1);
        else
            sg_buf_add(buf, json.data);
    }
    sg_buf_release(&text);
    sg_buf_release(&json);
}

static void fill_text(sg_buf *text, draft *d, const draft_thing *thing, const char *template)
{
    for (; *template != '\0'; template ++) {
        if (*template == '#')
            placeholder(text, d, thing, *++template, false);
        else
            sg_buf_addc(text, *template);
    }
}

static void value(sg_buf *buf, draft *d, const draft_thing *thing, const char *template)
{
    sg_buf text;

    if (*template == '=') {
        fill_json(buf, d, thing, template + 1);
        return;
    }
    sg_buf_init(&text);
    fill_text(&text, d, thing, template);
    sg_buf_add_json(buf, text.data);
    sg_buf_release(&text);
}

void emit_grants(sg_buf *buf, const char *const *grants, int chosen)
{
    if (chosen == 0 || grants == NULL)
        return;
    emit_member(buf, "grants");
    sg_buf_add(buf, grants[chosen - 1] + 1);
}

/* True when a schema stands before the name in keys. */
static bool is_in_schema(const thing_kind *kind)
{
    return !kind->below && kind->names != NAME_GLOBAL && !(kind->names == NAME_OF_ROLE && kind->key[0] == 'g');
}

static void renamed_from(sg_buf *buf, draft *d, const draft_thing *thing)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    sg_buf name, text;

    if (kind->names >= NAME_OF_OTHER || thing->name.was[0] == '\0' || strcmp(thing->name.was, thing->name.now) == 0)
        return;
    sg_buf_init(&name);
    sg_buf_init(&text);
    sg_buf_add(&name, thing->name.was);
    if (kind->arguments != NULL)
        fill_text(&name, d, thing, kind->arguments);
    if (is_in_schema(kind))
        sg_name_join(&text, NULL, name.data);
    else
        sg_buf_add(&text, name.data);
    emit_text_member(buf, "renamedFrom", text.data);
    sg_buf_release(&name);
    sg_buf_release(&text);
}

static void definition(sg_buf *buf, draft *d, const draft_thing *thing)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    unsigned shift = 0;

    if (kind->members->key == NULL) {
        value(buf, d, thing, kind->members->values[thing->options % (unsigned)kind->members->count]);
        return;
    }
    sg_buf_addc(buf, '{');
    for (const thing_member *member = kind->members; member->count > 0; member++, shift += 5) {
        const char *template = member->values[(thing->options >> shift & 31) % (unsigned)member->count];
        if (template == NULL || member->since > d->server)
            continue;
        emit_member(buf, member->key);
        value(buf, d, thing, template);
    }
    emit_grants(buf, kind->grants, thing->grants);
    if (!kind->no_comment)
        emit_common(buf, &(draft_name){0}, thing->comment);
    renamed_from(buf, d, thing);
    sg_buf_addc(buf, '}');
}

static void key_of(sg_buf *text, draft *d, const draft_thing *thing)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    const draft_schema *place = draft_schema_of(d, thing->schema);
    sg_buf name;

    if (kind->names == NAME_OF_OTHER) {
        sg_buf_add(text, draft_thing_of(d, thing->other)->name.now);
        return;
    }
    sg_buf_init(&name);
    sg_buf_add(&name, thing->name.now);
    if (kind->arguments != NULL)
        fill_text(&name, d, thing, kind->arguments);
    if (is_in_schema(kind))
        sg_name_join(text, place != NULL ? place->name.now : "public", name.data);
    else
        sg_buf_add(text, name.data);
    sg_buf_release(&name);
}

void emit_things(sg_buf *buf, draft *d, const char *key, int table)
{
    for (int i = 0; i < d->thing_count; i++) {
        const draft_thing *thing = &d->things[i];
        const thing_kind *kind = &thing_kinds[thing->kind];
        if (strcmp(kind->key, key) != 0 || (kind->below ? thing->table : 0) != table)
            continue;
        if (kind->names != NAME_NONE) {
            sg_buf text;
            sg_buf_init(&text);
            key_of(&text, d, thing);
            emit_member(buf, text.data);
            sg_buf_release(&text);
        }
        definition(buf, d, thing);
    }
}

void emit_thing_maps(sg_buf *buf, draft *d, const char *const *but, int table)
{
    for (int i = 0; i < thing_kind_count; i++) {
        const thing_kind *kind = &thing_kinds[i];
        bool known = kind->below != (table != 0);
        for (int k = 0; k < i && !known; k++)
            known = strcmp(thing_kinds[k].key, kind->key) == 0 && thing_kinds[k].below == kind->below;
        for (const char *const *key = but; *key != NULL && !known; key++)
            known = strcmp(*key, kind->key) == 0;
        if (known)
            continue;
        size_t length = buf->length;
        emit_member(buf, kind->key);
        if (kind->names != NAME_NONE)
            sg_buf_addc(buf, '{');
        size_t before = buf->length;
        emit_things(buf, d, kind->key, table);
        if (buf->length == before) {
            buf->length = length;
            buf->data[length] = '\0';
        } else if (kind->names != NAME_NONE) {
            sg_buf_addc(buf, '}');
        }
    }
}
