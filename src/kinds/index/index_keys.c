/* The keys of an index: columns or expressions with their order, operator class and collation. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "text.h"

static const char *const orders[] = {"asc", "desc"};
static const char *const nulls[] = {"", "first", "last"};

/* Which of `words` the string is; -1 after reporting. */
static int read_word(sg_reader *reader, const sg_object *object, const char *place, struct json_object *value,
                     const char *const *words, size_t count)
{
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] != '\0' && strcmp(text, words[i]) == 0)
            return (int)i;
    }
    sg_reader_error(reader, object, place, SG_BAD_VALUE, "\"%s\" is not allowed here", text);
    sg_reader_suggest(reader, text, words, count);
    return -1;
}

static bool read_parameters(sg_reader *reader, sg_object *object, sg_params *parameters, struct json_object *value)
{
    /* the field type reads into an object, so it gets one that holds nothing else */
    struct holder {
        sg_object base;
        sg_params params;
    } holder = {.base = *object};
    const sg_field field = {.key = "columns", .offset = offsetof(struct holder, params)};
    bool fine = sg_field_params.read(reader, &holder.base, &field, value);
    *parameters = holder.params;
    return fine;
}

static bool read_member(sg_reader *reader, sg_object *object, sg_index_key *key, const char *place, const char *name,
                        struct json_object *value)
{
    static const struct {
        const char *name;
        size_t offset;
    } texts[] = {{"column", offsetof(sg_index_key, column)},
                 {"expression", offsetof(sg_index_key, expression)},
                 {"collation", offsetof(sg_index_key, collation)},
                 {"opclass", offsetof(sg_index_key, opclass)}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        const char **text = (const char **)((char *)key + texts[i].offset);
        *text = sg_json_string(reader, object, place, value, true);
        return *text != NULL;
    }
    if (strcmp(name, "order") == 0)
        return (key->order = read_word(reader, object, place, value, orders, 2)) >= 0;
    if (strcmp(name, "nulls") == 0)
        return (key->nulls = read_word(reader, object, place, value, nulls, 3)) >= 0;
    if (strcmp(name, "parameters") == 0)
        return read_parameters(reader, object, &key->parameters, value);
    return sg_reader_error(reader, object, place, SG_UNKNOWN_KEY, "unknown key \"%s\" in an index column", name);
}

static bool read_key(sg_reader *reader, sg_object *object, sg_index_key *key, const char *place,
                     struct json_object *value)
{
    if (json_object_is_type(value, json_type_string)) {
        key->column = sg_json_string(reader, object, place, value, true);
        return key->column != NULL && sg_json_check_name(reader, object, place, key->column);
    }
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                               "an index column is a name, or an object with \"column\" or \"expression\"");
    json_object_object_foreach(value, name, item)
    {
        char inner[256];
        snprintf(inner, sizeof inner, "%s/%.100s", place, name);
        if (!read_member(reader, object, key, inner, name, item))
            return false;
    }
    if ((key->column == NULL) == (key->expression == NULL))
        return sg_reader_error(reader, object, place, SG_MISSING_KEY,
                               "an index column needs either \"column\" or \"expression\"");
    if (key->parameters.count > 0 && key->opclass == NULL)
        return sg_reader_error(reader, object, place, SG_MISSING_KEY, "\"parameters\" need their \"opclass\"");
    return true;
}

static bool keys_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_index *index = (sg_index *)object;
    bool list = json_object_is_type(value, json_type_array);
    size_t count = list ? json_object_array_length(value) : 1;
    if (count == 0)
        return sg_reader_error(reader, object, field->key, SG_BAD_VALUE, "an index needs at least one column");
    index->keys = SG_NEW_ARRAY(reader->model->arena, sg_index_key, count);
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        char place[64];
        snprintf(place, sizeof place, list ? "%s/%zu" : "%s", field->key, i);
        fine &= read_key(reader, object, &index->keys[i], place, list ? json_object_array_get_idx(value, i) : value);
    }
    index->key_count = count;
    return fine;
}

static bool is_plain(const sg_index_key *key)
{
    return key->column != NULL && key->collation == NULL && key->opclass == NULL && key->order == 0 && key->nulls == 0;
}

static void write_member(sg_buf *buf, const char *name, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_addf(buf, "%s\"%s\": ", buf->data[buf->length - 1] == ' ' ? "" : ", ", name);
    sg_buf_add_json(buf, value);
}

static void write_key(sg_buf *buf, const sg_index_key *key)
{
    if (is_plain(key)) {
        sg_buf_add_json(buf, key->column);
        return;
    }
    sg_buf_add(buf, "{ ");
    write_member(buf, "column", key->column);
    write_member(buf, "expression", key->expression);
    write_member(buf, "collation", key->collation);
    write_member(buf, "opclass", key->opclass);
    for (size_t i = 0; i < key->parameters.count; i++) {
        sg_buf_add(buf, i == 0 ? ", \"parameters\": { " : ", ");
        sg_buf_add_json(buf, key->parameters.items[i].name);
        sg_buf_add(buf, ": ");
        sg_buf_add_json(buf, key->parameters.items[i].value);
    }
    sg_buf_add(buf, key->parameters.count > 0 ? " }" : "");
    write_member(buf, "order", key->order != 0 ? orders[key->order] : NULL);
    write_member(buf, "nulls", key->nulls != 0 ? nulls[key->nulls] : NULL);
    sg_buf_add(buf, " }");
}

