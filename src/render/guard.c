/* Guards: what is there, what the step expects, what it wants. */
#include <string.h>

#include "hash.h"
#include "render_private.h"
#include "text.h"

/* States longer than this are compared by their hash, so that the guard stays short. */
enum { LONG_STATE = 70 };

static void state_literal(sg_buf *buf, const sg_buf *state)
{
    if (state->length == 0) {
        sg_buf_add(buf, "NULL");
        return;
    }
    if (state->length <= LONG_STATE) {
        sg_sql_literal(buf, state->data);
        return;
    }
    char hex[SG_SHA256_HEX];
    sg_sha256_hex(state->data, state->length, hex);
    sg_buf_add(buf, "'#");
    sg_buf_addn(buf, hex, 32);
    sg_buf_addc(buf, '\'');
}

/* An object of the kind that says nothing: the state before a field is set for the first time. */
static sg_object *blank(sg_arena *arena, const sg_object *like)
{
    sg_object *object = sg_arena_alloc(arena, like->kind->size);
    *object = *like;
    object->comment = NULL;
    return object;
}

static void add_state(sg_script *script, const sg_step *step, const sg_object *object)
{
    if (object != NULL && step->op->state_sql != NULL && step->op->state_sql(script->buf, object))
        return;
    sg_buf_clear(&script->state);
    if (object != NULL)
        sg_step_aspect(step)->say(&script->state, object);
    state_literal(script->buf, &script->state);
}

/* The way back drops what the way up has made, so it asks the same: where that stands is noted with the object. */
static void creation_guard(sg_script *script, const sg_step *step)
{
    sg_buf *buf = script->buf;
    size_t ask = buf->length;
    sg_step_aspect(step)->ask(buf, step->to, NULL);
    size_t asked = buf->length;
    sg_buf_add(buf, ",\n     NULL, ");
    size_t state = buf->length;
    add_state(script, step, step->to);
    sg_question *question = SG_NEW(script->plan->arena, sg_question);
    *question = (sg_question){sg_step_aspect(step), sg_text_range_of(ask, asked), sg_text_range_of(state, buf->length)};
    step->to->question = question;
    sg_vec_push(&script->noted, question);
}

/* The same question and state again, but the other way round. */
static void asked_before(const sg_script *script, const sg_question *question)
{
    sg_buf_addn(script->buf, script->up + question->ask.at, question->ask.length);
    sg_buf_add(script->buf, ",\n     ");
    sg_buf_addn(script->buf, script->up + question->state.at, question->state.length);
    sg_buf_add(script->buf, ", NULL");
}

/* True for the drop of what was made as it stands, when nothing takes its name. */
static bool is_known(const sg_script *script, const sg_step *step)
{
    const sg_question *question = step->op->class == SG_OP_DROP ? step->from->question : NULL;
    return script->up != NULL && sg_step_rare_of(step)->replaced_by == NULL && question != NULL &&
           question->state.length > 0 && question->aspect == sg_step_aspect(step);
}

/* One state after the step, and some before it: the question is turned round. */
static void settling_guard(sg_script *script, const sg_step *step)
{
    sg_buf *buf = script->buf;
    sg_buf_add(buf, "NOT pg_temp.sg_due(");
    sg_sql_literal(buf, step->title);
    sg_buf_add(buf, ",\n     ");
    sg_step_aspect(step)->ask(buf, step->to, step->from);
    sg_buf_add(buf, ",\n     ");
    add_state(script, step, step->to);
    sg_buf_add(buf, ", ");
    add_state(script, step, step->from);
    for (size_t i = 0; i < sg_step_rare_of(step)->instead_count; i++) {
        sg_buf_add(buf, ", ");
        add_state(script, step, sg_step_rare_of(step)->instead[i]);
    }
    sg_buf_addc(buf, ')');
}

/* The server may spell the definitions of two sides alike: then it is the first one that is found. */
static void ask_for(sg_script *script, const sg_step *step, const sg_object *first, const sg_object *second)
{
    const sg_aspect *aspect = sg_step_aspect(step);
    if (first != NULL)
        aspect->ask(script->buf, first, second);
    else
        aspect->ask(script->buf, second, NULL);
}

/* True for what takes the place of something else; under its name there is nothing yet. */
static bool is_another(const sg_step *step)
{
    return step->to != NULL && strcmp(step->from->name, step->to->name) != 0;
}

