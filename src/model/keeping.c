/* How the values of a column are kept and counted: storage, compression, statistics. */
#include "keeping.h"

#include "params.h"
#include "text.h"

const sg_word sg_storage_words[] = {{"plain", "PLAIN", SG_STORAGE_PLAIN},
                                    {"external", "EXTERNAL", SG_STORAGE_EXTERNAL},
                                    {"extended", "EXTENDED", SG_STORAGE_EXTENDED},
                                    {"main", "MAIN", SG_STORAGE_MAIN},
                                    {"default", "DEFAULT", 0},
                                    {0}};
const sg_word sg_compression_words[] = {{"pglz", "pglz", 1}, {"lz4", "lz4", 2}, {"default", "default", 0}, {0}};

static const char *word_sql(const sg_word *word, int value)
{
    while (word->value != value)
        word++;
    return word->sql;
}

bool sg_keeping_is_said(const sg_keeping *keeping)
{
    return keeping->storage != 0 || keeping->compression != 0 || keeping->statistics != NULL ||
           keeping->options.count > 0;
}

void sg_keeping_say(sg_buf *text, const sg_keeping *keeping)
{
    sg_buf_addf(text, "STORAGE %s COMPRESSION %s STATISTICS %s (", word_sql(sg_storage_words, keeping->storage),
                word_sql(sg_compression_words, keeping->compression),
                keeping->statistics != NULL ? keeping->statistics : "-1");
    sg_params_say(text, &keeping->options);
    sg_buf_addc(text, ')');
}

void sg_actions_begin(sg_actions *it)
{
    sg_buf_join(it->buf, it->separator, "ALTER COLUMN ");
    sg_sql_ident(it->buf, it->column);
    it->separator = ", ";
}

void sg_actions_set_storage(sg_actions *it, int storage)
{
    sg_actions_begin(it);
    sg_buf_join(it->buf, " SET STORAGE ", word_sql(sg_storage_words, storage));
}

void sg_actions_set_compression(sg_actions *it, int compression)
{
    sg_actions_begin(it);
    sg_buf_join(it->buf, " SET COMPRESSION ", word_sql(sg_compression_words, compression));
}

static void set_options(sg_actions *it, const sg_params *from, const sg_params *to)
{
    sg_buf lead;
    if (sg_params_equal(from, to))
        return;
    sg_buf_init(&lead);
    sg_buf_add(&lead, "ALTER COLUMN ");
    sg_sql_ident(&lead, it->column);
    sg_buf_addc(&lead, ' ');
    sg_buf_add(it->buf, it->separator);
    sg_params_alter(it->buf, from, to, lead.data);
    it->separator = ", ";
    sg_buf_release(&lead);
}

void sg_actions_keep(sg_actions *it, const sg_keeping *from, const sg_keeping *to)
{
    if (from->storage != to->storage && to->storage != 0)
        sg_actions_set_storage(it, to->storage);
    if (from->compression != to->compression)
        sg_actions_set_compression(it, to->compression);
    if (!sg_text_equal(from->statistics, to->statistics)) {
        sg_actions_begin(it);
        sg_buf_join(it->buf, " SET STATISTICS ", to->statistics != NULL ? to->statistics : "-1");
    }
    set_options(it, &from->options, &to->options);
}
