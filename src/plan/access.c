/* Owner and grants: operations that all kinds share. One step covers an object and its columns, for what is taken from
 * a role on a table is taken from it on the columns too. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"
#include "text.h"

/* Columns, whose grants stand beside those of the object. */
static bool is_part(const sg_object *child)
{
    return sg_kind_grants(child->kind);
}

/* A part of the old object that stays, although the new one says nothing of it. */
static bool is_left(const sg_object *part)
{
    return is_part(part) && (part->kind->flags & SG_KIND_REMARK) && part->mark == NULL;
}

/* What roles may do with `part` before: what is new or made again has nothing yet, and columns nothing by default. */
static sg_grants grants_before(const sg_object *part)
{
    return sg_plan_is_kept(part) || is_left(part) ? sg_access_grants(part) : (sg_grants){0};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const sg_object *)a)->name, ((const sg_object *)b)->name);
}

/* What goes before this step has no grants left then. */
static bool is_there(const sg_object *part)
{
    return part->mark != NULL || (part->kind->flags & SG_KIND_REMARK) ||
           (part->step != NULL && part->step->op->class == SG_OP_CREATE);
}

static void say_parts(sg_buf *text, const sg_object *object)
{
    sg_vec parts = SG_VEC_EMPTY;
    sg_buf prefix;
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (is_part(child) && is_there(child))
            sg_vec_push(&parts, child);
    }
    sg_vec_sort(&parts, by_name);
    sg_buf_init(&prefix);
    for (size_t i = 0; i < parts.count; i++) {
        const sg_object *part = parts.items[i];
        const sg_grants grants = sg_access_grants(part);
        sg_buf_clear(&prefix);
        sg_buf_join(&prefix, part->name, " ");
        sg_grants_say(text, prefix.data, &grants, sg_access_holder(part));
    }
    sg_buf_release(&prefix);
    sg_vec_release(&parts);
}

static void ask_for(sg_buf *sql, const char *function, const sg_object *object)
{
    sg_buf_join(sql, "pg_temp.", function, "(");
    sg_sql_literal(sql, object->kind->address);
    sg_buf_add(sql, ", ");
    sg_sql_address(sql, object);
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_grants grants = sg_access_grants(object);
    sg_grants_say(text, "", &grants, sg_access_holder(object));
    say_parts(text, object);
    if (text->length == 0)
        sg_buf_add(text, "no grants");
}

/* Only the server knows whose grants it does not tell of: those of the owner. */
static void ask_grants(sg_buf *sql, const char *function, const sg_object *object, const sg_object *other)
{
    ask_for(sql, function, object);
    sg_buf_add(sql, ", ");
    sg_sql_sides(sql, object, other, say);
    sg_buf_addc(sql, ')');
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_grants(sql, "sg_grants", object, other);
}

static void ask_parts(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    ask_grants(sql, "sg_grants_on_columns", object, other);
}

static const sg_aspect grants_aspect = {ask, say};
/* Nothing is said of the object itself, on which default privileges may have granted something. */
static const sg_aspect parts_aspect = {ask_parts, say};

static void ask_owner(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    ask_for(sql, "sg_owner", object);
    sg_buf_addc(sql, ')');
}

static void say_owner(sg_buf *text, const sg_object *object)
{
    const char *owner = sg_access_owner(object);
    sg_buf_add(text, owner != NULL ? owner : "");
}

static const sg_aspect owner_aspect = {ask_owner, say_owner};

/* Statements */

/* ' ON TABLE "public"."t"': the name as COMMENT writes it, behind the word of the grant; the types of a routine's
 * arguments as its name has them, for here an aggregate of all rows has no asterisk. */
static void add_target(sg_buf *target, const sg_object *object)
{
    sg_buf identity;
    if (object->kind->flags & SG_KIND_ROUTINE) {
        sg_buf_join(target, " ON ", object->kind->grantable->word, " ");
        sg_object_sql(target, object);
        return;
    }
    sg_buf_init(&identity);
    object->kind->identity(&identity, object);
    sg_buf_join(target, " ON ", object->kind->grantable->word, " ", strchr(identity.data, '"'));
    sg_buf_release(&identity);
}

/* What of `to` was granted before and is gone once the table has taken it from the role. */
static sg_grants left_of(sg_arena *arena, const sg_grants *before, const sg_grants *table_from,
                         const sg_grants *table_to)
{
    sg_grants left = {SG_NEW_ARRAY(arena, sg_grant, before->count + 1), 0, true};
    for (size_t i = 0; i < before->count; i++) {
        const sg_grant *grant = &before->items[i];
        bool taken = sg_grants_find(table_from, grant->role, grant->privilege) != NULL &&
                     sg_grants_find(table_to, grant->role, grant->privilege) == NULL;
        if (!taken)
            left.items[left.count++] = *grant;
    }
    return left;
}

