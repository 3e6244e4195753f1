/* Drafts as schema.json. */
#include "emit.h"

#include <string.h>

#include "json.h"

void emit_member(sg_buf *buf, const char *key)
{
    char last = buf->data[buf->length - 1];

    sg_buf_add(buf, last == '{' || last == '[' ? "" : ", ");
    sg_buf_add_json(buf, key);
    sg_buf_add(buf, ": ");
}

void emit_item(sg_buf *buf)
{
    sg_buf_add(buf, buf->data[buf->length - 1] == '[' ? "" : ", ");
}

void emit_text_member(sg_buf *buf, const char *key, const char *value)
{
    emit_member(buf, key);
    sg_buf_add_json(buf, value);
}

void emit_end(sg_buf *buf, size_t length)
{
    if (buf->data[buf->length - 1] != '{') {
        sg_buf_addc(buf, '}');
        return;
    }
    buf->length = length;
    buf->data[length] = '\0';
}

/* The old name of what is in a schema is written as keys are. */
static void emit_hint(sg_buf *buf, const draft_name *name)
{
    bool moved = name->home[0] != '\0';
    sg_buf text;

    if (!moved && (name->was[0] == '\0' || strcmp(name->was, name->now) == 0))
        return;
    sg_buf_init(&text);
    sg_buf_add(&text, strcmp(name->home, "public") == 0 ? "public." : "");
    sg_name_join(&text, moved ? name->home : NULL, name->was);
    emit_text_member(buf, "renamedFrom", text.data);
    sg_buf_release(&text);
}

static void emit_comment(sg_buf *buf, int comment)
{
    static const char *const comments[] = {"It's \"commented\"",   "Two\nlines", "$sg$ -- '; DROP TABLE x; --", "\\ %s",
                                           "\xc3\xa9\xe2\x82\xac", "plain"};

    if (comment > 0)
        emit_text_member(buf, "comment", comments[(comment - 1) % 6]);
}

void emit_common(sg_buf *buf, const draft_name *name, int comment)
{
    emit_comment(buf, comment);
    if (name->was[0] != '\0' && strcmp(name->was, name->now) != 0)
        emit_text_member(buf, "renamedFrom", name->was);
}

/* A schema in front of the hint that has the name of the object's own is that one. */
void emit_common_in(sg_buf *buf, draft *d, int schema, const draft_name *name, int comment)
{
    const draft_schema *place = draft_schema_of(d, schema);
    const char *now = place != NULL ? place->name.now : "public";
    const char *was = place != NULL && place->name.was[0] != '\0' ? place->name.was : now;
    draft_name told = *name;

    if (strcmp(told.home, was) == 0)
        told.home[0] = '\0';
    else if (strcmp(told.home, now) == 0)
        told = (draft_name){0};
    emit_comment(buf, comment);
    emit_hint(buf, &told);
}

void emit_full_name(sg_buf *buf, draft *d, int schema, const char *name)
{
    const draft_schema *place = draft_schema_of(d, schema);
    sg_buf text;

    sg_buf_init(&text);
    sg_name_join(&text, place != NULL ? place->name.now : "public", name);
    sg_buf_add_json(buf, text.data);
    sg_buf_release(&text);
}

void emit_full_name_member(sg_buf *buf, draft *d, int schema, const char *name)
{
    sg_buf_add(buf, buf->data[buf->length - 1] == '{' ? "\n    " : ",\n    ");
    emit_full_name(buf, d, schema, name);
    sg_buf_add(buf, ": ");
}

#define GRANTS(what)                                                                            \
    ((const char *const[]){"={}", "={\"pg_monitor\": [" what "]}", "={\"public\": [" what "]}", \
                           "={\"pg_monitor\": [" what "], \"pg_read_all_data\": []}"})

static void schemas(sg_buf *buf, draft *d)
{
    for (int i = 0; i < d->schema_count; i++) {
        const draft_schema *schema = &d->schemas[i];
        emit_member(buf, schema->name.now);
        sg_buf_addc(buf, '{');
        emit_grants(buf, GRANTS("\"usage\", \"create\""), schema->grants);
        emit_common(buf, &schema->name, schema->comment);
        sg_buf_addc(buf, '}');
    }
}

static void extensions(sg_buf *buf, draft *d)
{
    sg_buf_add(buf, d->citext ? "\"citext\": {}" : "");
}

static void enums(sg_buf *buf, draft *d)
{
    for (int i = 0; i < d->enum_count; i++) {
        const draft_enum *enumeration = &d->enums[i];
        emit_full_name_member(buf, d, enumeration->schema, enumeration->name.now);
        sg_buf_add(buf, "{\"values\": [");
        for (int k = 0; k < enumeration->label_count; k++) {
            const draft_name *label = &enumeration->labels[k];
            bool renamed = label->was[0] != '\0' && strcmp(label->was, label->now) != 0;
            emit_item(buf);
            sg_buf_add(buf, renamed ? "{\"value\": " : "");
            sg_buf_add_json(buf, label->now);
            if (!renamed)
                continue;
            emit_text_member(buf, "renamedFrom", label->was);
            sg_buf_addc(buf, '}');
        }
        sg_buf_addc(buf, ']');
        emit_grants(buf, GRANTS("\"usage\""), enumeration->grants);
        emit_common_in(buf, d, enumeration->schema, &enumeration->name, enumeration->comment);
        sg_buf_addc(buf, '}');
    }
}

