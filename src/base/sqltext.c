/* How names and texts are spelled in SQL (the part of text.h that knows PostgreSQL). */
#include "text.h"

#include <stdio.h>
#include <string.h>

/* Keywords of PostgreSQL 15 that the server quotes when they are names, sorted:
 * every row of pg_get_keywords() whose category is not U. */
/* clang-format off */
static const char *const quoted_keywords[] = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce",
    "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec",
    "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract",
    "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping",
    "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is",
    "isnull", "join", "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp",
    "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset",
    "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision",
    "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar",
    "smallint", "some", "substring", "symmetric", "table", "tablesample", "then", "time", "timestamp", "to",
    "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic",
    "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists",
    "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
};
/* clang-format on */

static bool is_keyword(const char *name)
{
    size_t low = 0, high = sizeof quoted_keywords / sizeof *quoted_keywords;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = name[0] - quoted_keywords[middle][0]; /* decides nearly always */

        if (order == 0)
            order = strcmp(name, quoted_keywords[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* The text with each `doubled` in it written twice. */
static void add_doubled(sg_buf *buf, const char *text, size_t length, char doubled)
{
    const char *end = text + length;

    for (const char *found; (found = memchr(text, doubled, (size_t)(end - text))) != NULL; text = found + 1) {
        sg_buf_addn(buf, text, (size_t)(found - text) + 1);
        sg_buf_addc(buf, doubled);
    }
    sg_buf_addn(buf, text, (size_t)(end - text));
}

void sg_sql_ident(sg_buf *buf, const char *name)
{
    sg_buf_addc(buf, '"');
    add_doubled(buf, name, strlen(name), '"');
    sg_buf_addc(buf, '"');
}

void sg_sql_ident_list(sg_buf *buf, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        sg_sql_ident(buf, names[i]);
    }
}

void sg_sql_literal(sg_buf *buf, const char *text)
{
    size_t length = strlen(text);

    if (memchr(text, '\\', length) == NULL) {
        sg_buf_addc(buf, '\'');
        add_doubled(buf, text, length, '\'');
        sg_buf_addc(buf, '\'');
        return;
    }
    sg_buf_add(buf, "E'");
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            sg_buf_addc(buf, *text);
        sg_buf_addc(buf, *text);
    }
    sg_buf_addc(buf, '\'');
}

void sg_sql_dollar(sg_buf *buf, const char *text)
{
    char tag[32] = "$";

    /* The tag without its last $ must not occur: a text that ends with it would
     * close the quote one character early. */
    for (unsigned number = 0; strstr(text, tag); number++)
        snprintf(tag, sizeof tag, "$sg%u", number);
    sg_buf_addf(buf, "%s$%s%s$", tag, text, tag);
}

static bool is_plain_name(const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || *at == '_';

        if (!letter && !(*at >= '0' && *at <= '9' && at > name))
            return false;
    }
    return *name != '\0' && !is_keyword(name);
}

void sg_sql_ident_as_server(sg_buf *buf, const char *name)
{
    if (is_plain_name(name))
        sg_buf_add(buf, name);
    else
        sg_sql_ident(buf, name);
}

/* The part of "schema.name" that `name` begins with; returns what is behind it. Only a part in quotes holds a dot that
 * is none of these, or a quote. */
static const char *cut_part(const char *name, bool last, char part[SG_NAME_BYTES + 1])
{
    size_t length = 0;

    if (*name != '"') {
        length = last ? strlen(name) : strcspn(name, ".");
        snprintf(part, SG_NAME_BYTES + 1, "%.*s", (int)length, name);
        return name + length;
    }
    for (name++; *name != '\0' && !(*name == '"' && name[1] != '"'); name++) {
        name += *name == '"';
        if (length < SG_NAME_BYTES)
            part[length++] = *name;
    }
    part[length] = '\0';
    return name + (*name == '"');
}

static void add_dotted(sg_buf *buf, const char *name, void (*add)(sg_buf *buf, const char *name))
{
    char part[SG_NAME_BYTES + 1];
    const char *rest = cut_part(name, false, part);

    add(buf, part);
    if (*rest != '.')
        return;
    sg_buf_addc(buf, '.');
    (void)cut_part(rest + 1, true, part);
    add(buf, part);
}

void sg_sql_dotted(sg_buf *buf, const char *name)
{
    add_dotted(buf, name, sg_sql_ident);
}

void sg_sql_dotted_as_server(sg_buf *buf, const char *name)
{
    add_dotted(buf, name, sg_sql_ident_as_server);
}

void sg_sql_comment_text(sg_buf *buf, const char *text)
{
    sg_text_add_safe(buf, text, strlen(text));
}

char *sg_sql_default_name(sg_arena *arena, const char *name1, const char *name2, const char *label)
{
    size_t length1 = strlen(name1);
    size_t length2 = name2 ? strlen(name2) : 0;
    size_t overhead = (name2 ? 1 : 0) + (label ? strlen(label) + 1 : 0);
    size_t available = overhead < SG_NAME_BYTES ? SG_NAME_BYTES - overhead : 0;

    while (length1 + length2 > available) {
        if (length1 > length2)
            length1--;
        else
            length2--;
    }
    char room[SG_BUF_ROOM];
    sg_buf name;
    sg_buf_init_in(&name, room, sizeof room);
    sg_buf_addn(&name, name1, sg_text_clip(name1, strlen(name1), length1));
    if (name2) {
        sg_buf_addc(&name, '_');
        sg_buf_addn(&name, name2, sg_text_clip(name2, strlen(name2), length2));
    }
    if (label) {
        sg_buf_addc(&name, '_');
        sg_buf_add(&name, label);
    }
    char *made = sg_arena_strndup(arena, name.data, name.length);
    sg_buf_release(&name);
    return made;
}
