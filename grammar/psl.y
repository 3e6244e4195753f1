/* psl.y - the grammar of .prisma files.
 *
 * A line is the unit of everything: what cannot be parsed is one error, and the next line begins afresh. Which sort of
 * line fits which sort of block is not grammar here; psl_build.c tells them apart, so its messages can be better. */
%require "3.8"
%define api.pure full
%define api.prefix {sg_psl_yy}
%define api.token.prefix {TOKEN_}
%define api.location.type {sg_span}
%define parse.error custom
%locations
%param {struct sg_psl_parser *parser}

%code requires {
#include "psl_parser.h"
}

%code {
static int sg_psl_yylex(SG_PSL_YYSTYPE *value, sg_span *span, sg_psl_parser *parser)
{
    return sg_psl_next_token(parser, value, span);
}

static void sg_psl_yyerror(const sg_span *span, sg_psl_parser *parser, const char *message)
{
    sg_psl_report(parser, *span, "%s", message);
}

#define YYLLOC_DEFAULT(Current, Rhs, N) ((Current) = sg_psl_join(&YYRHSLOC(Rhs, 0), N))
#define YYINITDEPTH 1024
}

%union {
    const char *text;
    sg_psl_value *value;
    sg_psl_argument *argument;
    sg_psl_arguments *arguments;
    sg_psl_attribute *attribute;
    sg_psl_attributes attributes;
}

%token END 0        "the end of the file"
%token NEWLINE      "the end of the line"
%token EMPTY        "an empty line"
%token JUNK         "this"
%token COMMENT      "a comment"
%token KEYWORD      "the head of a block"
%token OPEN         "{ of a block"
%token CLOSE        "} of a block"
%token UNCLOSED     "the end of a block that was not closed"
%token ATAT         "@@"
%token <text> WORD  "a word"
%token <text> PATH  "a word with dots"
%token <text> NUMBER "a number"
%token <text> STRING "a string"

%type <text> name path
%type <value> value call list record
%type <argument> argument member
%type <arguments> arguments brackets some_arguments some_values members some_members
%type <attribute> attribute
%type <attributes> attributes

%%

file:
    %empty
    | file NEWLINE
    | file EMPTY                        { sg_psl_add_mark(parser, SG_PSL_EMPTY, @EMPTY); }
    | file COMMENT                      { sg_psl_add_mark(parser, SG_PSL_COMMENT, @COMMENT); }
    | file block
    | file error NEWLINE                { sg_psl_recover(parser); yyerrok; }
    ;

block:
    head body CLOSE                     { sg_psl_close_block(parser, @CLOSE); }
    | head body UNCLOSED                { sg_psl_unclosed_block(parser, @UNCLOSED); }
    ;

head:
    KEYWORD WORD OPEN                   { sg_psl_open_block(parser, @KEYWORD, (sg_psl_name){$WORD, @WORD}, @OPEN); }
    | KEYWORD OPEN                      { sg_psl_open_nameless(parser, @KEYWORD, @OPEN); }
    ;

body:
    %empty
    | body NEWLINE
    | body EMPTY                        { sg_psl_add_mark(parser, SG_PSL_EMPTY, @EMPTY); }
    | body COMMENT                      { sg_psl_add_mark(parser, SG_PSL_COMMENT, @COMMENT); }
    | body line comments NEWLINE        { sg_psl_end_item(parser, @comments); }
    | body error NEWLINE                { sg_psl_recover(parser); yyerrok; }
    ;

comments:
    %empty
    | comments COMMENT
    ;

line:
    name attributes                     { sg_psl_add_row(parser, @$, (sg_psl_name){$name, @name}, NULL, $attributes); }
    | name type attributes              { sg_psl_add_row(parser, @$, (sg_psl_name){$name, @name}, &parser->type, $attributes); }
    | name ':' type attributes          {
                                            parser->type.old_form = true;
                                            sg_psl_add_row(parser, @$, (sg_psl_name){$name, @name}, &parser->type, $attributes);
                                        }
    | name '='                          { sg_psl_add_property(parser, @$, (sg_psl_name){$name, @name}, NULL); }
    | name '=' value                    { sg_psl_add_property(parser, @$, (sg_psl_name){$name, @name}, $value); }
    | ATAT path arguments               { sg_psl_add_attribute(parser, @$, (sg_psl_name){$path, @path}, $arguments); }
    ;

name:
    WORD
    | NUMBER
    ;

path:
    name
    | PATH
    ;

