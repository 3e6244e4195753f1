/* Extensions. Installed and dropped as a whole; what they own is theirs. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_extension_catalog_sql[], sg_kind_extension_guard_sql[];

typedef struct sg_extension {
    sg_object base;
    const char *in_schema; /* NULL: public */
    const char *version;   /* NULL: the server's default */
    bool seen;             /* nobody says that version, a server has it */
} sg_extension;

static const char *schema_of(const sg_object *object)
{
    const char *schema = ((const sg_extension *)object)->in_schema;
    return schema != NULL ? schema : "public";
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_extension *extension = (sg_extension *)object;
    if (extension->in_schema == NULL || strcmp(extension->in_schema, "public") == 0) {
        extension->in_schema = NULL;
        return;
    }
    sg_object *schema = sg_model_lookup(model, sg_kind_named("schema"), extension->in_schema);
    if (schema != NULL)
        sg_object_depend(object, schema);
    else if (strncmp(extension->in_schema, "pg_", 3) != 0)
        sg_object_error(model, diags, object, "schema", SG_UNKNOWN_SCHEMA, "the schema \"%s\" is not declared",
                        extension->in_schema);
}

static void schema_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                          const char *old_schema, const char *old_name)
{
    sg_extension *extension = (sg_extension *)object;
    (void)model, (void)field, (void)old_schema;
    if (sg_text_equal(extension->in_schema, old_name))
        extension->in_schema = target->name;
}

static bool version_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    const char *left = ((const sg_extension *)a)->version, *right = ((const sg_extension *)b)->version;
    if (left != NULL && right != NULL)
        return strcmp(left, right) == 0;
    return left == right || ((const sg_extension *)(left != NULL ? a : b))->seen; /* not said: any will do */
}

static bool version_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    ((sg_extension *)object)->seen = reader->model->live;
    return sg_text_field_read(reader, object, field, value);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_extension *extension = (const sg_extension *)object, *second = (const sg_extension *)other;
    bool version = extension->version != NULL && (second == NULL || second->version != NULL);
    sg_buf_add(sql, "pg_temp.sg_extension(");
    sg_sql_literal(sql, object->name);
    sg_buf_add(sql, version ? ", true)" : ", false)");
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_extension *extension = (const sg_extension *)object;
    sg_buf_addf(text, "in schema %s", schema_of(object));
    if (extension->version != NULL)
        sg_buf_addf(text, " version %s", extension->version);
}

static const sg_aspect whole = {ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_extension *extension = (const sg_extension *)step->to;
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    sg_buf_add(buf, " WITH SCHEMA ");
    sg_sql_ident(buf, schema_of(step->to));
    if (extension->version != NULL) {
        sg_buf_add(buf, " VERSION ");
        sg_sql_literal(buf, extension->version);
    }
    sg_buf_add(buf, ";\n");
}

static void alter_start(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, step->to);
}

static void move_sql(sg_buf *buf, const sg_step *step)
{
    alter_start(buf, step);
    sg_buf_add(buf, " SET SCHEMA ");
    sg_sql_ident(buf, schema_of(step->to));
    sg_buf_add(buf, ";\n");
}

static void update_sql(sg_buf *buf, const sg_step *step)
{
    alter_start(buf, step);
    sg_buf_add(buf, " UPDATE TO ");
    sg_sql_literal(buf, ((const sg_extension *)step->to)->version);
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_BASE, .sql = create_sql, .inverse = "drop"};
/* The others expect the types where they are then. */
static bool assess_move(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    step->rank = 1;
    return true;
}

static const sg_op move = {.class = SG_OP_ALTER,
                           .verb = "set schema of",
                           .rank = SG_RANK_BASE,
                           .sql = move_sql,
                           .assess = assess_move,
                           .carries = true,
                           .inverse = "set schema of"};
static const sg_op update = {.class = SG_OP_ALTER,
                             .verb = "update",
                             .rank = SG_RANK_BASE,
                             .sql = update_sql,
                             .inverse = "update",
                             .no_inverse = "the extension may have no update path back to the older version"};

/* From an unknown version; the server passes over an update to the one that it has. */
static const sg_op set_version = {.class = SG_OP_ALTER,
                                  .verb = "set version of",
                                  .rank = SG_RANK_BASE,
                                  .sql = update_sql,
                                  .inverse = "leave version as it is of"};
/* A file that says none any more: the snapshot forgets it. */
static const sg_op leave_version = {.class = SG_OP_ALTER,
                                    .verb = "leave version as it is of",
                                    .rank = SG_RANK_BASE,
                                    .sql = sg_sql_nothing,
                                    .self_guarded = true,
                                    .inverse = "set version of"};

static const sg_op *choose_version(const sg_object *from, const sg_object *to)
{
    if (((const sg_extension *)to)->version == NULL)
        return &leave_version;
    return ((const sg_extension *)from)->version == NULL ? &set_version : &update;
}

static const sg_field_type schema_field = {.json = "a schema",
                                           .read = sg_text_field_read,
                                           .write = sg_text_field_write,
                                           .is_set = sg_text_field_is_set,
                                           .equal = sg_text_field_equal,
                                           .rename = schema_rename};
static const sg_field_type version_field = {.json = "a string",
                                            .read = version_read,
                                            .write = sg_text_field_write,
                                            .is_set = sg_text_field_is_set,
                                            .equal = version_equal};

static const sg_field fields[] = {
    {.key = "schema", .type = &schema_field, .offset = offsetof(sg_extension, in_schema), .op = &move},
    {.key = "version", .type = &version_field, .offset = offsetof(sg_extension, version), .choose = choose_version},
    {0}};

static void born_comment(sg_buf *sql, const sg_object *object)
{
    sg_buf_add(sql, "pg_temp.sg_extension_comment(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

/* The server brings along what names its types. */
static void carry(sg_model *model, sg_object *from, const sg_object *to)
{
    if (strcmp(schema_of(from), schema_of(to)) != 0)
        sg_model_move_types(model, from, schema_of(from), schema_of(to));
}

static const char *type_schema(const sg_object *object)
{
    return schema_of(object);
}

const sg_kind sg_kind_extension = {
    .name = "extension",
    .word = "EXTENSION",
    .json_key = "extensions",
    .address = "extension",
    .size = sizeof(sg_extension),
    .flags = SG_KIND_PROVIDER,
    .order = 20,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .carry = carry,
    .born_comment = born_comment,
    .identity = sg_sql_identity,
    .type_schema = type_schema,
    .catalog_sql = sg_kind_extension_catalog_sql,
    .seldom = "pg_extension WHERE extname <> 'plpgsql'",
    .guard_sql = sg_kind_extension_guard_sql,
};
