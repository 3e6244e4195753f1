CREATE OR REPLACE FUNCTION pg_temp.sg_published(rel text, name text, VARIADIC filters text[] DEFAULT '{}') RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat('published',
    ' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.columns::int2[])) || ')',
    ' WHERE (' || CASE WHEN r.rows IS NOT NULL THEN pg_temp.sg_same($1, pg_catalog.pg_get_expr(r.rows, r.prrelid),
                                 'ALTER TABLE sg_twin ADD CHECK (%s)', VARIADIC $3) END || ')')
    FROM (SELECT NULL::pg_catalog.int2vector AS prattrs, NULL::pg_catalog.pg_node_tree AS prqual) before
   CROSS JOIN LATERAL (SELECT t.prpubid, t.prrelid, prattrs AS columns, prqual AS rows
                         FROM pg_catalog.pg_publication_rel t) r
    JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
   WHERE r.prrelid = pg_catalog.to_regclass($1) AND p.pubname = $2
$fn$;
