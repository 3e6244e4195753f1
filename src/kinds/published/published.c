/* That a table is in a publication, with which of its columns and rows. Has the name of the publication. */
#include <stddef.h>
#include <stdlib.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_published_catalog_sql[], sg_kind_published_guard_sql[];

typedef struct sg_published {
    sg_object base;
    sg_names columns;  /* none: all */
    const char *where; /* NULL: all rows */
} sg_published;

static const sg_published *published_of(const sg_object *object)
{
    return (const sg_published *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_object *publication = sg_model_find(model, sg_kind_named("publication"), NULL, NULL, object->name);
    if (publication == NULL) {
        sg_object_error(model, diags, object, NULL, SG_BAD_VALUE, "there is no publication \"%s\"", object->name);
        return;
    }
    if (sg_object_bool(publication, "allTables"))
        sg_object_error(model, diags, object, NULL, SG_CONFLICT, "publication \"%s\" holds all tables anyway",
                        object->name);
    sg_own_rare(model->arena, object)->follows = publication;
    sg_object_depend(object, publication);
}

static void add_columns(sg_buf *text, const sg_object *object)
{
    if (published_of(object)->columns.count == 0)
        return;
    sg_buf_add(text, " (");
    sg_say_columns(text, &published_of(object)->columns);
    sg_buf_addc(text, ')');
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "pg_temp.sg_published(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        if (published_of(sides[i])->where == NULL)
            continue;
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, published_of(sides[i])->where);
    }
    sg_buf_addc(sql, ')');
}

static void add_all(sg_buf *text, const sg_object *object)
{
    add_columns(text, object);
    if (published_of(object)->where != NULL)
        sg_buf_join(text, " WHERE (", published_of(object)->where, ")");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The columns by their names, as the server is asked for them. */
static void say(sg_buf *text, const sg_object *object)
{
    sg_published sorted = *published_of(object);
    sg_arena *arena = sg_arena_new();
    sorted.columns.items = SG_NEW_ARRAY(arena, const char *, sorted.columns.count + 1);
    for (size_t i = 0; i < sorted.columns.count; i++)
        sorted.columns.items[i] = published_of(object)->columns.items[i];
    qsort(sorted.columns.items, sorted.columns.count, sizeof *sorted.columns.items, by_name);
    sg_buf_add(text, "published");
    add_all(text, &sorted.base);
    sg_arena_free(arena);
}

static const sg_aspect whole = {ask, say};

static void alter(sg_buf *buf, const sg_object *object, const char *verb)
{
    sg_buf_add(buf, "ALTER PUBLICATION ");
    sg_sql_ident(buf, object->name);
    sg_buf_join(buf, " ", verb, " TABLE ONLY ");
    sg_parent_sql(buf, object);
}

static void add_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to, "ADD");
    add_all(buf, step->to);
    sg_buf_add(buf, ";\n");
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->from, "DROP");
    sg_buf_add(buf, ";\n");
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    drop_sql(buf, step);
    add_sql(buf, step);
}

static const sg_op add = {.class = SG_OP_CREATE,
                          .verb = "publish",
                          .rank = SG_RANK_VIEW + 4,
                          .sql = add_sql,
                          .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                          .inverse = "withdraw"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "withdraw",
                           .rank = SG_RANK_UNVIEW,
                           .sql = drop_sql,
                           .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "publish"};
static const sg_op replace = {.class = SG_OP_REPLACE,
                              .verb = "publish anew",
                              .rank = SG_RANK_VIEW + 4,
                              .sql = replace_sql,
                              .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                              .inverse = "publish anew"};

static const sg_field fields[] = {
    {.key = "columns", .type = &sg_field_some, .offset = offsetof(sg_published, columns), .since = 15},
    {.key = "where", .type = &sg_field_expr, .offset = offsetof(sg_published, where), .since = 15},
    {0}};

const sg_kind sg_kind_published = {
    .name = "publication of table",
    .json_key = "publications",
    .parents = SG_BELOW("table"),
    .size = sizeof(sg_published),
    .flags = SG_KIND_REBUILD | SG_KIND_NO_COMMENT | SG_KIND_LOCAL,
    .order = 152,
    .fields = fields,
    .finish = finish,
    .stuck = sg_always_stuck,
    .whole = &whole,
    .create = &add,
    .drop = &drop,
    .replace = &replace,
    .catalog_sql = sg_kind_published_catalog_sql,
    .seldom = "pg_publication_rel",
    .guard_sql = sg_kind_published_guard_sql,
};
