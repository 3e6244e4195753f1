/* Rows: filling tables, and telling whether they are still the same. */
#include <string.h>

#include "draft.h"
#include "json.h"
#include "kind.h"
#include "pair.h"
#include "text.h"

static const char functions[] =
    "CREATE OR REPLACE FUNCTION pg_temp.property_spaces() RETURNS SETOF oid LANGUAGE sql STABLE AS $fn$\n"
    "  SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'\n"
    "$fn$;\n"
    /* the same value in the same row of every table, so that foreign keys hold although nobody checks them */
    "CREATE OR REPLACE FUNCTION pg_temp.property_fill(types jsonb) RETURNS void LANGUAGE plpgsql AS $fn$\n"
    "DECLARE t record; cols text; vals text;\n"
    "BEGIN\n"
    "  PERFORM set_config('session_replication_role', 'replica', true);\n"
    "  FOR t IN SELECT c.oid, c.oid::regclass AS rel FROM pg_class c\n"
    "            WHERE relkind IN ('r', 'p') AND NOT relispartition AND\n"
    "                  relnamespace IN (SELECT pg_temp.property_spaces()) LOOP\n"
    "    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg(CASE WHEN may_miss THEN\n"
    "             format('CASE WHEN (i + %s) %% 3 = 0 THEN NULL ELSE %s END', attnum, expr) ELSE expr END, ', '\n"
    "             ORDER BY attnum) INTO cols, vals\n"
    "      FROM (SELECT a.attname, a.attnum, NOT a.attnotnull AND NOT EXISTS (\n"
    "              SELECT FROM pg_constraint k WHERE k.contype = 'f' AND\n"
    "                (k.conrelid = t.oid AND a.attnum = ANY (k.conkey) OR\n"
    "                 k.confrelid = t.oid AND a.attnum = ANY (k.confkey))) AS may_miss,\n"
    "              COALESCE(types ->> format_type(a.atttypid, a.atttypmod),\n"
    "                CASE WHEN y.typtype = 'e' THEN format('(enum_range(NULL::%s))[1 + i %% %s]',\n"
    "                       format_type(y.oid, NULL), (SELECT count(*) FROM pg_enum WHERE enumtypid = y.oid))\n"
    "                     WHEN y.typtype = 'd' THEN types ->> format_type(y.typbasetype, y.typtypmod)\n"
    "                     WHEN y.typtype = 'r' THEN format('%L::%s', 'empty', format_type(y.oid, NULL))\n"
    "                     WHEN y.typtype = 'c' THEN format('%L::%s', '(' || repeat(',',\n"
    "                       (SELECT relnatts FROM pg_class WHERE oid = y.typrelid) - 1) || ')', format_type(y.oid, "
    "NULL))\n"
    "                     WHEN EXISTS (SELECT FROM pg_type WHERE oid = y.typelem AND typtype = 'e') THEN "
    "format('ARRAY[(enum_range(NULL::%s))[1]]',\n"
    "                       format_type(y.typelem, NULL)) END,\n"
    "                'NULL::' || format_type(a.atttypid, NULL)) AS expr\n"
    "              FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid\n"
    "             WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') col;\n"
    "    CONTINUE WHEN cols IS NULL;\n"
    "    BEGIN\n"
    "      EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM generate_series(0, 3) i %s',\n"
    "                     t.rel, cols, vals, CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conrelid = t.oid AND\n"
    "                       contype IN ('p', 'u', 'x') AND condeferrable) THEN '' ELSE 'ON CONFLICT DO NOTHING' END);\n"
    "    EXCEPTION WHEN integrity_constraint_violation OR data_exception OR feature_not_supported THEN NULL;\n"
    "    END;\n"
    "  END LOOP;\n"
    "END $fn$;\n"
    "CREATE OR REPLACE FUNCTION pg_temp.property_mark() RETURNS text LANGUAGE plpgsql AS $fn$\n"
    "DECLARE t regclass; part text; mark text;\n"
    "BEGIN\n"
    "  WITH s AS (SELECT pg_temp.property_spaces() AS oid),\n"
    "       c AS (SELECT oid FROM pg_class WHERE oid >= 16384 AND relnamespace IN (SELECT oid FROM s)),\n"
    "       x AS (SELECT format('n %s %s', oid, xmin) FROM pg_namespace WHERE oid IN (SELECT oid FROM s)\n"
    "   UNION ALL SELECT format('c %s %s', oid, xmin) FROM pg_class WHERE oid IN (SELECT oid FROM c)\n"
    "   UNION ALL SELECT format('a %s %s %s', attrelid, attnum, xmin) FROM pg_attribute\n"
    "              WHERE attrelid >= 16384 AND attrelid IN (SELECT oid FROM c)\n"
    "   UNION ALL SELECT format('d %s %s', oid, xmin) FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM c)\n"
    "   UNION ALL SELECT format('k %s %s', oid, xmin) FROM pg_constraint WHERE oid >= 16384 AND connamespace IN "
    "(SELECT oid FROM s)\n"
    "   UNION ALL SELECT format('t %s %s', oid, xmin) FROM pg_type WHERE oid >= 16384 AND typnamespace IN (SELECT oid "
    "FROM s)\n"
    "   UNION ALL SELECT format('e %s %s', e.oid, e.xmin) FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid AND "
    "t.oid >= 16384\n"
    "              WHERE typnamespace IN (SELECT oid FROM s)\n"
    "   UNION ALL SELECT format('q %s %s', seqrelid, xmin) FROM pg_sequence WHERE seqrelid IN (SELECT oid FROM c)\n"
    "   UNION ALL SELECT format('x %s %s', oid, xmin) FROM pg_extension\n"
    "   UNION ALL SELECT format('p %s %s', oid, xmin) FROM pg_proc WHERE oid >= 16384 AND pronamespace IN (SELECT oid "
    "FROM s)\n"
    "   UNION ALL SELECT format('l %s %s', oid, xmin) FROM pg_collation WHERE oid >= 16384 AND collnamespace IN "
    "(SELECT oid FROM s)\n"
    "   UNION ALL SELECT format('r %s %s', oid, xmin) FROM pg_rewrite WHERE oid >= 16384 AND ev_class IN (SELECT oid "
    "FROM c)\n"
    "   UNION ALL SELECT format('g %s %s', oid, xmin) FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM c)\n"
    "   UNION ALL SELECT format('o %s %s', oid, xmin) FROM pg_policy\n"
    "   UNION ALL SELECT format('s %s %s', oid, xmin) FROM pg_statistic_ext\n"
    "   UNION ALL SELECT format('i %s %s %s', inhrelid, inhparent, xmin) FROM pg_inherits\n"
    "   UNION ALL SELECT format('pu %s %s', oid, xmin) FROM pg_publication\n"
    "   UNION ALL SELECT format('pr %s %s', oid, xmin) FROM pg_publication_rel\n"
    "   UNION ALL SELECT format('ev %s %s', oid, xmin) FROM pg_event_trigger\n"
    "   UNION ALL SELECT format('da %s %s', oid, xmin) FROM pg_default_acl\n"
    "   UNION ALL SELECT format('m %s %s %s', objoid, objsubid, xmin) FROM pg_description WHERE objoid >= 16384)\n"
    "  SELECT string_agg(format, E'\\n' ORDER BY format) INTO mark FROM x;\n"
    "  FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace IN (SELECT pg_temp.property_spaces())\n"
    "            ORDER BY oid LOOP\n"
    "    EXECUTE format('SELECT string_agg(ctid || '' '' || xmin, '','' ORDER BY ctid) FROM %s', t) INTO part;\n"
    "    mark := concat_ws(E'\\n', mark, t, part);\n"
    "  END LOOP;\n"
    "  RETURN md5(mark);\n"
    "END $fn$;\n"
    "CREATE OR REPLACE FUNCTION pg_temp.property_content(kept jsonb) RETURNS text LANGUAGE plpgsql AS $fn$\n"
    "DECLARE t jsonb; part text; content text;\n"
    "BEGIN\n"
    "  FOR t IN SELECT jsonb_array_elements(kept) LOOP\n"
    "    EXECUTE format('SELECT string_agg(t::text, '' '' ORDER BY t::text COLLATE \"C\") FROM (SELECT %s FROM %s) "
    "t',\n"
    "                   t ->> 'columns', t ->> 'table') INTO part;\n"
    "    content := concat_ws(E'\\n', content, (t ->> 'title') || ': ' || COALESCE(part, 'no rows'));\n"
    "  END LOOP;\n"
    "  RETURN content;\n"
    "END $fn$;\n";

