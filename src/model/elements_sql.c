/* What indexes, exclusion constraints and statistics are made over, as SQL. */
#include <stdio.h>
#include <string.h>

#include "elements.h"
#include "text.h"

static void operator_sql(sg_buf *buf, const char *operator)
{
    size_t schema = strcspn(operator, ".");
    if (operator[schema] == '\0') {
        sg_buf_join(buf, " WITH ", operator);
        return;
    }
    char name[SG_NAME_BYTES + 1];
    snprintf(name, sizeof name, "%.*s", (int)schema, operator);
    sg_buf_add(buf, " WITH OPERATOR(");
    sg_sql_ident_as_server(buf, name);
    sg_buf_join(buf, operator+ schema, ")");
}

static void key_sql(sg_buf *buf, const sg_element *key)
{
    if (key->column != NULL)
        sg_sql_ident_as_server(buf, key->column);
    else
        sg_buf_addf(buf, "(%s)", key->expression);
    if (key->collation != NULL) {
        sg_buf_add(buf, " COLLATE ");
        sg_sql_dotted_as_server(buf, key->collation);
    }
    if (key->opclass != NULL) {
        sg_buf_addc(buf, ' ');
        sg_sql_dotted_as_server(buf, key->opclass);
    }
    for (size_t i = 0; i < key->parameters.count; i++) {
        sg_buf_add(buf, i == 0 ? " (" : ", ");
        sg_sql_ident_as_server(buf, key->parameters.items[i].name);
        sg_buf_addc(buf, '=');
        sg_sql_literal(buf, key->parameters.items[i].value);
    }
    sg_buf_add(buf, key->parameters.count > 0 ? ")" : "");
    sg_buf_add(buf, key->order == 1 ? " DESC" : "");
    if (key->nulls != 0)
        sg_buf_add(buf, key->nulls == 1 ? " NULLS FIRST" : " NULLS LAST");
    if (key->operator!= NULL)
        operator_sql(buf, key->operator);
}

void sg_elements_sql(sg_buf *buf, const sg_elements *elements)
{
    sg_buf_addc(buf, '(');
    for (size_t i = 0; i < elements->count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "");
        key_sql(buf, &elements->items[i]);
    }
    sg_buf_addc(buf, ')');
}

bool sg_elements_compute(const sg_elements *elements)
{
    /* a collation that the old column shares is forgotten on the way */
    for (size_t i = 0; i < elements->count; i++) {
        if (elements->items[i].expression != NULL || elements->items[i].collation != NULL)
            return true;
    }
    return false;
}
