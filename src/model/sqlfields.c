/* Field types that hold SQL: types and expressions. */
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"
#include "text.h"

#define MEMBER(type, object, field) (*(type *)sg_field_at(object, field))
#define CONST_MEMBER(type, object, field) (*(type const *)sg_field_at(object, field))
#define SHARED_TYPE(object, field) sg_sqltype_of(CONST_MEMBER(const sg_sqltype *, object, field))

bool sg_json_type(sg_reader *reader, const sg_object *object, const char *key, const char *text,
                  const sg_sqltype **type)
{
    const char *why;
    size_t at;
    sg_model *model = reader->model;
    *type = sg_map_get(&model->written_types, text);
    if (*type != NULL)
        return true;
    sg_sqltype *parsed = SG_NEW(model->arena, sg_sqltype);
    if (sg_sqltype_parse(model->arena, text, parsed, &why, &at)) {
        sg_map_put(&model->written_types, text, parsed);
        model->serials |= parsed->serial;
        *type = parsed;
        return true;
    }
    sg_diag *diag = sg_object_error(reader->model, reader->diags, object, key, SG_BAD_TYPE, "%s", why);
    sg_diag_narrow(diag, at);
    if (text[at] == '?')
        sg_diag_hint(reader->diags, diag, "the short form alone has \"?\"; here say \"nullable\": true");
    return false;
}

/* To be changed for one of those that share it. */
static sg_sqltype *own_type(sg_model *model, sg_object *object, const sg_field *field)
{
    sg_sqltype *own = SG_NEW(model->arena, sg_sqltype);
    *own = *SHARED_TYPE(object, field);
    MEMBER(const sg_sqltype *, object, field) = own;
    return own;
}

static bool type_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, field->key, value, false);
    return text != NULL && sg_json_type(reader, object, field->key, text, &MEMBER(const sg_sqltype *, object, field));
}

static void type_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_json_write_type(buf, SHARED_TYPE(object, field));
}

void sg_json_write_type(sg_buf *buf, const sg_sqltype *type)
{
    if (type->builtin != NULL && type->builtin[0] != '"') { /* needs no escapes */
        sg_buf_addc(buf, '"');
        sg_sqltype_print(buf, type);
        sg_buf_addc(buf, '"');
        return;
    }
    char room[SG_BUF_ROOM];
    sg_buf text;
    sg_buf_init_in(&text, room, sizeof room);
    sg_sqltype_print(&text, type);
    sg_buf_add_json(buf, text.data);
    sg_buf_release(&text);
}

static bool type_is_set(const sg_object *object, const sg_field *field)
{
    return sg_sqltype_is_set(SHARED_TYPE(object, field));
}

static bool type_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_sqltype_equal(SHARED_TYPE(a, field), SHARED_TYPE(b, field));
}

typedef struct nearness {
    sg_arena *arena;
    const sg_sqltype *type;
    sg_vec names;
    const char *elsewhere; /* the type of that name in another schema */
} nearness;

static void note_type(void *context, sg_object *object)
{
    nearness *it = context;
    const char *whole = sg_name_joined(it->arena, object->schema, object->name);
    sg_vec_push(&it->names, (void *)whole);
    if (strcmp(object->name, it->type->name) == 0)
        it->elsewhere = whole;
}

/* The type that may be meant: one that is declared, or one of the server's; NULL: none. */
static const char *near_type(sg_model *model, const sg_sqltype *type)
{
    nearness it = {.arena = model->arena, .type = type, .names = SG_VEC_EMPTY};
    size_t count;
    const char *const *builtin = sg_sqltype_names(&count);
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds_ordered()[i];
        if ((kind->flags & SG_KIND_TYPE) && !(kind->flags & SG_KIND_RELATION))
            sg_model_each_of(model, kind, note_type, &it);
    }
    for (size_t i = 0; i < count; i++)
        sg_vec_push(&it.names, (void *)builtin[i]);
    const char *near = it.elsewhere != NULL ? it.elsewhere : sg_sqltype_elsewhere(type->name);
    if (near == NULL)
        near = sg_text_nearest(sg_name_joined(it.arena, type->schema, type->name), (const char *const *)it.names.items,
                               it.names.count);
    sg_vec_release(&it.names);
    return near;
}