bool rows_prepare(sg_pg *pg, sg_diags *diags)
{
    return sg_pg_run(pg, functions, diags);
}

bool rows_clean(sg_pg *pg, sg_diags *diags)
{
    return sg_pg_run(
        pg,
        "SET client_min_messages = warning; SET search_path = public; SET allow_system_table_mods = on;\n"
        /* what is asked here is planned more often than it is run */
        "SET plan_cache_mode = force_generic_plan; SET enable_mergejoin = off;\n"
        "DO $$ DECLARE s text; BEGIN\n"
        "FOR s IN SELECT evtname FROM pg_event_trigger LOOP EXECUTE format('DROP EVENT TRIGGER %I', s);\n"
        "END LOOP;\n"
        "FOR s IN SELECT pubname FROM pg_publication LOOP EXECUTE format('DROP PUBLICATION %I', s);\n"
        "END LOOP;\n"
        "FOR s IN SELECT nspname FROM pg_namespace WHERE oid IN (SELECT pg_temp.property_spaces()) LOOP\n"
        "  EXECUTE format('DROP SCHEMA %I CASCADE', s);\n"
        "END LOOP;\n"
        "DELETE FROM pg_default_acl; CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'standard public schema';\n"
        "END $$",
        diags);
}

/* The only row and column of a query with one parameter, in the arena. */
static const char *ask(sg_pg *pg, const char *sql, const char *param, sg_arena *arena, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, sql, &param, param != NULL, diags);
    const char *text = NULL;

    if (result != NULL) {
        text = sg_result_text(result, 0, 0);
        text = sg_arena_strdup(arena, text != NULL ? text : "");
    }
    sg_result_free(result);
    return text;
}

