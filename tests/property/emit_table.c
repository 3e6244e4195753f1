/* Tables in varying spellings. */
#include <string.h>

#include "emit.h"
#include "text.h"

/* The template's @ is the column, its $ the first label of the column's enum. */
static void fill(sg_buf *text, draft *d, const char *template, const draft_column *column)
{
    const draft_enum *enumeration = draft_enum_of(d, column->enumeration);

    for (; *template != '\0'; template ++) {
        if (*template == '@')
            sg_sql_ident_as_server(text, column->name.now);
        else if (*template == '$' && enumeration != NULL)
            sg_sql_literal(text, enumeration->labels[0].now);
        else
            sg_buf_addc(text, *template);
    }
}

static void expr_member(sg_buf *buf, draft *d, const char *key, const char *template, const draft_column *column)
{
    sg_buf text;

    sg_buf_init(&text);
    fill(&text, d, template, column);
    emit_text_member(buf, key, text.data);
    sg_buf_release(&text);
}

static void names_member(sg_buf *buf, const char *key, draft_table *table, const int *ids, int count)
{
    emit_member(buf, key);
    sg_buf_addc(buf, '[');
    for (int i = 0; i < count; i++) {
        emit_item(buf);
        sg_buf_add_json(buf, draft_column_of(table, ids[i])->name.now);
    }
    sg_buf_addc(buf, ']');
}

/* Columns */

static void type_text(sg_buf *text, draft *d, const draft_column *column)
{
    const char *type = column_types[column->type].canonical;

    if (type != NULL) {
        const char *serial = *type == 'b' ? "bigserial" : *type == 's' ? "smallserial" : "serial";
        sg_buf_add(text, column->serial ? serial : column_types[column->type].spellings[column->spelling]);
        return;
    }
    emit_sql_name_of(text, d, column->enumeration);
    sg_buf_add(text, column->array ? "[]" : "");
}

static void identity(sg_buf *buf, const draft_column *column)
{
    static const char *const forms[] = {
        "\"always\"", "\"byDefault\"", "{ \"generated\": \"always\", \"start\": 100, \"increment\": 5 }",
        "{ \"generated\": \"byDefault\", \"min\": 1, \"max\": 30000, \"cache\": 3, \"cycle\": true }"};

    emit_member(buf, "identity");
    sg_buf_add(buf, forms[column->identity - 1]);
}

static void default_value(sg_buf *buf, draft *d, const draft_column *column)
{
    draft_sequence *sequence = draft_sequence_of(d, column->sequence);

    if (sequence != NULL) {
        sg_buf name, literal;
        const draft_schema *place = draft_schema_of(d, sequence->schema);
        sg_buf_init(&name);
        sg_buf_init(&literal);
        if (place != NULL) {
            sg_sql_ident_as_server(&name, place->name.now);
            sg_buf_addc(&name, '.');
        }
        sg_sql_ident_as_server(&name, sequence->name.now);
        sg_buf_add(&literal, "nextval(");
        sg_sql_literal(&literal, name.data);
        sg_buf_add(&literal, ")");
        emit_text_member(buf, "default", literal.data);
        sg_buf_release(&name);
        sg_buf_release(&literal);
    } else if (column->call != 0) {
        sg_buf text;
        sg_buf_init(&text);
        emit_sql_name_of(&text, d, column->call);
        sg_buf_add(&text, "(3)");
        emit_text_member(buf, "default", text.data);
        sg_buf_release(&text);
    } else if (column->value != 0 && column->type == column_type_enum) {
        expr_member(buf, d, "default", "$", column);
    } else if (column->value != 0) {
        emit_member(buf, "default");
        sg_buf_add(buf, column_types[column->type].defaults[column->value - 1]);
    }
}

