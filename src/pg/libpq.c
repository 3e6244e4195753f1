#include "libpq.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>

#include "pg.h"
#include "thread.h"

#define LIBRARY "libpq.so.5"

static const struct {
    const char *name;
    size_t offset;
} functions[] = {
#define SG_LIBPQ_ROW(name) {#name, offsetof(sg_libpq, name)},
    SG_LIBPQ_FUNCTIONS(SG_LIBPQ_ROW)
#undef SG_LIBPQ_ROW
};

sg_libpq sg_libpq_table;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[256]; /* what the loader said; empty: all is well */

static void load(void)
{
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);

    for (size_t i = 0; i < sizeof functions / sizeof *functions && library; i++) {
        void *function = dlsym(library, functions[i].name);

        *(void **)((char *)&sg_libpq_table + functions[i].offset) = function;
        if (!function)
            library = NULL;
    }
    if (!library)
        snprintf(failure, sizeof failure, "%s", dlerror());
}

const char *sg_libpq_load(void)
{
    pthread_once(&once, load);
    return *failure ? failure : NULL;
}

static void *load_beside(void *context)
{
    (void)sg_libpq_load();
    return context;
}

void sg_pg_prepare(void)
{
    (void)sg_thread_start(NULL, load_beside, NULL);
}
