/* Primary keys, unique indexes and indexes, with their names. */
#include <ctype.h>
#include <string.h>

#include "lower_private.h"
#include "text.h"

const char *sg_psl_object_name(const sg_psl_names *names, const char *table, const char *const *columns, size_t count,
                               const char *suffix)
{
    size_t room = SG_NAME_BYTES - strlen(suffix);
    sg_buf base;

    sg_buf_init(&base);
    sg_buf_add(&base, table);
    for (size_t i = 0; i < count; i++) {
        sg_buf_addc(&base, '_');
        sg_buf_add(&base, columns[i]);
    }
    size_t length = base.length >= room ? sg_text_clip(base.data, base.length, room) : base.length;
    char *name = sg_arena_printf(names->arena, "%.*s%s", (int)length, base.data, suffix);
    sg_buf_release(&base);
    return name;
}

/* One of the sorts of keys: what stands in the schema and what becomes of it. */
typedef struct key_sort {
    const char *field_attribute; /* @unique, or NULL */
    const char *block_attribute;
    const char *suffix;
    bool unique;
} key_sort;

static const key_sort primary = {"id", "id", "_pkey", true};
static const key_sort unique = {"unique", "unique", "_key", true};
static const key_sort plain = {NULL, "index", "_idx", false};

/* A key as it stands in the schema. */
typedef struct written_key {
    const key_sort *sort;
    const sg_psl_table *model;
    const sg_psl_attribute *attribute;
    const sg_psl_field *field;           /* of a field's attribute, or NULL */
    const sg_psl_directives *directives; /* of the line or field */
} written_key;

/* JsonbPathOps -> jsonb_path_ops: words begin with capitals, MinMax is one. */
static const char *operator_class(const sg_psl_names *names, const sg_psl_value *value)
{
    sg_buf name;

    if (value->sort == SG_PSL_CALL)
        return value->arguments->count == 1 ? sg_psl_text(value->arguments->first->value) : NULL;
    sg_buf_init(&name);
    for (const char *c = value->text; *c != '\0'; c++) {
        bool inside = c - value->text >= 3 && strncmp(c - 3, "MinMax", 6) == 0;
        /* TimestampTz, TimeTz, VarBit are one word too */
        inside |= strncmp(c, "Tz", 2) == 0 || (c > value->text && strncmp(c, "Bit", 3) == 0);
        if (isupper((unsigned char)*c) && c > value->text && !inside)
            sg_buf_addc(&name, '_');
        sg_buf_addc(&name, (char)tolower((unsigned char)*c));
    }
    char *copy = sg_arena_strndup(names->arena, name.data, name.length);
    sg_buf_release(&name);
    return copy;
}

/* One column of an index: its name, or an object where it has more to say. */
static struct json_object *key_column(sg_psl_lowering *lowering, const sg_psl_field *field,
                                      const sg_psl_arguments *arguments)
{
    const sg_psl_value *sort = sg_psl_argument_named(arguments, "sort", false);
    const sg_psl_value *ops = sg_psl_argument_named(arguments, "ops", false);
    bool descending = sort != NULL && sort->text != NULL && strcmp(sort->text, "Desc") == 0;

    if (!descending && ops == NULL)
        return json_object_new_string(field->column);
    struct json_object *column = json_object_new_object();
    sg_psl_put_text(column, "column", field->column);
    if (ops != NULL) {
        const char *name = ops->text != NULL ? operator_class(lowering->names, ops) : NULL;
        if (name != NULL)
            sg_psl_put_text(column, "opclass", name);
        else
            sg_psl_wrong(lowering, SG_PSL_MEANING, ops->span, "`ops` takes a name or raw(\"name\")");
    }
    if (descending)
        sg_psl_put_text(column, "order", "desc");
    return column;
}

/* The field that an element of a list of fields names, or NULL (reported). */
static const sg_psl_field *listed_field(sg_psl_lowering *lowering, const sg_psl_table *model, const sg_psl_value *value)
{
    bool named = value->sort == SG_PSL_WORD || value->sort == SG_PSL_CALL;
    const sg_psl_field *field = named ? sg_psl_field_named(model, value->text) : NULL;

    if (field == NULL)
        sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, value->span, "the model \"%s\" has no such field",
                     model->item->name.text);
    else if (field->sort == SG_PSL_RELATION_FIELD)
        sg_psl_wrong(lowering, SG_PSL_MEANING, value->span, "\"%s\" is a relation and has no column", value->text);
    return field != NULL && field->sort != SG_PSL_RELATION_FIELD ? field : NULL;
}

