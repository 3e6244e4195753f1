/* Schemas are trees, so smaller ones are trees with a part less. Every part of either tree is tried: away in both,
 * as in the first, away in the second, away in the first. */
#include "shrink.h"

#include <json-c/json.h>
#include <string.h>

typedef struct shrinking {
    struct json_object *a, *b;
    sg_buf *text_a, *text_b;
    shrink_test *test;
    void *context;
    unsigned tries;
    bool smaller; /* something was taken away in this round */
} shrinking;

static void write_text(sg_buf *buf, struct json_object *tree)
{
    sg_buf_clear(buf);
    sg_buf_add(buf, json_object_to_json_string_ext(tree, JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* Tests the trees as they are; on success their texts are the best so far. */
static bool still_fails(shrinking *s)
{
    sg_buf a, b;

    if (s->tries == 0)
        return false;
    s->tries--;
    sg_buf_init(&a);
    sg_buf_init(&b);
    write_text(&a, s->a);
    write_text(&b, s->b);
    bool fails = s->test(s->context, a.data, b.data);
    if (fails) {
        sg_buf_clear(s->text_a);
        sg_buf_add(s->text_a, a.data);
        sg_buf_clear(s->text_b);
        sg_buf_add(s->text_b, b.data);
        s->smaller = true;
    }
    sg_buf_release(&a);
    sg_buf_release(&b);
    return fails;
}

static struct json_object *copy(struct json_object *tree)
{
    struct json_object *result = NULL;

    if (tree != NULL && json_object_deep_copy(tree, &result, NULL) != 0)
        return NULL;
    return result;
}

/* A copy of an object whose members keep their order, without `key`, or with another value for it. */
static struct json_object *rebuilt(struct json_object *object, const char *key, struct json_object *value)
{
    struct json_object *result = json_object_new_object();
    bool placed = false;

    json_object_object_foreach(object, name, item)
    {
        bool here = strcmp(name, key) == 0;
        placed |= here;
        if (!here || value != NULL)
            json_object_object_add(result, name, here ? copy(value) : copy(item));
    }
    if (!placed && value != NULL)
        json_object_object_add(result, key, copy(value));
    return result;
}

/* The objects at a path of keys, NULL where there is none. */
static struct json_object *at(struct json_object *tree, char *const *path, size_t depth)
{
    for (size_t i = 0; i < depth && tree != NULL; i++) {
        if (!json_object_is_type(tree, json_type_object) || !json_object_object_get_ex(tree, path[i], &tree))
            return NULL;
    }
    return tree;
}

/* The tree with the object at the path changed in one member. */
static struct json_object *with(struct json_object *tree, char *const *path, size_t depth, const char *key,
                                struct json_object *value)
{
    struct json_object *object = at(tree, path, depth);

    if (!json_object_is_type(object, json_type_object))
        return copy(tree);
    struct json_object *changed = rebuilt(object, key, value);
    while (depth > 0) {
        depth--;
        struct json_object *outer = rebuilt(at(tree, path, depth), path[depth], changed);
        json_object_put(changed);
        changed = outer;
    }
    return changed;
}

static bool try_trees(shrinking *s, struct json_object *a, struct json_object *b)
{
    struct json_object *old_a = s->a, *old_b = s->b;

    s->a = a;
    s->b = b;
    bool changed = !json_object_equal(a, old_a) || !json_object_equal(b, old_b);
    if (changed && still_fails(s)) {
        json_object_put(old_a);
        json_object_put(old_b);
        return true;
    }
    s->a = old_a;
    s->b = old_b;
    json_object_put(a);
    json_object_put(b);
    return false;
}

static bool try_member(shrinking *s, char *const *path, size_t depth, const char *key)
{
    struct json_object *object = at(s->a, path, depth), *value = NULL;

    if (try_trees(s, with(s->a, path, depth, key, NULL), with(s->b, path, depth, key, NULL)))
        return true;
    if (json_object_is_type(object, json_type_object) && json_object_object_get_ex(object, key, &value) &&
        try_trees(s, copy(s->a), with(s->b, path, depth, key, value)))
        return true;
    return try_trees(s, copy(s->a), with(s->b, path, depth, key, NULL)) ||
           try_trees(s, with(s->a, path, depth, key, NULL), copy(s->b));
}

enum { MAX_DEPTH = 8, MAX_MEMBERS = 64 };

/* Keys of the objects at the path in both trees, as copies. */
static size_t keys_at(shrinking *s, char *const *path, size_t depth, char **keys)
{
    struct json_object *const sides[] = {at(s->a, path, depth), at(s->b, path, depth)};
    size_t count = 0;

    for (int side = 0; side < 2; side++) {
        if (!json_object_is_type(sides[side], json_type_object))
            continue;
        json_object_object_foreach(sides[side], key, item)
        {
            size_t known = 0;
            (void)item;
            while (known < count && strcmp(keys[known], key) != 0)
                known++;
            if (known == count && count < MAX_MEMBERS)
                keys[count++] = strdup(key);
        }
    }
    return count;
}

static void shrink_at(shrinking *s, char **path, size_t depth)
{
    char *keys[MAX_MEMBERS];
    size_t count = depth < MAX_DEPTH ? keys_at(s, path, depth, keys) : 0;

    for (size_t i = 0; i < count; i++)
        try_member(s, path, depth, keys[i]);
    for (size_t i = 0; i < count; i++) {
        path[depth] = keys[i];
        shrink_at(s, path, depth + 1);
        free(keys[i]);
    }
}

void shrink(sg_buf *a, sg_buf *b, shrink_test *test, void *context, unsigned tries)
{
    char *path[MAX_DEPTH + 1];
    shrinking s = {.text_a = a, .text_b = b, .test = test, .context = context, .tries = tries};

    s.a = json_tokener_parse(a->data);
    s.b = json_tokener_parse(b->data);
    do {
        s.smaller = false;
        shrink_at(&s, path, 0);
    } while (s.smaller && s.tries > 0);
    json_object_put(s.a);
    json_object_put(s.b);
}