static void keys_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_index *index = (const sg_index *)object;
    (void)field, (void)depth;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < index->key_count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        write_key(buf, &index->keys[i]);
    }
    sg_buf_addc(buf, ']');
}

static bool keys_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_index *)object)->key_count > 0;
}

/* Two keys are equal when they are written alike: the text is canonical. */
static bool keys_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    sg_buf left, right;
    sg_buf_init(&left);
    sg_buf_init(&right);
    keys_write(&left, a, field, -1);
    keys_write(&right, b, field, -1);
    bool equal = strcmp(left.data, right.data) == 0;
    sg_buf_release(&left);
    sg_buf_release(&right);
    return equal;
}

static void finish_key(sg_model *model, sg_object *object, sg_index_key *key, const char *place, sg_diags *diags)
{
    if (key->nulls == (key->order == 1 ? 1 : 2))
        key->nulls = 0; /* the order's own way */
    if (key->column != NULL) {
        sg_names name = {&key->column, 1};
        sg_names_resolve(model, diags, object, place, object->parent, &name);
        return;
    }
    const sg_expr *expr = sg_expr_resolve(model, diags, object, place, &key->expression);
    if (expr == NULL)
        return;
    sg_names names = {(const char **)expr->columns, expr->column_count};
    sg_names_resolve(model, diags, object, place, object->parent, &names);
    if (expr->is_bare_word) { /* nothing but a column, put in parentheses */
        key->column = expr->columns[0];
        key->expression = NULL;
    }
}

static void keys_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_index *index = (sg_index *)object;
    bool plain = true;
    for (size_t i = 0; i < index->key_count; i++) {
        char place[64];
        snprintf(place, sizeof place, "%s/%zu", field->key, i);
        finish_key(model, object, &index->keys[i], place, diags);
        plain &= index->keys[i].column != NULL;
    }
    if (!plain)
        return;
    index->plain.items = SG_NEW_ARRAY(model->arena, const char *, index->key_count);
    for (size_t i = 0; i < index->key_count; i++)
        index->plain.items[index->plain.count++] = index->keys[i].column;
}

struct renaming {
    const char *from, *to;
};

static const char *renamed(void *context, const char *column)
{
    const struct renaming *renaming = context;
    return strcmp(column, renaming->from) == 0 ? renaming->to : NULL;
}

static void keys_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    sg_index *index = (sg_index *)object;
    (void)field, (void)old_schema;
    if (target->parent == NULL || target->parent != object->parent)
        return;
    struct renaming renaming = {old_name, target->name};
    for (size_t i = 0; i < index->key_count; i++) {
        sg_index_key *key = &index->keys[i];
        if (key->column != NULL && strcmp(key->column, old_name) == 0)
            key->column = target->name;
        else if (key->expression != NULL)
            key->expression = sg_expr_rename(model->exprs, key->expression, renamed, &renaming);
    }
}

const sg_field_type sg_index_keys_field = {.json = "a list of columns",
                                           .read = keys_read,
                                           .write = keys_write,
                                           .is_set = keys_is_set,
                                           .equal = keys_equal,
                                           .finish = keys_finish,
                                           .rename = keys_rename};

static void qualified(sg_buf *buf, const char *name)
{
    const char *dot = strchr(name, '.');
    if (dot != NULL) {
        char schema[SG_NAME_BYTES + 1];
        snprintf(schema, sizeof schema, "%.*s", (int)(dot - name), name);
        sg_sql_ident_as_server(buf, schema);
        sg_buf_addc(buf, '.');
        name = dot + 1;
    }
    sg_sql_ident_as_server(buf, name);
}

static void key_sql(sg_buf *buf, const sg_index_key *key)
{
    if (key->column != NULL)
        sg_sql_ident_as_server(buf, key->column);
    else
        sg_buf_addf(buf, "(%s)", key->expression);
    if (key->collation != NULL) {
        sg_buf_add(buf, " COLLATE ");
        qualified(buf, key->collation);
    }
    if (key->opclass != NULL) {
        sg_buf_addc(buf, ' ');
        qualified(buf, key->opclass);
    }
    for (size_t i = 0; i < key->parameters.count; i++) {
        sg_buf_add(buf, i == 0 ? " (" : ", ");
        sg_sql_ident_as_server(buf, key->parameters.items[i].name);
        sg_buf_addc(buf, '=');
        sg_sql_literal(buf, key->parameters.items[i].value);
    }
    sg_buf_add(buf, key->parameters.count > 0 ? ")" : "");
    sg_buf_add(buf, key->order == 1 ? " DESC" : "");
    if (key->nulls != 0)
        sg_buf_add(buf, key->nulls == 1 ? " NULLS FIRST" : " NULLS LAST");
}

void sg_index_keys_sql(sg_buf *buf, const sg_index *index)
{
    sg_buf_addc(buf, '(');
    for (size_t i = 0; i < index->key_count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        key_sql(buf, &index->keys[i]);
    }
    sg_buf_addc(buf, ')');
}