/* From a part to its counterpart, either of which may be NULL. */
static void add_part(sg_buf *buf, sg_granting *granting, const sg_object *from, const sg_object *to,
                     const sg_grants *table_from, const sg_grants *table_to)
{
    const sg_grants none = {0}, before = from != NULL ? grants_before(from) : none;
    const sg_grants after = to != NULL ? sg_access_grants(to) : none;
    sg_arena *arena = sg_arena_new();
    const sg_grants left = left_of(arena, &before, table_from, table_to);
    sg_buf suffix;
    sg_buf_init(&suffix);
    sg_buf_add(&suffix, " (");
    sg_sql_ident(&suffix, (to != NULL ? to : from)->name);
    sg_buf_addc(&suffix, ')');
    granting->suffix = suffix.data;
    sg_grants_sql(buf, granting, &left, &after);
    sg_buf_release(&suffix);
    sg_arena_free(arena);
}

static void grants_sql(sg_buf *buf, const sg_step *step)
{
    const sg_birthright *right = sg_plan_as_born(step->to);
    sg_arena *arena = sg_arena_new();
    const sg_grants before = sg_step_has_gifts(step) ? sg_step_rare_of(step)->given : sg_access_grants(step->from);
    const sg_grants from = sg_grants_without(arena, &before, step->from != NULL ? sg_access_owner(step->from) : NULL);
    const sg_grants to = right != NULL ? right->newer : sg_access_grants(step->to);
    sg_buf target;
    sg_buf_init(&target);
    add_target(&target, step->to);
    sg_granting granting = {"", "", target.data, sg_access_owner(step->to)};
    if (sg_step_has_gifts(step) || sg_plan_as_born(step->from) != NULL)
        sg_grants_sql_settle(buf, &granting, &from, &to);
    else
        sg_grants_sql(buf, &granting, &from, &to);
    if (right != NULL)
        sg_plan_older_sql(buf, &granting, right);
    for (const sg_object *child = step->to->first_child; child != NULL; child = child->next) {
        if (is_part(child))
            add_part(buf, &granting, child->mark, child, &from, &to);
    }
    for (const sg_object *child = step->from != NULL ? step->from->first_child : NULL; child; child = child->next) {
        if (is_left(child))
            add_part(buf, &granting, child, NULL, &from, &to);
    }
    sg_buf_release(&target);
    sg_arena_free(arena);
}

static void owner_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "ALTER ");
    step->kind->identity(buf, step->to);
    sg_buf_add(buf, " OWNER TO ");
    sg_sql_ident(buf, sg_access_owner(step->to));
    sg_buf_add(buf, ";\n");
}

static bool loses(const sg_object *from, const sg_object *to)
{
    const sg_grants before = sg_access_grants(from), after = sg_access_grants(to);
    return sg_grants_lose(&before, &after);
}

static bool assess_grants(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    const sg_grants before = sg_step_has_gifts(step) ? sg_step_rare_of(step)->given : sg_access_grants(step->from),
                    after = sg_access_grants(step->to);
    bool takes = sg_grants_lose(&before, &after);
    for (const sg_object *child = step->to->first_child; child != NULL; child = child->next)
        takes |= is_part(child) && child->mark != NULL && loses(child->mark, child);
    for (const sg_object *child = step->from->first_child; child != NULL; child = child->next)
        takes |= is_left(child) && sg_access_grants(child).count > 0;
    step->dangers |= takes ? SG_DANGER_BREAKS : 0;
    return true;
}

static const sg_op set_grants =
    SG_GRANTS_OP("set grants of", &grants_aspect, grants_sql, .assess = assess_grants, .state_sql = sg_plan_born_state);
static const sg_op set_grants_of_parts =
    SG_GRANTS_OP("set grants of", &parts_aspect, grants_sql, .assess = assess_grants);
/* Default privileges may have done some of it before. */
static const sg_op grant = SG_GRANTS_OP("grant on", &grants_aspect, grants_sql, .settles = true);
static const sg_op grant_on_parts = SG_GRANTS_OP("grant on", &parts_aspect, grants_sql, .settles = true);
/* A file that says nothing any more: grants stay, and the snapshot forgets them. */
static const sg_op leave = {.class = SG_OP_ALTER,
                            .verb = "leave access as it is on",
                            .rank = SG_RANK_ACCESS + 1,
                            .aspect = &grants_aspect,
                            .sql = sg_sql_nothing,
                            .self_guarded = true,
                            .inverse = "leave access as it is on"};