static void suggest_type(sg_model *model, sg_diags *diags, sg_diag *diag, const sg_sqltype *type)
{
    const char *extension = sg_sqltype_extension(type->name);
    const char *near = extension == NULL ? near_type(model, type) : NULL;
    if (extension != NULL)
        sg_diag_hint(diags, diag, "it comes with the extension \"%s\": declare it under \"extensions\"", extension);
    else if (near != NULL)
        sg_diag_hint(diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(diags, diag, "declare it as an enum, or declare the extension that brings it");
}

/* Types of this file first, then what an extension may bring. */
const char *sg_type_resolve(sg_model *model, sg_object *object, const char *key, const sg_sqltype *type,
                            sg_diags *diags)
{
    if (!sg_sqltype_is_set(type) || type->builtin != NULL)
        return type->schema;
    const char *schema = type->schema != NULL ? type->schema : "public";
    const char *place = sg_arena_printf(model->arena, "%s\x1f%s", schema, type->name);
    sg_object *target = sg_map_get(&model->types, place);
    if (target == NULL)
        sg_model_note_missing(model, object, key, SG_SPACE_TYPE, place);
    if (target != NULL && (target->kind->flags & SG_KIND_TYPE)) {
        sg_object_depend(object, target);
        return schema;
    }
    const char *extension = sg_sqltype_extension(type->name);
    sg_object *provider = NULL;
    const sg_kind *extensions = sg_kind_with(SG_KIND_PROVIDER);
    if (extension != NULL)
        provider = sg_model_find(model, extensions, NULL, NULL, extension);
    else
        provider = model->first[sg_kind_number(extensions)];
    if (provider != NULL) {
        if (extension != NULL)
            sg_model_note_provided(model, provider, type->name);
        sg_object_depend(object, provider);
        return type->schema != NULL ? type->schema : provider->kind->type_schema(provider);
    }
    model->unknown_types = true;
    if (model->open_types)
        return type->schema;
    sg_diag *diag = sg_object_error(model, diags, object, key, SG_UNKNOWN_TYPE, "unknown type \"%s\"", type->name);
    suggest_type(model, diags, diag, type);
    return type->schema;
}

void sg_type_depend(sg_model *model, sg_object *object, const char *key, const char *path)
{
    sg_object *type = sg_map_get(&model->types, path);
    if (type == NULL)
        sg_model_note_missing(model, object, key, SG_SPACE_TYPE, path);
    else if (type != object->parent)
        sg_object_depend(object, type);
}

static void type_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_sqltype *type = SHARED_TYPE(object, field);
    const char *schema = sg_type_resolve(model, object, field->key, type, diags);
    if (!sg_text_equal(schema, type->schema))
        own_type(model, object, field)->schema = schema;
}

static void type_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    const sg_sqltype *type = SHARED_TYPE(object, field);
    if (type->name == NULL || !(target->kind->flags & SG_KIND_TYPE))
        return;
    if (strcmp(type->name, old_name) == 0 && sg_text_equal(type->schema, old_schema)) {
        sg_sqltype *own = own_type(model, object, field);
        own->name = target->name;
        own->schema = target->schema;
    }
}

const sg_field_type sg_field_sqltype = {.json = "a type",
                                        .read = type_read,
                                        .write = type_write,
                                        .is_set = type_is_set,
                                        .equal = type_equal,
                                        .finish = type_finish,
                                        .rename = type_rename};

static void routine_type_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    if (MEMBER(const sg_sqltype *, object, field) != NULL)
        sg_signature_settle_type(own_type(model, object, field));
    type_finish(model, object, field, diags);
}

const sg_field_type sg_field_anytype = {.json = "a type",
                                        .read = type_read,
                                        .write = type_write,
                                        .is_set = type_is_set,
                                        .equal = type_equal,
                                        .finish = routine_type_finish,
                                        .rename = type_rename};

/* expressions */

static bool expr_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_field_text.read(reader, object, field, value);
}

/* A default may be written as a JSON number, boolean or null: a literal. */
static bool value_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    enum json_type type = json_object_get_type(value);
    if (type == json_type_string)
        return expr_read(reader, object, field, value);
    if (type == json_type_object || type == json_type_array)
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE,
                               "\"%s\" must be a number, true, false, null or a string with an SQL expression",
                               field->key);
    if (type == json_type_null)
        MEMBER(const char *, object, field) = "null";
    else if (type == json_type_boolean)
        MEMBER(const char *, object, field) = json_object_get_boolean(value) ? "true" : "false";
    else
        MEMBER(const char *, object, field) = sg_arena_strdup(reader->model->arena, json_object_get_string(value));
    return true;
}

