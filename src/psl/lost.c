#include "lost.h"

#include <stdarg.h>
#include <string.h>

#include "buf.h"
#include "names.h"
#include "validate_private.h"

/* What a block loses, as words with commas between them. */
typedef struct sg_psl_losses {
    sg_buf words;
    size_t comments;
} sg_psl_losses;

__attribute__((format(printf, 2, 3))) static void lose(sg_psl_losses *losses, const char *format, ...)
{
    va_list args;

    sg_buf_add(&losses->words, losses->words.length > 0 ? ", " : "");
    va_start(args, format);
    sg_buf_vaddf(&losses->words, format, args);
    va_end(args);
}

/* Comments that are not all directives. */
static bool is_comment(sg_span span)
{
    const char *text = span.source->text + span.start;
    size_t blanks = strncmp(text, "///", 3) == 0 ? 3 + strspn(text + 3, " \t") : 0;

    return blanks == 0 || strncmp(text + blanks, "@schemagen.", 11) != 0;
}

static void count_comments(sg_psl_losses *losses, const sg_psl_item *item)
{
    if (item->sort == SG_PSL_COMMENT)
        losses->comments += is_comment(item->span);
    else if (item->trailing.source != NULL)
        losses->comments += is_comment(item->trailing);
}

static void tell_comments(sg_psl_losses *losses)
{
    if (losses->comments > 0)
        lose(losses, "%zu comment%s", losses->comments, losses->comments == 1 ? "" : "s");
}

/* Attributes that only clients look at. */
static void take_attribute(sg_psl_losses *losses, const sg_psl_item *item, const sg_psl_attribute *attribute)
{
    static const char *const functions[] = {"uuid", "cuid", "ulid", "nanoid", NULL};
    static const char *const marks[] = {"updatedAt", "ignore", NULL};
    const sg_psl_value *value = sg_psl_argument_named(attribute->arguments, "value", true);
    const char *name = attribute->name.text, *sign = sg_psl_sign(attribute);

    if (strcmp(name, "default") == 0 && value != NULL && value->sort == SG_PSL_CALL &&
        sg_psl_is_one_of(value->text, functions))
        lose(losses, "%s() of \"%s\"", value->text, item->name.text);
    else if (sg_psl_is_one_of(name, marks) && item->name.text != NULL)
        lose(losses, "%s%s of \"%s\"", sign, name, item->name.text);
    else if (sg_psl_is_one_of(name, marks))
        lose(losses, "%s%s", sign, name);
    else if (strcmp(name, "map") == 0 && item->name.text != NULL)
        lose(losses, "the name \"%s\"", item->name.text);
}

static void take_item(sg_psl_losses *losses, const sg_psl_item *block, const sg_psl_item *item)
{
    count_comments(losses, item);
    for (const sg_psl_attribute *attribute = item->attributes; attribute != NULL; attribute = attribute->next) {
        if (item->sort == SG_PSL_ATTRIBUTE && strcmp(attribute->name.text, "map") == 0)
            lose(losses, "the name \"%s\"", block->name.text);
        else
            take_attribute(losses, item, attribute);
    }
}

static void tell_block(const sg_psl_item *block, sg_diags *diags)
{
    sg_psl_losses losses = {.comments = 0};
    bool whole = block->block == SG_PSL_GENERATOR || block->block == SG_PSL_VIEW;

    sg_buf_init(&losses.words);
    if (block->trailing.source != NULL)
        losses.comments += is_comment(block->trailing);
    SG_PSL_EACH(item, &block->items)
    take_item(&losses, block, item);
    tell_comments(&losses);
    if (whole)
        sg_diag_add(diags, SG_PSL_LOST, block->name.span, "JSON cannot hold the %s \"%s\"", block->keyword.text,
                    block->name.text);
    else if (losses.words.length > 0)
        sg_diag_add(diags, SG_PSL_LOST, block->name.span, "of the %s \"%s\" JSON cannot hold: %s", block->keyword.text,
                    block->name.text, losses.words.data);
    sg_buf_release(&losses.words);
}

void sg_psl_tell_lost(const sg_psl_schema *schema, sg_diags *diags)
{
    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next) {
        sg_psl_losses losses = {.comments = 0};
        const sg_psl_item *first = NULL;

        sg_buf_init(&losses.words);
        SG_PSL_EACH(item, &file->items)
        {
            if (item->sort == SG_PSL_BLOCK)
                tell_block(item, diags);
            else
                count_comments(&losses, item);
            if (first == NULL && losses.comments > 0)
                first = item;
        }
        tell_comments(&losses);
        if (first != NULL)
            sg_diag_add(diags, SG_PSL_LOST, first->span, "outside of blocks JSON cannot hold: %s", losses.words.data);
        sg_buf_release(&losses.words);
    }
}
