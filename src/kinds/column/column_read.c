/* Columns from JSON and back: bare types, one-column short forms, serial, identity. */
#include <json-c/json.h>
#include <string.h>

#include "column.h"
#include "text.h"

/* "text" is required, "text?" is nullable. */
bool sg_column_read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    sg_column *column = (sg_column *)object;
    if (!json_object_is_type(value, json_type_string))
        return sg_reader_error(reader, object, "", SG_WRONG_TYPE, "a column is a type (a string) or an object");
    object->short_form = true;
    const char *text = sg_json_string(reader, object, "type", value, false);
    if (text == NULL)
        return false;
    size_t length = strlen(text);
    column->nullable = length > 0 && text[length - 1] == '?';
    if (column->nullable)
        text = sg_arena_strndup(reader->model->arena, text, length - 1);
    return sg_json_type(reader, object, "type", text, &column->type);
}

bool sg_column_write_short(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = (const sg_column *)object;
    if (column->value != NULL || sg_column_generated(&column->base) != NULL ||
        sg_column_collation(&column->base) != NULL || column->identity != SG_IDENTITY_NONE ||
        sg_column_has_storage(column) || sg_column_has_not_null(object))
        return false;
    char room[SG_BUF_ROOM];
    sg_buf text;
    sg_buf_init_in(&text, room, sizeof room);
    sg_sqltype_print(&text, sg_column_type(column));
    sg_buf_add(&text, column->nullable ? "?" : "");
    sg_buf_add_json(buf, text.data);
    sg_buf_release(&text);
    return true;
}

/* Short forms */

static struct json_object *names_list(const char *name)
{
    struct json_object *list = json_object_new_array_ext(1);
    json_object_array_add(list, json_object_new_string(name));
    return list;
}

/* `true` asks for the constraint; a string names it. */
static struct json_object *flag_constraint(sg_reader *reader, sg_object *object, const char *key,
                                           struct json_object *value)
{
    if (json_object_is_type(value, json_type_boolean) && !json_object_get_boolean(value))
        return NULL;
    if (!json_object_is_type(value, json_type_boolean) && !json_object_is_type(value, json_type_string)) {
        sg_reader_error(reader, object, key, SG_WRONG_TYPE, "\"%s\" must be true, false or a constraint name", key);
        return NULL;
    }
    struct json_object *definition = json_object_new_object();
    if (json_object_is_type(value, json_type_string))
        json_object_object_add(definition, "name", json_object_get(value));
    json_object_object_add(definition, "columns", names_list(object->name));
    return definition;
}

static struct json_object *expand_primary_key(sg_reader *reader, sg_object *object, struct json_object *value)
{
    return flag_constraint(reader, object, "primaryKey", value);
}

static struct json_object *expand_unique(sg_reader *reader, sg_object *object, struct json_object *value)
{
    return flag_constraint(reader, object, "unique", value);
}

static struct json_object *expand_check(sg_reader *reader, sg_object *object, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string)) {
        sg_reader_error(reader, object, "check", SG_WRONG_TYPE, "\"check\" must be an SQL expression");
        return NULL;
    }
    struct json_object *definition = json_object_new_object();
    json_object_object_add(definition, "expression", json_object_get(value));
    return definition;
}

/* { "table": "t", "column": "id", "onDelete": "cascade" } */
static struct json_object *expand_references(sg_reader *reader, sg_object *object, struct json_object *value)
{
    struct json_object *table = NULL, *column = NULL;
    if (!json_object_is_type(value, json_type_object) || !json_object_object_get_ex(value, "table", &table)) {
        sg_reader_error(reader, object, "references", SG_WRONG_TYPE,
                        "\"references\" must be { \"table\": ..., \"column\": ... }");
        return NULL;
    }
    struct json_object *definition = json_object_new_object(), *target = json_object_new_object();
    json_object_object_add(definition, "columns", names_list(object->name));
    json_object_object_add(target, "table", json_object_get(table));
    if (json_object_object_get_ex(value, "column", &column)) {
        struct json_object *list = json_object_new_array_ext(1);
        json_object_array_add(list, json_object_get(column));
        json_object_object_add(target, "columns", list);
    }
    json_object_object_add(definition, "references", target);
    json_object_object_foreach(value, key, item)
    {
        if (strcmp(key, "columns") == 0 || strcmp(key, "references") == 0) {
            sg_reader_error(reader, object, "\x1freferences", SG_UNKNOWN_KEY,
                            "\"%s\" belongs to the long form, under \"foreignKeys\"", key);
            json_object_put(definition);
            return NULL;
        }
        if (strcmp(key, "table") != 0 && strcmp(key, "column") != 0)
            json_object_object_add(definition, key, json_object_get(item));
    }
    return definition;
}

