/* Tables: what stands inside them are kinds of their own. */
#include <stddef.h>
#include <string.h>

#include "params.h"
#include "table.h"
#include "text.h"

extern const char sg_kind_table_catalog_sql[], sg_kind_table_guard_sql[];

static bool is_inline(const sg_object *child)
{
    return (child->kind->flags & SG_KIND_INLINE) != 0;
}

static const char *expression_of(const sg_object *column)
{
    return is_inline(column) && column->kind->expression != NULL ? column->kind->expression(column) : NULL;
}

/* Expressions of columns as a JSON object, for the guard to recognise; a column that has another one in the other table
 * has both, in an array. */
static void add_expressions(sg_buf *json, const sg_object *table, const sg_object *other)
{
    const sg_object *const sides[] = {table, other};
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        for (const sg_object *child = sides[i]->first_child; child != NULL; child = child->next) {
            const sg_object *same =
                sides[1 - i] != NULL ? sg_child_named(sides[1 - i], child->kind, child->name) : NULL;
            const char *expression = expression_of(child), *second = same != NULL ? expression_of(same) : NULL;
            if (expression == NULL || (i > 0 && second != NULL))
                continue;
            bool both = second != NULL && strcmp(expression, second) != 0;
            sg_buf_addc(json, json->length == 0 ? '{' : ',');
            sg_buf_add_json(json, child->name);
            sg_buf_add(json, both ? ":[" : ":");
            sg_buf_add_json(json, expression);
            if (both) {
                sg_buf_addc(json, ',');
                sg_buf_add_json(json, second);
                sg_buf_addc(json, ']');
            }
        }
    }
    sg_buf_add(json, json->length > 0 ? "}" : "");
}

/* The keys of a partition come with the attachment, some of them. */
static bool is_partition(const sg_object *table)
{
    return sg_rare_of(table)->sole_base != NULL;
}

static const char *partition_key(const sg_object *table)
{
    return ((const sg_table *)table)->partition_by;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf json;
    sg_buf_init(&json);
    if (other != NULL && other->kind != object->kind)
        other = NULL;
    add_expressions(&json, object, other);
    sg_buf_add(sql, "pg_temp.sg_table(");
    sg_sql_name_literal(sql, object);
    const char *keys[] = {partition_key(object), other != NULL ? partition_key(other) : NULL};
    bool bare = is_partition(object), keyed = keys[0] != NULL || keys[1] != NULL;
    if (json.length > 0 || bare || keyed) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, json.length > 0 ? json.data : "{}");
    }
    if (bare || keyed)
        sg_buf_addf(sql, ", %s", bare ? "false" : "true");
    for (size_t i = 0; i < 2; i++) {
        if (keys[i] == NULL || (i > 0 && sg_text_equal(keys[0], keys[i])))
            continue;
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, keys[i]);
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&json);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const sg_object *)a)->name, ((const sg_object *)b)->name);
}

/* Lines: columns in their order, then keys by name. */
static void say_by_name(sg_buf *text, sg_vec *children)
{
    sg_vec_sort(children, by_name);
    for (size_t i = 0; i < children->count; i++) {
        const sg_object *child = children->items[i];
        sg_buf_join(text, "\n", child->name, " ");
        child->kind->whole->say(text, child);
    }
    sg_vec_release(children);
}

/* The order of columns does not count: nobody can change it, and it depends on when each of them came. */
static void say(sg_buf *text, const sg_object *object)
{
    sg_vec columns = SG_VEC_EMPTY, keys = SG_VEC_EMPTY;
    bool bare = is_partition(object);
    const char *key = ((const sg_table *)object)->partition_by;
    sg_buf_add(text, ((const sg_table *)object)->unlogged ? "unlogged table" : "table");
    if (key != NULL)
        sg_buf_join(text, " PARTITION BY ", key);
    sg_table_say_server(text, (const sg_table *)object);
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (!is_inline(child) || (child->kind->flags & SG_KIND_BASE))
            continue;
        if (child->kind->flags & SG_KIND_ORDERED)
            sg_vec_push(&columns, child);
        else if (!bare)
            sg_vec_push(&keys, child);
    }
    say_by_name(text, &columns);
    say_by_name(text, &keys);
}

static const sg_aspect whole = {ask, say};

/* What the table makes itself: columns of a base come with INHERITS, unless they are of a sort that none can become;
 * keys of a partition come before or after it is attached. */
static bool is_made_inline(const sg_object *child, bool in_partition)
{
    if (!is_inline(child) || (child->kind->flags & SG_KIND_BASE))
        return false;
    if (in_partition)
        return (child->kind->flags & SG_KIND_ORDERED) != 0;
    return sg_rare_of(child)->inherits == NULL ||
           (!child->implied && !sg_object_changes_to(sg_rare_of(child)->inherits, child));
}