/* Referential actions and what else a foreign key may say. */
static void link_options(sg_buf *buf, const draft *d, draft_table *table, const draft_part *part)
{
    static const char *const actions[] = {NULL, "restrict", "cascade", "setNull", "setDefault"};
    static const char *const deferrable[] = {"immediate", "deferred"};
    const char *update = actions[(part->options >> 3) % 5], *delete = actions[(part->options >> 6) % 5];

    if (update != NULL)
        emit_text_member(buf, "onUpdate", update);
    if (delete != NULL)
        emit_text_member(buf, "onDelete", delete);
    if (delete != NULL && strncmp(delete, "set", 3) == 0 && (part->options >> 12 & 3) == 0 && d->server >= 15)
        names_member(buf, "onDeleteColumns", table, part->columns, 1);
    if ((part->options >> 9 & 3) == 0)
        emit_text_member(buf, "match", "full");
    if ((part->options & 7) < 2)
        emit_text_member(buf, "deferrable", deferrable[part->options & 1]);
}

static void short_forms(sg_buf *buf, draft *d, draft_table *table, const draft_column *column)
{
    for (int i = 0; i < table->part_count; i++) {
        draft_part *part = &table->parts[i];
        if (!part->short_form || part->columns[0] != column->id)
            continue;
        if (part->kind == PART_PRIMARY_KEY || part->kind == PART_UNIQUE) {
            emit_member(buf, part->kind == PART_UNIQUE ? "unique" : "primaryKey");
            sg_buf_add(buf, "true");
        } else if (part->kind == PART_CHECK) {
            expr_member(buf, d, "check", check_exprs[part->expr].sql, column);
        } else if (part->kind == PART_FOREIGN_KEY) {
            draft_table *other = draft_table_of(d, part->table);
            emit_member(buf, "references");
            sg_buf_add(buf, "{\"table\": ");
            emit_full_name(buf, d, other->schema, other->name.now);
            emit_text_member(buf, "column",
                             draft_column_of(other, draft_part_of(other, part->key)->columns[0])->name.now);
            link_options(buf, d, table, part);
            sg_buf_addc(buf, '}');
        }
    }
}

static const char *const column_extras[] = {"", "\"statistics\": 100", "\"options\": {\"n_distinct\": -0.5}",
                                            "\"storage\": \"external\"", "\"compression\": \"pglz\""};
static const char *const table_extras[] = {"", "\"unlogged\": true", "\"with\": {\"fillfactor\": 70}",
                                           "\"with\": {\"autovacuum_enabled\": false}"};
static const char *const column_grants[] = {"={}", "={\"pg_monitor\": [\"select\"]}",
                                            "={\"public\": [\"select\", \"update\"]}",
                                            "={\"pg_monitor\": [\"references with grant option\"]}"};
static const char *const table_grants[] = {"={}", "={\"pg_monitor\": [\"select\", \"insert\"]}",
                                           "={\"public\": [\"select\"], \"pg_monitor\": [\"update\"]}",
                                           "={\"pg_monitor\": [\"select with grant option\"]}"};

static void emit_member_of(sg_buf *buf, const char *const *members, unsigned chosen)
{
    if (chosen == 0)
        return;
    sg_buf_add(buf, buf->data[buf->length - 1] == '{' ? "" : ", ");
    sg_buf_add(buf, members[chosen]);
}

static void collation(sg_buf *buf, draft *d, const draft_column *column)
{
    const draft_thing *thing = draft_thing_of(d, column->collation);

    if (thing == NULL) {
        emit_text_member(buf, "collation", "C");
        return;
    }
    emit_member(buf, "collation");
    emit_full_name(buf, d, thing->schema, thing->name.now);
}

/* Where something hangs on the table, the server may know a constraint of another name. */
static void not_null(sg_buf *buf, draft *d, const draft_table *table, const draft_column *column)
{
    unsigned sort = (column->spelling + (unsigned)column->extra + (unsigned)(column->comment + column->value)) % 4;

    if (column->nullable || sort == 3 || d->server < 18 || table->base != 0 || table->partition_by != 0 ||
        draft_has_heirs(d, table))
        return;
    emit_member(buf, "notNull");
    sg_buf_addf(buf, "\"nn %u of %d\"", sort, column->id);
}

