/* keeping.h - how the values of a column are kept and counted, for the kinds whose columns have values of their own. */
#ifndef SG_KEEPING_H
#define SG_KEEPING_H

#include "kind.h"

/* What storage may be; 0 is the type's own. */
enum { SG_STORAGE_PLAIN = 1, SG_STORAGE_EXTERNAL, SG_STORAGE_EXTENDED, SG_STORAGE_MAIN };
extern const sg_word sg_storage_words[], sg_compression_words[];

typedef struct sg_keeping {
    int storage;            /* one of sg_storage_words */
    int compression;        /* one of sg_compression_words; 0: the server's default */
    const char *statistics; /* the target; NULL: the server's default */
    sg_params options;      /* n_distinct, n_distinct_inherited */
} sg_keeping;

/* The fields of it, for a table of fields: `member` is the sg_keeping in `type`, `op_` what a difference means; behind
 * that, what else is to be said of each field. */
#define SG_KEEPING_FIELDS(type_, member, op_, ...)                                                            \
    {.key = "storage",                                                                                        \
     .type = &sg_field_word,                                                                                  \
     .offset = offsetof(type_, member.storage),                                                               \
     .words = sg_storage_words,                                                                               \
     .op = (op_),                                                                                             \
     __VA_ARGS__},                                                                                            \
        {.key = "compression",                                                                                \
         .type = &sg_field_word,                                                                              \
         .offset = offsetof(type_, member.compression),                                                       \
         .words = sg_compression_words,                                                                       \
         .op = (op_),                                                                                         \
         __VA_ARGS__},                                                                                        \
        {.key = "statistics",                                                                                 \
         .type = &sg_field_int,                                                                               \
         .offset = offsetof(type_, member.statistics),                                                        \
         .op = (op_),                                                                                         \
         __VA_ARGS__},                                                                                        \
    {                                                                                                         \
        .key = "options", .type = &sg_field_params, .stays = true, .offset = offsetof(type_, member.options), \
        .op = (op_), __VA_ARGS__                                                                              \
    }

bool sg_keeping_is_said(const sg_keeping *keeping);
/* STORAGE DEFAULT COMPRESSION default STATISTICS -1 (): as the guards say it. */
void sg_keeping_say(sg_buf *text, const sg_keeping *keeping);

/* Actions on one column in an ALTER TABLE, with what stands between them. */
typedef struct sg_actions {
    sg_buf *buf;
    const char *column;
    const char *separator; /* in front of the next one */
} sg_actions;

/* "ALTER COLUMN name", behind the separator. */
void sg_actions_begin(sg_actions *it);
void sg_actions_set_storage(sg_actions *it, int storage);
void sg_actions_set_compression(sg_actions *it, int compression);
/* What leads from one to the other; a storage that is the type's own is not set here. */
void sg_actions_keep(sg_actions *it, const sg_keeping *from, const sg_keeping *to);

#endif
