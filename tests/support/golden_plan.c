#include "golden_plan.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "migrations_private.h"
#include "plan.h"
#include "render.h"
#include "source.h"

typedef struct work {
    sg_arena *arena;
    const golden_case *it;
    sg_diags *diags;
    sg_plan_options options;
} work;

static const char *kept(work *w, sg_buf *buf)
{
    const char *text = sg_arena_strndup(w->arena, buf->data, buf->length);
    sg_buf_release(buf);
    return text;
}

static const char *printed(work *w)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    sg_diags_print(w->diags, out, SG_DIAG_TEXT, false);
    fclose(out);
    const char *copy = sg_arena_strndup(w->arena, text, length);
    free(text);
    return copy;
}

static bool complain(work *w, const char *what)
{
    fprintf(stderr, "%s: %s\n%s", w->it->name, what, printed(w));
    return false;
}

static sg_model *read_model(work *w, const char *path, const char *text, bool canonical)
{
    return sg_source_text(path, text, strlen(text), canonical, w->diags);
}

/* The schema without the hints that only make sense after another one. */
static void remove_hints(struct json_object *value)
{
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++)
            remove_hints(json_object_array_get_idx(value, i));
    }
    if (!json_object_is_type(value, json_type_object))
        return;
    json_object_object_del(value, "renamedFrom");
    json_object_object_foreach(value, key, item)
    {
        (void)key;
        remove_hints(item);
    }
}

static sg_model *read_without_hints(work *w, const char *text)
{
    struct json_object *root = json_tokener_parse(text);
    remove_hints(root);
    return sg_source_tree(root, w->diags);
}

static const char *snapshot_of(work *w, const sg_model *model)
{
    sg_buf buf;
    sg_buf_init(&buf);
    sg_json_write_model(&buf, model);
    return kept(w, &buf);
}

static const char *script_of(work *w, const sg_plan *plan, const char *file)
{
    const sg_render_header header = {.name = w->it->name, .file = file};
    sg_rendered script;
    sg_buf buf;
    sg_render_script(&script, plan, &header, NULL);
    sg_buf_init(&buf);
    sg_rendered_join(&script, &buf);
    sg_rendered_release(&script);
    return kept(w, &buf);
}

static const char *rendered(work *w, const sg_plan *plan, bool sql)
{
    sg_buf buf;
    sg_buf_init(&buf);
    if (!sql)
        sg_render_summary(&buf, plan, false);
    for (size_t i = 0; sql && i < plan->count; i++)
        sg_step_sql(&buf, plan->steps[i]);
    return kept(w, &buf);
}

/* Makes `text` (a snapshot or a schema) out of nothing. */
static const char *script_from_nothing(work *w, const char *text)
{
    const sg_plan_options options = {0};
    sg_model *nothing = sg_source_empty(), *model = read_without_hints(w, text);
    sg_plan *plan = model != NULL ? sg_plan_make(nothing, model, &options, w->diags) : NULL;
    const char *script = plan != NULL ? script_of(w, plan, "migration.sql") : NULL;
    sg_plan_free(plan);
    sg_model_free(model);
    sg_model_free(nothing);
    return script;
}

/* The snapshot that holds the schema `text`: hints in it are those that earlier migrations used. */
static const char *snapshot_from_text(work *w, const char *text)
{
    sg_model *model = read_model(w, "schema.json", text, false);
    const char *snapshot = model != NULL ? snapshot_of(w, model) : NULL;
    sg_model_free(model);
    return snapshot;
}

/* The patches of plan.json lead from the one snapshot to the other. */
static bool adds_up(work *w, const sg_plan *plan, const golden_texts *texts)
{
    struct json_object *tree = json_tokener_parse(texts->from_snapshot), *steps = NULL;
    const char *why = "the patches of plan.json lead elsewhere";
    bool fine = true;
    sg_buf buf;
    sg_buf_init(&buf);
    sg_render_plan(&buf, plan, w->it->name);
    struct json_object *root = json_tokener_parse(kept(w, &buf));
    json_object_object_get_ex(root, "steps", &steps);
    for (size_t i = 0; fine && i < json_object_array_length(steps); i++)
        fine = sg_patch_step(tree, json_object_array_get_idx(steps, i), w->arena, &why);
    json_object_put(root);
    sg_model *folded = sg_source_tree(tree, w->diags);
    fine = fine && folded != NULL && strcmp(snapshot_of(w, folded), texts->to_snapshot) == 0;
    sg_model_free(folded);
    return fine || complain(w, why);
}

