#include "position.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

static const sg_scan_node *nodes_of(sg_positions *positions)
{
    if (positions->nodes == NULL)
        positions->nodes = sg_scan_nodes(positions->source, &positions->counts, positions->arena);
    return positions->nodes;
}

/* The key of a node without quotes and escapes. */
static const char *node_key(const sg_positions *positions, const sg_scan_node *node)
{
    const char *raw = positions->source->text + node->key;
    size_t length = node->key_end - node->key;

    if (memchr(raw, '\\', length) == NULL)
        return sg_arena_strndup(positions->arena, raw + 1, length - 2);
    char *copy = sg_arena_strndup(positions->arena, raw, length);
    struct json_object *string = json_tokener_parse(copy);
    const char *key = sg_arena_strdup(positions->arena, json_object_get_string(string));
    json_object_put(string);
    return key;
}

/* True when the key of a node is the pointer's part `part[0..length)`, in which / and ~ are escaped. */
static bool key_matches(const sg_positions *positions, const sg_scan_node *node, const char *part, size_t length)
{
    const char *key = positions->source->text + node->key + 1;
    size_t key_length = node->key_end - node->key - 2;

    if (memchr(key, '\\', key_length) != NULL) {
        key = node_key(positions, node);
        key_length = strlen(key);
    }
    size_t at = 0;
    for (size_t i = 0; i < length; i++, at++) {
        char c = part[i];
        if (c == '~' && i + 1 < length)
            c = part[++i] == '1' ? '/' : '~';
        if (at >= key_length || key[at] != c)
            return false;
    }
    return at == key_length;
}

/* The child of node `parent` that the pointer's part names, or 0. Of doubles the last counts, as in the tree. */
static size_t find_child(sg_positions *positions, size_t parent, const char *part, size_t length)
{
    const sg_scan_node *nodes = nodes_of(positions);
    bool list = positions->source->text[nodes[parent].start] == '[';
    size_t wanted = list ? strtoul(part, NULL, 10) : 0;
    size_t found = 0;

    for (size_t child = parent + 1; child < nodes[parent].after; child = nodes[child].after) {
        if (list && wanted-- == 0)
            return child;
        if (!list && key_matches(positions, &nodes[child], part, length))
            found = child;
    }
    return found;
}

/* The longest beginning of `pointer` that the older shape writes elsewhere, replaced. */
static const char *moved_pointer(const sg_positions *positions, const char *pointer)
{
    char *begin = sg_arena_strdup(positions->arena, pointer);

    for (size_t length = strlen(begin); length > 0; length--) {
        if (pointer[length] != '\0' && pointer[length] != '/')
            continue;
        begin[length] = '\0';
        struct json_object *moved = NULL;
        if (json_object_object_get_ex(positions->moved, begin, &moved))
            return sg_arena_printf(positions->arena, "%s%s", json_object_get_string(moved), pointer + length);
    }
    return pointer;
}

sg_span sg_positions_find(void *context, const char *pointer, bool key)
{
    sg_positions *positions = context;

    if (positions->moved != NULL)
        pointer = moved_pointer(positions, pointer);
    return sg_positions_find_written(positions, pointer, key);
}

sg_span sg_positions_find_written(sg_positions *positions, const char *pointer, bool key)
{
    const sg_scan_node *nodes = nodes_of(positions);
    size_t node = 0;

    while (*pointer == '/') {
        const char *part = pointer + 1;
        size_t length = strcspn(part, "/");
        node = find_child(positions, node, part, length);
        if (node == 0)
            return SG_NOWHERE;
        pointer = part + length;
    }
    if (key && nodes[node].key_end > 0)
        return (sg_span){positions->source, nodes[node].key, nodes[node].key_end};
    return (sg_span){positions->source, nodes[node].start, nodes[node].end};
}

static void report_double(sg_positions *positions, const sg_scan_node *node, const sg_scan_node *first,
                          const char *name, sg_diags *diags)
{
    sg_diag *diag = sg_diag_add(diags, SG_JSON_DUPLICATE, (sg_span){positions->source, node->key, node->key_end},
                                "the key \"%s\" stands twice in this object", name);

    sg_diag_note(diags, diag, (sg_span){positions->source, first->key, first->key_end}, "it stands here first");
}

void sg_positions_report_doubles(sg_positions *positions, sg_diags *diags)
{
    const sg_scan_node *nodes = nodes_of(positions);

    for (size_t i = 0; i < positions->counts.values; i++) {
        if (positions->source->text[nodes[i].start] != '{')
            continue;
        sg_map names = SG_MAP_EMPTY;
        for (size_t child = i + 1; child < nodes[i].after; child = nodes[child].after) {
            const char *name = node_key(positions, &nodes[child]);
            const sg_scan_node *first = sg_map_get(&names, name);
            if (first != NULL)
                report_double(positions, &nodes[child], first, name, diags);
            else
                sg_map_put(&names, name, (void *)&nodes[child]);
        }
        sg_map_release(&names);
    }
}
