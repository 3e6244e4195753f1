/* ast.h - .prisma files as a tree: everything that stands in them, in order, with its place.
 *
 * All of it lives in the arena given to the parser; texts are ended by NUL. Nothing is checked here but the
 * grammar: names may be unknown, doubled or out of place. Lines that are not of the grammar stay in the tree
 * as SG_PSL_INVALID (reported), so a formatter can write them as they are. */
#ifndef SG_PSL_AST_H
#define SG_PSL_AST_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"

/* A word and its place; `text` NULL: not written. */
typedef struct sg_psl_name {
    const char *text;
    sg_span span;
} sg_psl_name;

struct sg_psl_value;

/* An argument of a call or attribute, an element of a list, a member of a record. */
typedef struct sg_psl_argument {
    sg_psl_name name;           /* `name:` before the value */
    struct sg_psl_value *value; /* NULL: missing behind the colon, an error for the validator */
    sg_span span;
    struct sg_psl_argument *next;
} sg_psl_argument;

typedef struct sg_psl_arguments {
    sg_psl_argument *first;
    sg_psl_argument *last;
    size_t count;
    sg_span span;        /* with the brackets; source NULL: no brackets at all */
    sg_span extra_comma; /* the comma before the closing bracket, an error for the validator; or source NULL */
} sg_psl_arguments;

/* What values and attributes without any point to. */
extern const sg_psl_arguments sg_psl_no_arguments;

typedef enum sg_psl_value_sort {
    SG_PSL_NUMBER, /* 5, -1.50 */
    SG_PSL_STRING,
    SG_PSL_WORD, /* a constant or a field: true, Cascade, a.b */
    SG_PSL_CALL, /* now(), name(sort: Desc) */
    SG_PSL_LIST,
    SG_PSL_RECORD /* { a: 1 }: only in `where:` */
} sg_psl_value_sort;

typedef struct sg_psl_value {
    sg_psl_value_sort sort;
    sg_span span;
    const char *text; /* string: without quotes and escapes; number, word: as written; call: the function */
    const sg_psl_arguments *arguments; /* of a call; elements of a list; members of a record */
} sg_psl_value;

typedef struct sg_psl_attribute {
    struct sg_psl_attribute *next;
    char initial;     /* of the name, which lies elsewhere: it tells most of them apart */
    sg_psl_name name; /* "id", "db.VarChar": without @ */
    const sg_psl_arguments *arguments;
    sg_span span; /* with the @ or @@ */
} sg_psl_attribute;

/* `@schemagen.name(arguments)` at the beginning of a line of a doc comment; other tools take it for text. */
typedef struct sg_psl_directive {
    sg_psl_name name;           /* "check" */
    sg_psl_arguments arguments; /* words other than true, false and null are texts */
    sg_span span;
    bool used; /* something took it; what nothing takes is a mistake */
    struct sg_psl_directive *next;
    struct sg_psl_directive *next_in_file;
} sg_psl_directive;

typedef struct sg_psl_directives {
    sg_psl_directive *first;
    sg_psl_directive *last;
} sg_psl_directives;

typedef enum sg_psl_arity {
    SG_PSL_REQUIRED,
    SG_PSL_OPTIONAL,
    SG_PSL_MANY,
    SG_PSL_OPTIONAL_MANY /* []?, an error for the validator */
} sg_psl_arity;

typedef struct sg_psl_type {
    sg_psl_name name; /* the type, or the text inside Unsupported("..."); text NULL: none written */
    bool unsupported;
    bool old_form; /* `: Int`, `Int!` or `[Int]`, an error for the validator; the arity says what is meant */
    sg_psl_arity arity;
    sg_span span;
} sg_psl_type;

