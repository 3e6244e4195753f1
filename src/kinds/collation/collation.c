/* Collations, but for those with rules of their own (PostgreSQL 16). Nothing about them can be altered: another
 * definition is another collation. */
#include <stddef.h>

#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_collation_catalog_sql[], sg_kind_collation_guard_sql[];

typedef struct sg_collation {
    sg_object base;
    int provider;
    const char *locale; /* or these two, which only libc tells apart: */
    const char *lc_collate, *lc_ctype;
    bool nondeterministic;
} sg_collation;

static const sg_word providers[] = {{"libc", "libc", 0}, {"icu", "icu", 1}, {"builtin", "builtin", 2}, {0}};

static const sg_collation *collation_of(const sg_object *object)
{
    return (const sg_collation *)object;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_collation *self = (sg_collation *)object;
    if (self->locale == NULL && sg_text_equal(self->lc_collate, self->lc_ctype)) {
        self->locale = self->lc_collate;
        self->lc_collate = self->lc_ctype = NULL;
    }
    if ((self->locale == NULL) == (self->lc_collate == NULL) || (self->lc_collate == NULL) != (self->lc_ctype == NULL))
        sg_object_error(model, diags, object, NULL, SG_CONFLICT,
                        "a collation has either \"locale\" or both of \"lcCollate\" and \"lcCtype\"");
}

static void add_text(sg_buf *text, const char *option, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_join(text, ", ", option, " = ");
    sg_sql_literal(text, value);
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_collation *self = collation_of(object);
    sg_buf_join(text, "PROVIDER = ", providers[self->provider].sql);
    add_text(text, "LOCALE", self->locale);
    add_text(text, "LC_COLLATE", self->lc_collate);
    add_text(text, "LC_CTYPE", self->lc_ctype);
    sg_buf_add(text, self->nondeterministic ? ", DETERMINISTIC = false" : "");
}

static const sg_aspect whole = {sg_sql_ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE COLLATION ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " (");
    say(buf, step->to);
    sg_buf_add(buf, ");\n");
}

static bool assess_rebuild(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (sg_step_rare_of(step)->user_count > 0) {
        step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
        step->dangers |= SG_DANGER_REWRITE;
    }
    return true;
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .sql = sg_sql_rebuild_type,
                              .assess = assess_rebuild,
                              .rebuilds = true,
                              .inverse = "rebuild"};

static const sg_field fields[] = {
    {.key = "provider", .type = &sg_field_word, .offset = offsetof(sg_collation, provider), .words = providers},
    {.key = "locale", .type = &sg_field_text, .offset = offsetof(sg_collation, locale)},
    {.key = "lcCollate", .type = &sg_field_text, .offset = offsetof(sg_collation, lc_collate)},
    {.key = "lcCtype", .type = &sg_field_text, .offset = offsetof(sg_collation, lc_ctype)},
    {.key = "nondeterministic", .type = &sg_field_bool, .offset = offsetof(sg_collation, nondeterministic)},
    {0}};

const sg_kind sg_kind_collation = {
    .name = "collation",
    .word = "COLLATION",
    .json_key = "collations",
    .address = "collation",
    .literal_type = "regcollation",
    .size = sizeof(sg_collation),
    .flags = SG_KIND_IN_SCHEMA,
    .order = 31,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &rebuild,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_nothing,
    .catalog_sql = sg_kind_collation_catalog_sql,
    .seldom = "pg_collation WHERE oid >= 16384",
    .guard_sql = sg_kind_collation_guard_sql,
};