const sg_sugar sg_column_sugar[] = {{"primaryKey", "primaryKey", expand_primary_key},
                                    {"unique", "uniques", expand_unique},
                                    {"check", "checks", expand_check},
                                    {"references", "foreignKeys", expand_references},
                                    {0}};

/* Identity: "always", "byDefault", or { "generated": ..., "start": ... } */

static bool read_mode(sg_reader *reader, sg_object *object, struct json_object *value)
{
    sg_column *column = (sg_column *)object;
    static const char *const words[] = {"always", "byDefault"};
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    for (int i = 0; i < 2; i++) {
        if (strcmp(text, words[i]) == 0)
            column->identity = SG_IDENTITY_ALWAYS + i;
    }
    if (column->identity != SG_IDENTITY_NONE)
        return true;
    sg_reader_error(reader, object, "identity", SG_BAD_VALUE, "\"identity\" must be \"always\" or \"byDefault\"");
    sg_reader_suggest(reader, text, words, 2);
    return false;
}

static bool unknown_option(sg_reader *reader, const sg_object *object, const char *key)
{
    static const char *const words[] = {"generated", "start", "increment", "min", "max", "cache", "cycle"};
    char place[160];
    snprintf(place, sizeof place, "\x1fidentity/%.140s", key);
    sg_reader_error(reader, object, place, SG_UNKNOWN_KEY, "unknown key \"%s\" in \"identity\"", key);
    sg_reader_suggest(reader, key, words, sizeof words / sizeof words[0]);
    return false;
}

static bool identity_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_object))
        return read_mode(reader, object, value);
    struct json_object *mode = NULL;
    if (!json_object_object_get_ex(value, "generated", &mode))
        return sg_reader_error(reader, object, field->key, SG_MISSING_KEY,
                               "\"identity\" needs \"generated\": \"always\" or \"byDefault\"");
    bool fine = read_mode(reader, object, mode);
    sg_column_rare *said = sg_column_own_rare(reader->model->arena, object);
    json_object_object_foreach(value, key, item)
    {
        bool known = strcmp(key, "generated") == 0;
        if (!known)
            fine &= sg_seqopts_read(reader, object, &said->sequence, key, item, &known);
        if (!known && strcmp(key, "grants") == 0)
            fine &= known =
                sg_grants_read(reader, object, "identity/grants", &sg_grantable_sequence, item, &said->sequence_grants);
        else if (!known)
            fine = unknown_option(reader, object, key);
    }
    return fine;
}

static void identity_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_column *column = (const sg_column *)object;
    const char *mode = column->identity == SG_IDENTITY_ALWAYS ? "\"always\"" : "\"byDefault\"";
    (void)field, (void)depth;
    const sg_column_rare *said = sg_column_rare_of(object);
    if (!sg_seqopts_is_set(&said->sequence) && !said->sequence_grants.said) {
        sg_buf_add(buf, mode);
        return;
    }
    sg_buf_addf(buf, "{ \"generated\": %s", mode);
    sg_seqopts_write(buf, &said->sequence);
    if (said->sequence_grants.said) {
        sg_buf_add(buf, ", \"grants\": ");
        sg_grants_write(buf, &said->sequence_grants);
    }
    sg_buf_add(buf, " }");
}

static bool identity_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_column *)object)->identity != SG_IDENTITY_NONE;
}

static bool identity_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_column *left = (const sg_column *)a, *right = (const sg_column *)b;
    (void)field;
    return left->identity == right->identity &&
           sg_seqopts_equal(&sg_column_rare_of(a)->sequence, &sg_column_rare_of(b)->sequence);
}

const sg_field_type sg_column_identity_field = {.json = "\"always\" or \"byDefault\"",
                                                .read = identity_read,
                                                .write = identity_write,
                                                .is_set = identity_is_set,
                                                .equal = identity_equal};

/* Finishing */

const char *sg_column_sequence_type(const sg_column *column)
{
    return sg_column_type(column)->builtin != NULL ? sg_column_type(column)->builtin : "bigint";
}

