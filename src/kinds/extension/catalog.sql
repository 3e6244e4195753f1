-- Extensions but plpgsql, which every database has. The comment that comes with an extension counts as none.
SELECT NULL::text AS schema, NULL::text AS parent, e.extname::text AS name,
       NULLIF(pg_catalog.obj_description(e.oid, 'pg_extension'), a.comment) AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'schema', NULLIF(n.nspname, 'public'), 'version', e.extversion,
         'bornComment', CASE WHEN pg_catalog.obj_description(e.oid, 'pg_extension') = a.comment THEN a.comment END))::text
         AS body
  FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
 WHERE e.extname <> 'plpgsql'
 ORDER BY e.extname