static bool plan_up(work *w, sg_model *from, sg_model *to, golden_texts *texts)
{
    sg_plan *plan = to != NULL ? sg_plan_make(from, to, &w->options, w->diags) : NULL;
    if (plan == NULL) {
        texts->refused = printed(w);
        return false;
    }
    texts->plan = rendered(w, plan, false);
    texts->up = rendered(w, plan, true);
    texts->up_script = script_of(w, plan, "migration.sql");
    texts->to_snapshot = snapshot_of(w, plan->to);
    bool fine = adds_up(w, plan, texts);
    sg_plan_free(plan);
    return fine;
}

static bool plan_down(work *w, sg_model *from, sg_model *to, golden_texts *texts)
{
    sg_plan_options options = w->options;
    options.down = true;
    sg_plan *plan = sg_plan_make(from, to, &options, w->diags);
    if (plan == NULL)
        return complain(w, "there is no way back");
    texts->down = rendered(w, plan, true);
    texts->down_script = script_of(w, plan, "down.sql");
    sg_plan_free(plan);
    return true;
}

/* After the plan the snapshot says all that `to` says: to plan again finds nothing. */
static bool is_stable(work *w, const golden_texts *texts)
{
    sg_model *there = read_model(w, "snapshot.json", texts->to_snapshot, true);
    sg_model *to = read_model(w, "schema.json", golden_case_get(w->it, "to"), false);
    sg_plan *plan = there != NULL ? sg_plan_make(there, to, &w->options, w->diags) : NULL;
    bool fine = plan != NULL && plan->count == 0;
    if (!fine)
        complain(w, plan != NULL ? rendered(w, plan, false) : "the new snapshot cannot be read");
    sg_plan_free(plan);
    sg_model_free(to);
    sg_model_free(there);
    return fine;
}

/* Planning changes models, so every direction has its own pair, as in `generate`. */
static bool plan_both(work *w, golden_texts *texts)
{
    sg_model *from = read_model(w, "snapshot.json", texts->from_snapshot, true);
    sg_model *to = read_model(w, "schema.json", golden_case_get(w->it, "to"), false);
    if (from == NULL)
        return complain(w, "the snapshot of `from` cannot be read");
    bool planned = plan_up(w, from, to, texts);
    if (planned) {
        sg_model *before = sg_source_again(from), *after = sg_source_again(to);
        planned = plan_down(w, after, before, texts) && is_stable(w, texts);
        sg_model_free(after);
        sg_model_free(before);
    }
    sg_model_free(to);
    sg_model_free(from);
    return planned || texts->refused != NULL;
}

bool golden_plan(sg_arena *arena, const golden_case *it, golden_texts *texts)
{
    const char *options = golden_case_get(it, "options");
    work w = {.arena = arena, .it = it, .diags = sg_diags_new()};
    w.options.online = options != NULL && strstr(options, "online") != NULL;
    *texts = (golden_texts){0};
    texts->from_snapshot = snapshot_from_text(&w, golden_case_get(it, "from"));
    texts->from_script = script_from_nothing(&w, golden_case_get(it, "from"));
    bool fine = texts->from_snapshot != NULL && texts->from_script != NULL ? plan_both(&w, texts)
                                                                           : complain(&w, "`from` is no valid schema");
    if (fine && texts->refused == NULL) {
        texts->to_script = script_from_nothing(&w, texts->to_snapshot);
        fine = texts->to_script != NULL || complain(&w, "`to` cannot be made out of nothing");
    }
    sg_diags_free(w.diags);
    return fine;
}