/* True for a key on the same columns as an earlier one, which `seen` remembers: inside CREATE TABLE the server would
 * make one of the two. */
static bool repeats_key(sg_arena *arena, sg_map *seen, const sg_object *child)
{
    const sg_names *columns = child->kind->unique_columns != NULL ? child->kind->unique_columns(child) : NULL;
    if (columns == NULL)
        return false;
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < columns->count; i++)
        sg_buf_join(&text, columns->items[i], "\x1f");
    bool repeats = sg_map_get(seen, text.data) != NULL;
    if (!repeats)
        sg_map_put(seen, sg_arena_strndup(arena, text.data, text.length), (void *)child);
    sg_buf_release(&text);
    return repeats;
}

/* What stands in CREATE TABLE, columns first, whatever order the children were declared in; repeated keys come by
 * themselves. */
static void sort_children(const sg_object *table, sg_vec *inside, sg_vec *repeated)
{
    bool in_partition = is_partition(table);
    sg_arena *arena = sg_arena_new();
    sg_map seen = SG_MAP_EMPTY;
    sg_vec keys = SG_VEC_EMPTY;
    for (sg_object *child = table->first_child; child != NULL; child = child->next) {
        if (is_made_inline(child, in_partition))
            sg_vec_push((child->kind->flags & SG_KIND_ORDERED) ? inside : &keys, child);
    }
    for (size_t i = 0; i < keys.count; i++) {
        bool repeats = keys.count > 1 && repeats_key(arena, &seen, keys.items[i]);
        sg_vec_push(repeats ? repeated : inside, keys.items[i]);
    }
    sg_vec_release(&keys);
    sg_map_release(&seen);
    sg_arena_free(arena);
}

static void add_repeated_keys(sg_buf *buf, const sg_vec *repeated)
{
    for (size_t i = 0; i < repeated->count; i++) {
        const sg_object *child = repeated->items[i];
        sg_sql_alter_parent(buf, child);
        sg_buf_add(buf, "ADD ");
        child->kind->clause(buf, child);
        sg_buf_add(buf, ";\n");
    }
}

static void add_sequels(sg_buf *buf, const sg_object *table, bool in_partition)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        if (child->kind->sequel != NULL)
            child->kind->sequel(buf, child, is_made_inline(child, in_partition) ? NULL : sg_rare_of(child)->inherits);
    }
}

static void add_bases(sg_buf *buf, const sg_object *table)
{
    const char *separator = " INHERITS (";
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        if (!is_inline(child) || !(child->kind->flags & SG_KIND_BASE))
            continue;
        sg_buf_add(buf, separator);
        child->kind->clause(buf, child);
        separator = ", ";
    }
    sg_buf_add(buf, separator[0] == ',' ? ")" : "");
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_table *table = (const sg_table *)step->to;
    sg_vec inside = SG_VEC_EMPTY, repeated = SG_VEC_EMPTY;
    sort_children(step->to, &inside, &repeated);
    sg_buf_add(buf, table->server != NULL ? "CREATE FOREIGN TABLE "
                    : table->unlogged     ? "CREATE UNLOGGED TABLE "
                                          : "CREATE TABLE ");
    sg_object_sql(buf, step->to);
    for (size_t i = 0; i < inside.count; i++) {
        const sg_object *child = inside.items[i];
        sg_buf_add(buf, i > 0 ? ",\n  " : " (\n  ");
        child->kind->clause(buf, child);
    }
    sg_buf_add(buf, inside.count > 0 ? "\n)" : " ()");
    add_bases(buf, step->to);
    sg_table_add_server(buf, table);
    if (table->partition_by != NULL)
        sg_buf_addf(buf, " PARTITION BY %s", table->partition_by);
    sg_params_sql(buf, &table->parameters);
    sg_buf_add(buf, ";\n");
    add_repeated_keys(buf, &repeated);
    add_sequels(buf, step->to, is_partition(step->to));
    sg_vec_release(&inside);
    sg_vec_release(&repeated);
}

/* The table that `link` makes its parent inherit from; NULL when it is no such link. */
static const sg_object *base_of(const sg_object *link)
{
    for (size_t i = 0; (link->kind->flags & SG_KIND_BASE) && i < link->deps.count; i++) {
        const sg_object *dep = link->deps.items[i];
        if (dep->kind == link->parent->kind)
            return dep;
    }
    return NULL;
}

static bool is_referenced(const sg_object *table)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        for (size_t i = 0; i < child->users.count; i++) {
            const sg_object *user = child->users.items[i];
            if ((user->kind->flags & SG_KIND_LINK) && user->mark != NULL)
                return true;
        }
    }
    const sg_object *link = sg_rare_of(table)->sole_base;
    return link != NULL && is_referenced(base_of(link));
}