bool rows_fill(sg_pg *pg, sg_diags *diags)
{
    sg_buf types;

    sg_buf_init(&types);
    for (int i = 0; i < column_type_enum; i++) {
        sg_buf_add(&types, i == 0 ? "{" : ", ");
        sg_buf_add_json(&types, column_types[i].canonical);
        sg_buf_add(&types, ": ");
        sg_buf_add_json(&types, column_types[i].value);
    }
    sg_buf_addc(&types, '}');
    sg_arena *arena = sg_arena_new();
    bool fine = ask(pg, "SELECT pg_temp.property_fill($1::jsonb)", types.data, arena, diags) != NULL;
    sg_arena_free(arena);
    sg_buf_release(&types);
    return fine;
}

const char *rows_mark(sg_pg *pg, sg_arena *arena, sg_diags *diags)
{
    return ask(pg, "SELECT pg_temp.property_mark()", NULL, arena, diags);
}

const char *rows_content(sg_pg *pg, const char *kept, sg_arena *arena, sg_diags *diags)
{
    return ask(pg, "SELECT pg_temp.property_content($1::jsonb)", kept, arena, diags);
}

/* What is kept: written down a second time, apart from the code under test. */

static bool says(const sg_object *object, const char *key)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (strcmp(field->key, key) == 0)
            return field->type->is_set(object, field);
    }
    return false;
}

/* The name that the object had, NULL: no hint says so, or "": one with the name of a schema, see names_whole. A column
 * that comes from another table had it from there. */
