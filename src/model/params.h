/* params.h - parameters as SQL, for the kinds that have them. */
#ifndef SG_PARAMS_H
#define SG_PARAMS_H

#include "kind.h"

/* What fields of parameters share, however they are read. */
void sg_params_field_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth);
bool sg_params_field_is_set(const sg_object *object, const sg_field *field);
bool sg_params_field_equal(const sg_object *a, const sg_object *b, const sg_field *field);
/* The parameters that the object has under `key`; NULL: its kind has no such field. */
const sg_params *sg_params_of(const sg_object *object, const char *key);
/* True for the same parameters, in whatever order. */
bool sg_params_equal(const sg_params *a, const sg_params *b);
/* " WITH (fillfactor='70')" or nothing. */
void sg_params_sql(sg_buf *buf, const sg_params *params);
/* fillfactor=70, toast.autovacuum_enabled=false: as the server keeps them. */
void sg_params_say(sg_buf *text, const sg_params *params);
/* The value of a parameter; NULL: it is not there. */
const char *sg_params_value(const sg_params *params, const char *name);
/* What has to be done to different parameters, `lead` before each action: RESET (a), SET (b='1'). */
void sg_params_alter(sg_buf *buf, const sg_params *from, const sg_params *to, const char *lead);

/* The same for options of foreign data: " OPTIONS ("host" 'a')" or nothing; as the guards say them; and
 * " OPTIONS (DROP "a", SET "b" '1')" or nothing. */
void sg_options_sql(sg_buf *buf, const sg_params *options);
void sg_options_say(sg_buf *text, const sg_params *options);
void sg_options_alter(sg_buf *buf, const sg_params *from, const sg_params *to);

#endif
