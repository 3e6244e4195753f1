/* Replica identity: what of a changed row goes to subscribers, where it is not the primary key. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_replica_identity_catalog_sql[], sg_kind_replica_identity_guard_sql[];

typedef struct sg_replica_identity {
    sg_object base;
    int mode;          /* one of `modes`; 0: `index` */
    const char *index; /* name of a unique index or key of the table, or NULL */
} sg_replica_identity;

static const sg_word modes[] = {{"nothing", "NOTHING", 1}, {"full", "FULL", 2}, {0}};
enum { MODE };

static const sg_replica_identity *identity_of(const sg_object *object)
{
    return (const sg_replica_identity *)object;
}

/* The index, which may be that of a key. */

static void index_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char *name = identity_of(object)->index;
    for (sg_object *child = object->parent->first_child; name != NULL && child != NULL; child = child->next) {
        if ((child->kind->flags & SG_KIND_RELATION) && strcmp(child->name, name) == 0) {
            sg_object_depend(object, child);
            return;
        }
    }
    if (name != NULL)
        sg_object_error(model, diags, object, field->key, SG_BAD_VALUE, "table \"%s\" has no index or key \"%s\"",
                        object->parent->name, name);
}

static void index_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    sg_replica_identity *self = (sg_replica_identity *)object;
    (void)model, (void)field, (void)old_schema;
    if (target->parent == object->parent && (target->kind->flags & SG_KIND_RELATION) &&
        sg_text_equal(self->index, old_name))
        self->index = target->name;
}

static const sg_field fields[];

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    return fields[MODE].type->read(reader, object, &fields[MODE], value);
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    if (identity_of(object)->mode == 0)
        return false;
    fields[MODE].type->write(buf, object, &fields[MODE], 0);
    return true;
}

static const char *default_name(sg_model *model, const sg_object *object)
{
    (void)model, (void)object;
    return "replica identity";
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_replica_identity *self = identity_of(object);
    if ((self->mode == 0) == (self->index == NULL))
        sg_object_error(model, diags, object, NULL, SG_CONFLICT,
                        "a replica identity is \"nothing\", \"full\" or { \"index\": a name }");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_replica_identity(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_replica_identity *self = identity_of(object);
    if (self->mode != 0) {
        sg_buf_add(text, modes[self->mode - 1].sql);
        return;
    }
    sg_buf_add(text, "USING INDEX ");
    sg_sql_ident(text, self->index);
}

static const sg_aspect whole = {ask, say};

static void set_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to != NULL ? step->to : step->from);
    sg_buf_add(buf, "REPLICA IDENTITY ");
    if (step->to != NULL)
        say(buf, step->to);
    else
        sg_buf_add(buf, "DEFAULT");
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "set",
                             .rank = SG_RANK_LINK,
                             .sql = set_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "reset"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "reset",
                           .rank = SG_RANK_UNLINK,
                           .sql = set_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .inverse = "set"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_LINK,
                             .sql = set_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .inverse = "change"};

static const sg_field_type index_field = {.json = "a name",
                                          .read = sg_text_field_read,
                                          .write = sg_text_field_write,
                                          .is_set = sg_text_field_is_set,
                                          .equal = sg_text_field_equal,
                                          .finish = index_finish,
                                          .rename = index_rename};

static const sg_field fields[] = {
    [MODE] = {.key = "mode",
              .type = &sg_field_word,
              .offset = offsetof(sg_replica_identity, mode),
              .words = modes,
              .op = &change},
    {.key = "index", .type = &index_field, .offset = offsetof(sg_replica_identity, index), .op = &change},
    {0}};

const sg_kind sg_kind_replica_identity = {
    .name = "replica identity",
    .json_key = "replicaIdentity",
    .parents = SG_BELOW("table"),
    .size = sizeof(sg_replica_identity),
    .flags = SG_KIND_SINGLE | SG_KIND_NO_COMMENT | SG_KIND_LOCAL,
    .order = 105,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .default_name = default_name,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .catalog_sql = sg_kind_replica_identity_catalog_sql,
    .seldom = "pg_class WHERE relreplident <> 'd' AND relkind IN ('r', 'p') AND oid >= 16384",
    .guard_sql = sg_kind_replica_identity_guard_sql,
};
