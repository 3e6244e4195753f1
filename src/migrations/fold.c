/* The plans of all migrations added up, and compared with the snapshot. */
#include <json-c/json.h>
#include <string.h>

#include "file.h"
#include "hash.h"
#include "json.h"
#include "kind.h"
#include "migrations_private.h"
#include "parse.h"
#include "source.h"

/* A plan.json: its tree, and where its parts stand. */
typedef struct plan_file {
    const sg_migration *migration;
    struct json_object *root;
    sg_positions positions;
} plan_file;

const char *sg_migrations_text(sg_arena *arena, const sg_model *model)
{
    sg_buf buf;

    sg_buf_init(&buf);
    sg_json_write_model(&buf, model);
    const char *text = sg_arena_strndup(arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return text;
}

static bool plan_error(plan_file *plan, sg_diags *diags, const char *pointer, const char *message)
{
    sg_diag *diag =
        sg_diag_add(diags, SG_BAD_MIGRATIONS, sg_positions_find(&plan->positions, pointer, false), "%s", message);

    sg_diag_hint(diags, diag, "plans are written by generate; take the file back from version control");
    return false;
}

static bool open_plan(const sg_migrations *migrations, size_t number, plan_file *plan, sg_diags *diags)
{
    const sg_migration *migration = &migrations->items[number];
    const sg_source *source = sg_parse_file(migration->plan, diags);

    *plan = (plan_file){.migration = migration, .positions = {.arena = migrations->arena}};
    if (source != NULL)
        plan->root = sg_parse_json(source, &plan->positions, diags);
    return plan->root != NULL;
}

/* A text of the plan's root, or NULL after a report. */
static const char *plan_text(plan_file *plan, const char *key, sg_diags *diags)
{
    struct json_object *value = NULL;

    json_object_object_get_ex(plan->root, key, &value);
    if (json_object_is_type(value, json_type_string))
        return json_object_get_string(value);
    plan_error(plan, diags, "", "the plan says no \"from\" or \"to\"");
    return NULL;
}

/* A migration that does not begin at the snapshot says beside its steps what was recorded. */
static bool fold_plan(struct json_object *tree, plan_file *plan, sg_arena *arena, sg_diags *diags)
{
    struct json_object *steps = NULL;
    const char *key = json_object_object_get_ex(plan->root, "recorded", NULL) ? "recorded" : "steps";

    if (!json_object_object_get_ex(plan->root, key, &steps) || !json_object_is_type(steps, json_type_array))
        return plan_error(plan, diags, "", "the plan has no list of steps");
    for (size_t i = 0; i < json_object_array_length(steps); i++) {
        const char *why = NULL;
        if (!sg_patch_step(tree, json_object_array_get_idx(steps, i), arena, &why))
            return plan_error(plan, diags, sg_arena_printf(arena, "/%s/%zu", key, i), why);
    }
    return true;
}

/* The hashes of neighbours meet: what one plan leads to is where the next begins. `*hash` goes along. */
static bool check_link(plan_file *plan, char hash[SG_SHA256_HEX], sg_diags *diags)
{
    const char *from = plan_text(plan, "from", diags);
    const char *to = from != NULL ? plan_text(plan, "to", diags) : NULL;

    if (to == NULL)
        return false;
    if (strcmp(from, hash) != 0) {
        sg_diag *diag = sg_diag_add(diags, SG_SNAPSHOT_MISMATCH, sg_positions_find(&plan->positions, "/from", false),
                                    "migration %s does not begin where the one before it ends", plan->migration->id);
        sg_diag_hint(diags, diag, "two branches were merged? Remove the later migration and generate it again");
        return false;
    }
    if (strlen(to) != SG_SHA256_HEX - 1)
        return plan_error(plan, diags, "/to", "this is no SHA-256");
    memcpy(hash, to, SG_SHA256_HEX);
    return true;
}

static void hash_text(const char *text, char hash[SG_SHA256_HEX])
{
    sg_sha256_hex(text, strlen(text), hash);
}

/* The tree after all plans, or those that are `taken`, or NULL. `hash`, when not NULL, follows the chain. */
static struct json_object *fold(const sg_migrations *migrations, const bool *taken, char *hash, sg_diags *diags)
{
    struct json_object *tree = json_object_new_object();
    bool ok = true;

    json_object_object_add(tree, "schemagen", json_object_new_int(1));
    for (size_t i = 0; ok && i < migrations->count; i++) {
        plan_file plan;
        if (taken != NULL && !taken[i])
            continue;
        ok = open_plan(migrations, i, &plan, diags) && (hash == NULL || check_link(&plan, hash, diags)) &&
             fold_plan(tree, &plan, migrations->arena, diags);
        json_object_put(plan.root);
    }
    if (ok)
        return tree;
    json_object_put(tree);
    return NULL;
}

static const char *text_of_tree(sg_migrations *migrations, struct json_object *tree, sg_diags *diags)
{
    sg_model *model = tree != NULL ? sg_source_tree(tree, diags) : NULL;
    const char *text = model != NULL ? sg_migrations_text(migrations->arena, model) : NULL;

    sg_model_free(model);
    return text;
}

const char *sg_migrations_fold(sg_migrations *migrations, sg_diags *diags)
{
    return text_of_tree(migrations, fold(migrations, NULL, NULL, diags), diags);
}

sg_model *sg_migrations_fold_some(const sg_migrations *migrations, const bool *taken, sg_diags *diags)
{
    struct json_object *tree = fold(migrations, taken, NULL, diags);

    for (size_t i = 0; tree != NULL && i < sg_kind_count; i++) {
        if (sg_kinds[i]->parents == NULL && (sg_kinds[i]->flags & SG_KIND_NOT_IN_CATALOG) != 0)
            json_object_object_del(tree, sg_kinds[i]->json_key);
    }
    return tree != NULL ? sg_source_tree(tree, diags) : NULL;
}

static bool mismatch(const sg_migrations *migrations, sg_diags *diags, const char *what)
{
    sg_diag *diag =
        sg_diag_add(diags, SG_SNAPSHOT_MISMATCH, SG_NOWHERE, "%s/" SG_SNAPSHOT_FILE " %s", migrations->out, what);

    sg_diag_hint(diags, diag,
                 "take both back from version control, or after a merge generate the later migration again");
    return false;
}

bool sg_migrations_check(sg_migrations *migrations, sg_diags *diags)
{
    const char *path = sg_migrations_snapshot_path(migrations);
    char hash[SG_SHA256_HEX], written[SG_SHA256_HEX];
    char *snapshot = NULL;
    size_t length = 0;

    if (migrations->count == 0 && !sg_file_exists(path))
        return true;
    if (!migrations->layout->own) {
        sg_model *model = sg_migrations_snapshot(migrations, diags);
        sg_model_free(model);
        return model != NULL;
    }
    int error = sg_file_read(migrations->arena, path, SG_PARSE_LIMIT, &snapshot, &length);
    if (error != 0) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
        return false;
    }
    sg_model *empty = sg_source_empty();
    hash_text(sg_migrations_text(migrations->arena, empty), hash);
    sg_model_free(empty);
    const char *folded = text_of_tree(migrations, fold(migrations, NULL, hash, diags), diags);
    if (folded == NULL)
        return false;
    if (strcmp(folded, snapshot) != 0)
        return mismatch(migrations, diags, "is not what the plans of all migrations add up to");
    hash_text(snapshot, written);
    if (strcmp(written, hash) != 0)
        return mismatch(migrations, diags, "does not have the hash that the last plan leads to");
    return true;
}