static const char *hint(const sg_model *model, const sg_object *object)
{
    const char *schema, *name;

    while (sg_rare_of(object)->renamed_from == NULL && sg_rare_of(object)->inherits != NULL)
        object = sg_rare_of(object)->inherits;
    if (sg_rare_of(object)->renamed_from == NULL || !(object->kind->flags & SG_KIND_IN_SCHEMA))
        return sg_rare_of(object)->renamed_from;
    return sg_name_parts(model->arena, sg_rare_of(object)->renamed_from, &schema, &name) ? "" : name;
}

/* True when the hint names what has the name in the schema, in full. */
static bool names_whole(const sg_model *model, const sg_object *object, const char *schema, const char *name)
{
    const char *left, *old;

    return object->parent == NULL && sg_rare_of(object)->renamed_from != NULL &&
           sg_name_parts(model->arena, sg_rare_of(object)->renamed_from, &left, &old) && strcmp(left, schema) == 0 &&
           strcmp(old, name) == 0;
}

/* What the object of `b` was among `siblings`, given those after the change; NULL: it is new. */
static const sg_object *before_of(const sg_model *b, const sg_object *siblings, const sg_object *now,
                                  const sg_object *object, const char *schema)
{
    const char *renamed = hint(b, object), *old = renamed != NULL ? renamed : object->name;

    for (; renamed == NULL && now != NULL; now = now->next) {
        if (now->kind == object->kind && sg_text_equal(now->schema, object->schema) && sg_text_equal(hint(b, now), old))
            return NULL;
    }
    for (; siblings != NULL; siblings = siblings->next) {
        if (siblings->kind == object->kind && strcmp(siblings->name, old) == 0 &&
            (object->parent != NULL || sg_text_equal(siblings->schema, schema)))
            return siblings;
    }
    return NULL;
}

static const sg_object *first_of(const sg_model *model, const char *kind)
{
    return model->first[sg_kind_number(sg_kind_named(kind))];
}

static const char *old_schema(const sg_model *a, const sg_model *b, const char *schema)
{
    for (const sg_object *object = first_of(b, "schema"); object != NULL; object = object->next) {
        if (strcmp(object->name, schema) != 0)
            continue;
        const sg_object *before = before_of(b, first_of(a, "schema"), first_of(b, "schema"), object, NULL);
        return before != NULL ? before->name : NULL;
    }
    return schema;
}

/* The table that it was: in the schema as that was called, in another one that the hint names, or none. */
static const sg_object *table_before(const sg_model *a, const sg_model *b, const sg_object *table)
{
    const char *schema = old_schema(a, b, table->schema);
    const sg_object *tables = first_of(a, "table"), *now = first_of(b, "table");
    const sg_object *found = schema != NULL ? before_of(b, tables, now, table, schema) : NULL;

    for (; found != NULL && now != NULL; now = now->next) {
        if (now != table && names_whole(b, now, found->schema, found->name))
            found = NULL;
    }
    for (; found == NULL && sg_rare_of(table)->renamed_from != NULL && tables != NULL; tables = tables->next) {
        if (names_whole(b, table, tables->schema, tables->name))
            found = tables;
    }
    return found;
}

static void definition(sg_buf *buf, const sg_model *model, const char *kind, const char *schema, const char *name)
{
    const sg_object *object = sg_model_find(model, sg_kind_named(kind), schema, NULL, name);

    sg_buf_clear(buf);
    if (object != NULL)
        sg_json_write_object(buf, object, -1);
}

/* The same definition, or none, under both names. */
static bool same_definition(const sg_model *a, const sg_model *b, const char *kind, const sg_object *old,
                            const sg_object *new)
{
    sg_buf left, right;

    sg_buf_init(&left);
    sg_buf_init(&right);
    definition(&left, a, kind, old->schema, old->name);
    definition(&right, b, kind, new->schema, new->name);
    bool same = strcmp(left.data, right.data) == 0;
    sg_buf_release(&left);
    sg_buf_release(&right);
    return same;
}

