/* The field types that several kinds share. */
#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

#define MEMBER(type, object, field) (*(type *)sg_field_at(object, field))
#define CONST_MEMBER(type, object, field) (*(type const *)sg_field_at(object, field))

const uint64_t sg_nothing_said[8];

/* bool */

static bool bool_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_boolean))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"%s\" must be true or false", field->key);
    MEMBER(bool, object, field) = json_object_get_boolean(value);
    return true;
}

static void bool_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_buf_add(buf, CONST_MEMBER(bool, object, field) ? "true" : "false");
}

static bool bool_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(bool, object, field);
}

static bool bool_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return CONST_MEMBER(bool, a, field) == CONST_MEMBER(bool, b, field);
}

const sg_field_type sg_field_bool = {
    .json = "true or false", .read = bool_read, .write = bool_write, .is_set = bool_is_set, .equal = bool_equal};

/* text, and everything else that is kept as const char * */

bool sg_text_field_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, field->key, value, true);
    MEMBER(const char *, object, field) = text;
    return text != NULL;
}

void sg_text_field_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_buf_add_json(buf, CONST_MEMBER(const char *, object, field));
}

bool sg_text_field_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(const char *, object, field) != NULL;
}

bool sg_text_field_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_text_equal(CONST_MEMBER(const char *, a, field), CONST_MEMBER(const char *, b, field));
}

const sg_field_type sg_field_text = {.json = "a string",
                                     .read = sg_text_field_read,
                                     .write = sg_text_field_write,
                                     .is_set = sg_text_field_is_set,
                                     .equal = sg_text_field_equal};

bool sg_name_field_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, field->key, value, true);
    if (text == NULL || !sg_json_check_name(reader, object, field->key, text))
        return false;
    MEMBER(const char *, object, field) = text;
    return true;
}

const sg_field_type sg_field_name = {.json = "a name",
                                     .read = sg_name_field_read,
                                     .write = sg_text_field_write,
                                     .is_set = sg_text_field_is_set,
                                     .equal = sg_text_field_equal};

const char *sg_collation_name(sg_model *model, const char *written)
{
    const char *schema, *name;
    sg_name_split(model, written, &schema, &name);
    return sg_name_joined(model->arena, strcmp(schema, "pg_catalog") == 0 ? "public" : schema, name);
}

static bool collation_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!sg_text_field_read(reader, object, field, value) ||
        !sg_json_check_path(reader, object, field->key, MEMBER(const char *, object, field)))
        return false;
    const char **text = &MEMBER(const char *, object, field);
    *text = sg_collation_name(reader->model, *text);
    *text = strcmp(*text, "default") != 0 ? *text : NULL;
    return true;
}

void sg_collation_resolve(sg_model *model, sg_object *object, const char *name)
{
    sg_object *collation = name != NULL ? sg_model_lookup(model, sg_kind_named("collation"), name) : NULL;
    if (collation != NULL)
        sg_object_depend(object, collation);
}

bool sg_collation_is(const char *name, const sg_object *collation)
{
    sg_buf joined;
    sg_buf_init(&joined);
    sg_name_join(&joined, collation->schema != NULL ? collation->schema : "", collation->name);
    bool same = sg_text_equal(name, joined.data);
    sg_buf_release(&joined);
    return same;
}

void sg_collation_rename(sg_model *model, const char **name, const sg_object *target, const char *old_schema,
                         const char *old_name)
{
    const char *schema, *bare;
    if (*name == NULL || target->kind != sg_kind_named("collation"))
        return;
    sg_name_split(model, *name, &schema, &bare);
    if (strcmp(schema, old_schema) != 0 || strcmp(bare, old_name) != 0)
        return;
    *name = sg_name_joined(model->arena, target->schema, target->name);
}

static void collation_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    (void)diags;
    sg_collation_resolve(model, object, MEMBER(const char *, object, field));
}

static void collation_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                             const char *old_schema, const char *old_name)
{
    sg_collation_rename(model, &MEMBER(const char *, object, field), target, old_schema, old_name);
}

const sg_field_type sg_field_collation = {.json = "a collation",
                                          .read = collation_read,
                                          .write = sg_text_field_write,
                                          .is_set = sg_text_field_is_set,
                                          .equal = sg_text_field_equal,
                                          .finish = collation_finish,
                                          .rename = collation_rename};

/* What is implied is a part without saying so. */
static bool part_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return a->implied || b->implied || sg_text_field_equal(a, b, field);
}

static void part_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    const char **whole = &MEMBER(const char *, object, field);
    if (sg_object_whole(object) == target && sg_text_equal(*whole, old_name))
        *whole = target->name;
}

const sg_field_type sg_field_part = {.json = "a name",
                                     .read = sg_name_field_read,
                                     .write = sg_text_field_write,
                                     .is_set = sg_text_field_is_set,
                                     .equal = part_equal,
                                     .rename = part_rename};

