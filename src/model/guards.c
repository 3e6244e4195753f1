#include "guards.h"

#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "map.h"

extern const char sg_model_guard_sql[];

static const char head[] = "CREATE OR REPLACE FUNCTION pg_temp.";
static const char foot[] = "$fn$;\n";

enum { SEEN = 64 };

typedef struct function {
    const char *name; /* inside the text */
    size_t name_length;
    const char *text;
    size_t length;
    bool used, defined;
} function;

struct sg_guards {
    function items[128];
    size_t count;
    const char *seen[SEEN]; /* names that texts ask for, by their hash: few, often; in `items` */
};

/* Cuts one guard.sql into its functions; comment lines belong to what follows them. */
static void add_functions(sg_guards *guards, const char *sql)
{
    for (const char *start = sql; *start != '\0' && guards->count < 128;) {
        const char *create = strstr(start, head), *end = create != NULL ? strstr(create, foot) : NULL;
        if (end == NULL)
            return;
        const char *name = create + sizeof head - 1;
        end += sizeof foot - 1;
        guards->items[guards->count++] =
            (function){.name = name, .name_length = strcspn(name, "("), .text = start, .length = (size_t)(end - start)};
        start = end;
    }
}

static size_t name_length(const char *name)
{
    size_t length = 0;
    while ((name[length] >= 'a' && name[length] <= 'z') || name[length] == '_')
        length++;
    return length;
}

static void use_named(sg_guards *guards, const char *name, size_t length)
{
    const char **seen = &guards->seen[sg_hash_text(name, length) % SEEN];
    if (*seen != NULL && strncmp(*seen, name, length) == 0 && (*seen)[length] == '(')
        return;
    for (size_t i = 0; i < guards->count; i++) {
        function *item = &guards->items[i];
        if (item->name_length != length || strncmp(item->name, name, length) != 0)
            continue;
        *seen = item->name;
        if (item->used)
            continue;
        item->used = true;
        sg_guards_use(guards, item->text, item->length);
    }
}

void sg_guards_use(sg_guards *guards, const char *text, size_t length)
{
    static const char call[] = "pg_temp.sg_";
    const char *end = text + length, *at = text;
    while ((at = strstr(at, call)) != NULL && at < end) {
        const char *name = at + 8; /* behind "pg_temp." */
        use_named(guards, name, name_length(name));
        at = name;
    }
}

sg_guards *sg_guards_new(void)
{
    sg_guards *guards = sg_xrealloc(NULL, sizeof *guards);
    *guards = (sg_guards){.count = 0};
    add_functions(guards, sg_model_guard_sql);
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (kinds[i]->guard_sql != NULL)
            add_functions(guards, kinds[i]->guard_sql);
    }
    return guards;
}

void sg_guards_free(sg_guards *guards)
{
    free(guards);
}

void sg_guards_define(sg_guards *guards, sg_buf *buf)
{
    for (size_t i = 0; i < guards->count; i++) {
        function *item = &guards->items[i];
        if (!item->used || item->defined)
            continue;
        sg_buf_addn(buf, item->text, item->length);
        item->defined = true;
    }
}