/* The columns of a key, and their names into `names`. Returns how many, 0 after reporting. */
static size_t key_columns(sg_psl_lowering *lowering, const written_key *key, struct json_object *columns,
                          const char **names)
{
    const sg_psl_value *fields = sg_psl_argument_named(key->attribute->arguments, "fields", true);
    size_t count = sg_psl_list_count(fields);

    if (key->field != NULL) {
        names[0] = key->field->column;
        json_object_array_add(columns, key_column(lowering, key->field, key->attribute->arguments));
        return 1;
    }
    if (count == 0)
        sg_psl_wrong(lowering, SG_PSL_MEANING, key->attribute->span, "@@%s needs at least one field",
                     key->attribute->name.text);
    sg_psl_elements elements = sg_psl_elements_of(fields);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const sg_psl_field *field = listed_field(lowering, key->model, value);
        if (field == NULL)
            return 0;
        *names++ = field->column;
        json_object_array_add(columns, key_column(lowering, field, value->arguments));
    }
    return count;
}

static const char *explicit_name(const written_key *key)
{
    const sg_psl_value *name = sg_psl_argument_named(key->attribute->arguments, "map", false);

    if (name == NULL && key->sort == &plain)
        name = sg_psl_argument_named(key->attribute->arguments, "name", false);
    return sg_psl_text(name);
}

static void put_method(sg_psl_lowering *lowering, const written_key *key, struct json_object *index)
{
    const sg_psl_value *type = sg_psl_argument_named(key->attribute->arguments, "type", false);
    const sg_psl_value *where = sg_psl_argument_named(key->attribute->arguments, "where", false);
    sg_buf sql;

    sg_buf_init(&sql);
    if (type != NULL && type->text != NULL) {
        for (const char *c = type->text; *c != '\0'; c++)
            sg_buf_addc(&sql, (char)tolower((unsigned char)*c));
        sg_psl_put(lowering->names, index, "using", json_object_new_string(sql.data), type->span, type->span);
    }
    sg_buf_clear(&sql);
    if (where != NULL && sg_psl_add_where(lowering, &sql, key->model, where))
        sg_psl_put(lowering->names, index, "where", json_object_new_string(sql.data), where->span, where->span);
    sg_buf_release(&sql);
}

/* Directives of a field are about its column. */
static void apply_directives(sg_psl_lowering *lowering, const written_key *key, struct json_object *definition)
{
    if (key->field == NULL)
        sg_psl_apply(lowering, key->directives, definition);
}

/* Unique keys are indexes, unless the directive `constraint` stands there. */
static bool is_constraint(const written_key *key)
{
    sg_psl_directive *directive = key->sort == &unique ? sg_psl_directive_named(key->directives, "constraint") : NULL;

    if (directive != NULL)
        directive->used = true;
    return directive != NULL;
}

static void put_index(sg_psl_lowering *lowering, struct json_object *indexes, const written_key *key, const char *name,
                      struct json_object *definition)
{
    sg_span place = key->attribute->span;

    if (json_object_object_get_ex(indexes, name, NULL)) {
        sg_psl_wrong(lowering, SG_DUPLICATE_NAME, place,
                     "the name \"%s\" is taken by another index; give one with map:", name);
        json_object_put(definition);
        return;
    }
    put_method(lowering, key, definition);
    apply_directives(lowering, key, definition);
    sg_psl_put(lowering->names, indexes, name, definition, place, place);
}

/* Fields of a model that is ignored may be optional in its key; their columns never are. */
static void require_columns(struct json_object *table, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct json_object *column = NULL;
        if (json_object_object_get_ex(sg_psl_map(table, "columns"), names[i], &column))
            json_object_object_del(column, "nullable");
    }
}