static void expr_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    sg_field_text.write(buf, object, field, depth);
}

static bool expr_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(const char *, object, field) != NULL;
}

static bool expr_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_text_equal(CONST_MEMBER(const char *, a, field), CONST_MEMBER(const char *, b, field));
}

struct scope {
    const sg_model *model;
    const sg_object *holder;
};

static const sg_object *named_type(const sg_model *model, const sg_sqltype *type)
{
    if (type->name == NULL)
        return NULL;
    char key[2 * SG_NAME_BYTES + 2];
    snprintf(key, sizeof key, "%s\x1f%s", type->schema != NULL ? type->schema : "public", type->name);
    return sg_map_get(&model->types, key);
}

static bool is_enum(const sg_model *model, const sg_sqltype *type)
{
    const sg_object *there = named_type(model, type);
    return there != NULL && (there->kind->flags & SG_KIND_LABELS);
}

/* NULL also where the type is missing: a mistake that is reported elsewhere. */
static const sg_sqltype *known_type(const sg_object *object)
{
    const sg_sqltype *type = object != NULL ? sg_object_type(object) : NULL;
    return type != NULL && sg_sqltype_is_set(type) ? type : NULL;
}

/* What operators see instead of a domain. */
static const sg_sqltype *below_domains(const sg_model *model, const sg_sqltype *type)
{
    for (const sg_object *domain = named_type(model, type); domain != NULL && !type->array;
         domain = named_type(model, type)) {
        const sg_sqltype *base = known_type(domain);
        if (base == NULL)
            break;
        type = base;
    }
    return type;
}

/* What has columns names these; what has a type (a domain) has one value, VALUE. Where a server shall write the text
 * again as it does now, its casts of a domain to the base are its own, too. */
static const sg_sqltype *column_type(void *context, const char *relation, const char *name, bool *enumerated)
{
    const struct scope *scope = context;
    (void)relation;
    const sg_sqltype *type = NULL;
    if (sg_object_type(scope->holder) == NULL)
        type = known_type(sg_child_named(scope->holder, sg_kind_with(SG_KIND_COLUMN), name));
    else if (strcmp(name, "value") == 0)
        type = known_type(scope->holder);
    if (scope->model->verbatim && type != NULL)
        type = below_domains(scope->model, type);
    *enumerated = type != NULL && is_enum(scope->model, type);
    return type;
}

/* What the server writes for `x IN ('a', 'b')` on a varchar column casts an array as a whole; read again, it casts the
 * elements and is another text. The canonical IN becomes what was meant. */
static bool changes_when_read(const char *text)
{
    return strstr(text, "])::text[]") != NULL;
}

void sg_expr_depend(sg_model *model, sg_object *object, const char *key, const sg_expr *expr)
{
    for (size_t i = 0; i < expr->call_count; i++)
        sg_object_depend_call(model, object, key, expr->calls[i]);
    for (size_t i = 0; i < expr->type_count; i++)
        sg_type_depend(model, object, key, expr->types[i]);
    sg_literals_resolve(model, object, key, expr->literals, expr->literal_count);
}

const sg_expr *sg_expr_resolve(sg_model *model, sg_diags *diags, sg_object *object, const char *key, const char **text)
{
    struct scope names = {model, object->parent};
    const sg_expr_scope scope = {object->parent != NULL ? column_type : NULL, &names, known_type(object)};
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse_in(model->exprs, *text, &scope, &error);
    if (expr == NULL) {
        sg_diag *diag = sg_object_error(model, diags, object, key, SG_BAD_EXPRESSION, "%s", error.message);
        sg_diag_narrow(diag, error.at);
        return NULL;
    }
    if (!model->verbatim || changes_when_read(*text))
        *text = expr->text;
    sg_expr_depend(model, object, key, expr);
    return expr;
}

