/* Range types. Nothing about them can be altered: another definition is another type. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "opclass.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_range_type_catalog_sql[], sg_kind_range_type_guard_sql[];

typedef struct sg_range_type {
    sg_object base;
    const sg_sqltype *subtype;
    const char *opclass; /* NULL: the default one */
    const char *collation;
    const char *difference; /* a function, or NULL */
    const char
        *multirange; /* the type of several ranges, "schema.name" in another schema; NULL: as PostgreSQL calls it */
} sg_range_type;

static const sg_range_type *range_of(const sg_object *object)
{
    return (const sg_range_type *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_range(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

/* makeMultirangeTypeName: the first "range" becomes "multirange", else "_multirange" is added. */
static const char *derived_name(sg_arena *arena, const char *name)
{
    const char *range = strstr(name, "range");
    return range != NULL ? sg_arena_printf(arena, "%.*smulti%s", (int)(range - name), name, range)
                         : sg_arena_printf(arena, "%.52s_multirange", name);
}

/* The schema that it says its multirange type is in, or NULL. */
static const char *said_schema(sg_arena *arena, const sg_object *object)
{
    const char *said = range_of(object)->multirange, *dot = said != NULL ? strchr(said, '.') : NULL;
    return dot != NULL ? sg_arena_strndup(arena, said, (size_t)(dot - said)) : NULL;
}

static const char *multirange_name(sg_arena *arena, const sg_object *object, const char *name, const char **schema)
{
    const char *said = range_of(object)->multirange, *within = said_schema(arena, object);
    *schema = within != NULL ? within : object->schema;
    return within != NULL ? said + strlen(within) + 1 : said != NULL ? said : derived_name(arena, name);
}

/* The operator class that the type of the values has anyway need not be said. */
static const char *class_of(const sg_range_type *self)
{
    bool unsaid = self->opclass == NULL || sg_opclass_is_default(self->opclass, "btree", sg_sqltype_of(self->subtype));
    return unsaid ? NULL : self->opclass;
}

/* Said or not: what counts is the name that the type has. */
static bool multirange_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    sg_arena *arena = sg_arena_new();
    const char *one_schema, *other_schema, *one = multirange_name(arena, a, a->name, &one_schema);
    const char *other = multirange_name(arena, b, b->name, &other_schema);
    bool equal = strcmp(one, other) == 0 && strcmp(one_schema, other_schema) == 0;
    sg_arena_free(arena);
    return equal;
}

static void multirange_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    ((sg_range_type *)to)->multirange = range_of(from)->multirange;
}

static void multirange_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char *schema = said_schema(model->arena, object);
    sg_object *target =
        schema != NULL ? sg_model_find(model, sg_kind_with(SG_KIND_NAMESPACE), NULL, NULL, schema) : NULL;
    if (target != NULL)
        sg_object_depend(object, target);
    else if (schema != NULL && strcmp(schema, "public") != 0)
        sg_object_error(model, diags, object, field->key, SG_UNKNOWN_SCHEMA, "the schema \"%s\" is not declared",
                        schema);
}

static void multirange_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                              const char *old_schema, const char *old_name)
{
    const char *schema = said_schema(model->arena, object);
    (void)field, (void)old_schema;
    if (schema != NULL && (target->kind->flags & SG_KIND_NAMESPACE) && strcmp(schema, old_name) == 0)
        ((sg_range_type *)object)->multirange =
            sg_arena_printf(model->arena, "%s%s", target->name, range_of(object)->multirange + strlen(schema));
}

static const sg_field_type multirange_field = {.json = "a name",
                                               .read = sg_name_field_read,
                                               .write = sg_text_field_write,
                                               .is_set = sg_text_field_is_set,
                                               .equal = multirange_equal,
                                               .settle = multirange_settle,
                                               .finish = multirange_finish,
                                               .rename = multirange_rename};

static void add_option(sg_buf *text, const char *option, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_join(text, ", ", option, " = ");
    sg_sql_dotted_as_server(text, value);
}

static void add_options(sg_buf *text, const sg_object *object)
{
    const sg_range_type *self = range_of(object);
    add_option(text, "SUBTYPE_OPCLASS", class_of(self));
    add_option(text, "COLLATION", self->collation);
    add_option(text, "SUBTYPE_DIFF", self->difference);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_arena *arena = sg_arena_new();
    sg_buf_add(text, "SUBTYPE = ");
    sg_sqltype_print(text, sg_sqltype_of(range_of(object)->subtype));
    add_options(text, object);
    const char *schema, *name = multirange_name(arena, object, object->name, &schema);
    sg_buf_add(text, ", MULTIRANGE_TYPE_NAME = ");
    if (strcmp(schema, object->schema) != 0) {
        sg_sql_ident_as_server(text, schema);
        sg_buf_addc(text, '.');
    }
    sg_sql_ident_as_server(text, name);
    sg_arena_free(arena);
}

static const sg_aspect whole = {ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE TYPE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " AS RANGE (SUBTYPE = ");
    sg_sqltype_sql(buf, sg_sqltype_of(range_of(step->to)->subtype));
    add_options(buf, step->to);
    if (range_of(step->to)->multirange != NULL) {
        sg_arena *arena = sg_arena_new();
        const char *schema, *name = multirange_name(arena, step->to, step->to->name, &schema);
        sg_buf_add(buf, ", MULTIRANGE_TYPE_NAME = ");
        sg_sql_ident(buf, schema);
        sg_buf_addc(buf, '.');
        sg_sql_ident(buf, name);
        sg_arena_free(arena);
    }
    sg_buf_add(buf, ");\n");
}

