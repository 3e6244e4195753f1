#include "split.h"

#include <string.h>
#include <strings.h>

#include "buf.h"
#include "hash.h"
#include "scan.h"
#include "vec.h"

typedef struct splitter {
    sg_arena *arena;
    sg_scan scan;
    sg_vec found; /* sg_statement * */
    bool inside;  /* a statement has begun */
    size_t start, end;
    size_t line, line_at; /* line of the byte at `line_at` */
    size_t parens;
    size_t body; /* BEGIN ATOMIC and the CASEs inside it that wait for their END */
    bool after_begin;
    bool is_label; /* a word here is a name, whatever it is: after AS or a dot */
} splitter;

static bool is_word(const splitter *s, const char *word)
{
    size_t n = s->scan.end - s->scan.start;
    return strlen(word) == n && strncasecmp(s->scan.text + s->scan.start, word, n) == 0;
}

static void end_statement(splitter *s)
{
    if (s->inside) {
        sg_statement *statement = SG_NEW(s->arena, sg_statement);
        for (; s->line_at < s->start; s->line_at++) {
            s->line += s->scan.text[s->line_at] == '\n';
        }
        statement->text = sg_arena_strndup(s->arena, s->scan.text + s->start, s->end - s->start);
        statement->start = s->start;
        statement->end = s->end;
        statement->line = s->line;
        sg_vec_push(&s->found, statement);
    }
    s->inside = s->after_begin = s->is_label = false;
    s->parens = s->body = 0;
}

/* Keeps count of the bodies whose semicolons end no statement. */
static void take_word(splitter *s)
{
    if (!s->is_label) {
        if (s->after_begin && is_word(s, "atomic")) {
            s->body = s->body ? s->body : 1;
        } else if (s->body && is_word(s, "case")) {
            s->body++;
        } else if (s->body && is_word(s, "end")) {
            s->body--;
        }
    }
    s->after_begin = !s->is_label && s->parens == 0 && is_word(s, "begin");
    s->is_label = is_word(s, "as");
}

static void take_token(splitter *s, sg_token token)
{
    if (token == SG_TOKEN_SPACE) {
        return;
    }
    if (token == SG_TOKEN_SEMICOLON && s->parens == 0 && s->body == 0) {
        end_statement(s);
        return;
    }
    if (!s->inside) {
        s->inside = true;
        s->start = s->scan.start;
    }
    s->end = s->scan.end;
    if (token == SG_TOKEN_WORD) {
        take_word(s);
        return;
    }
    s->parens += token == SG_TOKEN_OPEN;
    s->parens -= token == SG_TOKEN_CLOSE && s->parens > 0;
    s->after_begin = false;
    s->is_label = token == SG_TOKEN_OTHER && s->scan.text[s->scan.start] == '.';
}

bool sg_split(sg_arena *arena, const char *script, size_t length, sg_statement **statements, size_t *count,
              size_t *open_at)
{
    splitter s = {.arena = arena, .line = 1};
    sg_scan_init(&s.scan, script, length);
    sg_token token;
    while ((token = sg_scan_next(&s.scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED) {
        take_token(&s, token);
    }
    *open_at = s.scan.start;
    if (token == SG_TOKEN_END) {
        end_statement(&s);
    }
    *count = s.found.count;
    *statements = SG_NEW_ARRAY(arena, sg_statement, s.found.count);
    for (size_t i = 0; i < s.found.count; i++) {
        (*statements)[i] = *(const sg_statement *)s.found.items[i];
    }
    sg_vec_release(&s.found);
    sg_scan_release(&s.scan);
    return token == SG_TOKEN_END;
}

/* Copies a token; CR LF becomes LF, because a checkout may change line ends even inside quotes. */
static void add_token(sg_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n') {
            sg_buf_addc(buf, text[i]);
        }
    }
}

void sg_script_checksum(const char *script, size_t length, char hex[65])
{
    sg_buf plain;
    sg_scan scan;
    sg_buf_init(&plain);
    sg_scan_init(&scan, script, length);
    bool space = false;
    for (sg_token token; (token = sg_scan_next(&scan)) != SG_TOKEN_END;) {
        if (token == SG_TOKEN_SPACE) {
            space = plain.length > 0;
            continue;
        }
        if (space) {
            sg_buf_addc(&plain, ' ');
            space = false;
        }
        add_token(&plain, script + scan.start, scan.end - scan.start);
        if (token == SG_TOKEN_UNCLOSED) {
            break;
        }
    }
    sg_sha256_hex(plain.data, plain.length, hex);
    sg_scan_release(&scan);
    sg_buf_release(&plain);
}
