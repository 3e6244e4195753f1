/* What indexes, exclusion constraints and statistics are made over. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "elements.h"
#include "json.h"
#include "opclass.h"
#include "text.h"

#define ELEMENTS(object, field) ((sg_elements *)sg_field_at(object, field))
#define CONST_ELEMENTS(object, field) ((const sg_elements *)sg_field_at(object, field))

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

static bool read_member(sg_reader *reader, sg_object *object, sg_element *key, const char *place, const char *name,
                        struct json_object *value)
{
    static const struct {
        const char *name;
        size_t offset;
    } texts[] = {{"column", offsetof(sg_element, column)},
                 {"expression", offsetof(sg_element, expression)},
                 {"collation", offsetof(sg_element, collation)},
                 {"opclass", offsetof(sg_element, opclass)},
                 {"operator", offsetof(sg_element, operator)}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        const char **text = (const char **)((char *)key + texts[i].offset);
        *text = sg_json_string(reader, object, place, value, true);
        if (*text != NULL && text == &key->collation)
            *text = sg_collation_name(reader->model, *text);
        return *text != NULL;
    }
    if (strcmp(name, "order") == 0)
        return (key->order = read_word(reader, object, place, value, orders, 2)) >= 0;
    if (strcmp(name, "nulls") == 0)
        return (key->nulls = read_word(reader, object, place, value, nulls, 3)) >= 0;
    if (strcmp(name, "parameters") == 0)
        return read_parameters(reader, object, &key->parameters, value);
    return sg_reader_error(reader, object, place, SG_UNKNOWN_KEY, "unknown key \"%s\" in a list of columns", name);
}

static bool check_operator(sg_reader *reader, const sg_object *object, const sg_field *field, const sg_element *key,
                           const char *place)
{
    bool wanted = field->type == &sg_field_excluded;
    if (wanted == (key->operator!= NULL))
        return true;
    return sg_reader_error(reader, object, place, wanted ? SG_MISSING_KEY : SG_UNKNOWN_KEY,
                           wanted ? "an element needs its \"operator\"" : "an index has no \"operator\"");
}

static bool read_key(sg_reader *reader, sg_object *object, const sg_field *field, sg_element *key, const char *place,
                     struct json_object *value)
{
    if (json_object_is_type(value, json_type_string)) {
        key->column = sg_json_string(reader, object, place, value, true);
        return key->column != NULL && sg_json_check_name(reader, object, place, key->column) &&
               check_operator(reader, object, field, key, place);
    }
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                               "a column is a name, or an object with \"column\" or \"expression\"");
    json_object_object_foreach(value, name, item)
    {
        char inner[SG_PLACE_BYTES];
        sg_json_place_of(inner, place, name);
        if (!read_member(reader, object, key, inner, name, item))
            return false;
    }
    if ((key->column == NULL) == (key->expression == NULL))
        return sg_reader_error(reader, object, place, SG_MISSING_KEY,
                               "an index column needs either \"column\" or \"expression\"");
    if (key->parameters.count > 0 && key->opclass == NULL)
        return sg_reader_error(reader, object, place, SG_MISSING_KEY, "\"parameters\" need their \"opclass\"");
    return check_operator(reader, object, field, key, place);
}

static bool elements_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_elements *elements = ELEMENTS(object, field);
    bool list = json_object_is_type(value, json_type_array);
    size_t count = list ? json_object_array_length(value) : 1;
    if (count == 0)
        return sg_reader_error(reader, object, field->key, SG_BAD_VALUE, "at least one column is needed");
    elements->items = SG_NEW_ARRAY(reader->model->arena, sg_element, count);
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        char place[SG_PLACE_BYTES];
        fine &= read_key(reader, object, field, &elements->items[i],
                         list ? sg_json_place(place, field->key, i) : field->key,
                         list ? json_object_array_get_idx(value, i) : value);
    }
    elements->count = count;
    return fine;
}

static bool is_plain(const sg_element *key)
{
    return key->column != NULL && key->collation == NULL && key->opclass == NULL &&
           key->operator== NULL && key->order == 0 && key->nulls == 0;
}

static void write_member(sg_buf *buf, const char *name, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_join(buf, buf->data[buf->length - 1] == ' ' ? "\"" : ", \"", name, "\": ");
    sg_buf_add_json(buf, value);
}

static void write_key(sg_buf *buf, const sg_element *key)
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
    write_member(buf, "operator", key->operator);
    sg_buf_add(buf, " }");
}

static void elements_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_elements *elements = CONST_ELEMENTS(object, field);
    (void)depth;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < elements->count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        write_key(buf, &elements->items[i]);
    }
    sg_buf_addc(buf, ']');
}

static bool elements_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_ELEMENTS(object, field)->count > 0;
}

static const sg_sqltype *type_of(const sg_object *object, const sg_element *key)
{
    const sg_object *column =
        key->column != NULL ? sg_child_named(object->parent, sg_kind_with(SG_KIND_COLUMN), key->column) : NULL;
    return column != NULL ? sg_object_type(column) : NULL;
}

/* The key without the operator class that its column has anyway, in both objects. */
static sg_element bare_key(const sg_object *object, const sg_element *key, const sg_sqltype *type)
{
    const char *method = sg_object_text(object, "using");
    sg_element bare = *key;
    if (key->opclass != NULL && type != NULL && key->parameters.count == 0 &&
        sg_opclass_is_default(key->opclass, method != NULL ? method : "btree", type))
        bare.opclass = NULL;
    return bare;
}

