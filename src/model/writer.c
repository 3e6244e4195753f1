/* Objects as canonical JSON text. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "kind.h"

static void new_line(sg_buf *buf, int depth)
{
    static const char indent[] = "\n                ";
    const int deepest = (sizeof indent - 2) / 2;

    if (depth < 0)
        return;
    sg_buf_addn(buf, indent, 1 + 2 * (size_t)(depth < deepest ? depth : deepest));
    for (; depth > deepest; depth--)
        sg_buf_add(buf, "  ");
}

static int deeper(int depth)
{
    return depth < 0 ? depth : depth + 1;
}

/* How objects are written, with all that stands inside them. */
typedef struct sg_manner {
    bool created;      /* only children that are created with their parent */
    bool notes;        /* objects that take one line are told where it stands */
    const char *lines; /* the text where they stand, to copy from; or NULL */
} sg_manner;

/* Keys of one JSON object: the first opens it, later ones follow a comma. */
typedef struct sg_keys {
    sg_buf *buf;
    const sg_manner *manner;
    int depth; /* of the keys; negative: one line */
    bool open;
} sg_keys;

static void open_key(sg_keys *keys)
{
    if (keys->depth < 0)
        sg_buf_add(keys->buf, keys->open ? ", " : "{ ");
    else
        sg_buf_addc(keys->buf, keys->open ? ',' : '{');
    new_line(keys->buf, keys->depth);
    keys->open = true;
}

/* A key of the format. */
static void add_key(sg_keys *keys, const char *key)
{
    open_key(keys);
    sg_buf_join(keys->buf, "\"", key, "\": ");
}

static void close_keys(sg_keys *keys)
{
    if (!keys->open) {
        sg_buf_add(keys->buf, "{}");
        return;
    }
    if (keys->depth < 0)
        sg_buf_addc(keys->buf, ' ');
    new_line(keys->buf, keys->depth - 1);
    sg_buf_addc(keys->buf, '}');
}

static void write_own_keys(sg_keys *keys, const sg_object *object)
{
    if ((object->kind->flags & SG_KIND_SINGLE) && object->kind->rename != NULL) {
        add_key(keys, "name");
        sg_buf_add_json(keys->buf, object->name);
    }
    if (object->comment != NULL) {
        add_key(keys, "comment");
        sg_buf_add_json(keys->buf, object->comment);
    }
    if (sg_rare_of(object)->renamed_from != NULL) {
        add_key(keys, "renamedFrom");
        sg_buf_add_json(keys->buf, sg_rare_of(object)->renamed_from);
    }
    if (sg_access_owner(object) != NULL && !sg_rare_of(object)->access->owner_seen) {
        add_key(keys, "owner");
        sg_buf_add_json(keys->buf, sg_rare_of(object)->access->owner);
    }
    if (sg_access_says_grants(object)) {
        add_key(keys, "grants");
        sg_grants_write(keys->buf, &sg_rare_of(object)->access->grants);
    }
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (!field->type->is_set(object, field))
            continue;
        add_key(keys, field->key);
        field->type->write(keys->buf, object, field, keys->depth);
    }
}

static int by_name(const void *a, const void *b)
{
    const sg_object *left = a, *right = b;
    int order = left->schema != NULL && right->schema != NULL ? strcmp(left->schema, right->schema) : 0;
    return order != 0 ? order : strcmp(left->name, right->name);
}

static void write_object(sg_buf *buf, const sg_manner *manner, const sg_object *object, int depth);

/* What has no children stands on one line. */
static bool is_flat(const sg_object *object)
{
    return object->first_child == NULL && !(object->kind->flags & SG_KIND_TALL);
}

static void write_member(sg_keys *keys, sg_object *object)
{
    open_key(keys);
    if (keys->manner->lines != NULL && object->line.length > 0) {
        sg_buf_addn(keys->buf, keys->manner->lines + object->line.at, object->line.length);
        return;
    }
    size_t begin = keys->buf->length;
    sg_json_write_key(keys->buf, object);
    sg_buf_add(keys->buf, ": ");
    write_object(keys->buf, keys->manner, object, keys->depth);
    if (keys->manner->notes && is_flat(object))
        object->line = sg_text_range_of(begin, keys->buf->length);
}

/* The value of a key of `outer`. */
static void write_map(const sg_keys *outer, const sg_kind *kind, sg_vec *objects)
{
    if (!(kind->flags & SG_KIND_ORDERED))
        sg_vec_sort(objects, by_name);
    enum { AHEAD = 2, LINES = 6 };
    sg_keys keys = {outer->buf, outer->manner, deeper(outer->depth), false};
    for (size_t i = 0; i < objects->count; i++) {
        sg_object_fetch(i + AHEAD < objects->count ? objects->items[i + AHEAD] : NULL, LINES);
        sg_object_fetch_children(i + 1 < objects->count ? objects->items[i + 1] : NULL);
        write_member(&keys, objects->items[i]);
    }
    close_keys(&keys);
}

static void children_of(const sg_object *object, const sg_kind *kind, sg_vec *children)
{
    SG_EACH_CHILD(child, object, kind)
    {
        if (!child->implied)
            sg_vec_push(children, child);
    }
}

/* The kinds of the children that are written, in the order of kinds. */
static size_t kinds_of_children(const sg_object *object, bool created, const sg_kind **kinds)
{
    size_t count = 0;
    for (const sg_object *child = object->first_child; child != NULL; child = child->next) {
        const sg_kind *kind = child->kind;
        size_t place = count;
        if (child->implied || (created && !(kind->flags & SG_KIND_INLINE)))
            continue;
        while (place > 0 && kind != kinds[place - 1] && sg_kind_comes_before(kind, kinds[place - 1]))
            place--;
        if (place > 0 && kind == kinds[place - 1])
            continue;
        for (size_t i = count++; i > place; i--)
            kinds[i] = kinds[i - 1];
        kinds[place] = kind;
    }
    return count;
}