typedef enum sg_psl_sort {
    SG_PSL_BLOCK,
    SG_PSL_FIELD,     /* of a model, view or composite type */
    SG_PSL_VALUE,     /* of an enum */
    SG_PSL_ATTRIBUTE, /* a line @@... */
    SG_PSL_PROPERTY,  /* key = value, of a datasource or generator */
    SG_PSL_COMMENT,   /* on its own: the span is its text from // or / * to its end */
    SG_PSL_EMPTY,     /* empty lines, all that follow each other */
    SG_PSL_INVALID    /* a line outside the grammar: the span is its text */
} sg_psl_sort;

typedef enum sg_psl_block_sort {
    SG_PSL_MODEL,
    SG_PSL_VIEW,
    SG_PSL_ENUM,
    SG_PSL_TYPE,
    SG_PSL_DATASOURCE,
    SG_PSL_GENERATOR,
    SG_PSL_OTHER /* another keyword */
} sg_psl_block_sort;

/* Their keywords. */
extern const char *const sg_psl_keywords[SG_PSL_OTHER];

typedef struct sg_psl_items {
    struct sg_psl_item *first;
    struct sg_psl_item *last;
} sg_psl_items;

/* A block at top level, or a line of a block. There are many of them, and most questions are to what stands first. */
typedef struct sg_psl_item {
    sg_psl_sort sort;
    sg_psl_block_sort block; /* of a block */
    sg_span span;            /* without the trailing comment; a block from keyword to closing brace */
    sg_psl_name name;        /* of a block, field, enum value or property */
    struct sg_psl_item *next;
    sg_psl_attribute *attributes; /* of a field or enum value, in order; the one of an attribute line */
    union {
        sg_psl_type type;              /* of a field */
        sg_psl_value *value;           /* of a property; NULL: missing, an error for the validator */
        struct sg_psl_item *next_line; /* of an attribute line: the next one of its block */
        struct {                       /* of a block */
            sg_psl_items items;
            struct sg_psl_item *first_line; /* of its attribute lines */
            sg_psl_name keyword;            /* as written */
            sg_span lost; /* what stands behind its { on the line and means nothing; source NULL: nothing */
        };
    };
    const char *doc; /* its /// comments, above and trailing, joined with line breaks, without /// and one blank */
    sg_psl_directives directives; /* of these comments; of a block also those that stand in it on their own */
    sg_span trailing;             /* comments behind it on its last line; source NULL: none */
} sg_psl_item;

typedef struct sg_psl_file {
    const sg_source *source;
    sg_psl_items items;
    sg_psl_directives directives;         /* that stand on their own, outside of blocks */
    sg_psl_directive *directives_in_file; /* all of them, wherever they stand, the last one first */
    struct sg_psl_file *next;
} sg_psl_file;

/* All files of a schema, in their order. */
typedef struct sg_psl_schema {
    const char *path; /* as the user wrote it: a file or a folder */
    sg_psl_file *first;
    sg_psl_file *last;
} sg_psl_schema;

#define SG_PSL_EACH(item, list) for (sg_psl_item *item = (list)->first; item != NULL; item = item->next)
/* The attribute lines of a block. */
#define SG_PSL_EACH_LINE(item, block) \
    for (sg_psl_item *item = (block)->first_line; item != NULL; item = item->next_line)

/* The first attribute of that name, or NULL. */
sg_psl_attribute *sg_psl_attribute_named(const sg_psl_item *item, const char *name);
/* The first @@ attribute line of that name in a block, or NULL. */
sg_psl_attribute *sg_psl_block_attribute(const sg_psl_item *block, const char *name);
/* The argument `name`, or else the first one without a name where `first` is set; NULL when there is none. */
sg_psl_value *sg_psl_argument_named(const sg_psl_arguments *arguments, const char *name, bool first);
/* The first directive of that name, or NULL. */
sg_psl_directive *sg_psl_directive_named(const sg_psl_directives *directives, const char *name);
/* The property of that name of a datasource or generator, or NULL. */
sg_psl_item *sg_psl_property_named(const sg_psl_item *block, const char *name);

#endif