static void lower_key(sg_psl_lowering *lowering, struct json_object *table, const written_key *key)
{
    const sg_psl_value *fields = sg_psl_argument_named(key->attribute->arguments, "fields", true);
    const char **names = SG_NEW_ARRAY(lowering->names->arena, const char *, sg_psl_list_count(fields) + 1);
    struct json_object *definition = json_object_new_object(), *columns = json_object_new_array();
    size_t count = key_columns(lowering, key, columns, names);
    const char *name = explicit_name(key);
    bool constraint = is_constraint(key);

    if (name == NULL)
        name = sg_psl_object_name(lowering->names, key->model->name, names, key->sort == &primary ? 0 : count,
                                  key->sort->suffix);
    if (key->sort == &primary)
        sg_psl_put_text(definition, "name", name);
    else if (key->sort->unique && !constraint)
        json_object_object_add(definition, "unique", json_object_new_boolean(true));
    json_object_object_add(definition, "columns", columns);
    if (count == 0) {
        json_object_put(definition);
    } else if (key->sort == &primary) {
        if (json_object_object_get_ex(table, "primaryKey", NULL))
            sg_psl_wrong(lowering, SG_PSL_MEANING, key->attribute->span, "the model has a primary key already");
        apply_directives(lowering, key, definition);
        require_columns(table, names, count);
        sg_psl_put(lowering->names, table, "primaryKey", definition, key->attribute->span, key->attribute->span);
    } else {
        put_index(lowering, sg_psl_map(table, constraint ? "uniques" : "indexes"), key, name, definition);
    }
}

static void lower_field_keys(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model,
                             const key_sort *sort)
{
    for (size_t i = 0; i < model->count; i++) {
        const sg_psl_field *field = &model->fields[i];
        const sg_psl_attribute *attribute = sg_psl_attribute_named(field->item, sort->field_attribute);
        written_key key = {sort, model, attribute, field, &field->item->directives};
        if (attribute != NULL && field->sort != SG_PSL_RELATION_FIELD)
            lower_key(lowering, table, &key);
        else if (attribute != NULL)
            sg_psl_wrong(lowering, SG_PSL_MEANING, attribute->span, "a relation has no column to be a key");
    }
}

static void lower_block_keys(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model,
                             const key_sort *sort)
{
    SG_PSL_EACH_LINE(item, model->item)
    {
        written_key key = {sort, model, item->attributes, NULL, &item->directives};
        if (strcmp(item->attributes->name.text, sort->block_attribute) == 0)
            lower_key(lowering, table, &key);
    }
}

void sg_psl_lower_keys(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model)
{
    lower_field_keys(lowering, table, model, &primary);
    lower_block_keys(lowering, table, model, &primary);
    lower_field_keys(lowering, table, model, &unique);
    lower_block_keys(lowering, table, model, &plain);
    lower_block_keys(lowering, table, model, &unique);
}

/* A member of `where: { field: value }`: value, null, or { not: value }. */
static bool add_condition(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_table *model,
                          const sg_psl_argument *member)
{
    const sg_psl_field *field = sg_psl_field_named(model, member->name.text);
    const sg_psl_value *value = member->value;
    bool negated = value->sort == SG_PSL_RECORD && value->arguments->count == 1 &&
                   strcmp(value->arguments->first->name.text, "not") == 0;

    if (field == NULL || field->sort == SG_PSL_RELATION_FIELD) {
        sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, member->name.span, "the model \"%s\" has no such column",
                     model->item->name.text);
        return false;
    }
    if (negated)
        value = value->arguments->first->value;
    sg_sql_ident(sql, field->column);
    if (value->sort == SG_PSL_WORD && strcmp(value->text, "null") == 0) {
        sg_buf_add(sql, negated ? " IS NOT NULL" : " IS NULL");
        return true;
    }
    sg_buf_add(sql, negated ? " != " : " = ");
    if (value->sort == SG_PSL_STRING) /* of an enum the label, of a time the text as it is */
        sg_sql_literal(sql, value->text);
    else
        sg_buf_add(sql, value->text != NULL ? value->text : "");
    return value->text != NULL;
}

bool sg_psl_add_where(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_table *model, const sg_psl_value *value)
{
    const char *raw = value->sort == SG_PSL_CALL && strcmp(value->text, "raw") == 0 && value->arguments->count == 1
                          ? sg_psl_text(value->arguments->first->value)
                          : NULL;

    if (raw != NULL) {
        sg_buf_add(sql, raw);
        return true;
    }
    if (value->sort != SG_PSL_RECORD || value->arguments->count == 0) {
        sg_psl_wrong(lowering, SG_PSL_MEANING, value->span, "`where` takes raw(\"...\") or { field: value }");
        return false;
    }
    for (const sg_psl_argument *member = value->arguments->first; member != NULL; member = member->next) {
        sg_buf_add(sql, member == value->arguments->first ? "" : " AND ");
        if (!add_condition(lowering, sql, model, member))
            return false;
    }
    return true;
}