static void change_guard(sg_script *script, const sg_step *step, bool old_first)
{
    sg_buf *buf = script->buf;
    const sg_object *before = step->from, *after = step->to;
    if (before == NULL)
        before = blank(script->plan->arena, after);
    const sg_object *wanted = after != NULL ? after : sg_step_rare_of(step)->replaced_by;
    if (old_first)
        ask_for(script, step, before, wanted);
    else
        ask_for(script, step, wanted, before);
    sg_buf_add(buf, ",\n     ");
    add_state(script, step, before);
    sg_buf_add(buf, ", ");
    add_state(script, step, after);
    if (sg_step_rare_of(step)->replaced_by != NULL) {
        sg_buf_add(buf, ", ");
        add_state(script, step, sg_step_rare_of(step)->replaced_by);
    }
}

static void definition_guard(sg_script *script, const sg_step *step, bool old_first)
{
    sg_buf *buf = script->buf;
    if (sg_step_rare_of(step)->instead_count > 0) {
        settling_guard(script, step);
        return;
    }
    sg_buf_add(buf, "pg_temp.sg_due(");
    sg_sql_literal(buf, step->title);
    sg_buf_add(buf, ",\n     ");
    if (is_known(script, step))
        asked_before(script, step->from->question);
    else if (step->op->class != SG_OP_ALTER && (step->from == NULL || is_another(step)))
        creation_guard(script, step);
    else
        change_guard(script, step, old_first);
    sg_buf_addc(buf, ')');
}

void sg_render_difference(sg_script *script, const sg_step *step)
{
    sg_step_aspect(step)->ask(script->buf, step->to, step->from);
    sg_buf_add(script->buf, "\n   IS DISTINCT FROM ");
    sg_buf_clear(&script->state);
    sg_step_aspect(step)->say(&script->state, step->to);
    sg_sql_literal(script->buf, script->state.data);
}

/* What goes for its own sake does not where the server spells its old and its new definition alike, unless a change
 * that is to be done waits for it. */
static void own_guard(sg_script *script, const sg_step *step)
{
    if (step->settles) {
        sg_render_difference(script, step);
        return;
    }
    if (sg_step_rare_of(step)->awaited_by == NULL) {
        definition_guard(script, step, false);
        return;
    }
    sg_buf_addc(script->buf, '(');
    definition_guard(script, step, false);
    sg_buf_add(script->buf, "\n   OR ");
    definition_guard(script, sg_step_rare_of(step)->awaited_by, false);
    sg_buf_add(script->buf, "\n   AND ");
    definition_guard(script, step, true);
    sg_buf_addc(script->buf, ')');
}

/* What goes for the sake of another step goes as long as that one is to be done. */
static void drop_guard(sg_script *script, const sg_step *step)
{
    const sg_step *ground = step->cause != NULL ? step->cause : sg_step_rare_of(step)->ground;
    while (ground != NULL && sg_step_rare_of(ground)->ground != NULL)
        ground = sg_step_rare_of(ground)->ground;
    own_guard(script, ground != NULL ? ground : step);
    if (ground == NULL)
        return;
    sg_buf_add(script->buf, "\n   AND ");
    definition_guard(script, step, true);
}

/* A name that a rename step gives or takes, and its schema. */
static sg_path place(const sg_rename *rename, bool after)
{
    return after ? (sg_path){rename->to_schema, rename->to} : (sg_path){rename->from_schema, rename->from};
}

static bool same_place(sg_path a, sg_path b)
{
    return strcmp(a.name, b.name) == 0 && sg_text_equal(a.schema, b.schema);
}

/* True for a place that the object has only on its way. */
static bool is_passed(const sg_step *step, size_t number, bool after)
{
    const sg_rename *rename = &step->rare->renames[number];
    bool found = false;
    for (size_t i = 0; i < step->rename_count && !found; i++) {
        const sg_rename *other = &step->rare->renames[i];
        bool next = after ? i > number : i < number;
        found = next && other->object == rename->object && other->hidden == rename->hidden &&
                same_place(place(rename, after), place(other, !after));
    }
    return found;
}

static bool among(const sg_step *step, sg_path at, bool after)
{
    bool found = false;
    for (size_t i = 0; i < step->rename_count && !found; i++)
        found = same_place(place(&step->rare->renames[i], after), at) && !is_passed(step, i, after);
    return found;
}

