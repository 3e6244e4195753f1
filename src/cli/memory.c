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
struct json_object *__real_json_tokener_parse_ex(struct json_tokener *tokener, const char *text, int length);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);
struct json_object *__wrap_json_tokener_parse_ex(struct json_tokener *tokener, const char *text, int length);

/* Only what the parser itself takes is part of a tree. */
static _Thread_local bool parsing;

struct json_object *__wrap_json_tokener_parse_ex(struct json_tokener *tokener, const char *text, int length)
{
    parsing = SG_TREE_MEMORY;
    struct json_object *tree = __real_json_tokener_parse_ex(tokener, text, length);
    parsing = false;
    return tree;
}

static void *given(void *memory, size_t size)
{
    if (memory || size == 0)
        return memory;
    fputs("schemagen: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

void *__wrap_malloc(size_t size)
{
    void *piece = parsing ? tree_memory_take(size, false) : NULL;

    return piece ? piece : given(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    size_t whole;
    void *piece = parsing && !__builtin_mul_overflow(count, size, &whole) ? tree_memory_take(whole, true) : NULL;

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
