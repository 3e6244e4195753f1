/* Row security: whether the policies of a table count, and for its owner too. */
#include <stddef.h>

#include "json.h"
#include "keys.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_row_security_catalog_sql[], sg_kind_row_security_guard_sql[];

typedef struct sg_row_security {
    sg_object base;
    int mode; /* one of `modes`; 0: off, which is no object */
} sg_row_security;

/* The words of guard.sql. */
static const sg_word modes[] = {
    {"off", "", 0}, {"enabled", "ENABLE ", 1}, {"forced", "ENABLE FORCE ", 2}, {"onlyForced", "FORCE ", 3}, {0}};
enum { ENABLED = 1, FORCED, ONLY_FORCED };

static int mode_of(const sg_object *object)
{
    return object != NULL ? ((const sg_row_security *)object)->mode : 0;
}

static const sg_field fields[];

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    if (!fields[0].type->read(reader, object, &fields[0], value))
        return false;
    return mode_of(object) != 0 ||
           sg_reader_error(reader, object, "mode", SG_BAD_VALUE, "row security that is off is left out");
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    sg_buf_add_json(buf, modes[mode_of(object)].json);
    return true;
}

static const char *default_name(sg_model *model, const sg_object *object)
{
    (void)model, (void)object;
    return "row security";
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf table;
    (void)other;
    sg_buf_init(&table);
    sg_parent_sql(&table, object);
    sg_buf_add(sql, "pg_temp.sg_row_security(");
    sg_sql_literal(sql, table.data);
    sg_buf_addc(sql, ')');
    sg_buf_release(&table);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, modes[mode_of(object)].sql);
}

static const sg_aspect whole = {ask, say};

/* Both switches, as far as they are not where they should be. */
static void switch_sql(sg_buf *buf, const sg_step *step)
{
    int from = mode_of(step->from), to = mode_of(step->to);
    bool enabled = from == ENABLED || from == FORCED, enable = to == ENABLED || to == FORCED;
    bool forced = from == FORCED || from == ONLY_FORCED, force = to == FORCED || to == ONLY_FORCED;
    sg_sql_alter_parent(buf, step->to != NULL ? step->to : step->from);
    if (enabled != enable)
        sg_buf_add(buf, enable ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
    sg_buf_add(buf, enabled != enable && forced != force ? ", " : "");
    if (forced != force)
        sg_buf_add(buf, force ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY");
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "enable",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = switch_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .dangers = SG_DANGER_BREAKS,
                             .inverse = "disable"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "disable",
                           .rank = SG_RANK_VIEW,
                           .sql = switch_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .inverse = "enable"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "switch",
                             .rank = SG_RANK_VIEW + 2,
                             .sql = switch_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .dangers = SG_DANGER_BREAKS,
                             .inverse = "switch"};

static const sg_field fields[] = {{.key = "mode",
                                   .type = &sg_field_word,
                                   .offset = offsetof(sg_row_security, mode),
                                   .words = modes,
                                   .op = &change,
                                   .required = true},
                                  {0}};

const sg_kind sg_kind_row_security = {
    .name = "row security",
    .json_key = "rowSecurity",
    .parents = SG_BELOW("table"),
    .size = sizeof(sg_row_security),
    .flags = SG_KIND_SINGLE | SG_KIND_NO_COMMENT | SG_KIND_LOCAL,
    .order = 151,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .default_name = default_name,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .catalog_sql = sg_kind_row_security_catalog_sql,
    .seldom = "pg_class WHERE relrowsecurity OR relforcerowsecurity",
    .guard_sql = sg_kind_row_security_guard_sql,
};