static void emit_column(sg_buf *buf, draft *d, draft_table *table, const draft_column *column)
{
    sg_buf type;

    sg_buf_add(buf, buf->data[buf->length - 1] == '{' ? "\n        " : ",\n        ");
    sg_buf_add_json(buf, column->name.now);
    sg_buf_add(buf, ": {");
    sg_buf_init(&type);
    type_text(&type, d, column);
    emit_text_member(buf, "type", type.data);
    sg_buf_release(&type);
    if (column->nullable) {
        emit_member(buf, "nullable");
        sg_buf_add(buf, "true");
    }
    not_null(buf, d, table, column);
    if (column->collate)
        collation(buf, d, column);
    emit_member_of(buf, column_extras, (unsigned)column->extra);
    if (column->identity != 0)
        identity(buf, column);
    default_value(buf, d, column);
    if (column->generated != 0) {
        expr_member(buf, d, "generated", generated_exprs[column->generated - 1].sql,
                    draft_column_of(table, column->source));
        sg_buf_add(buf, ", \"stored\": true");
    }
    short_forms(buf, d, table, column);
    emit_grants(buf, column_grants, column->grants);
    emit_common(buf, &column->name, column->comment);
    sg_buf_addc(buf, '}');
}

/* Constraints and indexes */

static void key_options(sg_buf *buf, const draft *d, draft_table *table, const draft_part *part)
{
    const draft_column *other = &table->columns[(part->options >> 8) % (unsigned)table->column_count];

    if ((part->options >> 5 & 3) == 0 && !draft_part_uses(part, other->id))
        names_member(buf, "include", table, &other->id, 1);
    if (part->kind == PART_UNIQUE && (part->options >> 12 & 3) == 0 && d->server >= 15)
        sg_buf_add(buf, ", \"nullsNotDistinct\": true");
    if ((part->options & 7) == 3)
        emit_text_member(buf, "deferrable", (part->options >> 3 & 1) != 0 ? "deferred" : "immediate");
}

static void emit_primary_key(sg_buf *buf, const draft *d, draft_table *table, const draft_part *part)
{
    sg_buf_addc(buf, '{');
    if ((part->options & PART_NAMED) != 0)
        emit_text_member(buf, "name", part->name.now);
    names_member(buf, "columns", table, part->columns, part->column_count);
    key_options(buf, d, table, part);
    emit_common(buf, &(draft_name){0}, part->comment);
    if ((part->options & PART_NAMED) != 0)
        emit_common(buf, &part->name, 0);
    sg_buf_addc(buf, '}');
}

static void emit_foreign_key(sg_buf *buf, draft *d, draft_table *table, const draft_part *part)
{
    draft_table *other = draft_table_of(d, part->table);
    draft_part *key = draft_part_of(other, part->key);

    names_member(buf, "columns", table, part->columns, part->column_count);
    emit_member(buf, "references");
    sg_buf_add(buf, "{\"table\": ");
    emit_full_name(buf, d, other->schema, other->name.now);
    names_member(buf, "columns", other, key->columns, key->column_count);
    sg_buf_addc(buf, '}');
    link_options(buf, d, table, part);
}

