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

/* What the first plan begins with. */
static struct json_object *new_tree(void)
{
    struct json_object *tree = json_object_new_object();

    json_object_object_add(tree, "schemagen", json_object_new_int(1));
    return tree;
}

/* Canonical text of the model that a tree says, which stays; NULL when it says none. */
static const char *text_of_tree(const sg_migrations *migrations, struct json_object *tree)
{
    sg_diags *quiet = sg_diags_new();
    sg_model *model = sg_source_tree(json_object_get(tree), quiet);
    const char *text = model != NULL ? sg_migrations_text(migrations->arena, model) : NULL;

    sg_model_free(model);
    sg_diags_free(quiet);
    return text;
}

/* Whether a plan leads from `tree`, which goes along, to the text that it says the hash of. */
static bool keeps_its_word(const sg_migrations *migrations, struct json_object *tree, plan_file *plan, sg_diags *diags)
{
    const char *to = plan_text(plan, "to", diags);
    char hash[SG_SHA256_HEX];

    if (to == NULL || !fold_plan(tree, plan, migrations->arena, diags))
        return false;
    struct json_object *copy = NULL;
    const char *text = json_object_deep_copy(tree, &copy, NULL) == 0 ? text_of_tree(migrations, copy) : NULL;
    json_object_put(copy);
    if (text != NULL)
        hash_text(text, hash);
    return (text != NULL && strcmp(hash, to) == 0) ||
           plan_error(plan, diags, "", "the steps of this plan do not lead to what its \"to\" is the hash of");
}

/* Reports the first plan that was edited. Looks at the schema behind each of them, which is dear. */
static void report_edited(const sg_migrations *migrations, sg_diags *diags)
{
    struct json_object *tree = new_tree();
    bool fine = true;

    for (size_t i = 0; fine && i < migrations->count; i++) {
        plan_file plan;
        fine = open_plan(migrations, i, &plan, diags) && keeps_its_word(migrations, tree, &plan, diags);
        json_object_put(plan.root);
    }
    json_object_put(tree);
}

/* The tree after all plans, or those that are `taken`, or NULL. `hash`, when not NULL, follows the chain; steps that
 * do not fit are then the fault of the first plan that was edited, which may be an earlier one. */
static struct json_object *fold(const sg_migrations *migrations, const bool *taken, char *hash, sg_diags *diags)
{
    struct json_object *tree = new_tree();
    sg_diag *last = sg_diags_last(diags);
    bool ok = true;

    for (size_t i = 0; ok && i < migrations->count; i++) {
        plan_file plan;
        if (taken != NULL && !taken[i])
            continue;
        bool linked = open_plan(migrations, i, &plan, diags) && (hash == NULL || check_link(&plan, hash, diags));
        ok = linked && fold_plan(tree, &plan, migrations->arena, diags);
        json_object_put(plan.root);
        if (linked && !ok && hash != NULL) {
            sg_diags_rewind(diags, last);
            report_edited(migrations, diags);
        }
    }
    if (ok)
        return tree;
    json_object_put(tree);
    return NULL;
}

/* The text after all plans, or NULL. `hash` as with fold. */
static const char *fold_text(const sg_migrations *migrations, char *hash, sg_diags *diags)
{
    struct json_object *tree = fold(migrations, NULL, hash, diags);
    const char *text = tree != NULL ? text_of_tree(migrations, tree) : NULL;

    if (tree != NULL && text == NULL)
        report_edited(migrations, diags);
    json_object_put(tree);
    return text;
}

const char *sg_migrations_fold(const sg_migrations *migrations, sg_diags *diags)
{
    return fold_text(migrations, NULL, diags);
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

static bool mismatch(const sg_migrations *migrations, sg_diags *diags)
{
    sg_diag *diag =
        sg_diag_add(diags, SG_SNAPSHOT_MISMATCH, SG_NOWHERE,
                    "%s/" SG_SNAPSHOT_FILE " is not what the plans of all migrations add up to", migrations->out);

    sg_diag_hint(diags, diag, "`schemagen generate` writes it anew, with a migration for what these do not make yet");
    return false;
}

const char *sg_migrations_checked_text(const sg_migrations *migrations, sg_diags *diags)
{
    char hash[SG_SHA256_HEX], reached[SG_SHA256_HEX];
    sg_model *empty = sg_source_empty();

    hash_text(sg_migrations_text(migrations->arena, empty), hash);
    sg_model_free(empty);
    const char *text = fold_text(migrations, hash, diags);
    if (text == NULL)
        return NULL;
    hash_text(text, reached);
    if (strcmp(reached, hash) == 0)
        return text;
    report_edited(migrations, diags);
    return NULL;
}

bool sg_migrations_check_plans(const sg_migrations *migrations, sg_diags *diags)
{
    return sg_migrations_checked_text(migrations, diags) != NULL;
}

bool sg_migrations_check(const sg_migrations *migrations, sg_diags *diags)
{
    const char *path = sg_migrations_snapshot_path(migrations);
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
    const char *text = sg_migrations_checked_text(migrations, diags);
    return text != NULL && (strcmp(text, snapshot) == 0 || mismatch(migrations, diags));
}
