#include "folder.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "file.h"
#include "parse.h"
#include "position.h"

/* The files in order of their names, for finding places. */
typedef struct sg_folder {
    sg_positions *files;
    size_t count;
} sg_folder;

static bool is_json(const char *name)
{
    size_t length = strlen(name);

    return length > 5 && name[0] != '.' && strcmp(name + length - 5, ".json") == 0;
}

int sg_folder_files(sg_arena *arena, const char *path, const char ***files, size_t *count)
{
    char **names = NULL;
    size_t all = 0;
    int error = sg_dir_list(arena, path, &names, &all);

    *files = SG_NEW_ARRAY(arena, const char *, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (is_json(names[i]))
            (*files)[(*count)++] = sg_arena_printf(arena, "%s/%s", path, names[i]);
    return error;
}

bool sg_folder_is(const char *path)
{
    sg_arena *arena = sg_arena_new();
    const char **files;
    size_t count;
    bool found = sg_dir_exists(path) && sg_folder_files(arena, path, &files, &count) == 0 && count > 0;

    sg_arena_free(arena);
    return found;
}

/* An sg_locate_fn: every value stands in one of the files. */
static sg_span locate(void *context, const char *pointer, bool key)
{
    const sg_folder *folder = context;
    sg_span span = SG_NOWHERE;

    for (size_t i = 0; i < folder->count && span.source == NULL; i++)
        span = sg_positions_find(&folder->files[i], pointer, key);
    return span;
}

/* What all files say of themselves is no part of the schema. */
static bool is_of_file(const char *key)
{
    return strcmp(key, "$schema") == 0 || strcmp(key, "schemagen") == 0 || strcmp(key, "openTypes") == 0;
}

static bool report_double(const sg_folder *folder, const char *pointer, const char *name, sg_diags *diags)
{
    sg_positions *file = &folder->files[folder->count - 1];
    const sg_folder before = {folder->files, folder->count - 1};
    sg_diag *diag = sg_diag_add(diags, SG_JSON_DUPLICATE, sg_positions_find(file, pointer, true),
                                "\"%s\" stands in another file too", name);

    sg_diag_note(diags, diag, locate((void *)&before, pointer, true), "here");
    return false;
}

/* Adds the members of one map of the file, "tables" say, to those of the files before. */
static bool add_map(const sg_folder *folder, const char *key, struct json_object *map, struct json_object *part,
                    sg_diags *diags)
{
    sg_buf pointer;
    bool fine = true;

    sg_buf_init(&pointer);
    json_object_object_foreach(part, name, definition)
    {
        sg_buf_clear(&pointer);
        sg_pointer_add(&pointer, key);
        sg_pointer_add(&pointer, name);
        if (json_object_object_get_ex(map, name, NULL))
            fine = report_double(folder, pointer.data, name, diags);
        else
            json_object_object_add(map, name, json_object_get(definition));
    }
    sg_buf_release(&pointer);
    return fine;
}

/* Adds what the last file of the folder says. */
static bool add_file(const sg_folder *folder, struct json_object *root, struct json_object *file, sg_diags *diags)
{
    struct json_object *there;
    bool fine = true;

    json_object_object_foreach(file, key, value)
    {
        if (!json_object_object_get_ex(root, key, &there))
            json_object_object_add(root, key, json_object_get(value));
        else if (json_object_is_type(value, json_type_object) && json_object_is_type(there, json_type_object) &&
                 strcmp(key, "datasource") != 0)
            fine &= add_map(folder, key, there, value, diags);
        else if (!is_of_file(key))
            fine = report_double(folder, sg_arena_printf(sg_diags_arena(diags), "/%s", key), key, diags);
    }
    return fine;
}

static bool read_one(sg_folder *folder, const char *path, struct json_object *root, sg_arena *arena, sg_diags *diags)
{
    const sg_source *source = sg_parse_file(path, diags);
    sg_positions *positions = &folder->files[folder->count++];

    *positions = (sg_positions){.arena = arena};
    struct json_object *file = source != NULL ? sg_parse_json(source, positions, diags) : NULL;
    bool fine = file != NULL;
    if (fine && !json_object_object_get_ex(file, "schemagen", NULL)) {
        sg_diag_add(diags, SG_BAD_FORMAT, sg_positions_find(positions, "", false),
                    "this is no part of a schema: the key \"schemagen\" is missing");
        fine = false;
    }
    fine = fine && add_file(folder, root, file, diags);
    json_object_put(file);
    return fine;
}

struct json_object *sg_folder_tree(const char *path, sg_model *model, sg_diags *diags)
{
    struct json_object *root = json_object_new_object();
    sg_folder *folder = SG_NEW(model->arena, sg_folder);
    const char **files;
    size_t count;
    int error = sg_folder_files(model->arena, path, &files, &count);
    bool fine = error == 0;

    if (!fine)
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
    folder->files = SG_NEW_ARRAY(model->arena, sg_positions, count);
    for (size_t i = 0; i < count; i++)
        fine &= read_one(folder, files[i], root, model->arena, diags);
    model->path = sg_arena_strdup(model->arena, path);
    model->locate = locate;
    model->locate_context = folder;
    if (fine)
        return root;
    json_object_put(root);
    return NULL;
}
