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
    sg_grants_say(&text, "", grants, NULL);
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

/* What a role's default privileges give to all that it makes, and on top of that in the object's schema. */
typedef struct giver {
    const char *role;
    sg_grants everywhere, here;
} giver;

struct giving {
    sg_planning *planning;
    const sg_object *object;
    const sg_grantable *grantable;
    sg_grants born;
    sg_vec givers; /* giver* */
};

static giver *giver_named(struct giving *giving, const char *role)
{
    for (size_t i = 0; i < giving->givers.count; i++) {
        giver *known = giving->givers.items[i];
        if (sg_text_equal(known->role, role))
            return known;
    }
    giver *one = SG_NEW(giving->planning->arena, giver);
    *one = (giver){.role = role, .everywhere = giving->born};
    sg_vec_push(&giving->givers, one);
    return one;
}

static void add_giver(void *context, sg_object *object)
{
    struct giving *giving = context;
    const sg_grants *gives = object->kind->gives(object, giving->grantable);
    if (gives == NULL || !gives->said)
        return;
    if (object->schema == NULL)
        giver_named(giving, object->name)->everywhere = *gives;
    else if (sg_text_equal(object->schema, giving->object->schema))
        giver_named(giving, object->name)->here = *gives;
}

static void add_state(sg_arena *arena, sg_gift *gift, const sg_grants *born, sg_grants state)
{
    gift->most = sg_grants_merge(arena, &gift->most, &state);
    bool known = sg_grants_equal(&state, born);
    for (size_t i = 0; i < gift->count; i++)
        known |= sg_grants_equal(&state, &gift->otherwise[i]);
    if (!known)
        gift->otherwise[gift->count++] = state;
}

sg_gift sg_plan_given(sg_planning *planning, sg_model *model, const sg_object *object, const sg_grantable *grantable,
                      sg_grants born)
{
    sg_arena *arena = planning->arena;
    struct giving giving = {planning, object, grantable, born, SG_VEC_EMPTY};
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (sg_kinds[i]->gives != NULL)
            sg_model_each_of(model, sg_kinds[i], add_giver, &giving);
    }
    sg_gift gift = {born, SG_NEW_ARRAY(arena, sg_grants, giving.givers.count + 1), 0};
    for (size_t i = 0; i < giving.givers.count; i++) {
        const giver *one = giving.givers.items[i];
        const sg_grants all = sg_grants_merge(arena, &one->everywhere, &one->here);
        const sg_grants others = sg_grants_without(arena, &all, one->role); /* an owner's are its own affair */
        add_state(arena, &gift, &born, sg_grants_without(arena, &others, sg_access_owner(object)));
    }
    sg_vec_release(&giving.givers);
    return gift;
}