static const sg_op set_owner = {.class = SG_OP_ALTER,
                                .verb = "change owner of",
                                .rank = SG_RANK_ACCESS,
                                .aspect = &owner_aspect,
                                .sql = owner_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .self_guarded = true,
                                .inverse = "change owner of",
                                .no_inverse = "an owner that the file did not say before is not known"};

bool sg_plan_is_inner_access(const sg_step *step)
{
    const sg_inner_access *inner = step->kind->inner;
    return inner != NULL && (step->op == inner->set || step->op == inner->grant || step->op == &leave);
}

bool sg_plan_is_access(const sg_step *step)
{
    return step->op->sql == grants_sql || step->op == &leave || step->op == &set_owner;
}

/* Differences */

/* True when what the new model does not say is not there: all of a server is known, or it is the way back to where
 * nothing was said. */
static bool is_all_known(const sg_planning *planning)
{
    return planning->to->live || planning->options->down;
}

/* True when the new model has a word in what roles may do. */
static bool is_wanted(const sg_planning *planning, const sg_object *to)
{
    return sg_access_says_grants(to) || is_all_known(planning);
}

static bool differs(const sg_planning *planning, const sg_object *from, const sg_object *to)
{
    if (to->kind->grantable == NULL)
        return false;
    const sg_grants before = from != NULL ? sg_access_grants(from) : (sg_grants){0}, after = sg_access_grants(to);
    bool was_born = from != NULL && sg_plan_as_born(from) != NULL,
         is_born = from != NULL && sg_plan_as_born(to) != NULL;
    if (was_born && is_born)
        return false;
    bool said = from != NULL && sg_access_says_grants(from) != sg_access_says_grants(to) && !planning->to->live &&
                !planning->from->live;
    const sg_object *whole = to->parent != NULL ? to->parent->mark : NULL;
    bool same = sg_access_same_grants(from != NULL ? from : whole != NULL ? whole : to, &before, to, &after);
    return said || (is_wanted(planning, to) && (was_born || is_born || !same));
}

/* True when, whoever has made it, it has what is wanted: default privileges may also have taken away. */
static bool gives_all(const sg_gift *gift, const sg_object *to, const sg_grants *wants)
{
    bool all = sg_access_same_grants(to, &gift->most, to, wants);
    for (size_t i = 0; all && i < gift->count; i++)
        all = sg_access_same_grants(to, &gift->otherwise[i], to, wants);
    return all;
}

static void add_given(sg_planning *planning, const sg_op *op, sg_object *to, const sg_grants *given)
{
    sg_step_own_rare(planning->arena, sg_plan_add(planning, op, NULL, to))->given = *given;
}

static void add_new(sg_planning *planning, sg_object *to)
{
    bool wanted = is_wanted(planning, to);
    sg_rare unsaid = *sg_rare_of(to);
    unsaid.access = NULL;
    sg_object plain = *to;
    plain.rare = &unsaid;
    const sg_gift has = sg_plan_given(planning, planning->from, to, to->kind->grantable, sg_access_grants(&plain));
    const sg_grants wants = sg_access_grants(to);
    bool parts = false;
    for (const sg_object *child = to->first_child; child != NULL; child = child->next)
        parts |= differs(planning, NULL, child);
    if ((wanted && !gives_all(&has, to, &wants)) || parts)
        add_given(planning, wanted ? &grant : &grant_on_parts, to, wanted ? &has.most : &wants);
}

static bool forgets_owner(const sg_planning *planning, const sg_object *from, const sg_object *to)
{
    bool said = sg_access_owner(from) != NULL && !sg_rare_of(from)->access->owner_seen;
    return said && sg_access_owner(to) == NULL && !planning->to->live && !planning->options->down;
}

/* The object as it is with other grants; those of what is inside it (`inner`), or its own. */
static const sg_object *with_grants(sg_arena *arena, const sg_object *object, const sg_inner_access *inner,
                                    const sg_grants *grants)
{
    sg_object *other = sg_arena_alloc(arena, object->kind->size);
    memcpy(other, object, object->kind->size);
    if (inner != NULL) {
        inner->set_grants(arena, other, grants);
        return other;
    }
    sg_access *access = SG_NEW(arena, sg_access);
    *access = (sg_access){.owner = sg_access_owner(object), .grants = *grants};
    sg_own_rare(arena, other)->access = access;
    return other;
}

static bool says_grants(const sg_object *object, const sg_inner_access *inner)
{
    return inner != NULL ? inner->grants(object)->said : sg_access_says_grants(object);
}

