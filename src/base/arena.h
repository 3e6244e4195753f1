/* arena.h - memory by lifetime: allocate freely, release everything at once.
 *
 * One arena per lifetime (a source, a model, a plan). Nothing allocated from an
 * arena is freed on its own. Running out of memory ends the process with a
 * message on stderr and exit code 1: a compiler has no better answer, and no
 * file is half written then (see file.h). */
#ifndef SG_ARENA_H
#define SG_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/* Bytes that processors move as one, on all but a few. */
#define SG_CACHE_LINE ((size_t)64)

/* Functions that fetch what is looked at soon. Not inlined they seem to do nothing, and the compiler drops the call. */
#define SG_FETCH static inline __attribute__((always_inline))

typedef struct sg_arena sg_arena;

sg_arena *sg_arena_new(void);
/* Frees all memory of the arena; NULL is allowed. */
void sg_arena_free(sg_arena *arena);

/* Zeroed memory, aligned for any type. `size` may be 0. */
void *sg_arena_alloc(sg_arena *arena, size_t size);
/* The same at the beginning of a cache line, where that costs nothing: for what is looked at often. */
void *sg_arena_alloc_lines(sg_arena *arena, size_t size);
/* Copies of text, always ended by NUL. NULL stays NULL. */
char *sg_arena_strdup(sg_arena *arena, const char *text);
char *sg_arena_strndup(sg_arena *arena, const char *text, size_t length);
/* Several texts, one behind the other: sg_arena_join(arena, folder, "/", name). */
#define sg_arena_join(arena, ...)                                  \
    sg_arena_join_all((arena), (const char *const[]){__VA_ARGS__}, \
                      sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
char *sg_arena_join_all(sg_arena *arena, const char *const *texts, size_t count);
char *sg_arena_printf(sg_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *sg_arena_vprintf(sg_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* malloc and realloc that end the process when memory is out; for the few
 * things that outlive no arena (growing buffers). */
void *sg_xrealloc(void *memory, size_t size);

#define SG_NEW(arena, type) ((type *)sg_arena_alloc((arena), sizeof(type)))
#define SG_NEW_ARRAY(arena, type, count) ((type *)sg_arena_alloc((arena), sizeof(type) * (count)))

#endif