static bool same_type(const sg_model *a, const sg_model *b, const sg_object *old, const sg_object *new)
{
    const sg_sqltype *left = sg_object_type(old), *right = sg_object_type(new);

    if (!sg_sqltype_equal(left, right))
        return false;
    if (left->builtin != NULL)
        return true;
    const char *schema = left->schema != NULL ? left->schema : "public";
    sg_object type = {.schema = schema, .name = left->name};
    for (size_t i = 0; i < sg_kind_count; i++) {
        if ((sg_kinds[i]->flags & SG_KIND_TYPE) && !same_definition(a, b, sg_kinds[i]->name, &type, &type))
            return false;
    }
    return true;
}

static void kept_columns(const sg_model *a, const sg_model *b, const sg_object *old, const sg_object *new,
                         sg_buf *before, sg_buf *after)
{
    const sg_kind *column = sg_kind_named("column");

    sg_buf_clear(before);
    sg_buf_clear(after);
    SG_EACH_CHILD(now, new, column)
    {
        const sg_object *was = before_of(b, old->first_child, new->first_child, now, NULL);
        if (was == NULL || !same_type(a, b, was, now) || says(was, "generated") || says(now, "generated"))
            continue;
        sg_buf_add(before, before->length > 0 ? ", " : "");
        sg_sql_ident(before, was->name);
        sg_buf_add(after, after->length > 0 ? ", " : "");
        sg_sql_ident(after, now->name);
    }
}

static void add_table(sg_buf *kept, const sg_object *table, const sg_object *title, const char *columns)
{
    sg_buf name;

    sg_buf_init(&name);
    sg_buf_add(&name, sg_object_says(table, "partitionBy") ? "" : "ONLY ");
    sg_object_sql(&name, table);
    sg_buf_add(kept, kept->data[kept->length - 1] == '[' ? "{\"table\": " : ", {\"table\": ");
    sg_buf_add_json(kept, name.data);
    sg_buf_add(kept, ", \"title\": ");
    sg_buf_add_json(kept, title->name);
    sg_buf_add(kept, ", \"columns\": ");
    sg_buf_add_json(kept, columns);
    sg_buf_addc(kept, '}');
    sg_buf_release(&name);
}

/* What cannot change without the rows of the table and of its partitions going away; NULL: there is nothing of it. */
static const char *partitioned_by(const sg_model *model, const sg_object *table)
{
    while (sg_rare_of(table)->sole_base != NULL)
        table = sg_rare_of(table)->sole_base->kind->base(model, sg_rare_of(table)->sole_base);
    return sg_object_text(table, "partitionBy");
}

static bool is_within(const sg_model *model, const sg_object *table, const sg_object *root)
{
    while (table != root && sg_rare_of(table)->sole_base != NULL)
        table = sg_rare_of(table)->sole_base->kind->base(model, sg_rare_of(table)->sole_base);
    return table == root;
}

/* A partition that goes, or leaves, takes rows of the table along. */
static bool loses_partition(const sg_model *a, const sg_model *b, const sg_object *was, const sg_object *table)
{
    for (const sg_object *part = first_of(a, "table"); part != NULL; part = part->next) {
        bool stays = part == was || !is_within(a, part, was);
        for (const sg_object *now = first_of(b, "table"); now != NULL && !stays; now = now->next) {
            stays = is_within(b, now, table) && table_before(a, b, now) == part;
        }
        if (!stays)
            return true;
    }
    return false;
}

void rows_kept(const sg_model *a, const sg_model *b, sg_buf *before, sg_buf *after)
{
    sg_buf old, new;

    sg_buf_init(&old);
    sg_buf_init(&new);
    sg_buf_addc(before, '[');
    sg_buf_addc(after, '[');
    for (const sg_object *table = first_of(b, "table"); table != NULL; table = table->next) {
        const sg_object *was = table_before(a, b, table);
        if (was == NULL || !same_definition(a, b, "seed", was, table) ||
            !sg_text_equal(partitioned_by(a, was), partitioned_by(b, table)) || loses_partition(a, b, was, table))
            continue;
        kept_columns(a, b, was, table, &old, &new);
        add_table(before, was, table, old.data);
        add_table(after, table, table, new.data);
    }
    sg_buf_addc(before, ']');
    sg_buf_addc(after, ']');
    sg_buf_release(&old);
    sg_buf_release(&new);
}