static void index_key(sg_buf *buf, draft *d, const draft_part *part, const draft_column *column, int at)
{
    unsigned bits = part->options >> (8 + 4 * at);
    column_class class = draft_class(column);

    emit_item(buf);
    sg_buf_addc(buf, '{');
    if (at == 0 && part->expr != 0)
        expr_member(buf, d, "expression", index_exprs[part->expr - 1].sql, column);
    else
        emit_text_member(buf, "column", column->name.now);
    bool plain = at != 0 || part->expr == 0;
    if (plain && part->method == 0 && class == CLASS_TEXT && (bits & 3) == 0)
        emit_text_member(buf, "opclass",
                         strcmp(column_types[column->type].canonical, "character(4)") == 0 ? "bpchar_pattern_ops"
                                                                                           : "text_pattern_ops");
    if (plain && part->method == 2 && class == CLASS_JSON && (bits & 1) == 0)
        emit_text_member(buf, "opclass", "jsonb_path_ops");
    if (plain && part->method == 3 && class == CLASS_SEARCH && (bits & 1) == 0)
        sg_buf_add(buf, ", \"opclass\": \"tsvector_ops\", \"parameters\": {\"siglen\": 64}");
    if (plain && class == CLASS_TEXT && (bits & 12) == 4)
        emit_text_member(buf, "collation", "C");
    if (part->method == 0 && (bits & 12) == 8)
        emit_text_member(buf, "order", "desc");
    if (part->method == 0 && (bits & 6) == 6)
        emit_text_member(buf, "nulls", (bits & 8) != 0 ? "last" : "first");
    sg_buf_addc(buf, '}');
}

static void emit_index(sg_buf *buf, draft *d, draft_table *table, const draft_part *part)
{
    static const char *const methods[] = {"btree", "hash", "gin", "gist", "brin"};
    static const char *const parameters[] = {"{\"fillfactor\": 70}", "{\"fillfactor\": \"80\"}",
                                             "{\"fastupdate\": false}", "{\"buffering\": \"off\"}",
                                             "{\"pages_per_range\": 16}"};
    bool unique = part->method == 0 && (part->options & 3) == 1;

    emit_member(buf, "columns");
    sg_buf_addc(buf, '[');
    for (int i = 0; i < part->column_count; i++)
        index_key(buf, d, part, draft_column_of(table, part->columns[i]), i);
    sg_buf_addc(buf, ']');
    if (part->method != 0 || (part->options >> 22 & 1) != 0)
        emit_text_member(buf, "using", methods[part->method]);
    if (unique)
        sg_buf_add(buf, ", \"unique\": true");
    if (unique && (part->options >> 2 & 1) != 0 && d->server >= 15)
        sg_buf_add(buf, ", \"nullsNotDistinct\": true");
    if ((part->options >> 23 & 3) == 0) {
        emit_member(buf, "with");
        sg_buf_add(buf, parameters[part->method]);
    }
    if (part->predicate != 0)
        expr_member(buf, d, "where", check_exprs[part->predicate - 1].sql, draft_column_of(table, part->columns[0]));
    const draft_column *other = &table->columns[(part->options >> 25) % (unsigned)table->column_count];
    if (part->method == 0 && (part->options >> 20 & 3) == 0 && !draft_part_uses(part, other->id))
        names_member(buf, "include", table, &other->id, 1);
}

static void emit_part(sg_buf *buf, draft *d, draft_table *table, const draft_part *part)
{
    sg_buf_add(buf, buf->data[buf->length - 1] == '{' ? "\n        " : ",\n        ");
    sg_buf_add_json(buf, part->name.now);
    sg_buf_add(buf, ": {");
    if (part->kind == PART_UNIQUE) {
        names_member(buf, "columns", table, part->columns, part->column_count);
        key_options(buf, d, table, part);
    } else if (part->kind == PART_CHECK) {
        expr_member(buf, d, "expression", check_exprs[part->expr].sql, draft_column_of(table, part->columns[0]));
        if ((part->options & 7) == 0 && table->partition_by == 0)
            sg_buf_add(buf, ", \"noInherit\": true");
        if ((part->options & 24) == 24)
            sg_buf_add(buf, ", \"notValid\": true");
    } else if (part->kind == PART_FOREIGN_KEY) {
        emit_foreign_key(buf, d, table, part);
    } else {
        emit_index(buf, d, table, part);
    }
    emit_common(buf, &part->name, part->comment);
    sg_buf_addc(buf, '}');
}

