/* psl_parser.h - inside the psl room: what the lexer, the grammar and the functions that build the tree share. */
#ifndef SG_PSL_PARSER_H
#define SG_PSL_PARSER_H

#include <stdint.h>

#include "ast.h"

/* Mistakes of grammar that are told of one file; more of them mean another sort of file. */
#define SG_PSL_MISTAKES 1000

/* Brackets inside each other that a line may have. */
#define SG_PSL_DEPTH 64

typedef struct sg_psl_attributes {
    sg_psl_attribute *first;
    sg_psl_attribute *last;
} sg_psl_attributes;

/* What was seen of the current line. */
typedef enum sg_psl_line { SG_PSL_LINE_EMPTY, SG_PSL_LINE_COMMENTED, SG_PSL_LINE_BEGUN } sg_psl_line;

typedef struct sg_psl_parser {
    sg_arena *arena;
    sg_diags *diags;
    const sg_source *source;
    sg_psl_file *file;
    sg_psl_item *block;          /* that is open, or NULL */
    sg_psl_item *pending;        /* the item of the current line, until the line has ended well */
    sg_psl_item *last_attribute; /* the last attribute line of the open block, or NULL */
    sg_psl_type type;            /* of the current line's field */
    void *lexer;
    size_t start, end; /* of the token */
    sg_psl_line line;
    bool reported;   /* the current line has its error */
    bool line_ended; /* the next token begins another line */
    bool spilled; /* a bracket was left open: lines that cannot stand alone went on with it, of which nothing is told */
    size_t depth; /* of brackets */
    size_t opened;     /* where the outermost bracket stands */
    size_t content;    /* where the line's first word begins, comments apart */
    sg_span last_line; /* content of the line that ended last */
    size_t mistakes;   /* told or not */
    size_t comment;    /* where the comment begins that is being read */
    bool never_closed; /* no comment is closed from here on */
} sg_psl_parser;

/* The lexer, grammar/psl.l. */
void sg_psl_scan_begin(sg_psl_parser *parser);
int sg_psl_scan_next(sg_psl_parser *parser);
void sg_psl_scan_end(sg_psl_parser *parser);

/* For its rules. */
void sg_psl_advance(sg_psl_parser *parser, size_t length);
void sg_psl_end_line(sg_psl_parser *parser);
/* At the end of the file: true when its last line has no line break. */
bool sg_psl_finish_line(sg_psl_parser *parser);
/* Bytes of `text` before the first blank. */
int sg_psl_word_length(const char *text);
/* False (reported) when brackets stand too deep. */
bool sg_psl_open(sg_psl_parser *parser);
void sg_psl_close(sg_psl_parser *parser);
/* At the beginning of a comment: false (reported) when nothing closes it. */
bool sg_psl_open_comment(sg_psl_parser *parser);
/* At its end: the token is all of it. */
void sg_psl_close_comment(sg_psl_parser *parser);
void sg_psl_bad_string(sg_psl_parser *parser, const char *text);

/* For the grammar: the next token with its text. */
union SG_PSL_YYSTYPE;
int sg_psl_next_token(sg_psl_parser *parser, union SG_PSL_YYSTYPE *value, sg_span *span);
/* From the first to the last of `count` spans behind `before`; with none the place behind it. */
sg_span sg_psl_join(const sg_span *before, int count);

/* One error a line: the first. NULL when it is not told. */
sg_diag *sg_psl_report(sg_psl_parser *parser, sg_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void sg_psl_report_token(sg_psl_parser *parser, sg_span span, bool line_end);
/* The line that has just ended becomes an SG_PSL_INVALID item. */
void sg_psl_recover(sg_psl_parser *parser);

void sg_psl_add_mark(sg_psl_parser *parser, sg_psl_sort sort, sg_span span);
void sg_psl_open_block(sg_psl_parser *parser, sg_span keyword, sg_psl_name name, sg_span open);
/* The same for a head without a name, which is reported; of the block nothing more is told. */
void sg_psl_open_nameless(sg_psl_parser *parser, sg_span keyword, sg_span open);
void sg_psl_close_block(sg_psl_parser *parser, sg_span close);
void sg_psl_unclosed_block(sg_psl_parser *parser, sg_span end);
/* Lines of a block; `type` NULL: none. They are kept when sg_psl_end_item comes. */
void sg_psl_add_row(sg_psl_parser *parser, sg_span span, sg_psl_name name, const sg_psl_type *type,
                    sg_psl_attributes attributes);
void sg_psl_add_property(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_value *value);
void sg_psl_add_attribute(sg_psl_parser *parser, sg_span span, sg_psl_name name, const sg_psl_arguments *arguments);
void sg_psl_end_item(sg_psl_parser *parser, sg_span comments);

/* A field's type, kept in the parser for sg_psl_add_row. */
void sg_psl_take_type(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_arity arity);
/* `word("text")`, which is a type only where the word is Unsupported. */
void sg_psl_take_raw(sg_psl_parser *parser, sg_span span, sg_psl_name word, sg_psl_name text, sg_psl_arity arity);
/* `arguments` NULL, here and below: none. */
sg_psl_attribute *sg_psl_make_attribute(sg_psl_parser *parser, sg_span span, sg_psl_name name,
                                        const sg_psl_arguments *arguments);
sg_psl_attributes sg_psl_add_to_attributes(sg_psl_attributes attributes, sg_psl_attribute *attribute);
sg_psl_argument *sg_psl_make_argument(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_value *value);
/* `first` NULL: without any yet. */
sg_psl_arguments *sg_psl_make_arguments(sg_psl_parser *parser, sg_psl_argument *first);
void sg_psl_add_to_arguments(sg_psl_arguments *arguments, sg_psl_argument *argument);
sg_psl_value *sg_psl_make_value(sg_psl_parser *parser, sg_span span, sg_psl_value_sort sort, const char *text,
                                const sg_psl_arguments *arguments);

/* Joins /// comments to the items they belong to, and their directives: to the item below or before, or else to the
 * block or file around. */
void sg_psl_attach_docs(sg_psl_parser *parser);
/* Adds the directives of comments that go to the end of their line, one below the other. */
void sg_psl_read_directives(sg_psl_parser *parser, sg_span comments, sg_psl_directives *directives);
/* True for letters outside ASCII. */
bool sg_psl_is_letter(uint32_t character);
/* The text of a string token with its quotes; bad escapes are reported. */
const char *sg_psl_unescape(sg_psl_parser *parser, sg_span span);

#endif
