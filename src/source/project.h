/* project.h - schemagen.json: what a project says once instead of at every call. */
#ifndef SG_PROJECT_H
#define SG_PROJECT_H

#include "diag.h"

/* Text in the sink's arena; NULL: not said. */
typedef struct sg_project {
    const char *schema;
    const char *out;
    const char *layout;
    const char *migrations;
    const char *url;    /* "env(NAME)" */
    const char *format; /* "text" or "json" */
    const char *target_version;
} sg_project;

/* False when there are mistakes (reported). */
bool sg_project_read(const char *path, sg_project *project, sg_diags *diags);

#endif
