/* Libraries that are linked into the program take memory for granted, json-c more than others: where there is none the
 * program ends with a sentence, as its own code does. The linker leads their calls here, and those that make trees of
 * JSON, whose pieces have a memory of their own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree_memory.h"

struct json_object;
struct json_tokener;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);

/* Only what json-c takes for itself while it makes a tree is part of that; it calls its own functions for it too. */
static _Thread_local bool making;

#define MAKES(type, name, parameters, ...)      \
    type __real_##name parameters;              \
    type __wrap_##name parameters;              \
    type __wrap_##name parameters               \
    {                                           \
        bool outside = making;                  \
        making = SG_TREE_MEMORY;                \
        type made = __real_##name(__VA_ARGS__); \
        making = outside;                       \
        return made;                            \
    }
MAKES(struct json_object *, json_tokener_parse_ex, (struct json_tokener * tokener, const char *text, int length),
      tokener, text, length)
MAKES(struct json_object *, json_object_new_object, (void), )
MAKES(struct json_object *, json_object_new_array, (void), )
MAKES(struct json_object *, json_object_new_string, (const char *text), text)
MAKES(struct json_object *, json_object_new_boolean, (int value), value)
MAKES(int, json_object_object_add, (struct json_object * object, const char *key, struct json_object *value), object,
      key, value)
MAKES(int, json_object_array_add, (struct json_object * array, struct json_object *value), array, value)
#undef MAKES

static void *given(void *memory, size_t size)
{
    if (memory || size == 0)
        return memory;
    fputs("schemagen: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

void *__wrap_malloc(size_t size)
{
    void *piece = making ? tree_memory_take(size, false) : NULL;

    return piece ? piece : given(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    size_t whole;
    void *piece = making && !__builtin_mul_overflow(count, size, &whole) ? tree_memory_take(whole, true) : NULL;

    return piece ? piece : given(__real_calloc(count, size), count != 0 ? size : 0);
}

void *__wrap_realloc(void *memory, size_t size)
{
    size_t known = tree_memory_size(memory);

    if (known == 0)
        return given(__real_realloc(memory, size), size);
    void *moved = memcpy(__wrap_malloc(size), memory, known < size ? known : size);
    tree_memory_give_back(memory);
    return moved;
}

char *__wrap_strdup(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(__wrap_malloc(size), text, size);
}

void __wrap_free(void *memory)
{
    if (!tree_memory_give_back(memory))
        __real_free(memory);
}
