/* Libraries that are linked into the program take memory for granted, json-c more than others: where there is none the
 * program ends with a sentence, as its own code does. The linker leads their calls here. */
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

static void *given(void *memory, size_t size)
{
    if (memory || size == 0)
        return memory;
    fputs("schemagen: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

void *__wrap_malloc(size_t size)
{
    return given(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return given(__real_calloc(count, size), count != 0 ? size : 0);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return given(__real_realloc(memory, size), size);
}

char *__wrap_strdup(const char *text)
{
    return given(__real_strdup(text), 1);
}
