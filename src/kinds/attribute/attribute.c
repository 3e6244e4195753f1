/* Attributes of composite types. */
#include <json-c/json.h>
#include <stddef.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_attribute_catalog_sql[], sg_kind_attribute_guard_sql[];

typedef struct sg_attribute {
    sg_object base;
    const sg_sqltype *type;
    const char *collation;
} sg_attribute;

static const sg_attribute *attribute_of(const sg_object *object)
{
    return (const sg_attribute *)object;
}

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    const char *text = sg_json_string(reader, object, "type", value, false);
    return text != NULL && sg_json_type(reader, object, "type", text, &((sg_attribute *)object)->type);
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    if (attribute_of(object)->collation != NULL)
        return false;
    sg_json_write_type(buf, sg_sqltype_of(attribute_of(object)->type));
    return true;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_attribute(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_sqltype_print(text, sg_sqltype_of(attribute_of(object)->type));
    sg_say_collation(text, attribute_of(object)->collation);
}

static const sg_aspect whole = {ask, say};

static void alter(sg_buf *buf, const sg_object *object, const char *what)
{
    sg_buf_add(buf, "ALTER TYPE ");
    sg_parent_sql(buf, object);
    sg_buf_add(buf, what);
}

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_ident(buf, object->name);
    sg_buf_addc(buf, ' ');
    sg_sqltype_sql(buf, sg_sqltype_of(attribute_of(object)->type));
    sg_sql_collate_clause(buf, attribute_of(object)->collation);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to, " ADD ATTRIBUTE ");
    clause(buf, step->to);
    sg_buf_add(buf, ";\n");
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->from, " DROP ATTRIBUTE ");
    sg_sql_ident(buf, step->from->name);
    sg_buf_add(buf, ";\n");
}

static void retype(sg_buf *buf, const sg_object *object, bool renewed)
{
    (void)renewed; /* an attribute has no default */
    alter(buf, object, " ALTER ATTRIBUTE ");
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, " TYPE ");
    sg_sqltype_sql(buf, sg_sqltype_of(attribute_of(object)->type));
    sg_sql_collate_clause(buf, attribute_of(object)->collation);
    sg_buf_add(buf, ";\n");
}

static void type_sql(sg_buf *buf, const sg_step *step)
{
    retype(buf, step->to, false);
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        alter(buf, step->rare->renames[i].object, " RENAME ATTRIBUTE ");
        sg_sql_ident(buf, step->rare->renames[i].from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, step->rare->renames[i].to);
        sg_buf_add(buf, ";\n");
    }
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "add",
                             .rank = SG_RANK_TYPE + 1,
                             .sql = create_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_REMOVE,
                           .sql = drop_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .dangers = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS,
                           .inverse = "add",
                           .no_inverse = "the values of the attribute are gone"};
static const sg_op set_type = {.class = SG_OP_ALTER,
                               .verb = "set type of",
                               .rank = SG_RANK_TYPE + 2, /* before a table stores the type */
                               .sql = type_sql,
                               .inverse = "set type of"};
static const sg_op rename_op = {
    .class = SG_OP_RENAME, .verb = "rename", .sql = rename_sql, .dangers = SG_DANGER_BREAKS, .inverse = "rename"};

/* What is stored with the old type does not let it change: a new one takes over. */
static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    (void)to;
    return from->parent->users.count == 0 ? &set_type : NULL;
}

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "COLUMN ");
    sg_parent_sql(buf, object);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, object->name);
}

static const sg_field fields[] = {
    {.key = "type",
     .type = &sg_field_sqltype,
     .offset = offsetof(sg_attribute, type),
     .choose = choose,
     .required = true},
    {.key = "collation", .type = &sg_field_collation, .offset = offsetof(sg_attribute, collation), .choose = choose},
    {0}};

const sg_kind sg_kind_attribute = {
    .name = "attribute",
    .json_key = "attributes",
    .parents = SG_BELOW("composite type"),
    .address = "table column",
    .size = sizeof(sg_attribute),
    .flags = SG_KIND_ORDERED | SG_KIND_INLINE,
    .order = 37,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .clause = clause,
    .identity = identity,
    .retype = retype,
    .catalog_sql = sg_kind_attribute_catalog_sql,
    .seldom = "pg_class WHERE relkind = 'c'",
    .guard_sql = sg_kind_attribute_guard_sql,
};