/* Two keys are equal when they are written alike: the text is canonical. */
static bool keys_equal(const sg_object *a, const sg_element *left, const sg_object *b, const sg_element *right)
{
    const sg_sqltype *types[] = {type_of(a, left), type_of(b, right)};
    bool alike = types[0] != NULL && types[1] != NULL && sg_sqltype_equal(types[0], types[1]);
    const sg_element bare[] = {bare_key(a, left, alike ? types[0] : NULL), bare_key(b, right, alike ? types[1] : NULL)};
    sg_buf texts[2];
    for (size_t i = 0; i < 2; i++) {
        sg_buf_init(&texts[i]);
        write_key(&texts[i], &bare[i]);
    }
    bool equal = strcmp(texts[0].data, texts[1].data) == 0;
    for (size_t i = 0; i < 2; i++)
        sg_buf_release(&texts[i]);
    return equal;
}

static bool elements_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_elements *left = CONST_ELEMENTS(a, field), *right = CONST_ELEMENTS(b, field);
    bool equal = left->count == right->count;
    for (size_t i = 0; equal && i < left->count; i++)
        equal = keys_equal(a, &left->items[i], b, &right->items[i]);
    return equal;
}

static void elements_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    *ELEMENTS(to, field) = *CONST_ELEMENTS(from, field);
}

/* The column's own collation need not be said. */
static void forget_collation(const sg_object *object, sg_element *key)
{
    const sg_object *column = sg_child_named(object->parent, sg_kind_with(SG_KIND_COLUMN), key->column);
    if (column == NULL || key->collation == NULL)
        return;
    const char *own = sg_object_text(column, "collation");
    if (own == NULL)
        own = sg_text_equal(sg_object_type(column)->builtin, "name") ? "C" : "default";
    if (strcmp(key->collation, own) == 0)
        key->collation = NULL;
}

static void finish_key(sg_model *model, sg_object *object, sg_element *key, const char *place, sg_diags *diags)
{
    if (key->nulls == (key->order == 1 ? 1 : 2))
        key->nulls = 0; /* the order's own way */
    sg_collation_resolve(model, object, key->collation);
    if (key->column != NULL) {
        sg_names name = {&key->column, 1};
        if (!sg_names_resolve(model, diags, object, place, object->parent, &name) && strchr(key->column, '(') != NULL)
            sg_diag_hint(diags, sg_diags_last(diags), "an expression is written { \"expression\": \"%s\" }",
                         key->column);
        forget_collation(object, key);
        return;
    }
    const sg_expr *expr = sg_expr_resolve(model, diags, object, place, &key->expression);
    if (expr == NULL)
        return;
    sg_names names = {(const char **)expr->columns, expr->column_count};
    sg_names_resolve(model, diags, object, place, object->parent, &names);
    sg_expr_error error;
    const sg_expr *plain = sg_expr_parse(model->exprs, expr->text, &error);
    if (plain != NULL && plain->is_bare_word) { /* nothing but a column, put in parentheses */
        key->column = expr->columns[0];
        key->expression = NULL;
        forget_collation(object, key);
    }
}

