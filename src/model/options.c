/* Options of foreign data: what stands behind OPTIONS, {"host": "a"}. Those that are secrets by their names belong to
 * no schema: they are neither read from files nor from servers, and stay as they are. */
#include <string.h>
#include <strings.h>

#include "json.h"
#include "params.h"
#include "text.h"

/* The same words as in pg_temp.sg_options and the catalog queries. */
static const char *const secrets[] = {"passw", "passphrase", "pwd", "secret", "token", "credential"};

static bool is_secret(const char *name)
{
    bool secret = false;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        secret |= strcasestr(name, secrets[i]) != NULL;
    return secret;
}

/* Nothing that is printed from now on shows the value, nor the way that JSON writes it. */
static void redact(sg_diags *diags, const char *value)
{
    sg_buf written;
    sg_buf_init(&written);
    sg_buf_add_json(&written, value);
    sg_diags_redact(diags, value);
    written.data[written.length - 1] = '\0';
    sg_diags_redact(diags, written.data + 1);
    sg_buf_release(&written);
}

static bool options_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!sg_field_params.read(reader, object, field, value))
        return false;
    const sg_params *options = sg_field_at(object, field);
    const char *secret = NULL;
    for (size_t i = 0; i < options->count; i++) {
        if (!is_secret(options->items[i].name))
            continue;
        secret = options->items[i].name;
        redact(reader->diags, options->items[i].value);
    }
    return secret == NULL || sg_reader_error(reader, object, field->key, SG_BAD_VALUE,
                                             "the option \"%s\" is a secret, which no schema holds", secret);
}

const sg_field_type sg_field_options = {.json = "an object",
                                        .read = options_read,
                                        .write = sg_params_field_write,
                                        .is_set = sg_params_field_is_set,
                                        .equal = sg_params_field_equal};

void sg_options_sql(sg_buf *buf, const sg_params *options)
{
    for (size_t i = 0; i < options->count; i++) {
        sg_buf_add(buf, i == 0 ? " OPTIONS (" : ", ");
        sg_sql_ident(buf, options->items[i].name);
        sg_buf_addc(buf, ' ');
        sg_sql_literal(buf, options->items[i].value);
    }
    sg_buf_add(buf, options->count > 0 ? ")" : "");
}

void sg_options_say(sg_buf *text, const sg_params *options)
{
    sg_buf_add(text, options->count > 0 ? " OPTIONS (" : "");
    sg_params_say(text, options);
    sg_buf_add(text, options->count > 0 ? ")" : "");
}

static const char *next(const char **separator)
{
    const char *now = *separator;
    *separator = ", ";
    return now;
}

void sg_options_alter(sg_buf *buf, const sg_params *from, const sg_params *to)
{
    const char *separator = " OPTIONS (";
    for (size_t i = 0; i < from->count; i++) {
        if (sg_params_value(to, from->items[i].name) != NULL)
            continue;
        sg_buf_join(buf, next(&separator), "DROP ");
        sg_sql_ident(buf, from->items[i].name);
    }
    for (size_t i = 0; i < to->count; i++) {
        const char *there = sg_params_value(from, to->items[i].name);
        if (sg_text_equal(there, to->items[i].value))
            continue;
        sg_buf_join(buf, next(&separator), there != NULL ? "SET " : "ADD ");
        sg_sql_ident(buf, to->items[i].name);
        sg_buf_addc(buf, ' ');
        sg_sql_literal(buf, to->items[i].value);
    }
    sg_buf_add(buf, separator[0] == ',' ? ")" : "");
}
