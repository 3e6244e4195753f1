/* What roles may do with an object that is always there, as long as nobody says anything. */
#include "plan_private.h"
#include "text.h"

const sg_birthright *sg_plan_as_born(const sg_object *object)
{
    return sg_access_says_grants(object) ? NULL : sg_access_birthright(object);
}

static void say_born(sg_buf *sql, const sg_grants *grants)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_grants_say(&text, "", grants);
    sg_sql_literal(sql, text.data);
    sg_buf_release(&text);
}

bool sg_plan_born_state(sg_buf *sql, const sg_object *object)
{
    const sg_birthright *right = sg_plan_as_born(object);
    if (right == NULL)
        return false;
    sg_buf_addf(sql, "CASE WHEN pg_catalog.current_setting('server_version_num')::int < %d0000 THEN ", right->since);
    say_born(sql, &right->older);
    sg_buf_add(sql, " ELSE ");
    say_born(sql, &right->newer);
    sg_buf_add(sql, " END");
    return true;
}

void sg_plan_older_sql(sg_buf *buf, const sg_granting *granting, const sg_birthright *right)
{
    sg_buf_addf(buf,
                "DO $older$ BEGIN\n"
                "  IF pg_catalog.current_setting('server_version_num')::int < %d0000 THEN\n",
                right->since);
    const sg_granting inside = {"    ", granting->suffix, granting->target, granting->spared};
    sg_grants_sql(buf, &inside, &right->newer, &right->older);
    sg_buf_add(buf, "  END IF;\n"
                    "END $older$;\n");
}