static void check_conflicts(sg_model *model, sg_column *column, sg_diags *diags)
{
    sg_object *object = &column->base;
    int sources =
        (column->value != NULL) + (sg_column_generated(&column->base) != NULL) + (column->identity != SG_IDENTITY_NONE);
    if (sources > 1)
        sg_object_error(model, diags, object, NULL, SG_CONFLICT,
                        "a column has one of \"default\", \"generated\" and \"identity\"");
    if (column->identity == SG_IDENTITY_NONE)
        return;
    const char *type = sg_column_type(column)->builtin;
    if (column->nullable)
        sg_object_error(model, diags, object, "nullable", SG_CONFLICT, "an identity column cannot be nullable");
    if (sg_column_type(column)->array || type == NULL ||
        (strcmp(type, "bigint") != 0 && strcmp(type, "integer") != 0 && strcmp(type, "smallint") != 0))
        sg_object_error(model, diags, object, "type", SG_BAD_VALUE,
                        "an identity column has the type smallint, integer or bigint");
}

/* serial stands for an owned sequence and a default that takes its next value. */
static void expand_serial(sg_model *model, sg_column *column, sg_diags *diags)
{
    sg_object *object = &column->base;
    if (column->nullable || column->value != NULL || column->identity != SG_IDENTITY_NONE) {
        sg_object_error(model, diags, object, "type", SG_CONFLICT,
                        "a serial column is required and takes its default from its sequence");
        return;
    }
    const char *name = sg_sql_default_name(model->arena, object->parent->name, object->name, "seq");
    struct json_object *definition = json_object_new_object(), *owner = json_object_new_object();
    sg_buf table;
    sg_buf_init(&table);
    sg_name_join(&table, object->schema, object->parent->name);
    json_object_object_add(owner, "table", json_object_new_string(table.data));
    json_object_object_add(owner, "column", json_object_new_string(object->name));
    json_object_object_add(definition, "type", json_object_new_string(sg_column_type(column)->builtin));
    json_object_object_add(definition, "ownedBy", owner);
    sg_buf_release(&table);
    sg_reader reader = {.model = model, .diags = diags};
    sg_json_read_object(&reader, sg_kind_named("sequence"), object->schema, NULL, name, definition, object, "type");
    json_object_put(definition);
    sg_buf literal;
    sg_buf_init(&literal);
    sg_expr_relation_literal(&literal, object->schema, name);
    column->value = sg_arena_printf(model->arena, "nextval(%s)", literal.data);
    sg_buf_release(&literal);
}

void sg_column_expand(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_column *column = (sg_column *)object;
    if (!sg_column_type(column)->serial)
        return;
    sg_sqltype *plain = SG_NEW(model->arena, sg_sqltype);
    *plain = *column->type;
    plain->serial = false;
    column->type = plain;
    expand_serial(model, column, diags);
}

/* NULL is what a column without a default has; only a domain would tell the two apart. The server keeps the clause
 * for types with a modifier. */
static void forget_null_default(sg_column *column)
{
    static const char type_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_ (),[]";
    const char *rest = column->value != NULL && strncmp(column->value, "NULL", 4) == 0 ? column->value + 4 : NULL;
    if (rest == NULL || sg_column_type(column)->builtin == NULL)
        return;
    rest += strncmp(rest, "::", 2) == 0 ? 2 + strspn(rest + 2, type_letters) : 0;
    if (*rest == '\0')
        column->value = NULL;
}

void sg_column_finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_column *column = (sg_column *)object;
    if (!sg_sqltype_is_set(sg_column_type(column))) {
        sg_object_error(model, diags, object, NULL, SG_MISSING_KEY, "the column needs \"type\": a type");
        return;
    }
    if (!model->verbatim)
        forget_null_default(column);
    check_conflicts(model, column, diags);
    sg_column_check_not_null(model, object, diags);
    if (column->computed && (column->stored || sg_column_generated(&column->base) == NULL))
        sg_object_error(model, diags, object, "virtual", SG_CONFLICT,
                        "\"virtual\" goes with \"generated\", and not with \"stored\"");
    column->stored = sg_column_generated(&column->base) != NULL && !column->computed;
    sg_column_storage_finish(model, column);
    if (sg_seqopts_is_set(&sg_column_rare_of(object)->sequence))
        sg_seqopts_finish(model, &sg_column_own_rare(model->arena, object)->sequence, sg_column_sequence_type(column));
}