static void emit_parts(sg_buf *buf, draft *d, draft_table *table)
{
    static const char *const keys[] = {
        [PART_PRIMARY_KEY] = "primaryKey",  [PART_UNIQUE] = "uniques", [PART_CHECK] = "checks",
        [PART_FOREIGN_KEY] = "foreignKeys", [PART_INDEX] = "indexes",  NULL};

    for (int i = 0; i < table->part_count; i++) {
        if (table->parts[i].kind == PART_PRIMARY_KEY && !table->parts[i].short_form) {
            emit_member(buf, "primaryKey");
            emit_primary_key(buf, d, table, &table->parts[i]);
        }
    }
    for (part_kind kind = PART_UNIQUE; kind <= PART_INDEX; kind++) {
        size_t length = buf->length;
        emit_member(buf, keys[kind]);
        sg_buf_addc(buf, '{');
        for (int i = 0; i < table->part_count; i++) {
            if (table->parts[i].kind == kind && (kind == PART_INDEX || !table->parts[i].short_form))
                emit_part(buf, d, table, &table->parts[i]);
        }
        emit_things(buf, d, keys[kind], table->id);
        emit_end(buf, length);
    }
    emit_thing_maps(buf, d, keys, table->id);
}

static void emit_base(sg_buf *buf, draft *d, const draft_table *table)
{
    static const char *const bounds[][4] = {
        {"default", "in (0, 1)", "in (2)", "in (3, NULL)"},
        {"default", "from (minvalue) to (1)", "from (1) to (3)", "from (3) to (maxvalue)"},
        {"with (modulus 4, remainder 0)", "with (modulus 4, remainder 1)", "with (modulus 4, remainder 2)",
         "with (modulus 4, remainder 3)"}};
    const draft_table *base = draft_table_of(d, table->base);

    if (base == NULL)
        return;
    if (base->partition_by == 0) {
        emit_member(buf, "inherits");
        sg_buf_addc(buf, '{');
        emit_full_name(buf, d, base->schema, base->name.now);
        sg_buf_add(buf, ": {}}");
        return;
    }
    emit_member(buf, "partitionOf");
    sg_buf_add(buf, "{\"table\": ");
    emit_full_name(buf, d, base->schema, base->name.now);
    emit_text_member(buf, "values", bounds[base->partition_by - 1][table->bound]);
    sg_buf_addc(buf, '}');
}

static void emit_partition_by(sg_buf *buf, draft *d, draft_table *table)
{
    static const char *const methods[] = {"LIST (", "RANGE (", "HASH ("};
    sg_buf text;

    if (table->partition_by == 0)
        return;
    sg_buf_init(&text);
    sg_buf_add(&text, methods[table->partition_by - 1]);
    sg_sql_ident(&text, draft_column_of(draft_root(d, table), table->partition_column)->name.now);
    sg_buf_addc(&text, ')');
    emit_text_member(buf, "partitionBy", text.data);
    sg_buf_release(&text);
}

void emit_table(sg_buf *buf, draft *d, draft_table *table)
{
    emit_full_name_member(buf, d, table->schema, table->name.now);
    sg_buf_addc(buf, '{');
    emit_common_in(buf, d, table->schema, &table->name, table->comment);
    size_t length = buf->length;
    emit_member(buf, "columns");
    sg_buf_addc(buf, '{');
    for (int i = 0; i < table->column_count; i++)
        emit_column(buf, d, table, &table->columns[i]);
    if (draft_is_partition(d, table))
        emit_end(buf, length);
    else
        sg_buf_addc(buf, '}');
    emit_base(buf, d, table);
    emit_partition_by(buf, d, table);
    emit_member_of(buf, table_extras, table->extra);
    emit_grants(buf, table_grants, table->grants);
    emit_parts(buf, d, table);
    sg_buf_addc(buf, '}');
}