/* Places of a rename step without the passed ones, each once (sg_path *). */
static void involved(const sg_plan *plan, const sg_step *step, sg_vec *places)
{
    for (size_t i = 0; i < step->rename_count * 2; i++) {
        sg_path *added = SG_NEW(plan->arena, sg_path);
        *added = place(&step->rare->renames[i / 2], i % 2);
        bool known = is_passed(step, i / 2, i % 2);
        for (size_t k = 0; k < places->count && !known; k++)
            known = same_place(*(const sg_path *)places->items[k], *added);
        if (!known)
            sg_vec_push(places, added);
    }
}

/* True when the name may be gone later: a step drops its bearer, for good or only to make it again. */
static bool may_go(const sg_step *step, sg_path at)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        const sg_step *next = rename->object->step;
        bool dropped = !rename->hidden && next != NULL && next->op->class == SG_OP_DROP;
        if ((rename->aside || dropped) && same_place(place(rename, true), at))
            return true;
    }
    return false;
}

/* As what the server finds the names (pg_temp.sg_address): those of keys are names of indexes, which the schema holds,
 * and a type or constraint is not taken for one of another kind. */
static const char *address(const sg_kind *kind)
{
    if ((kind->flags & (SG_KIND_TYPE | SG_KIND_CONSTRAINT)) && !(kind->flags & SG_KIND_RELATION))
        return kind->name;
    return kind->parents != NULL && (kind->flags & SG_KIND_RELATION) ? "index" : kind->address;
}

/* What the names are names of. */
static const sg_kind *named_kind(const sg_step *step)
{
    return step->rare->renames[0].hidden ? step->kind : step->rare->renames[0].object->kind;
}

static bool in_target(const sg_plan *plan, const sg_step *step, sg_path at)
{
    const sg_object *like = step->rare->renames[0].object;
    if (named_kind(step)->flags & SG_KIND_RELATION) {
        const char *key = sg_arena_printf(plan->arena, "%s\x1f%s", at.schema, at.name),
                   *wanted = address(named_kind(step));
        const sg_object *there = sg_map_get(&plan->to->relations, key), *behind = sg_map_get(&plan->to->hidden, key);
        return (there != NULL && strcmp(address(there->kind), wanted) == 0) ||
               (behind != NULL && strcmp(address(sg_kind_named(behind->kind->hidden_kind)), wanted) == 0);
    }
    const sg_object *parent = like->parent != NULL ? sg_model_counterpart(plan->to, like->parent) : NULL;
    return sg_model_find(plan->to, like->kind, at.schema, parent, at.name) != NULL;
}

/* type, space: where the names live, as pg_get_object_address wants it. */
static void add_space(sg_buf *buf, const sg_step *step, const char *schema)
{
    const sg_object *like = step->rare->renames[0].object;
    bool by_parent = like->parent != NULL && !(named_kind(step)->flags & (SG_KIND_RELATION | SG_KIND_OWN_ADDRESS));
    sg_sql_literal(buf, address(named_kind(step)));
    sg_buf_add(buf, ", ARRAY[");
    if (schema != NULL)
        sg_sql_literal(buf, schema);
    if (by_parent) {
        sg_buf_add(buf, ", ");
        sg_sql_literal(buf, like->parent->name);
    }
    sg_buf_add(buf, "]::text[]");
}

static void add_names(sg_buf *buf, const sg_vec *places)
{
    for (size_t i = 0; i < places->count; i++) {
        sg_buf_add(buf, ", ");
        sg_sql_literal(buf, ((const sg_path *)places->items[i])->name);
    }
}

/* The schemas beside the names. */
static void add_schemas(sg_buf *buf, const sg_step *step, const sg_vec *places)
{
    sg_sql_literal(buf, address(named_kind(step)));
    for (size_t i = 0; i < places->count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : ", ARRAY[");
        sg_sql_literal(buf, ((const sg_path *)places->items[i])->schema);
    }
    sg_buf_addc(buf, ']');
}

/* A moment around a rename step: before it, or after it with what later steps drop (`kept`: not yet) and make. */
typedef struct moment {
    bool after, kept, remade;
} moment;

static bool is_there(const sg_plan *plan, const sg_step *step, sg_path at, moment when)
{
    bool there = among(step, at, when.after) && !(when.after && !when.kept && may_go(step, at));
    return there || (when.after && when.remade && in_target(plan, step, at));
}

static void add_presence(sg_script *script, const sg_step *step, const sg_vec *places, moment when)
{
    sg_buf *state = &script->state;
    bool moves = sg_step_moves(step);
    sg_buf_clear(state);
    for (size_t i = 0; i < places->count; i++) {
        const sg_path *at = places->items[i];
        if (!is_there(script->plan, step, *at, when))
            continue;
        sg_buf_add(state, state->length > 0 ? ", " : "");
        sg_buf_join(state, moves ? at->schema : "", moves ? "." : "", at->name);
    }
    state_literal(script->buf, state);
}

