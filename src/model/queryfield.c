/* The field types of whole queries, and of what is made like them: the bodies of views, conditions, what rules do. */
#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

#define MEMBER(object, field) ((sg_query_text *)sg_field_at(object, field))
#define CONST_MEMBER(object, field) ((const sg_query_text *)sg_field_at(object, field))

/* What follows must not end up in a comment. */
static const char *with_end(sg_arena *arena, const char *text, size_t length)
{
    return sg_arena_printf(arena, "%.*s%s", (int)length, text, memmem(text, length, "--", 2) != NULL ? "\n" : "");
}

/* Without the space around it and the semicolon behind it. */
static bool query_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, field->key, value, true);
    if (text == NULL)
        return false;
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && (isspace((unsigned char)text[length - 1]) || text[length - 1] == ';'))
        length--;
    MEMBER(object, field)->text = with_end(reader->model->arena, text, length);
    return true;
}

static void query_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_buf_add_json(buf, CONST_MEMBER(object, field)->text);
}

static bool query_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_MEMBER(object, field)->text != NULL;
}

static bool is_same(const sg_query *left, const sg_query *right)
{
    return left == right || (left != NULL && right != NULL && strcmp(left->hash, right->hash) == 0);
}

static bool query_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return is_same(CONST_MEMBER(a, field)->query, CONST_MEMBER(b, field)->query);
}

static void query_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    MEMBER(to, field)->text = CONST_MEMBER(from, field)->text;
}

static bool mentions(const sg_query *query, const char *column)
{
    for (size_t i = 0; i < query->column_count; i++) {
        if (strcmp(query->columns[i], column) == 0)
            return true;
    }
    return query->all_columns;
}

/* Which of two tables a column belongs to is the server's knowledge: it counts as one of both. */
static void depend_on(sg_object *object, sg_object *target, const sg_query *query)
{
    const sg_kind *column = sg_kind_with(SG_KIND_COLUMN);
    sg_object_depend(object, target);
    SG_EACH_CHILD(child, target, column)
    {
        if (mentions(query, child->name))
            sg_object_depend(object, child);
    }
}

static const char *schema_of(const sg_query_name *name)
{
    return name->schema != NULL ? name->schema : "public";
}

static const char *path_of(const sg_model *model, const sg_query_name *name)
{
    return sg_arena_printf(model->arena, "%s\x1f%s", schema_of(name), name->name);
}

sg_object *sg_query_relation(const sg_model *model, const sg_query_name *name)
{
    sg_object *found = sg_map_get(&model->relations, path_of(model, name));
    return found != NULL && (found->kind->flags & SG_KIND_RELATION) ? found : NULL;
}

bool sg_query_takes_rows(const sg_query_text *query, const sg_object *relation)
{
    for (size_t i = 0; query->query != NULL && i < query->query->row_count; i++) {
        const sg_query_row *row = &query->query->rows[i];
        if (strcmp(schema_of(&row->relation), relation->schema) == 0 &&
            strcmp(row->relation.name, relation->name) == 0 &&
            sg_child_named(relation, sg_kind_with(SG_KIND_COLUMN), row->alias) == NULL)
            return true;
    }
    return false;
}

bool sg_query_is_elsewhere(const sg_model *model, const sg_query_name *name)
{
    const sg_kind *provider = sg_kind_with(SG_KIND_PROVIDER);
    return model->open_types || name->schema != NULL || strncmp(name->name, "pg_", 3) == 0 ||
           model->first[sg_kind_number(provider)] != NULL;
}

void sg_query_resolve(sg_model *model, sg_object *object, const char *key, const sg_query *query, sg_diags *diags)
{
    for (size_t i = 0; i < query->relation_count; i++) {
        const sg_query_name *name = &query->relations[i];
        sg_object *target = sg_query_relation(model, name);
        if (target != NULL)
            depend_on(object, target, query);
        else if (sg_query_is_elsewhere(model, name))
            sg_model_note_missing(model, object, key, SG_SPACE_RELATION, path_of(model, name));
        else
            sg_object_error(model, diags, object, key, SG_UNKNOWN_TABLE, "there is no table or view \"%s\"",
                            name->name);
    }
    for (size_t i = 0; i < query->call_count; i++)
        sg_object_depend_call(model, object, key, query->calls[i]);
    for (size_t i = 0; i < query->type_count; i++)
        sg_type_depend(model, object, key, path_of(model, &query->types[i]));
    sg_literals_resolve(model, object, key, query->literals, query->literal_count);
}

static void resolve(sg_model *model, sg_object *object, const sg_field *field, sg_query_sort sort, sg_diags *diags)
{
    sg_query_text *value = MEMBER(object, field);
    sg_expr_error error;
    value->query = value->text != NULL ? sg_query_parse(model->arena, sort, value->text, &error) : NULL;
    if (value->query != NULL) {
        sg_query_resolve(model, object, field->key, value->query, diags);
    } else if (value->text != NULL) {
        sg_diag *diag = sg_object_error(model, diags, object, field->key, SG_BAD_EXPRESSION, "%s", error.message);
        sg_diag_narrow(diag, error.at);
    }
}

