/* How the values of a column are kept and counted: storage, compression, statistics. */
#include <string.h>

#include "column.h"
#include "params.h"
#include "text.h"

enum { PLAIN = 1, EXTERNAL, EXTENDED, MAIN };
const sg_word sg_column_storage_words[] = {{"plain", "PLAIN", PLAIN},          {"external", "EXTERNAL", EXTERNAL},
                                           {"extended", "EXTENDED", EXTENDED}, {"main", "MAIN", MAIN},
                                           {"default", "DEFAULT", 0},          {0}};
const sg_word sg_column_compression_words[] = {{"pglz", "pglz", 1}, {"lz4", "lz4", 2}, {"default", "default", 0}, {0}};

static const sg_column *column_of(const sg_object *object)
{
    return (const sg_column *)object;
}

static const char *word_sql(const sg_word *word, int value)
{
    while (word->value != value)
        word++;
    return word->sql;
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
        return EXTENDED;
    for (size_t i = 0; i < sizeof extended / sizeof extended[0]; i++) {
        if (strcmp(name, extended[i]) == 0)
            return EXTENDED;
    }
    for (size_t i = 0; i < sizeof main_types / sizeof main_types[0]; i++) {
        if (strcmp(name, main_types[i]) == 0)
            return MAIN;
    }
    return PLAIN;
}

void sg_column_storage_finish(sg_column *column)
{
    if (column->storage != 0 && column->storage == own_storage(&column->type))
        column->storage = 0;
}

bool sg_column_has_storage(const sg_column *column)
{
    return column->storage != 0 || column->compression != 0 || column->statistics != NULL ||
           column->options.count > 0 || column->foreign.count > 0;
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
    const sg_column *column = column_of(object);
    sg_buf_addf(text, "STORAGE %s COMPRESSION %s STATISTICS %s (", word_sql(sg_column_storage_words, column->storage),
                word_sql(sg_column_compression_words, column->compression),
                column->statistics != NULL ? column->statistics : "-1");
    sg_params_say(text, &column->options);
    sg_buf_addc(text, ')');
    sg_options_say(text, &column->foreign);
}

static const sg_aspect aspect = {ask, say};

/* Actions of one ALTER TABLE, with what stands between them. */
typedef struct actions {
    sg_buf *buf;
    const sg_object *object;
    const char *separator;
} actions;

static void begin(actions *it)
{
    sg_buf_join(it->buf, it->separator, "ALTER COLUMN ");
    sg_sql_ident(it->buf, it->object->name);
    it->separator = ", ";
}

static void set_storage(actions *it, int storage)
{
    begin(it);
    sg_buf_join(it->buf, " SET STORAGE ", word_sql(sg_column_storage_words, storage));
}

static void set_compression(actions *it, int compression)
{
    begin(it);
    sg_buf_join(it->buf, " SET COMPRESSION ", word_sql(sg_column_compression_words, compression));
}

static void set_options(actions *it, const sg_params *from, const sg_params *to)
{
    sg_buf lead;
    if (sg_params_equal(from, to))
        return;
    sg_buf_init(&lead);
    sg_buf_add(&lead, "ALTER COLUMN ");
    sg_sql_ident(&lead, it->object->name);
    sg_buf_addc(&lead, ' ');
    sg_buf_add(it->buf, it->separator);
    sg_params_alter(it->buf, from, to, lead.data);
    it->separator = ", ";
    sg_buf_release(&lead);
}

/* What leads from one column to the other. */
static void add_actions(actions *it, const sg_column *from, const sg_column *to)
{
    if (from->storage != to->storage)
        set_storage(it, to->storage != 0 ? to->storage : own_storage(&to->type));
    if (from->compression != to->compression)
        set_compression(it, to->compression);
    if (!sg_text_equal(from->statistics, to->statistics)) {
        begin(it);
        sg_buf_join(it->buf, " SET STATISTICS ", to->statistics != NULL ? to->statistics : "-1");
    }
    set_options(it, &from->options, &to->options);
    if (!sg_params_equal(&from->foreign, &to->foreign)) {
        begin(it);
        sg_options_alter(it->buf, &from->foreign, &to->foreign);
    }
}

static void alter(sg_buf *buf, const sg_object *object, const sg_column *from, const sg_column *to)
{
    sg_buf text;
    sg_buf_init(&text);
    actions it = {&text, object, ""};
    add_actions(&it, from, to);
    if (text.length > 0) {
        sg_sql_alter_parent(buf, object);
        sg_buf_join(buf, text.data, ";\n");
    }
    sg_buf_release(&text);
}

/* A change reaches the tables that inherit the column, also those that say something else: these get it again. */
static void restore_heirs(sg_buf *buf, const sg_object *object)
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (user->inherits != object)
            continue;
        if (!user->implied)
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
    const sg_column *to = column_of(base != NULL ? base : object);
    const sg_column born = {.storage = base != NULL ? to->storage : 0,
                            .compression = base != NULL ? to->compression : 0};
    alter(buf, object, &born, to);
}

void sg_column_keep_storage(sg_buf *buf, const sg_object *object)
{
    const sg_column *column = column_of(object);
    actions it = {buf, object, ", "};
    if (column->storage != 0)
        set_storage(&it, column->storage);
    if (column->compression != 0)
        set_compression(&it, column->compression);
}

static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_column *from = column_of(step->from), *to = column_of(step->to);
    (void)model, (void)diags;
    if (from->storage == to->storage && from->compression == to->compression &&
        sg_params_equal(&from->foreign, &to->foreign))
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
