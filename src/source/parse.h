/* parse.h - JSON text into a json-c tree, strictly: what json-c would pass over in silence is an error. */
#ifndef SG_PARSE_H
#define SG_PARSE_H

#include "diag.h"
#include "position.h"

struct json_object;

/* Files over this are refused. */
#define SG_PARSE_LIMIT ((size_t)256 << 20)

/* Reads a file into the sink's arena. NULL when that fails (reported). */
const sg_source *sg_parse_file(const char *path, sg_diags *diags);

/* The tree of a text that holds one JSON object, or NULL (reported). Sets source and counts of `positions`; its arena
 * is the caller's. The caller releases the tree with json_object_put. */
struct json_object *sg_parse_json(const sg_source *source, sg_positions *positions, sg_diags *diags);

/* The same in parts: `take` gets, and takes over, one after the other while it is still in the cache. Each is a root
 * with one member; several may hold parts of the same long member. False when there is a mistake (reported or not:
 * sg_parse_json tells), or `take` has said so. */
bool sg_parse_parts(const sg_source *source, sg_positions *positions,
                    bool (*take)(void *context, struct json_object *part), void *context, sg_diags *diags);

#endif