static void write_children(sg_keys *keys, const sg_object *object)
{
    const sg_kind *kinds[SG_MAX_KINDS];
    size_t count = kinds_of_children(object, keys->manner->created, kinds);
    for (size_t i = 0; i < count; i++) {
        sg_vec children = SG_VEC_EMPTY;
        children_of(object, kinds[i], &children);
        add_key(keys, kinds[i]->json_key);
        if (!(kinds[i]->flags & SG_KIND_SINGLE))
            write_map(keys, kinds[i], &children);
        else if (children.count > 0)
            write_object(keys->buf, keys->manner, children.items[0], keys->depth);
        sg_vec_release(&children);
    }
}

static bool written_short(sg_buf *buf, const sg_object *object)
{
    return object->kind->write_short != NULL && object->comment == NULL && sg_rare_of(object)->renamed_from == NULL &&
           !sg_access_is_said(object) && object->kind->write_short(buf, object);
}

static void write_object(sg_buf *buf, const sg_manner *manner, const sg_object *object, int depth)
{
    if (written_short(buf, object))
        return;
    sg_keys keys = {buf, manner, is_flat(object) ? -1 : deeper(depth), false};
    write_own_keys(&keys, object);
    write_children(&keys, object);
    close_keys(&keys);
}

void sg_json_write_object(sg_buf *buf, const sg_object *object, int depth)
{
    write_object(buf, &(sg_manner){0}, object, depth);
}

void sg_json_write_created(sg_buf *buf, const sg_object *object, const char *lines)
{
    write_object(buf, &(sg_manner){.created = true, .lines = lines}, object, -1);
}

static void write_removed(sg_keys *keys, const char *key, bool was, bool is)
{
    if (!was || is)
        return;
    add_key(keys, key);
    sg_buf_add(keys->buf, "null");
}

void sg_json_write_own(sg_buf *buf, const sg_object *object, const sg_object *before)
{
    if (written_short(buf, object))
        return;
    sg_keys keys = {.buf = buf, .depth = -1};
    write_own_keys(&keys, object);
    if (before != NULL) {
        write_removed(&keys, "comment", before->comment != NULL, object->comment != NULL);
        write_removed(&keys, "owner", sg_access_owner(before) != NULL, sg_access_owner(object) != NULL);
        write_removed(&keys, "grants", sg_access_says_grants(before), sg_access_says_grants(object));
        write_removed(&keys, "renamedFrom", sg_rare_of(before)->renamed_from != NULL,
                      sg_rare_of(object)->renamed_from != NULL);
        for (const sg_field *field = object->kind->fields; field->key != NULL; field++)
            write_removed(&keys, field->key, field->type->is_set(before, field), field->type->is_set(object, field));
    }
    close_keys(&keys);
}

static void write_datasource(sg_keys *root, const sg_model *model)
{
    const struct {
        const char *key, *value;
    } members[] = {{"provider", "postgresql"}, {"url", model->url}, {"directUrl", model->direct_url}};

    if (model->url == NULL && model->direct_url == NULL)
        return;
    add_key(root, "datasource");
    sg_keys keys = {.buf = root->buf, .depth = -1};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (members[i].value == NULL)
            continue;
        add_key(&keys, members[i].key);
        sg_buf_add_json(keys.buf, members[i].value);
    }
    close_keys(&keys);
}

static void write_open_types(sg_keys *root, const sg_model *model)
{
    if (!model->open_types)
        return;
    add_key(root, "openTypes");
    sg_buf_add(root->buf, "true");
}

/* What of a model is written. */
typedef struct sg_part {
    sg_manner manner;
    bool head;                                               /* what a file says besides objects */
    bool (*belongs)(void *context, const sg_object *object); /* NULL: every object */
    void *context;
} sg_part;

static void write_objects(sg_keys *keys, const sg_kind *kind, sg_object *first, const sg_part *part)
{
    sg_vec objects = SG_VEC_EMPTY;

    for (sg_object *object = first; object != NULL; object = object->next)
        if (!object->implied && (part->belongs == NULL || part->belongs(part->context, object)))
            sg_vec_push(&objects, object);
    if (objects.count > 0) {
        add_key(keys, kind->json_key);
        write_map(keys, kind, &objects);
    }
    sg_vec_release(&objects);
}

static void write_model(sg_buf *buf, const sg_model *model, const sg_part *part)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    sg_keys keys = {buf, &part->manner, 1, false};
    add_key(&keys, "schemagen");
    sg_buf_add(buf, "1");
    if (part->head) {
        write_datasource(&keys, model);
        write_open_types(&keys, model);
    }
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (kinds[i]->parents == NULL)
            write_objects(&keys, kinds[i], model->first[i], part);
    }
    close_keys(&keys);
    sg_buf_addc(buf, '\n');
}

void sg_json_write_model(sg_buf *buf, const sg_model *model)
{
    write_model(buf, model, &(sg_part){0});
}

void sg_json_write_lines(sg_buf *buf, sg_model *model)
{
    write_model(buf, model, &(sg_part){.manner.notes = true});
}

void sg_json_write_file(sg_buf *buf, const sg_model *model)
{
    write_model(buf, model, &(sg_part){.head = true});
}

void sg_json_write_part(sg_buf *buf, const sg_model *model, bool head,
                        bool (*belongs)(void *context, const sg_object *object), void *context)
{
    write_model(buf, model, &(sg_part){.head = head, .belongs = belongs, .context = context});
}
