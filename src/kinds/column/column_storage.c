/* How the values of a column are kept and counted: storage, compression, statistics. */
#include <string.h>

#include "column.h"
#include "params.h"
#include "text.h"

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

static const sg_keeping *keeping_of(const sg_column *column)
{
    return &sg_column_rare_of(&column->base)->keeping;
}

static const sg_params *foreign_of(const sg_column *column)
{
    return &sg_column_rare_of(&column->base)->foreign;
}

/* What pg_type.typstorage says of built-in types; all others of fixed length are plain, what users make (enums apart,
 * of which no storage can be set) is extended. */
static int own_storage(const sg_sqltype *type)
{
    static const char *const extended[] = {"bit",       "bit varying",       "\"bit\"", "bpchar",    "bytea",
                                           "character", "character varying", "json",    "jsonb",     "jsonpath",
                                           "path",      "pg_snapshot",       "polygon", "refcursor", "text",
                                           "tsvector",  "txid_snapshot",     "xml"};
    static const char *const main_types[] = {"cidr", "inet", "numeric"};
    const char *name = type->builtin;
    if (name == NULL || type->array || strstr(name, "range") != NULL)
        return SG_STORAGE_EXTENDED;
    for (size_t i = 0; i < sizeof extended / sizeof extended[0]; i++) {
        if (strcmp(name, extended[i]) == 0)
            return SG_STORAGE_EXTENDED;
    }
    for (size_t i = 0; i < sizeof main_types / sizeof main_types[0]; i++) {
        if (strcmp(name, main_types[i]) == 0)
            return SG_STORAGE_MAIN;
    }
    return SG_STORAGE_PLAIN;
}

void sg_column_storage_finish(sg_model *model, sg_column *column)
{
    int storage = keeping_of(column)->storage;
    if (storage != 0 && storage == own_storage(sg_column_type(column)))
        sg_column_own_rare(model->arena, &column->base)->keeping.storage = 0;
}

bool sg_column_has_storage(const sg_column *column)
{
    return sg_keeping_is_said(keeping_of(column)) || foreign_of(column)->count > 0;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_column_storage(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_keeping_say(text, keeping_of(column_of(object)));
    sg_options_say(text, foreign_of(column_of(object)));
}

static const sg_aspect aspect = {ask, say};

static void alter(sg_buf *buf, const sg_object *object, const sg_column *from, const sg_column *to)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_actions it = {&text, object->name, ""};
    if (keeping_of(from)->storage != 0 && keeping_of(to)->storage == 0)
        sg_actions_set_storage(&it, own_storage(sg_column_type(to)));
    sg_actions_keep(&it, keeping_of(from), keeping_of(to));
    if (!sg_params_equal(foreign_of(from), foreign_of(to))) {
        sg_actions_begin(&it);
        sg_options_alter(&text, foreign_of(from), foreign_of(to));
    }
    if (text.length > 0) {
        sg_sql_alter_parent(buf, object);
        sg_buf_join(buf, text.data, ";\n");
    }
    sg_buf_release(&text);
}

/* A compression is what a table has from its base when it is made; a change of it does not reach the table. */
static void follow_compression(sg_buf *buf, const sg_object *heir)
{
    const sg_object *before = heir->mark;
    int compression = keeping_of(column_of(heir))->compression;
    if (before == NULL || keeping_of(column_of(before))->compression == compression)
        return;
    sg_actions it = {buf, heir->name, ""};
    sg_sql_alter_parent(buf, heir);
    sg_actions_set_compression(&it, compression);
    sg_buf_add(buf, ";\n");
}

/* Other changes reach the tables that inherit the column, also those that say something else: these get it again. */
static void restore_heirs(sg_buf *buf, const sg_object *object)
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->inherits != object)
            continue;
        if (user->implied)
            follow_compression(buf, user);
        else
            alter(buf, user, column_of(object), column_of(user));
        restore_heirs(buf, user);
    }
}

static void storage_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to, column_of(step->from), column_of(step->to));
    restore_heirs(buf, step->to);
}

void sg_column_sequel(sg_buf *buf, const sg_object *object, const sg_object *base)
{
    if (base == NULL && sg_column_rare_of(object)->not_null.not_valid)
        sg_column_add_not_null(buf, object);
    const sg_column *to = column_of(base != NULL ? base : object);
    const sg_column_rare kept = {.keeping = {.storage = base != NULL ? keeping_of(to)->storage : 0,
                                             .compression = base != NULL ? keeping_of(to)->compression : 0}};
    const sg_column born = {.said = &kept};
    alter(buf, object, &born, to);
}

void sg_column_keep_storage(sg_buf *buf, const sg_object *object)
{
    const sg_keeping *keeping = keeping_of(column_of(object));
    sg_actions it = {buf, object->name, ", "};
    if (keeping->storage != 0)
        sg_actions_set_storage(&it, keeping->storage);
    if (keeping->compression != 0)
        sg_actions_set_compression(&it, keeping->compression);
}

static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    (void)model, (void)diags;
    if (keeping_of(from)->storage == keeping_of(to)->storage &&
        keeping_of(from)->compression == keeping_of(to)->compression &&
        sg_params_equal(foreign_of(from), foreign_of(to)))
        step->lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE;
    return true;
}

const sg_op sg_column_set_storage = {.class = SG_OP_ALTER,
                                     .verb = "set storage of",
                                     .rank = SG_RANK_ALTER + 4,
                                     .aspect = &aspect,
                                     .sql = storage_sql,
                                     .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                     .assess = assess,
                                     .inverse = "set storage of"};