static void sequence_options(sg_buf *buf, unsigned bits)
{
    static const char *const types[] = {"bigint", "integer", "smallint"};

    if ((bits & 7) < 3)
        emit_text_member(buf, "type", types[bits & 7]);
    if ((bits >> 3 & 3) == 0) {
        emit_member(buf, "start");
        sg_buf_addf(buf, "%u", 1 + (bits >> 10) % 100);
    }
    if ((bits >> 5 & 3) == 0) {
        emit_member(buf, "increment");
        sg_buf_add(buf, (bits >> 17 & 1) != 0 ? "10" : "2");
    }
    if ((bits >> 18 & 3) == 0)
        sg_buf_addf(buf, "%s\"min\": 1, \"max\": 30000", buf->data[buf->length - 1] == '{' ? "" : ", ");
    if ((bits >> 20 & 7) == 0) {
        emit_member(buf, "cache");
        sg_buf_add(buf, "7");
    }
    if ((bits >> 23 & 7) == 0) {
        emit_member(buf, "cycle");
        sg_buf_add(buf, "true");
    }
}

static void sequences(sg_buf *buf, draft *d)
{
    for (int i = 0; i < d->sequence_count; i++) {
        const draft_sequence *sequence = &d->sequences[i];
        draft_table *table = draft_table_of(d, sequence->table);
        emit_full_name_member(buf, d, sequence->schema, sequence->name.now);
        sg_buf_addc(buf, '{');
        sequence_options(buf, sequence->options);
        if (table != NULL) {
            emit_member(buf, "ownedBy");
            sg_buf_add(buf, "{\"table\": ");
            emit_full_name(buf, d, table->schema, table->name.now);
            emit_text_member(buf, "column", draft_column_of(table, sequence->column)->name.now);
            sg_buf_addc(buf, '}');
        }
        emit_grants(buf, GRANTS("\"usage\""), sequence->grants);
        emit_common_in(buf, d, sequence->schema, &sequence->name, sequence->comment);
        sg_buf_addc(buf, '}');
    }
}

static void tables(sg_buf *buf, draft *d)
{
    for (int i = 0; i < d->table_count; i++)
        emit_table(buf, d, &d->tables[i]);
}

static bool in_key(const draft_table *table, int column)
{
    for (int i = 0; i < table->part_count; i++) {
        if (table->parts[i].kind == PART_PRIMARY_KEY && draft_part_uses(&table->parts[i], column))
            return true;
    }
    return false;
}

/* Keys stay the same in all variants, other values change. */
static void seed_row(sg_buf *buf, const draft_table *table, int row)
{
    for (int i = 0; i < table->column_count; i++) {
        const draft_column *column = &table->columns[i];
        column_class class = draft_class(column);
        bool key = in_key(table, column->id), needed = key || (!column->nullable && column->value == 0);
        bool simple = class == CLASS_INT || class == CLASS_TEXT || class == CLASS_NUMBER || class == CLASS_JSON;
        int number = 50 + row + (key ? 0 : 7 * table->seed_variant);
        if (column->generated != 0 || !simple || (!needed && (row + i) % 3 != 0))
            continue;
        if (!key && (column->identity != 0 || column->serial || column->sequence != 0))
            continue;
        emit_member(buf, column->name.now);
        if (class == CLASS_TEXT)
            sg_buf_addf(buf, "\"%c%d\"", 'a' + number % 20, row);
        else if (class == CLASS_JSON)
            sg_buf_addf(buf, "{ \"k\": [%d, null, \"x\"] }", number);
        else
            sg_buf_addf(buf, "%d", number);
    }
}

static void seeds(sg_buf *buf, draft *d)
{
    for (int i = 0; i < d->table_count; i++) {
        draft_table *table = &d->tables[i];
        if (table->seeds == 0)
            continue;
        emit_full_name_member(buf, d, table->schema, table->name.now);
        sg_buf_add(buf, "{\"key\": [");
        for (int k = 0; k < table->column_count; k++) {
            if (!in_key(table, table->columns[k].id))
                continue;
            emit_item(buf);
            sg_buf_add_json(buf, table->columns[k].name.now);
        }
        sg_buf_add(buf, "], \"rows\": [");
        for (int row = 0; row < table->seeds; row++) {
            sg_buf_add(buf, row > 0 ? ", {" : "{");
            seed_row(buf, table, row);
            sg_buf_addc(buf, '}');
        }
        sg_buf_add(buf, "]}");
    }
}

void draft_emit(sg_buf *buf, draft *d)
{
    static const struct {
        const char *key;
        void (*emit)(sg_buf *buf, draft *d);
    } parts[] = {{"schemas", schemas},     {"extensions", extensions}, {"enums", enums},
                 {"sequences", sequences}, {"tables", tables},         {"seeds", seeds}};

    sg_buf_add(buf, "{\"schemagen\": 1");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t length = buf->length;
        sg_buf_add(buf, ",\n  ");
        sg_buf_add_json(buf, parts[i].key);
        sg_buf_add(buf, ": {");
        parts[i].emit(buf, d);
        emit_end(buf, length);
    }
    emit_thing_maps(buf, d, (const char *const[]){NULL}, 0);
    sg_buf_add(buf, "\n}\n");
}