/* All that the names may look like once the step is done; returns how many moments those are. */
static size_t moments_after(const sg_plan *plan, const sg_step *step, const sg_vec *places, moment moments[4])
{
    size_t count = 0;
    bool going = false, remade = false;
    for (size_t i = 0; i < places->count; i++) {
        sg_path at = *(const sg_path *)places->items[i];
        going |= may_go(step, at);
        bool gone = !among(step, at, true) || may_go(step, at);
        remade |= gone && in_target(plan, step, at);
    }
    for (int kept = 1; kept >= (going ? 0 : 1); kept--) {
        for (int made = 0; made <= (remade ? 1 : 0); made++)
            moments[count++] = (moment){true, kept, made};
    }
    return count;
}

/* True when the names alone cannot tell before from after: the renames end where they began, or later steps drop and
 * make again what they took away. */
static bool looks_alike(const sg_plan *plan, const sg_step *step)
{
    sg_vec places = SG_VEC_EMPTY;
    moment moments[4];
    involved(plan, step, &places);
    size_t count = moments_after(plan, step, &places, moments);
    bool alike = false;
    for (size_t m = 0; m < count && !alike; m++) {
        alike = true;
        for (size_t i = 0; i < places.count; i++) {
            sg_path at = *(const sg_path *)places.items[i];
            alike &= is_there(plan, step, at, moments[m]) == is_there(plan, step, at, (moment){.after = false});
        }
    }
    sg_vec_release(&places);
    return alike;
}

static void rename_guard(sg_script *script, const sg_step *step)
{
    sg_buf *buf = script->buf;
    sg_vec places = SG_VEC_EMPTY;
    moment moments[4];
    involved(script->plan, step, &places);
    sg_buf_add(buf, "pg_temp.sg_due(");
    sg_sql_literal(buf, step->title);
    if (sg_step_moves(step)) {
        sg_buf_add(buf, ",\n     pg_temp.sg_placed(");
        add_schemas(buf, step, &places);
    } else {
        sg_buf_add(buf, ",\n     pg_temp.sg_present(");
        add_space(buf, step, step->rare->renames[0].from_schema);
    }
    add_names(buf, &places);
    sg_buf_add(buf, "),\n     ");
    add_presence(script, step, &places, (moment){.after = false});
    size_t count = moments_after(script->plan, step, &places, moments);
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(buf, ", ");
        add_presence(script, step, &places, moments[i]);
    }
    if (step->rare->renames[0].hidden)
        sg_buf_add(buf, ", NULL"); /* somebody gave it another name */
    sg_buf_addc(buf, ')');
    sg_vec_release(&places);
}

static void circle_call(const sg_script *script, sg_buf *buf, const sg_step *step, bool done)
{
    sg_vec places = SG_VEC_EMPTY;
    char hex[SG_SHA256_HEX];
    sg_sha256_hex(step->title, strlen(step->title), hex);
    involved(script->plan, step, &places);
    sg_buf_addf(buf, "pg_temp.sg_circle('%s/%s %.32s', %s", script->about->name, script->about->file, hex,
                done ? "true" : "false");
    for (size_t i = 0; i < places.count; i++) {
        const sg_path *at = places.items[i];
        sg_buf_add(buf, ", pg_temp.sg_address(");
        add_space(buf, step, at->schema);
        sg_buf_add(buf, ", ");
        sg_sql_literal(buf, at->name);
        sg_buf_addc(buf, ')');
    }
    sg_buf_addc(buf, ')');
    sg_vec_release(&places);
}

void sg_render_circle_note(sg_script *script, const sg_step *step)
{
    if (step->rename_count == 0 || !looks_alike(script->plan, step))
        return;
    sg_buf_add(&script->statement, "PERFORM ");
    circle_call(script, &script->statement, step, true);
    sg_buf_add(&script->statement, ";\n");
}

void sg_render_guard(sg_script *script, const sg_step *step)
{
    if (step->rename_count > 0 && looks_alike(script->plan, step)) {
        circle_call(script, script->buf, step, false);
    } else if (step->rename_count > 0) {
        rename_guard(script, step);
    } else if (step->op->class == SG_OP_DROP) {
        drop_guard(script, step);
    } else {
        definition_guard(script, step, false);
    }
}
