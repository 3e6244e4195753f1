/* Publications. Which tables they hold, the tables say. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_publication_catalog_sql[], sg_kind_publication_guard_sql[];

typedef struct sg_publication {
    sg_object base;
    bool all_tables;
    sg_names schemas; /* all of whose tables it holds */
    sg_names publish; /* what is published; none: all */
    bool via_root;
} sg_publication;

static const char *const events[] = {"delete", "insert", "truncate", "update"};
enum { EVENTS = sizeof events / sizeof events[0] };

static const sg_publication *publication_of(const sg_object *object)
{
    return (const sg_publication *)object;
}

static sg_names *names_of(sg_object *object, const sg_field *field)
{
    return sg_field_at(object, field);
}

/* Schemas that it depends on. */

static bool schemas_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_field_names.read(reader, object, field, value);
}

static void schemas_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    sg_field_names.write(buf, object, field, depth);
}

static bool schemas_are_set(const sg_object *object, const sg_field *field)
{
    return sg_field_names.is_set(object, field);
}

static bool schemas_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_field_names.equal(a, b, field);
}

static void schemas_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_names *names = names_of(object, field);
    for (size_t i = 0; i < names->count; i++) {
        sg_object *schema = sg_model_lookup(model, sg_kind_with(SG_KIND_NAMESPACE), names->items[i]);
        if (schema != NULL)
            sg_object_depend(object, schema);
        else if (strcmp(names->items[i], "public") != 0)
            sg_object_error(model, diags, object, field->key, SG_BAD_VALUE, "there is no schema \"%s\"",
                            names->items[i]);
    }
}

static void schemas_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                           const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    if (target->kind->flags & SG_KIND_NAMESPACE)
        sg_names_rename(names_of(object, field), old_name, target->name);
}

static const sg_field_type schemas_field = {.json = "a list of schemas",
                                            .read = schemas_read,
                                            .write = schemas_write,
                                            .is_set = schemas_are_set,
                                            .equal = schemas_equal,
                                            .finish = schemas_finish,
                                            .rename = schemas_rename};

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_publication *self = (sg_publication *)object;
    if (self->all_tables && self->schemas.count > 0)
        sg_object_error(model, diags, object, "schemas", SG_CONFLICT, "with \"allTables\" no schemas are named");
    for (size_t i = 0; i < self->publish.count; i++) {
        bool known = false;
        for (size_t k = 0; k < EVENTS; k++)
            known |= strcmp(self->publish.items[i], events[k]) == 0;
        if (!known)
            sg_object_error(model, diags, object, "publish", SG_BAD_VALUE, "\"%s\" cannot be published",
                            self->publish.items[i]);
    }
    if (self->publish.count == EVENTS)
        self->publish.count = 0;
}

/* Text */

static void add_schemas(sg_buf *text, const sg_names *names, const sg_names *without, const char *lead)
{
    for (size_t i = 0; i < names->count; i++) {
        if (without != NULL && sg_names_has(without, names->items[i]))
            continue;
        sg_buf_add(text, lead);
        sg_sql_ident(text, names->items[i]);
        lead = ", ";
    }
}

static void add_holds(sg_buf *text, const sg_publication *self)
{
    sg_buf_add(text, self->all_tables ? " FOR ALL TABLES" : "");
    add_schemas(text, &self->schemas, NULL, " FOR TABLES IN SCHEMA ");
}

static void add_events(sg_buf *text, const sg_publication *self)
{
    const sg_names all = {(const char **)events, EVENTS};
    const sg_names *list = self->publish.count > 0 ? &self->publish : &all;
    for (size_t i = 0; i < list->count; i++)
        sg_buf_join(text, i > 0 ? ", " : "", list->items[i]);
}

static void add_options(sg_buf *text, const sg_publication *self)
{
    sg_buf_add(text, " (publish = '");
    add_events(text, self);
    sg_buf_join(text, "', publish_via_partition_root = ", self->via_root ? "true" : "false", ")");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_publication(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "publication");
    add_holds(text, publication_of(object));
    add_options(text, publication_of(object));
}

static const sg_aspect whole = {ask, say};

/* Statements */

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    add_holds(buf, publication_of(step->to));
    sg_buf_add(buf, " WITH");
    add_options(buf, publication_of(step->to));
    sg_buf_add(buf, ";\n");
}

static void change_schemas(sg_buf *buf, const sg_object *object, const sg_names *of, const sg_names *without,
                           const char *verb)
{
    sg_buf list;
    sg_buf_init(&list);
    add_schemas(&list, of, without, verb);
    if (list.length > 0) {
        sg_buf_add(buf, "ALTER ");
        sg_sql_identity(buf, object);
        sg_buf_join(buf, list.data, ";\n");
    }
    sg_buf_release(&list);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    const sg_publication *from = publication_of(step->from), *to = publication_of(step->to);
    change_schemas(buf, step->to, &from->schemas, &to->schemas, " DROP TABLES IN SCHEMA ");
    change_schemas(buf, step->to, &to->schemas, &from->schemas, " ADD TABLES IN SCHEMA ");
    if (from->via_root == to->via_root && sg_names_equal(&from->publish, &to->publish))
        return;
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, step->to);
    sg_buf_add(buf, " SET");
    add_options(buf, to);
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_VIEW + 3, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNVIEW,
                           .sql = sg_sql_drop,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_VIEW + 3, .sql = change_sql, .inverse = "change"};

static const sg_field fields[] = {
    {.key = "allTables", .type = &sg_field_bool, .offset = offsetof(sg_publication, all_tables)},
    {.key = "schemas", .type = &schemas_field, .offset = offsetof(sg_publication, schemas), .op = &change, .since = 15},
    {.key = "publish", .type = &sg_field_names, .offset = offsetof(sg_publication, publish), .op = &change},
    {.key = "viaRoot", .type = &sg_field_bool, .offset = offsetof(sg_publication, via_root), .op = &change},
    {0}};

const sg_kind sg_kind_publication = {
    .name = "publication",
    .word = "PUBLICATION",
    .json_key = "publications",
    .address = "publication",
    .size = sizeof(sg_publication),
    .order = 153,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_plain,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_publication_catalog_sql,
    .seldom = "pg_publication",
    .guard_sql = sg_kind_publication_guard_sql,
};