type:
    path                                { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_REQUIRED); }
    | path '?'                          { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_OPTIONAL); }
    | path '[' ']'                      { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_MANY); }
    | path '[' ']' '?'                  { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_OPTIONAL_MANY); }
    | path '!'                          { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_REQUIRED); parser->type.old_form = true; }
    | '[' path ']'                      { sg_psl_take_type(parser, @$, (sg_psl_name){$path, @path}, SG_PSL_MANY); parser->type.old_form = true; }
    | path '(' STRING ')'               { sg_psl_take_raw(parser, @$, (sg_psl_name){$path, @path}, (sg_psl_name){$STRING, @STRING}, SG_PSL_REQUIRED); }
    | path '(' STRING ')' '?'           { sg_psl_take_raw(parser, @$, (sg_psl_name){$path, @path}, (sg_psl_name){$STRING, @STRING}, SG_PSL_OPTIONAL); }
    | path '(' STRING ')' '[' ']'       { sg_psl_take_raw(parser, @$, (sg_psl_name){$path, @path}, (sg_psl_name){$STRING, @STRING}, SG_PSL_MANY); }
    | path '(' STRING ')' '[' ']' '?'   { sg_psl_take_raw(parser, @$, (sg_psl_name){$path, @path}, (sg_psl_name){$STRING, @STRING}, SG_PSL_OPTIONAL_MANY); }
    ;

attributes:
    %empty                              { $$ = (sg_psl_attributes){0}; }
    | attributes attribute              { $$ = sg_psl_add_to_attributes($1, $attribute); }
    ;

attribute:
    '@' path arguments                  { $$ = sg_psl_make_attribute(parser, @$, (sg_psl_name){$path, @path}, $arguments); }
    ;

arguments:
    %empty                              { $$ = NULL; }
    | brackets
    ;

brackets:
    '(' ')'                             { $$ = sg_psl_make_arguments(parser, NULL); $$->span = @$; }
    | '(' some_arguments ')'            { $$ = $some_arguments; $$->span = @$; }
    | '(' some_arguments ',' ')'        { $$ = $some_arguments; $$->span = @$; $$->extra_comma = @3; }
    ;

some_arguments:
    argument                            { $$ = sg_psl_make_arguments(parser, $argument); }
    | some_arguments ',' argument       { $$ = $1; sg_psl_add_to_arguments($$, $argument); }
    ;

argument:
    value                               { $$ = sg_psl_make_argument(parser, @$, (sg_psl_name){0}, $value); }
    | name ':'                          { $$ = sg_psl_make_argument(parser, @$, (sg_psl_name){$name, @name}, NULL); }
    | name ':' value                    { $$ = sg_psl_make_argument(parser, @$, (sg_psl_name){$name, @name}, $value); }
    ;

value:
    NUMBER                              { $$ = sg_psl_make_value(parser, @$, SG_PSL_NUMBER, $NUMBER, NULL); }
    | STRING                            { $$ = sg_psl_make_value(parser, @$, SG_PSL_STRING, $STRING, NULL); }
    | WORD                              { $$ = sg_psl_make_value(parser, @$, SG_PSL_WORD, $WORD, NULL); }
    | PATH                              { $$ = sg_psl_make_value(parser, @$, SG_PSL_WORD, $PATH, NULL); }
    | call
    | list
    | record
    ;

call:
    WORD brackets                       { $$ = sg_psl_make_value(parser, @$, SG_PSL_CALL, $WORD, $brackets); }
    | PATH brackets                     { $$ = sg_psl_make_value(parser, @$, SG_PSL_CALL, $PATH, $brackets); }
    ;

list:
    '[' ']'                             { $$ = sg_psl_make_value(parser, @$, SG_PSL_LIST, NULL, NULL); }
    | '[' some_values ']'               { $$ = sg_psl_make_value(parser, @$, SG_PSL_LIST, NULL, $some_values); }
    ;

some_values:
    value                               { $$ = sg_psl_make_arguments(parser, sg_psl_make_argument(parser, @$, (sg_psl_name){0}, $value)); }
    | some_values ',' value             { $$ = $1; sg_psl_add_to_arguments($$, sg_psl_make_argument(parser, @value, (sg_psl_name){0}, $value)); }
    ;

record:
    '{' members '}'                     { $$ = sg_psl_make_value(parser, @$, SG_PSL_RECORD, NULL, $members); }
    ;

members:
    %empty                              { $$ = NULL; }
    | some_members
    ;

some_members:
    member                              { $$ = sg_psl_make_arguments(parser, $member); }
    | some_members ',' member           { $$ = $1; sg_psl_add_to_arguments($$, $member); }
    ;

member:
    name ':' value                      { $$ = sg_psl_make_argument(parser, @$, (sg_psl_name){$name, @name}, $value); }
    ;

%%

static int yyreport_syntax_error(const yypcontext_t *context, sg_psl_parser *parser)
{
    sg_psl_report_token(parser, *yypcontext_location(context), yypcontext_token(context) == YYSYMBOL_NEWLINE);
    return 0;
}
