/* text_search_configuration.h - between the files of this kind. */
#ifndef SG_TEXT_SEARCH_CONFIGURATION_H
#define SG_TEXT_SEARCH_CONFIGURATION_H

#include "kind.h"

typedef struct sg_mapped {
    sg_path path;
    bool declared; /* in the same source: else the system's, or an extension's */
} sg_mapped;

/* What is done with tokens of one type: the dictionaries that are asked, one after the other. */
typedef struct sg_mapping {
    const char *token;
    sg_mapped *dictionaries;
    size_t count; /* at least one */
} sg_mapping;

typedef struct sg_mappings {
    sg_mapping *items; /* by token */
    size_t count;
} sg_mappings;

extern const sg_field_type sg_field_mappings; /* [sg_mappings] */

bool sg_mapping_equal(const sg_mapping *a, const sg_mapping *b);
/* The mapping of a type of tokens, or NULL. */
const sg_mapping *sg_mappings_find(const sg_mappings *mappings, const char *token);

#endif
