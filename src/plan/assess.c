/* What a step costs and risks, and how it is described. */
#include <string.h>

#include "plan_private.h"
#include "text.h"

/* On a table that this plan makes nobody waits and nothing is scanned. What is only made again has been waited for. */
static void forgive_new_tables(sg_step *step)
{
    const sg_object *object = step->to != NULL ? step->to : step->from;
    if (step->to == NULL || !sg_plan_is_new(object))
        return;
    unsigned stays = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS;
    step->dangers &= object->mark != NULL ? stays | SG_DANGER_REWRITE : stays;
    bool others = false; /* a foreign key locks the table it refers to */
    for (size_t i = 0; i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        others |= dep->parent == NULL && (dep->kind->flags & SG_KIND_RELATION) && !sg_plan_is_new(dep);
    }
    if (!others || !(object->kind->flags & (SG_KIND_LINK | SG_KIND_BASE)))
        step->lock = SG_LOCK_NONE;
}

static void go_online(const sg_planning *planning, sg_step *step)
{
    const sg_object *object = step->to != NULL ? step->to : step->from;
    bool can = planning->options->online && step->op->online_lock != SG_LOCK_NONE && !step->in_place &&
               step->cause == NULL && object->parent != NULL && object->parent->mark != NULL && !sg_plan_is_new(object);
    if (!can)
        return;
    step->online = step->alone = true;
    step->lock = step->op->online_lock;
    step->dangers &= ~(unsigned)SG_DANGER_BUILD;
    step->rank = SG_RANK_SEED + (step->to != NULL ? 5 : 6);
}

bool sg_plan_has_values(const sg_object *type)
{
    for (size_t i = 0; i < type->users.count; i++) {
        const sg_object *user = type->users.items[i];
        const sg_object *holder = user->parent != NULL ? user->parent : user;
        bool holds = user->mark != NULL && sg_object_has_type(user, type);
        if (holds && ((holder->kind->flags & SG_KIND_RELATION) || sg_plan_has_values(holder)))
            return true;
    }
    return false;
}

const sg_object *sg_plan_holder(const sg_object *user, const sg_object *type)
{
    const sg_object *holder = user->parent != NULL ? user->parent : user;
    bool is_type = (holder->kind->flags & SG_KIND_TYPE) && !(holder->kind->flags & SG_KIND_RELATION);
    return is_type && (type->kind->flags & SG_KIND_TYPE) && sg_object_has_type(user, type) ? holder : NULL;
}

/* The type inside of which tables keep values of what is rebuilt; NULL: `user` can be moved. */
static const sg_object *keeper_of(const sg_object *user, const sg_object *rebuilt)
{
    const sg_object *holder = sg_plan_holder(user, rebuilt);
    bool stays = holder != NULL && user->mark != NULL && user->step == NULL && holder->step == NULL;
    return stays && sg_plan_has_values(holder) ? holder : NULL;
}

/* Columns are moved to a type that is made again, what other types hold is not. The way back is written all the same.
 */
static bool can_move(const sg_planning *planning, const sg_step *step)
{
    bool fine = true;
    bool rebuilt = step->op->rebuilds && (step->kind->flags & SG_KIND_TYPE) && !planning->options->down;
    for (size_t i = 0; rebuilt && i < step->from->users.count; i++) {
        const sg_object *holder = keeper_of(step->from->users.items[i], step->from);
        if (holder == NULL)
            continue;
        sg_buf title;
        sg_buf_init(&title);
        sg_object_title(&title, holder);
        sg_object_error(planning->to, planning->diags, step->to, NULL, SG_TYPE_IN_USE,
                        "the %s \"%s\" has to be made anew, and the %s holds values of it", step->kind->name,
                        step->to->name, title.data);
        sg_buf_release(&title);
        fine = false;
    }
    return fine;
}

const sg_object *sg_plan_filled_table(const sg_step *step)
{
    const sg_object *to = step->to;
    const sg_object *table = to != NULL && to->parent != NULL ? to->parent->mark : NULL;
    bool fills = step->op->fills != NULL && !step->dropped && step->op->fills(step);
    return fills && table != NULL && sg_plan_is_kept(table) ? table : NULL;
}

/* The column that has values of the type, a table's rows, or of what is made of it or has its columns; or NULL. */
static const sg_object *row_keeper(const sg_object *type)
{
    const sg_object *found = NULL;
    for (size_t i = 0; i < type->users.count && found == NULL; i++) {
        const sg_object *user = type->users.items[i], *holder = user->parent != NULL ? user->parent : user;
        const sg_sqltype *its = sg_object_type(user);
        bool has = its != NULL && its->name != NULL && strcmp(its->name, type->name) == 0 &&
                   sg_text_equal(its->schema, type->schema);
        if (user->kind->flags & SG_KIND_BASE)
            found = row_keeper(holder);
        else if (has && sg_plan_is_kept(user))
            found = (holder->kind->flags & SG_KIND_RELATION) ? user : row_keeper(holder);
    }
    return found;
}

/* Rows of a table that are values of columns do not change with it. The way back is written all the same. */
static bool can_fill(const sg_planning *planning, const sg_step *step)
{
    const sg_object *table = planning->options->down ? NULL : sg_plan_filled_table(step);
    const sg_object *keeper = table != NULL ? row_keeper(table) : NULL;
    if (keeper == NULL)
        return true;
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, keeper);
    sg_object_error(planning->to, planning->diags, step->to, NULL, SG_TYPE_IN_USE,
                    "column \"%s\" of table \"%s\": the %s holds rows of the table", step->to->name, table->name,
                    title.data);
    sg_buf_release(&title);
    return false;
}