static void resolve_value(sg_model *model, sg_diags *diags, sg_object *object, const char *key, const sg_expr *expr)
{
    for (size_t i = 0; i < expr->column_count; i++) {
        if (strcmp(expr->columns[i], "value") != 0)
            sg_object_error(model, diags, object, key, SG_UNKNOWN_COLUMN,
                            "a check of a domain sees VALUE and no column \"%s\"", expr->columns[i]);
    }
}

bool sg_expr_mixes(sg_model *model, const char *text)
{
    sg_expr_error error;
    const sg_expr *expr = text != NULL ? sg_expr_parse(model->exprs, text, &error) : NULL;
    return expr != NULL && expr->mixes_types;
}

static void expr_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char **text = &MEMBER(const char *, object, field);
    const sg_expr *expr = *text != NULL ? sg_expr_resolve(model, diags, object, field->key, text) : NULL;
    if (expr == NULL)
        return;
    if (sg_object_type(object->parent) != NULL) {
        resolve_value(model, diags, object, field->key, expr);
        return;
    }
    sg_names names = {SG_NEW_ARRAY(model->arena, const char *, expr->column_count), 0};
    for (size_t i = 0; i < expr->column_count; i++) {
        bool own = strcmp(expr->columns[i], "tableoid") != 0; /* which table a row is in, every row knows */
        if (own)
            names.items[names.count++] = expr->columns[i];
    }
    sg_names_resolve(model, diags, object, field->key, object->parent, &names);
}

static void value_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char **text = &MEMBER(const char *, object, field);
    const char *written = *text;
    const sg_expr *expr = *text != NULL ? sg_expr_resolve(model, diags, object, field->key, text) : NULL;
    if (expr == NULL || expr->column_count == 0)
        return;
    sg_code code = expr->is_bare_word ? SG_BARE_WORD : SG_BAD_EXPRESSION;
    sg_diag *diag = sg_object_error(model, diags, object, field->key, code,
                                    expr->is_bare_word ? "\"%s\" is a bare word, not a value"
                                                       : "a default cannot refer to the column \"%s\"",
                                    expr->is_bare_word ? written : expr->columns[0]);
    if (expr->is_bare_word)
        sg_diag_hint(diags, diag, "write \"'%s'\" for the text", written);
}

static void expr_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    const char **text = &MEMBER(const char *, object, field);
    if (*text != NULL)
        *text = sg_expr_follow(model, object, *text, target, old_schema, old_name);
}

void sg_expr_relation_literal(sg_buf *buf, const char *schema, const char *name)
{
    sg_buf quoted;
    sg_buf_init(&quoted);
    if (strcmp(schema, "public") != 0) {
        sg_sql_ident_as_server(&quoted, schema);
        sg_buf_addc(&quoted, '.');
    }
    sg_sql_ident_as_server(&quoted, name);
    sg_sql_literal(buf, quoted.data);
    sg_buf_release(&quoted);
}

static void value_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    if (target->parent == NULL)
        expr_rename(model, object, field, target, old_schema, old_name);
}

const char *sg_expr_follow_labels(sg_model *model, sg_object *object, const char *text, const sg_expr_labels *labels)
{
    struct scope names = {model, object->parent};
    const sg_expr_scope scope = {object->parent != NULL ? column_type : NULL, &names, known_type(object)};
    return text != NULL ? sg_expr_relabel(model->exprs, text, &scope, labels) : NULL;
}

static void expr_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    const char **text = &MEMBER(const char *, object, field);
    if (*text != NULL)
        *text = sg_expr_follow_labels(model, object, *text, labels);
}

static bool expr_mixes_types(sg_model *model, const sg_object *object, const sg_field *field)
{
    return sg_expr_mixes(model, CONST_MEMBER(const char *, object, field));
}

const sg_field_type sg_field_expr = {.json = "an SQL expression",
                                     .read = expr_read,
                                     .write = expr_write,
                                     .is_set = expr_is_set,
                                     .equal = expr_equal,
                                     .finish = expr_finish,
                                     .rename = expr_rename,
                                     .relabel = expr_relabel,
                                     .mixes_types = expr_mixes_types};

const sg_field_type sg_field_value = {.json = "a number, true, false, null or an SQL expression",
                                      .read = value_read,
                                      .write = expr_write,
                                      .is_set = expr_is_set,
                                      .equal = expr_equal,
                                      .finish = value_finish,
                                      .rename = value_rename,
                                      .relabel = expr_relabel};
