CREATE OR REPLACE FUNCTION pg_temp.sg_publication(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat('publication', CASE WHEN p.puballtables THEN ' FOR ALL TABLES' END,
    ' FOR TABLES IN SCHEMA ' || (
      SELECT pg_catalog.string_agg('"' || pg_catalog.replace(n.nspname, '"', '""') || '"', ', ' ORDER BY n.nspname COLLATE "C")
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_depend s ON s.classid = d.classid AND s.objid = d.objid
         AND s.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        JOIN pg_catalog.pg_namespace n ON n.oid = s.refobjid
       WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
         AND d.refclassid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND d.refobjid = p.oid),
    ' (publish = ''', pg_catalog.concat_ws(', ', CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubinsert THEN 'insert' END,
      CASE WHEN p.pubtruncate THEN 'truncate' END, CASE WHEN p.pubupdate THEN 'update' END),
    ''', publish_via_partition_root = ', p.pubviaroot::text, ')')
    FROM pg_catalog.pg_publication p WHERE p.pubname = $1
$fn$;
