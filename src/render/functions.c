/* The guard functions that a script needs, and no others. */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "map.h"
#include "render_private.h"

extern const char sg_model_guard_sql[];

static const char head[] = "CREATE OR REPLACE FUNCTION pg_temp.";
static const char foot[] = "$fn$;\n";

enum { SEEN = 64 };

typedef struct function {
    const char *name; /* inside the text */
    size_t name_length;
    const char *text;
    size_t length;
    bool used;
} function;

typedef struct sg_library {
    function items[128];
    size_t count;
    const char *seen[SEEN]; /* names that were asked for, by their hash: a script asks for few, often */
} sg_library;

/* Cuts one guard.sql into its functions; comment lines belong to what follows them. */
static void add_functions(sg_library *library, const char *sql)
{
    for (const char *start = sql; *start != '\0' && library->count < 128;) {
        const char *create = strstr(start, head), *end = create != NULL ? strstr(create, foot) : NULL;
        if (end == NULL)
            return;
        const char *name = create + sizeof head - 1;
        end += sizeof foot - 1;
        library->items[library->count++] = (function){name, strcspn(name, "("), start, (size_t)(end - start), false};
        start = end;
    }
}

static void use(sg_library *library, const char *text, size_t length);

static size_t name_length(const char *name)
{
    size_t length = 0;
    while ((name[length] >= 'a' && name[length] <= 'z') || name[length] == '_')
        length++;
    return length;
}

static void use_named(sg_library *library, const char *name, size_t length)
{
    const char **seen = &library->seen[sg_hash_text(name, length) % SEEN];
    if (*seen != NULL && strncmp(*seen, name, length) == 0 && (*seen)[length] == '(')
        return;
    *seen = name;
    for (size_t i = 0; i < library->count; i++) {
        function *item = &library->items[i];
        if (item->used || item->name_length != length || strncmp(item->name, name, length) != 0)
            continue;
        item->used = true;
        use(library, item->text, item->length);
    }
}

static void use(sg_library *library, const char *text, size_t length)
{
    static const char call[] = "pg_temp.sg_";
    const char *end = text + length, *at = text;
    while ((at = memmem(at, (size_t)(end - at), call, sizeof call - 1)) != NULL) {
        const char *name = at + 8; /* behind "pg_temp." */
        use_named(library, name, name_length(name));
        at = name;
    }
}

void sg_render_functions(sg_buf *buf, const char *script)
{
    sg_library library = {.count = 0};
    add_functions(&library, sg_model_guard_sql);
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (kinds[i]->guard_sql != NULL)
            add_functions(&library, kinds[i]->guard_sql);
    }
    use(&library, script, strlen(script));
    const char *introduction = "\n-- What the steps ask of the catalog; these functions are gone with the session.\n";
    for (size_t i = 0; i < library.count; i++) {
        if (!library.items[i].used)
            continue;
        sg_buf_add(buf, introduction);
        introduction = "";
        sg_buf_addn(buf, library.items[i].text, library.items[i].length);
    }
}
