#include <string.h>

#include "text.h"
#include "type.h"
#include "type_table.h"

static void print_builtin(sg_buf *buf, const sg_sqltype *type)
{
    const char *name = type->builtin;
    if (!type->modifiers) {
        sg_buf_add(buf, name);
        return;
    }
    switch (sg_type_row_find(name)->modifiers) {
    case SG_MOD_TIME: {
        size_t word = strcspn(name, " ");
        sg_buf_addn(buf, name, word);
        sg_buf_join(buf, "(", type->modifiers, ")", name + word);
        break;
    }
    case SG_MOD_INTERVAL:
        sg_buf_join(buf, name, type->modifiers[0] == '(' ? "" : " ", type->modifiers);
        break;
    default:
        sg_buf_join(buf, name, "(", type->modifiers, ")");
    }
}

static void print_user_end(sg_buf *buf, const sg_sqltype *type)
{
    if (type->modifiers) {
        sg_buf_join(buf, "(", type->modifiers, ")");
    }
}

void sg_sqltype_print(sg_buf *buf, const sg_sqltype *type)
{
    if (type->builtin) {
        print_builtin(buf, type);
    } else {
        /* A type of public whose name is also a built-in's is not visible, so the server shows its schema. */
        const sg_type_name *row = sg_type_name_find(type->name);
        bool hidden = row && row->kind == SG_SPELLING_TYPE;
        if (type->schema && (strcmp(type->schema, "public") != 0 || hidden)) {
            sg_sql_ident_as_server(buf, type->schema);
            sg_buf_addc(buf, '.');
        }
        sg_sql_ident_as_server(buf, type->name);
        print_user_end(buf, type);
    }
    sg_buf_add(buf, type->array ? "[]" : "");
}

void sg_sqltype_sql(sg_buf *buf, const sg_sqltype *type)
{
    if (type->builtin) {
        print_builtin(buf, type);
    } else {
        if (type->schema) {
            sg_sql_ident(buf, type->schema);
            sg_buf_addc(buf, '.');
        }
        sg_sql_ident(buf, type->name);
        print_user_end(buf, type);
    }
    sg_buf_add(buf, type->array ? "[]" : "");
}

static const char *schema_of(const sg_sqltype *type)
{
    return type->builtin || type->schema ? type->schema : "public";
}

const sg_sqltype sg_no_sqltype;

bool sg_sqltype_equal(const sg_sqltype *a, const sg_sqltype *b)
{
    return sg_text_equal(a->builtin, b->builtin) && sg_text_equal(schema_of(a), schema_of(b)) &&
           sg_text_equal(a->name, b->name) && sg_text_equal(a->modifiers, b->modifiers) && a->array == b->array &&
           a->serial == b->serial;
}