static void query_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve(model, object, field, SG_QUERY_SELECT, diags);
}

static void body_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve(model, object, field, SG_QUERY_BODY, diags);
}

/* What a child says speaks of its parent's columns too. */
static void resolve_below(sg_model *model, sg_object *object, const sg_field *field, sg_query_sort sort,
                          sg_diags *diags)
{
    resolve(model, object, field, sort, diags);
    const sg_query *query = MEMBER(object, field)->query;
    if (query != NULL && object->parent != NULL)
        depend_on(object, object->parent, query);
}

static void condition_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve_below(model, object, field, SG_QUERY_CONDITION, diags);
}

static void commands_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve_below(model, object, field, SG_QUERY_COMMANDS, diags);
}

static void query_check(sg_model *model, const sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_query_check_columns(model, object, field->key, SG_QUERY_SELECT, CONST_MEMBER(object, field), diags);
}

static void condition_check(sg_model *model, const sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_query_check_columns(model, object, field->key, SG_QUERY_CONDITION, CONST_MEMBER(object, field), diags);
}

static void commands_check(sg_model *model, const sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_query_check_columns(model, object, field->key, SG_QUERY_COMMANDS, CONST_MEMBER(object, field), diags);
}

/* Renames */

static void take(sg_model *model, sg_query_text *value, sg_query_sort sort, const char *text)
{
    sg_expr_error error;
    if (text == value->text)
        return;
    value->text = with_end(model->arena, text, strlen(text));
    value->query = sg_query_parse(model->arena, sort, value->text, &error);
}

static void follow(sg_model *model, sg_object *object, const sg_field *field, sg_query_sort sort,
                   const sg_object *target, const char *old_schema, const char *old_name)
{
    sg_query_text *value = MEMBER(object, field);
    if (value->text != NULL)
        take(model, value, sort, sg_query_follow(model, object, sort, value->text, target, old_schema, old_name));
}

static void follow_labels(sg_model *model, sg_object *object, const sg_field *field, sg_query_sort sort,
                          const sg_expr_labels *labels)
{
    sg_query_text *value = MEMBER(object, field);
    if (value->text != NULL)
        take(model, value, sort, sg_query_follow_labels(model, object, sort, value->text, labels));
}

static void query_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    follow(model, object, field, SG_QUERY_SELECT, target, old_schema, old_name);
}

static void query_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    follow_labels(model, object, field, SG_QUERY_SELECT, labels);
}

static void body_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    follow(model, object, field, SG_QUERY_BODY, target, old_schema, old_name);
}

static void body_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    follow_labels(model, object, field, SG_QUERY_BODY, labels);
}

static void condition_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                             const char *old_schema, const char *old_name)
{
    follow(model, object, field, SG_QUERY_CONDITION, target, old_schema, old_name);
}

static void condition_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    follow_labels(model, object, field, SG_QUERY_CONDITION, labels);
}

static void commands_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                            const char *old_schema, const char *old_name)
{
    follow(model, object, field, SG_QUERY_COMMANDS, target, old_schema, old_name);
}

static void commands_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    follow_labels(model, object, field, SG_QUERY_COMMANDS, labels);
}

const sg_field_type sg_field_condition = {.json = "a condition",
                                          .read = query_read,
                                          .write = query_write,
                                          .is_set = query_is_set,
                                          .equal = query_equal,
                                          .settle = query_settle,
                                          .finish = condition_finish,
                                          .check = condition_check,
                                          .rename = condition_rename,
                                          .relabel = condition_relabel};

const sg_field_type sg_field_query = {.json = "a query",
                                      .read = query_read,
                                      .write = query_write,
                                      .is_set = query_is_set,
                                      .equal = query_equal,
                                      .settle = query_settle,
                                      .finish = query_finish,
                                      .check = query_check,
                                      .rename = query_rename,
                                      .relabel = query_relabel};

const sg_field_type sg_field_commands = {.json = "commands",
                                         .read = query_read,
                                         .write = query_write,
                                         .is_set = query_is_set,
                                         .equal = query_equal,
                                         .settle = query_settle,
                                         .finish = commands_finish,
                                         .check = commands_check,
                                         .rename = commands_rename,
                                         .relabel = commands_relabel};

const sg_field_type sg_field_body = {.json = "the body of a routine",
                                     .read = query_read,
                                     .write = query_write,
                                     .is_set = query_is_set,
                                     .equal = query_equal,
                                     .settle = query_settle,
                                     .finish = body_finish,
                                     .rename = body_rename,
                                     .relabel = body_relabel};
