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
    sg_sqltype subtype;
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

static const char *multirange_name(sg_arena *arena, const sg_object *object, const char **schema)
{
    const char *said = range_of(object)->multirange, *dot = said != NULL ? strchr(said, '.') : NULL;
    *schema = dot != NULL ? sg_arena_strndup(arena, said, (size_t)(dot - said)) : object->schema;
    return dot != NULL ? dot + 1 : said != NULL ? said : derived_name(arena, object->name);
}

/* Columns may be of the type of several ranges too. */
static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const char *schema, *name = multirange_name(model->arena, object, &schema);
    (void)diags;
    sg_map_put(&model->types, sg_arena_printf(model->arena, "%s\x1f%s", schema, name), object);
}

/* The operator class that the type of the values has anyway need not be said. */
static const char *class_of(const sg_range_type *self)
{
    bool unsaid = self->opclass == NULL || sg_opclass_is_default(self->opclass, "btree", &self->subtype);
    return unsaid ? NULL : self->opclass;
}

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
    sg_sqltype_print(text, &range_of(object)->subtype);
    add_options(text, object);
    const char *schema, *name = multirange_name(arena, object, &schema);
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
    sg_sqltype_sql(buf, &range_of(step->to)->subtype);
    add_options(buf, step->to);
    if (range_of(step->to)->multirange != NULL) {
        sg_arena *arena = sg_arena_new();
        const char *schema, *name = multirange_name(arena, step->to, &schema);
        sg_buf_add(buf, ", MULTIRANGE_TYPE_NAME = ");
        sg_sql_ident(buf, schema);
        sg_buf_addc(buf, '.');
        sg_sql_ident(buf, name);
        sg_arena_free(arena);
    }
    sg_buf_add(buf, ");\n");
}

/* The server leaves the name of the multirange type alone. */
static void rename_sql(sg_buf *buf, const sg_step *step)
{
    sg_arena *arena = sg_arena_new();
    sg_sql_rename(buf, step);
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->renames[i];
        if (range_of(rename->object)->multirange != NULL)
            continue;
        sg_buf_add(buf, "ALTER TYPE ");
        sg_sql_ident(buf, rename->object->schema);
        sg_buf_addc(buf, '.');
        sg_sql_ident(buf, derived_name(arena, rename->from));
        sg_buf_add(buf, " RENAME TO ");
        sg_sql_ident(buf, derived_name(arena, rename->to));
        sg_buf_add(buf, ";\n");
    }
    sg_arena_free(arena);
}

/* Of the old type all steps aside that the new one brings too: the multirange type, and the functions that make values
 * of both. Those have the names that the types were made with. */
static void rebuild_sql(sg_buf *buf, const sg_step *step)
{
    sg_arena *arena = sg_arena_new();
    const char *schema, *many = multirange_name(arena, step->from, &schema);
    sg_buf_add(buf,
               "DO $range$ DECLARE maker text; BEGIN\n"
               "  FOR maker IN SELECT d.objid::pg_catalog.regprocedure FROM pg_catalog.pg_range r\n"
               "    JOIN pg_catalog.pg_depend d ON d.refobjid IN (r.rngtypid, r.rngmultitypid) AND d.deptype = 'i'\n"
               "     AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass\n"
               "     AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n"
               "   WHERE r.rngtypid = pg_catalog.to_regtype(");
    sg_sql_name_literal(buf, step->from);
    sg_buf_add(buf, ") LOOP\n"
                    "    EXECUTE pg_catalog.format('ALTER FUNCTION %s RENAME TO sg_old_type', maker);\n"
                    "  END LOOP;\n"
                    "END $range$;\n"
                    "ALTER TYPE ");
    sg_sql_ident(buf, schema);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, many);
    sg_buf_add(buf, " RENAME TO \"sg_old_multirange\";\n");
    sg_sql_rebuild_type(buf, step, "TYPE");
    sg_arena_free(arena);
}

static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (step->user_count > 0) {
        step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
        step->dangers |= SG_DANGER_REWRITE | SG_DANGER_MAY_FAIL;
    }
    return true;
}

static bool class_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_field_name.read(reader, object, field, value);
}

static bool class_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_text_equal(class_of(range_of(a)), class_of(range_of(b)));
}

static void class_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    if (sg_sqltype_equal(&range_of(from)->subtype, &range_of(to)->subtype))
        ((sg_range_type *)to)->opclass = range_of(from)->opclass;
}

static const sg_field_type class_field = {.json = "a name",
                                          .read = class_read,
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
                              .assess = assess_rebuild,
                              .rebuilds = true,
                              .inverse = "rebuild"};

static const sg_field fields[] = {
    {.key = "subtype", .type = &sg_field_sqltype, .offset = offsetof(sg_range_type, subtype), .required = true},
    {.key = "opclass", .type = &class_field, .offset = offsetof(sg_range_type, opclass)},
    {.key = "collation", .type = &sg_field_collation, .offset = offsetof(sg_range_type, collation)},
    {.key = "subtypeDiff", .type = &sg_field_call, .offset = offsetof(sg_range_type, difference)},
    {.key = "multirange", .type = &sg_field_name, .offset = offsetof(sg_range_type, multirange)},
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
    .finish = finish,
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
