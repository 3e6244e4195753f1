#include "project.h"

#include <json-c/json.h>
#include <string.h>

#include "parse.h"
#include "text.h"

static bool is_path(const char *value)
{
    return *value != '\0';
}

/* A URL may carry a password, and this file is meant to be committed. */
static bool is_variable(const char *value)
{
    size_t length = strlen(value);

    return length > 5 && memcmp(value, "env(", 4) == 0 && value[length - 1] == ')';
}

static bool is_format(const char *value)
{
    return sg_text_equal(value, "text") || sg_text_equal(value, "json");
}

static const struct {
    const char *key;
    size_t offset;
    bool (*accepts)(const char *value);
    const char *wanted;
    bool secret; /* a wrong value is not shown */
} settings[] = {
    {"schema", offsetof(sg_project, schema), is_path, "a path", false},
    {"out", offsetof(sg_project, out), is_path, "a path", false},
    {"layout", offsetof(sg_project, layout), is_path, "a layout of migrations", false},
    {"migrations", offsetof(sg_project, migrations), is_path, "a path", false},
    {"url", offsetof(sg_project, url), is_variable, "\"env(NAME)\", the name of an environment variable", true},
    {"format", offsetof(sg_project, format), is_format, "\"text\" or \"json\"", false},
    {"targetVersion", offsetof(sg_project, target_version), is_path, "a version of PostgreSQL, \"15\"", false},
};

#define SETTING_COUNT (sizeof settings / sizeof *settings)

static sg_span place(sg_positions *positions, const char *name, bool key)
{
    const char *pointer = sg_arena_printf(positions->arena, "/%s", name);

    return sg_positions_find(positions, pointer, key);
}

static void report_unknown(sg_positions *positions, const char *key, sg_diags *diags)
{
    const char *known[SETTING_COUNT];
    sg_diag *diag =
        sg_diag_add(diags, SG_BAD_PROJECT, place(positions, key, true), "unknown key \"%s\" in the project file", key);

    for (size_t i = 0; i < SETTING_COUNT; i++)
        known[i] = settings[i].key;
    const char *near = sg_text_nearest(key, known, SETTING_COUNT);
    if (near)
        sg_diag_hint(diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(diags, diag, "known keys are schema, out, layout, migrations, url, format and targetVersion");
}

static void read_setting(sg_positions *positions, sg_project *project, const char *key, struct json_object *value,
                         sg_diags *diags)
{
    size_t row = 0;

    while (row < SETTING_COUNT && strcmp(settings[row].key, key) != 0)
        row++;
    if (row == SETTING_COUNT) {
        report_unknown(positions, key, diags);
        return;
    }
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
    if (text && strlen(text) == (size_t)json_object_get_string_len(value) && settings[row].accepts(text)) {
        *(const char **)((char *)project + settings[row].offset) = sg_arena_strdup(positions->arena, text);
        return;
    }
    sg_source *no_text = SG_NEW(positions->arena, sg_source);
    no_text->path = positions->source->path;
    sg_diag_add(diags, SG_BAD_PROJECT, settings[row].secret ? (sg_span){no_text, 0, 0} : place(positions, key, false),
                "\"%s\" must be %s", key, settings[row].wanted);
}

bool sg_project_read(const char *path, sg_project *project, sg_diags *diags)
{
    size_t errors = sg_diags_errors(diags);
    sg_positions positions = {.arena = sg_diags_arena(diags)};
    const sg_source *source = sg_parse_file(path, diags);
    struct json_object *root = source ? sg_parse_json(source, &positions, diags) : NULL;

    *project = (sg_project){0};
    if (root) {
        json_object_object_foreach(root, key, value) read_setting(&positions, project, key, value, diags);
        json_object_put(root);
    }
    return sg_diags_errors(diags) == errors;
}