/* The server drops no column that comes from a base. */
static bool can_replace(const sg_planning *planning, const sg_step *step)
{
    const sg_object *to = step->to;
    bool inherited = step->op->class == SG_OP_REPLACE && (step->kind->flags & SG_KIND_COLUMN) && !step->dropped &&
                     sg_rare_of(to)->inherits != NULL && to->parent->mark != NULL && sg_plan_is_kept(to->parent->mark);
    if (!inherited || planning->options->down)
        return true;
    sg_object_error(planning->to, planning->diags, to, NULL, SG_FROM_BASE,
                    "column \"%s\" of table \"%s\" would have to be made again, but comes from table \"%s\"", to->name,
                    to->parent->name, sg_rare_of(to)->inherits->parent->name);
    return false;
}

static sg_diag *report_use(const sg_planning *planning, const sg_object *from, const sg_object *user, const char *key,
                           const char *fate)
{
    if (user->implied)
        return NULL; /* told where it comes from */
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, from);
    sg_diag *diag = sg_object_error(planning->to, planning->diags, user, key, SG_IN_USE,
                                    "the %s is %s, and this names it", title.data, fate);
    sg_buf_release(&title);
    return diag;
}

static void report_dropped(const sg_planning *planning, const sg_object *from, const sg_object *user, const char *key)
{
    sg_diag *diag = report_use(planning, from, user, key, "declared no longer, so it would be dropped");
    if (diag != NULL)
        sg_diag_hint(planning->diags, diag, "declare it under \"%s\", or do not name it here", from->kind->json_key);
}

/* The server lets nothing go that is named elsewhere, also by what is new. The way back is written all the same. */
static bool can_drop(const sg_planning *planning, const sg_step *step)
{
    const sg_object *from = step->from;
    size_t errors = sg_diags_errors(planning->diags);
    if (step->op->class != SG_OP_DROP || step->dropped || planning->options->down)
        return true;
    for (const sg_missing *it = sg_model_missing(planning->to, from); it != NULL; it = it->next)
        report_dropped(planning, from, it->user, it->key);
    const sg_call *call = from->mark == NULL ? sg_plan_needs_gone(planning, from, NULL) : NULL;
    for (; call != NULL; call = sg_plan_needs_gone(planning, from, call))
        report_dropped(planning, from, call->user, call->key);
    return sg_diags_errors(planning->diags) == errors;
}

/* Nor does it find anything by a name that nothing has any more. */
static bool can_rename(const sg_planning *planning, const sg_step *step)
{
    size_t errors = sg_diags_errors(planning->diags);
    for (size_t i = 0; i < step->rename_count && !planning->options->down; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        sg_object before = *rename->object;
        before.name = rename->from;
        before.schema = rename->from_schema;
        bool own = !rename->aside && !rename->hidden && before.schema != NULL;
        for (const sg_missing *it = own ? sg_model_missing(planning->to, &before) : NULL; it != NULL; it = it->next) {
            sg_diag *diag = report_use(planning, &before, it->user, it->key, "renamed");
            if (diag != NULL)
                sg_diag_hint(planning->diags, diag, "it is called \"%s\" now", rename->object->name);
        }
    }
    return sg_diags_errors(planning->diags) == errors;
}

bool sg_plan_assess(sg_planning *planning)
{
    bool fine = true;
    for (size_t i = 0; i < planning->renames.count; i++)
        fine &= can_rename(planning, planning->renames.items[i]);
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        sg_step_fetch((sg_step **)planning->steps.items, planning->steps.count, i);
        step->lock = step->op->lock;
        step->dangers = step->op->dangers;
        step->rank = step->op->rank;
        fine &= can_move(planning, step) && can_fill(planning, step) && can_replace(planning, step) &&
                can_drop(planning, step);
        if (step->op->assess != NULL)
            fine &= step->op->assess(step, planning->options->down ? planning->from : planning->to, planning->diags);
        if (step->cause != NULL)
            step->dangers &= ~(unsigned)SG_DANGER_BREAKS; /* what is taken down is up again before anyone looks */
        if (step->alone)
            step->rank = 1; /* before the transaction, not in its middle */
        go_online(planning, step);
        forgive_new_tables(step);
    }
    return fine;
}

static void describe_renames(sg_buf *title, const sg_step *step)
{
    bool moves = sg_step_moves(step);
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        sg_buf_add(title, i > 0 ? ", " : "");
        if (i == 0 && rename->hidden)
            sg_buf_addf(title, "%s of ", rename->object->kind->hidden_kind);
        if (i == 0)
            sg_object_title(title, rename->object);
        sg_buf_add(title, i > 0 ? "" : " from ");
        sg_buf_join(title, moves ? rename->from_schema : "", moves ? "." : "", rename->from);
        sg_buf_join(title, " to ", moves ? rename->to_schema : "", moves ? "." : "", rename->to);
    }
}

void sg_plan_describe(sg_planning *planning, sg_step *step)
{
    char room[SG_BUF_ROOM];
    sg_buf title;
    sg_buf_init_in(&title, room, sizeof room);
    sg_buf_join(&title, step->op->verb, " ");
    if (step->rename_count > 0)
        describe_renames(&title, step);
    else
        sg_object_title(&title, step->to != NULL ? step->to : step->from);
    step->title = sg_arena_strndup(planning->arena, title.data, title.length);
    sg_buf_release(&title);
    if (step->to != NULL && !planning->options->down)
        step->pointer = sg_object_pointer(planning->to, step->to);
    if (step->detail == NULL && (step->dangers & SG_DANGER_DATA_LOSS))
        step->detail = step->op->no_inverse;
}
