/* A schema as several files of one folder. */
#include "split.h"

#include <ctype.h>
#include <string.h>

#include "file.h"
#include "json.h"
#include "kind.h"

/* What belongs to no schema and what is no object. */
#define HEAD_PART "database"

typedef struct sg_splitting {
    schemagen_split by;
    sg_arena *arena;
    const char *part; /* the one being written */
    sg_vec names;     /* of parts, each once */
} sg_splitting;

/* A name that every file system takes. */
static const char *safe_name(sg_arena *arena, const char *name)
{
    sg_buf safe;

    sg_buf_init(&safe);
    for (const unsigned char *at = (const unsigned char *)name; *at; at++) {
        if (isascii(*at) && (islower(*at) || isdigit(*at) || *at == '_' || *at == '-'))
            sg_buf_addc(&safe, (char)*at);
        else
            sg_buf_addf(&safe, "%%%02X", *at);
    }
    const char *copy = sg_arena_strdup(arena, safe.data);
    sg_buf_release(&safe);
    return copy;
}

static const char *part_of(const sg_splitting *splitting, const sg_object *object)
{
    if (splitting->by == SCHEMAGEN_SPLIT_KIND)
        return object->kind->json_key;
    if (object->kind->flags & SG_KIND_NAMESPACE)
        return object->name;
    return object->schema ? object->schema : HEAD_PART;
}

static void add_name(sg_splitting *splitting, const char *name)
{
    for (size_t i = 0; i < splitting->names.count; i++)
        if (strcmp(splitting->names.items[i], name) == 0)
            return;
    sg_vec_push(&splitting->names, (void *)name);
}

static void visit(void *context, sg_object *object)
{
    if (!object->parent && !object->implied)
        add_name(context, part_of(context, object));
}

static bool belongs(void *context, const sg_object *object)
{
    const sg_splitting *splitting = context;

    return strcmp(part_of(splitting, object), splitting->part) == 0;
}

static const char *file_name(const sg_splitting *splitting, const char *part)
{
    return sg_arena_printf(splitting->arena, "%s.json", safe_name(splitting->arena, part));
}

/* A file of another schema in the folder would be read as one of this. */
static bool check_folder(const sg_splitting *splitting, const char *folder, sg_diags *diags)
{
    char **names;
    size_t count;

    if (!sg_dir_exists(folder) || sg_dir_list(splitting->arena, folder, &names, &count) != 0)
        return true;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        bool ours = length < 5 || strcmp(names[i] + length - 5, ".json") != 0;
        for (size_t k = 0; k < splitting->names.count && !ours; k++)
            ours = strcmp(names[i], file_name(splitting, splitting->names.items[k])) == 0;
        if (ours)
            continue;
        sg_diag *diag =
            sg_diag_add(diags, SG_FILE_EXISTS, SG_NOWHERE, "%s/%s is no part of what is written", folder, names[i]);
        sg_diag_hint(diags, diag, "move it away, or write into another folder");
        return false;
    }
    return true;
}

static void write_parts(sg_splitting *splitting, const sg_model *model, const char *folder, sg_diags *diags)
{
    sg_fileset *set = sg_fileset_begin(splitting->arena, folder);
    const char *failed = NULL;

    for (size_t i = 0; i < splitting->names.count; i++) {
        sg_buf text;
        splitting->part = splitting->names.items[i];
        sg_buf_init(&text);
        sg_json_write_part(&text, model, strcmp(splitting->part, HEAD_PART) == 0, belongs, splitting);
        const char *copy = sg_arena_strndup(splitting->arena, text.data, text.length);
        sg_fileset_add(set, "", file_name(splitting, splitting->part), copy, text.length);
        sg_buf_release(&text);
    }
    int error = sg_fileset_commit(set, &failed);
    if (error != 0)
        sg_diag_add(diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s", failed ? failed : folder, strerror(error));
}

size_t sg_split_write(const sg_model *model, schemagen_split by, const char *folder, sg_diags *diags)
{
    sg_splitting splitting = {.by = by, .arena = sg_arena_new()};

    add_name(&splitting, HEAD_PART);
    sg_model_each(model, visit, &splitting);
    if (check_folder(&splitting, folder, diags))
        write_parts(&splitting, model, folder, diags);
    size_t count = splitting.names.count;
    sg_vec_release(&splitting.names);
    sg_arena_free(splitting.arena);
    return count;
}