/* The functions that make values of the range type, and of its multirange type, get other names: `name` is SQL. */
static void rename_makers(sg_buf *buf, const sg_object *named, const char *name)
{
    sg_buf_add(buf, "DO $range$ DECLARE maker record; BEGIN\n"
                    "  FOR maker IN SELECT p.oid::pg_catalog.regprocedure AS function, ");
    sg_buf_join(buf, name, " AS name\n");
    sg_buf_add(buf,
               "    FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid IN (r.rngtypid, r.rngmultitypid)\n"
               "    JOIN pg_catalog.pg_depend d ON d.refobjid = t.oid AND d.deptype = 'i'\n"
               "     AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass\n"
               "     AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n"
               "    JOIN pg_catalog.pg_proc p ON p.oid = d.objid\n"
               "   WHERE r.rngtypid = pg_catalog.to_regtype(");
    sg_sql_name_literal(buf, named);
    sg_buf_join(buf, ") AND p.proname <> ", name,
                " LOOP\n"
                "    EXECUTE pg_catalog.format('ALTER FUNCTION %s RENAME TO %I', maker.function, maker.name);\n"
                "  END LOOP;\n"
                "END $range$;\n");
}

static void rename_one(sg_buf *buf, const sg_step *step, const sg_rename *rename)
{
    const sg_step alone = {
        .kind = step->kind, .rename_count = 1, .rare = &(sg_step_rare){.renames = (sg_rename *)rename}};
    sg_object after = *rename->object;
    after.name = rename->to;
    sg_sql_rename(buf, &alone);
    sg_arena *arena = sg_arena_new();
    const char *schema, *from = multirange_name(arena, rename->object, rename->from, &schema);
    const char *to = multirange_name(arena, rename->object, rename->to, &schema);
    if (strcmp(from, to) != 0) {
        sg_buf_add(buf, "ALTER TYPE ");
        sg_sql_ident(buf, schema);
        sg_buf_addc(buf, '.');
        sg_sql_ident(buf, from);
        sg_buf_add(buf, " RENAME TO ");
        sg_sql_ident(buf, to);
        sg_buf_add(buf, ";\n");
    }
    sg_arena_free(arena);
    rename_makers(buf, &after, "t.typname");
}

/* The server leaves the names alone that were derived from the type's. */
static void rename_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++)
        rename_one(buf, step, &step->rare->renames[i]);
}

/* Of the old type all steps aside that the new one brings too: the multirange type, and the functions that make values
 * of both. */
static void rebuild_sql(sg_buf *buf, const sg_step *step)
{
    sg_arena *arena = sg_arena_new();
    const char *schema, *many = multirange_name(arena, step->from, step->from->name, &schema);
    rename_makers(buf, step->from, "'sg_old_type'");
    sg_buf_add(buf, "ALTER TYPE ");
    sg_sql_ident(buf, schema);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, many);
    sg_buf_add(buf, " RENAME TO \"sg_old_multirange\";\n");
    sg_sql_rebuild_type(buf, step);
    sg_arena_free(arena);
}

static bool class_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_text_equal(class_of(range_of(a)), class_of(range_of(b)));
}

static void class_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    if (sg_sqltype_equal(sg_sqltype_of(range_of(from)->subtype), sg_sqltype_of(range_of(to)->subtype)))
        ((sg_range_type *)to)->opclass = range_of(from)->opclass;
}

static const sg_field_type class_field = {.json = "a name",
                                          .read = sg_name_field_read,
                                          .write = sg_text_field_write,
                                          .is_set = sg_text_field_is_set,
                                          .equal = class_equal,
                                          .settle = class_settle};

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
static const sg_op rename_op = {
    .class = SG_OP_RENAME, .verb = "rename", .sql = rename_sql, .dangers = SG_DANGER_BREAKS, .inverse = "rename"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .sql = rebuild_sql,
                              .assess = sg_assess_rebuilt_type,
                              .rebuilds = true,
                              .inverse = "rebuild"};

static const sg_field fields[] = {
    {.key = "subtype", .type = &sg_field_sqltype, .offset = offsetof(sg_range_type, subtype), .required = true},
    {.key = "opclass", .type = &class_field, .offset = offsetof(sg_range_type, opclass)},
    {.key = "collation", .type = &sg_field_collation, .offset = offsetof(sg_range_type, collation)},
    {.key = "subtypeDiff", .type = &sg_field_call, .offset = offsetof(sg_range_type, difference)},
    {.key = "multirange", .type = &multirange_field, .offset = offsetof(sg_range_type, multirange)},
    {0}};

const sg_kind sg_kind_range_type = {
    .name = "range type",
    .word = "TYPE",
    .json_key = "rangeTypes",
    .address = "type",
    .size = sizeof(sg_range_type),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TYPE,
    .order = 38,
    .fields = fields,
    .brings_type = multirange_name,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &rename_op,
    .replace = &rebuild,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_type,
    .catalog_sql = sg_kind_range_type_catalog_sql,
    .seldom = "pg_range WHERE rngtypid >= 16384",
    .guard_sql = sg_kind_range_type_guard_sql,
};