/* Of what nothing was said default privileges may have granted something, if they were there before it. */
static void allow_for_gifts(sg_planning *planning, sg_step *step, const sg_inner_access *inner)
{
    bool back = planning->options->down && !says_grants(step->to, inner);
    sg_model *model = back ? planning->to : planning->from;
    const sg_object *unsaid = back ? step->to : step->from;
    if (says_grants(unsaid, inner) || model->live || sg_access_birthright(unsaid) != NULL)
        return;
    const sg_grants born = inner != NULL ? (sg_grants){0} : sg_access_grants(unsaid);
    const sg_gift gift =
        sg_plan_given(planning, model, unsaid, inner != NULL ? inner->grantable : unsaid->kind->grantable, born);
    if (gift.count == 0)
        return;
    sg_step_rare *rare = sg_step_own_rare(planning->arena, step);
    rare->unknown = "what default privileges may have granted before is not known";
    if (back)
        return;
    rare->given = gift.most;
    rare->instead = SG_NEW_ARRAY(planning->arena, const sg_object *, gift.count);
    for (; rare->instead_count < gift.count; rare->instead_count++)
        rare->instead[rare->instead_count] =
            with_grants(planning->arena, unsaid, inner, &gift.otherwise[rare->instead_count]);
}

static void add_changed(sg_planning *planning, sg_object *from, sg_object *to)
{
    bool change = differs(planning, from, to), wanted = is_wanted(planning, to);
    bool whole = wanted || sg_access_says_grants(from);
    for (const sg_object *child = to->first_child; child != NULL; child = child->next) {
        const sg_object *before = child->mark != NULL && sg_plan_is_kept(child->mark) ? child->mark : NULL;
        bool other = differs(planning, before, child);
        change |= other;
        wanted |= other && is_wanted(planning, child);
    }
    for (const sg_object *child = from->first_child; child != NULL; child = child->next) {
        bool goes = is_left(child) && sg_access_grants_others(child, to);
        change |= goes && (is_all_known(planning) || !planning->from->live);
        wanted |= goes && is_all_known(planning);
    }
    if (!change && !forgets_owner(planning, from, to))
        return;
    const sg_op *op = !change || !wanted ? &leave : whole ? &set_grants : &set_grants_of_parts;
    sg_step *step = sg_plan_add(planning, op, from, to);
    if (op == &set_grants)
        allow_for_gifts(planning, step, NULL);
}

static void add_owner(sg_planning *planning, sg_object *from, sg_object *to)
{
    const char *owner = sg_access_owner(to);
    const char *before = from != NULL ? sg_access_owner(from) : NULL;
    if (owner == NULL || sg_rare_of(to)->owner != NULL || sg_text_equal(before, owner))
        return;
    const sg_access *had = from != NULL ? sg_rare_of(from)->access : NULL, *has = sg_rare_of(to)->access;
    bool born = had != NULL && had->owner_born && has->owner_born;
    if (has != NULL && has->owner_seen &&
        (born || !planning->from->live || (from == NULL && sg_text_equal(owner, planning->to->role))))
        return;
    sg_plan_add(planning, &set_owner, from, to);
}

/* What the object brings along; `from`: kept, or NULL. */
static void add_inner(sg_planning *planning, sg_object *from, sg_object *to)
{
    const sg_inner_access *inner = to->kind->inner;
    const sg_grants *wants = inner->grants(to);
    bool wanted = wants->said || is_all_known(planning);
    if (sg_rare_of(to)->hidden == NULL)
        return;
    if (from == NULL || sg_rare_of(from)->hidden == NULL) {
        const sg_grants has = sg_plan_given(planning, planning->from, to, inner->grantable, (sg_grants){0}).most;
        if (wanted && !sg_access_same_grants(to, &has, to, wants))
            add_given(planning, inner->grant, to, &has);
        return;
    }
    const sg_grants *has = inner->grants(from);
    bool said = has->said != wants->said && !planning->to->live && !planning->from->live;
    if (!said && !(wanted && !sg_access_same_grants(from, has, to, wants)))
        return;
    sg_step *step = sg_plan_add(planning, wanted ? inner->set : &leave, from, to);
    if (wanted)
        allow_for_gifts(planning, step, inner);
}

void sg_plan_add_access(sg_planning *planning, sg_object *from, sg_object *to)
{
    if (!planning->from->says_access && !planning->to->says_access)
        return; /* all is as it is born */
    if (to->kind->inner != NULL)
        add_inner(planning, from, to);
    if (!sg_kind_has_owner(to->kind))
        return;
    add_owner(planning, from, to);
    if (from != NULL)
        add_changed(planning, from, to);
    else
        add_new(planning, to);
}