static void elements_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_elements *elements = ELEMENTS(object, field);
    bool plain = true;
    for (size_t i = 0; i < elements->count; i++) {
        char place[SG_PLACE_BYTES];
        sg_json_place(place, field->key, i);
        finish_key(model, object, &elements->items[i], place, diags);
        plain &= elements->items[i].column != NULL;
    }
    if (!plain)
        return;
    elements->plain.items = SG_NEW_ARRAY(model->arena, const char *, elements->count);
    for (size_t i = 0; i < elements->count; i++)
        elements->plain.items[elements->plain.count++] = elements->items[i].column;
}

static void elements_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                            const char *old_schema, const char *old_name)
{
    sg_elements *elements = ELEMENTS(object, field);
    bool column = target->parent != NULL && target->parent == object->parent;
    if (column)
        sg_names_rename(&elements->plain, old_name, target->name);
    for (size_t i = 0; i < elements->count; i++) {
        sg_element *key = &elements->items[i];
        sg_collation_rename(model, &key->collation, target, old_schema, old_name);
        if (column && key->column != NULL && strcmp(key->column, old_name) == 0)
            key->column = target->name;
        else
            key->expression = sg_expr_follow(model, object, key->expression, target, old_schema, old_name);
    }
}

static void elements_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    sg_elements *elements = ELEMENTS(object, field);
    char place[SG_PLACE_BYTES];
    for (size_t i = 0; i < elements->count; i++) {
        sg_labels_stand_at(labels, sg_json_place(place, field->key, i));
        elements->items[i].expression = sg_expr_follow_labels(model, object, elements->items[i].expression, labels);
    }
}

static bool elements_mix_types(sg_model *model, const sg_object *object, const sg_field *field)
{
    const sg_elements *elements = ELEMENTS(object, field);
    bool mixed = false;
    for (size_t i = 0; i < elements->count; i++)
        mixed |= sg_expr_mixes(model, elements->items[i].expression);
    return mixed;
}

const sg_field_type sg_field_elements = {.json = "a list of columns",
                                         .read = elements_read,
                                         .write = elements_write,
                                         .is_set = elements_is_set,
                                         .equal = elements_equal,
                                         .settle = elements_settle,
                                         .finish = elements_finish,
                                         .rename = elements_rename,
                                         .relabel = elements_relabel,
                                         .mixes_types = elements_mix_types};

const sg_field_type sg_field_excluded = {.json = "a list of columns with their operators",
                                         .read = elements_read,
                                         .write = elements_write,
                                         .is_set = elements_is_set,
                                         .equal = elements_equal,
                                         .settle = elements_settle,
                                         .finish = elements_finish,
                                         .rename = elements_rename,
                                         .relabel = elements_relabel,
                                         .mixes_types = elements_mix_types};

/* What is measured together: the order of columns means nothing; that of expressions is kept by the server, behind
 * them. */

static int by_column(const void *a, const void *b)
{
    const sg_element *left = a, *right = b;
    return strcmp(left->column, right->column);
}

static void sort_columns(sg_elements *elements)
{
    sg_element *items = elements->items;
    size_t columns = 0;
    for (size_t i = 0; i < elements->count; i++) {
        if (items[i].column == NULL)
            continue;
        sg_element column = items[i];
        memmove(&items[columns + 1], &items[columns], (i - columns) * sizeof *items);
        items[columns++] = column;
    }
    if (columns > 1)
        qsort(items, columns, sizeof *items, by_column);
}

static void measured_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    elements_finish(model, object, field, diags);
    sort_columns(ELEMENTS(object, field));
}

static void measured_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                            const char *old_schema, const char *old_name)
{
    elements_rename(model, object, field, target, old_schema, old_name);
    sort_columns(ELEMENTS(object, field));
}

const sg_field_type sg_field_measured = {.json = "a list of columns",
                                         .read = elements_read,
                                         .write = elements_write,
                                         .is_set = elements_is_set,
                                         .equal = elements_equal,
                                         .settle = elements_settle,
                                         .finish = measured_finish,
                                         .rename = measured_rename,
                                         .relabel = elements_relabel,
                                         .mixes_types = elements_mix_types};