/* int: kept as decimal text, so that "not said" and every 64-bit value fit */

static bool int_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_int))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"%s\" must be a whole number", field->key);
    MEMBER(const char *, object, field) =
        sg_arena_printf(reader->model->arena, "%" PRId64, json_object_get_int64(value));
    return true;
}

static void int_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_buf_add(buf, CONST_MEMBER(const char *, object, field));
}

const sg_field_type sg_field_int = {.json = "a whole number",
                                    .read = int_read,
                                    .write = int_write,
                                    .is_set = sg_text_field_is_set,
                                    .equal = sg_text_field_equal};

static bool number_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"%s\" must be a number", field->key);
    MEMBER(const char *, object, field) = sg_arena_strdup(reader->model->arena, json_object_get_string(value));
    return true;
}

const sg_field_type sg_field_number = {.json = "a number",
                                       .read = number_read,
                                       .write = int_write,
                                       .is_set = sg_text_field_is_set,
                                       .equal = sg_text_field_equal};

/* word: one of a table */

static bool word_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, field->key, value, false);
    if (text == NULL)
        return false;
    const char *words[32];
    size_t count = 0;
    for (const sg_word *word = field->words; word->json != NULL; word++) {
        if (strcmp(word->json, text) == 0) {
            MEMBER(int, object, field) = word->value;
            return true;
        }
        words[count++] = word->json;
    }
    sg_reader_error(reader, object, field->key, SG_BAD_VALUE, "\"%s\" cannot be \"%s\"", field->key, text);
    sg_reader_suggest(reader, text, words, count);
    return false;
}

static const sg_word *word_of(const sg_object *object, const sg_field *field)
{
    const sg_word *word = field->words;
    while (word->value != CONST_MEMBER(int, object, field))
        word++;
    return word;
}

static void word_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_buf_add_json(buf, word_of(object, field)->json);
}

static bool word_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(int, object, field) != 0;
}

static bool word_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return CONST_MEMBER(int, a, field) == CONST_MEMBER(int, b, field);
}

const sg_field_type sg_field_word = {
    .json = "a word", .read = word_read, .write = word_write, .is_set = word_is_set, .equal = word_equal};

/* columns: names of the parent's columns */

static bool columns_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_json_names(reader, object, field->key, value, &MEMBER(sg_names, object, field));
}

static void columns_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_json_write_names(buf, &CONST_MEMBER(sg_names, object, field));
}

static bool columns_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(sg_names, object, field).count > 0;
}

static bool columns_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_names_equal(&CONST_MEMBER(sg_names, a, field), &CONST_MEMBER(sg_names, b, field));
}

static void columns_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_names_resolve(model, diags, object, field->key, object->parent, &MEMBER(sg_names, object, field));
}

static void columns_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                           const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    if (target->parent != NULL && target->parent == object->parent)
        sg_names_rename(&MEMBER(sg_names, object, field), old_name, target->name);
}

const sg_field_type sg_field_columns = {.json = "a list of columns",
                                        .read = columns_read,
                                        .write = columns_write,
                                        .is_set = columns_is_set,
                                        .equal = columns_equal,
                                        .finish = columns_finish,
                                        .rename = columns_rename};

static bool some_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_names *left = &CONST_MEMBER(sg_names, a, field), *right = &CONST_MEMBER(sg_names, b, field);
    bool equal = left->count == right->count;
    for (size_t i = 0; equal && i < left->count; i++)
        equal = sg_names_has(right, left->items[i]);
    return equal;
}

static void names_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    MEMBER(sg_names, to, field) = CONST_MEMBER(sg_names, from, field);
}

const sg_field_type sg_field_some = {.json = "a list of columns",
                                     .read = columns_read,
                                     .write = columns_write,
                                     .is_set = columns_is_set,
                                     .equal = some_equal,
                                     .settle = names_settle,
                                     .finish = columns_finish,
                                     .rename = columns_rename};

/* names: of things that the model does not hold (roles) */

static bool names_say_all(const sg_names *names, const sg_field *field)
{
    return names->count == 0 || (field->all != NULL && sg_names_has(names, field->all));
}

static bool names_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_names *left = &CONST_MEMBER(sg_names, a, field), *right = &CONST_MEMBER(sg_names, b, field);
    return (names_say_all(left, field) && names_say_all(right, field)) || sg_names_equal(left, right);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool names_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_names *names = &MEMBER(sg_names, object, field);
    bool fine = sg_json_names(reader, object, field->key, value, names);
    if (fine)
        qsort(names->items, names->count, sizeof *names->items, by_text);
    return fine;
}

const sg_field_type sg_field_names = {.json = "a list of names",
                                      .read = names_read,
                                      .write = columns_write,
                                      .is_set = columns_is_set,
                                      .equal = names_equal,
                                      .settle = names_settle};