/* The server lets no partition go that foreign keys refer to, unless it stands by itself. */
static void leave_base(sg_buf *buf, const sg_object *table)
{
    const sg_object *link = sg_rare_of(table)->sole_base;
    const sg_object *base = link != NULL ? base_of(link) : NULL;
    if (base == NULL || base->mark == NULL || !is_referenced(base))
        return;
    sg_buf_add(buf, "ALTER TABLE ");
    sg_object_sql(buf, base);
    sg_buf_add(buf, " DETACH PARTITION ");
    sg_object_sql(buf, table);
    sg_buf_add(buf, ";\n");
}

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, ((const sg_table *)object)->server != NULL ? "FOREIGN TABLE " : "TABLE ");
    sg_object_sql(buf, object);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    leave_base(buf, step->from);
    sg_sql_drop(buf, step);
}

/* True when one of the bases, or of theirs, stays. */
static bool leaves_base(const sg_object *table)
{
    for (const sg_object *child = table->based ? table->first_child : NULL; child != NULL; child = child->next) {
        const sg_object *base = base_of(child);
        if (base != NULL && (base->mark != NULL || leaves_base(base)))
            return true;
    }
    return false;
}

/* What inherits goes before its base changes, while it still is what it was, and its own heirs before that. The rows of
 * a foreign table stay where they are. */
static bool assess_drop(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (((const sg_table *)step->from)->server != NULL)
        step->dangers &= ~(unsigned)SG_DANGER_DATA_LOSS;
    if (leaves_base(step->from))
        step->rank = SG_RANK_LOOSEN - 1;
    return true;
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TABLE, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_DESTROY,
                           .sql = drop_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .assess = assess_drop,
                           .dangers = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS,
                           .inverse = "create",
                           .no_inverse = "the rows of the table are gone"};

/* True when a type or collation of the column has to be made again; those are matched before tables. */
static bool is_retyped(const sg_object *column)
{
    for (size_t i = 0; i < column->deps.count; i++) {
        const sg_object *dep = column->deps.items[i];
        if (dep->mark != NULL && sg_object_has_type(column, dep) && sg_object_is_rebuilt(dep->mark, dep))
            return true;
    }
    return false;
}

/* The columns of its key, and collations that it names, are what a table itself depends on; neither types nor
 * collations change. */
static bool key_changes(const sg_object *from, const sg_object *to)
{
    for (size_t i = 0; i < to->deps.count; i++) {
        const sg_object *column = to->deps.items[i];
        if (column->mark != NULL && column->parent != to && sg_object_is_rebuilt(column->mark, column))
            return true;
        const sg_object *before = column->parent == to ? sg_child_named(from, column->kind, column->name) : NULL;
        if (before != NULL &&
            (!sg_sqltype_equal(sg_object_type(before), sg_object_type(column)) || is_retyped(column) ||
             !sg_text_equal(sg_object_text(before, "collation"), sg_object_text(column, "collation"))))
            return true;
    }
    return false;
}

/* A table cannot become a partitioned one, nor change its key or its server; partitions go with it. */
static bool remakes(const sg_object *from, const sg_object *to)
{
    return !sg_table_partition_field.equal(from, to, NULL) || key_changes(from, to) || sg_table_moves(from, to);
}

/* A snapshot may still say of a partitioned table that it is unlogged, which never came to anything. */
static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_table *table = (const sg_table *)object;
    if (table->unlogged && table->partition_by != NULL && !model->canonical) {
        sg_diag *diag = sg_object_error(model, diags, object, "unlogged", SG_CONFLICT,
                                        "a partitioned table has no rows of its own that could be unlogged");
        sg_diag_hint(diags, diag, "say it of its partitions");
    }
    sg_table_finish_foreign(model, object, diags);
}

static const sg_field fields[] = {
    {.key = "partitionBy", .type = &sg_table_partition_field, .offset = offsetof(sg_table, partition_by)},
    {.key = "unlogged", .type = &sg_field_bool, .offset = offsetof(sg_table, unlogged), .op = &sg_table_set_logging},
    {.key = "with", .type = &sg_field_params, .offset = offsetof(sg_table, parameters), .op = &sg_table_set_parameters},
    {.key = "server", .type = &sg_field_object, .offset = offsetof(sg_table, server), .target = "server"},
    {.key = "foreignOptions",
     .type = &sg_field_options,
     .offset = offsetof(sg_table, options),
     .op = &sg_table_set_options},
    {0}};

const sg_kind sg_kind_table = {
    .name = "table",
    .word = "TABLE",
    .json_key = "tables",
    .address = "table",
    .size = sizeof(sg_table),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_RELATION | SG_KIND_TYPE,
    .order = 50,
    .fields = fields,
    .finish = finish,
    .remakes = remakes,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_relation,
    .identity = identity,
    .grantable = &sg_grantable_table,
    .catalog_sql = sg_kind_table_catalog_sql,
    .guard_sql = sg_kind_table_guard_sql,
};
