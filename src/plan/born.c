/* What roles may do with an object as long as nobody says anything: with one that is always there, with a new one. */
#include "plan_private.h"
#include "text.h"

const sg_birthright *sg_plan_as_born(const sg_object *object)
{
    return sg_access_says_grants(object) ? NULL : sg_access_birthright(object);
}

static void say_born(sg_buf *sql, const sg_grants *grants)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_grants_say(&text, "", grants);
    sg_sql_literal(sql, text.data);
    sg_buf_release(&text);
}

bool sg_plan_born_state(sg_buf *sql, const sg_object *object)
{
    const sg_birthright *right = sg_plan_as_born(object);
    if (right == NULL)
        return false;
    sg_buf_addf(sql, "CASE WHEN pg_catalog.current_setting('server_version_num')::int < %d0000 THEN ", right->since);
    say_born(sql, &right->older);
    sg_buf_add(sql, " ELSE ");
    say_born(sql, &right->newer);
    sg_buf_add(sql, " END");
    return true;
}

void sg_plan_older_sql(sg_buf *buf, const sg_granting *granting, const sg_birthright *right)
{
    sg_buf_addf(buf,
                "DO $older$ BEGIN\n"
                "  IF pg_catalog.current_setting('server_version_num')::int < %d0000 THEN\n",
                right->since);
    const sg_granting inside = {"    ", granting->suffix, granting->target, granting->spared};
    sg_grants_sql(buf, &inside, &right->newer, &right->older);
    sg_buf_add(buf, "  END IF;\n"
                    "END $older$;\n");
}

struct giving {
    sg_planning *planning;
    const sg_object *to;
    const sg_grantable *grantable;
    sg_grants given;
};

static void add_given(void *context, sg_object *object)
{
    struct giving *giving = context;
    const sg_grants *more = object->kind->gives(object, giving->grantable);
    if (more == NULL || (object->schema != NULL && !sg_text_equal(object->schema, giving->to->schema)))
        return;
    sg_grants all = {SG_NEW_ARRAY(giving->planning->arena, sg_grant, giving->given.count + more->count), 0, true};
    for (size_t i = 0; i < giving->given.count; i++)
        all.items[all.count++] = giving->given.items[i];
    for (size_t i = 0; i < more->count; i++) {
        const sg_grant *one = &more->items[i];
        if (sg_grants_find(&giving->given, one->role, one->privilege) == NULL)
            all.items[all.count++] = *one;
    }
    sg_grants_sort(&all);
    giving->given = all;
}

sg_grants sg_plan_given(sg_planning *planning, const sg_object *to, const sg_grantable *grantable, sg_grants born)
{
    struct giving giving = {planning, to, grantable, born};
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (sg_kinds[i]->gives != NULL)
            sg_model_each_of(planning->from, sg_kinds[i], add_given, &giving);
    }
    return giving.given;
}
