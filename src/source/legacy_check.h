/* legacy_check.h - the keys of the older hand-written shape, and reports about its places. */
#ifndef SG_LEGACY_CHECK_H
#define SG_LEGACY_CHECK_H

#include <json-c/json.h>

#include "position.h"

/* One conversion of a file from the older shape. */
typedef struct sg_legacy {
    sg_positions *positions;
    sg_diags *diags;
    sg_arena *arena;
    struct json_object *tables;   /* of the file */
    struct json_object *mappings; /* of the file, or NULL */
    struct json_object *made;     /* tables in the new shape */
    bool ok;                      /* false after the first error */
} sg_legacy;

/* What one object of the shape may hold. Rows end with key NULL. */
typedef struct sg_legacy_key {
    const char *key;
    enum json_type type;
    enum { SG_LEGACY_OPTIONAL, SG_LEGACY_REQUIRED, SG_LEGACY_NULLABLE } need;
    const char *target; /* key of the new shape that takes the value as it is, or NULL */
} sg_legacy_key;

extern const sg_legacy_key sg_legacy_root[];
extern const sg_legacy_key sg_legacy_table[];
extern const sg_legacy_key sg_legacy_field[];
extern const sg_legacy_key sg_legacy_unique[];
extern const sg_legacy_key sg_legacy_foreign[];
extern const sg_legacy_key sg_legacy_index[];
extern const sg_legacy_key sg_legacy_seed[];
extern const sg_legacy_key sg_legacy_mapping[];

/* `pointer` with one more part, escaped. Arena memory. */
const char *sg_legacy_join(sg_legacy *legacy, const char *pointer, const char *part);
/* Remembers that what stands at `target` in the new shape came from `pointer`. */
void sg_legacy_moved(sg_legacy *legacy, const char *target, const char *pointer);

/* An error (and not ok any more) or a warning, as the code says. */
sg_diag *sg_legacy_report(sg_legacy *legacy, const char *pointer, bool key, sg_code code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Checks the JSON type; false when it is wrong (reported). */
bool sg_legacy_expect(sg_legacy *legacy, const char *pointer, struct json_object *value, enum json_type type);
/* Checks that `object` is an object with keys of the table; values for a target are put into `made`. */
bool sg_legacy_take(sg_legacy *legacy, const char *pointer, struct json_object *object, const sg_legacy_key *keys,
                    struct json_object *made);

/* Member of an object, or NULL. */
struct json_object *sg_legacy_get(struct json_object *object, const char *key);
/* True when the flag is there and true. */
bool sg_legacy_flag(struct json_object *object, const char *key);
/* Text of a member, or NULL. */
const char *sg_legacy_text(struct json_object *object, const char *key);
/* Adds a member whose key lives as long as the file's tree. Takes over `value`. */
void sg_legacy_put(struct json_object *object, const char *key, struct json_object *value);

#endif
