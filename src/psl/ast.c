/* Questions to the tree. */
#include "ast.h"

#include <string.h>

const sg_psl_arguments sg_psl_no_arguments = {0};

sg_psl_attribute *sg_psl_attribute_named(const sg_psl_item *item, const char *name)
{
    sg_psl_attribute *attribute = item->attributes;

    while (attribute != NULL && (attribute->initial != name[0] || strcmp(attribute->name.text, name) != 0))
        attribute = attribute->next;
    return attribute;
}

sg_psl_attribute *sg_psl_block_attribute(const sg_psl_item *block, const char *name)
{
    SG_PSL_EACH_LINE(item, block)
    {
        if (strcmp(item->attributes->name.text, name) == 0)
            return item->attributes;
    }
    return NULL;
}

sg_psl_value *sg_psl_argument_named(const sg_psl_arguments *arguments, const char *name, bool first)
{
    sg_psl_value *unnamed = NULL;

    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next) {
        if (argument->name.text != NULL && strcmp(argument->name.text, name) == 0)
            return argument->value;
        if (argument->name.text == NULL && unnamed == NULL)
            unnamed = argument->value;
    }
    return first ? unnamed : NULL;
}

sg_psl_directive *sg_psl_directive_named(const sg_psl_directives *directives, const char *name)
{
    sg_psl_directive *directive = directives->first;

    while (directive != NULL && strcmp(directive->name.text, name) != 0)
        directive = directive->next;
    return directive;
}

sg_psl_item *sg_psl_property_named(const sg_psl_item *block, const char *name)
{
    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort == SG_PSL_PROPERTY && strcmp(item->name.text, name) == 0)
            return item;
    }
    return NULL;
}
