#include "layout.h"

#include <string.h>

#include "arena.h"
#include "scan.h"

/* Bytes of a line, the comma at its end included. */
#define LINE_BYTES 120
/* Objects at this level and above are always opened: root, "tables", a table, "columns". */
#define OPEN_LEVELS 3

typedef struct layout {
    sg_buf *buf;
    const char *text;
    const sg_scan_node *nodes;
} layout;

static char sort_of(const layout *l, size_t node)
{
    return l->text[l->nodes[node].start];
}

static bool is_container(const layout *l, size_t node)
{
    return sort_of(l, node) == '{' || sort_of(l, node) == '[';
}

static bool holds_containers(const layout *l, size_t node)
{
    for (size_t child = node + 1; child < l->nodes[node].after; child = l->nodes[child].after)
        if (is_container(l, child))
            return true;
    return false;
}

static void add_key(const layout *l, size_t node)
{
    const sg_scan_node *at = &l->nodes[node];

    if (at->key_end == 0)
        return;
    sg_buf_addn(l->buf, l->text + at->key, at->key_end - at->key);
    sg_buf_add(l->buf, ": ");
}

static void add_flat(const layout *l, size_t node)
{
    const sg_scan_node *at = &l->nodes[node];
    bool object = sort_of(l, node) == '{';

    if (!is_container(l, node)) {
        sg_buf_addn(l->buf, l->text + at->start, at->end - at->start);
        return;
    }
    if (node + 1 == at->after) {
        sg_buf_add(l->buf, object ? "{}" : "[]");
        return;
    }
    sg_buf_add(l->buf, object ? "{ " : "[");
    for (size_t child = node + 1; child < at->after; child = l->nodes[child].after) {
        if (child > node + 1)
            sg_buf_add(l->buf, ", ");
        add_key(l, child);
        add_flat(l, child);
    }
    sg_buf_add(l->buf, object ? " }" : "]");
}

static size_t line_bytes(const sg_buf *buf)
{
    const char *last = memrchr(buf->data, '\n', buf->length);

    return last ? (size_t)(buf->data + buf->length - last) - 1 : buf->length;
}

/* Tries the whole value on the line that was begun; takes it back when it does not fit. */
static bool add_if_fitting(const layout *l, size_t node)
{
    size_t before = l->buf->length;

    add_flat(l, node);
    if (line_bytes(l->buf) < LINE_BYTES)
        return true;
    l->buf->length = before;
    l->buf->data[before] = '\0';
    return false;
}

static void add_line(sg_buf *buf, size_t level)
{
    sg_buf_addf(buf, "\n%*s", (int)(2 * level), "");
}

static void add_value(const layout *l, size_t node, size_t level)
{
    size_t after = l->nodes[node].after;
    bool object = sort_of(l, node) == '{';
    bool open = level <= OPEN_LEVELS && (object || holds_containers(l, node));

    if (!is_container(l, node) || node + 1 == after) {
        add_flat(l, node);
        return;
    }
    if (!open && add_if_fitting(l, node))
        return;
    sg_buf_addc(l->buf, object ? '{' : '[');
    for (size_t child = node + 1; child < after; child = l->nodes[child].after) {
        if (child > node + 1)
            sg_buf_addc(l->buf, ',');
        add_line(l->buf, level + 1);
        add_key(l, child);
        add_value(l, child, level + 1);
    }
    add_line(l->buf, level);
    sg_buf_addc(l->buf, object ? '}' : ']');
}

bool sg_layout_json(sg_buf *buf, const sg_source *source, sg_diags *diags)
{
    sg_scan_counts counts;

    if (!sg_scan_check(source, &counts, diags))
        return false;
    layout l = {buf, source->text, sg_scan_nodes(source, &counts, sg_diags_arena(diags))};
    add_value(&l, 0, 0);
    sg_buf_addc(buf, '\n');
    return true;
}
