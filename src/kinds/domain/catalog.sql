-- Domains. A collation is said where it is not that of the base type.
SELECT n.nspname::text AS schema, NULL::text AS parent, t.typname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_type') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'type', pg_catalog.format_type(t.typbasetype, t.typtypmod),
         'collation', CASE WHEN l.oid <> b.typcollation THEN
           pg_catalog.format('%I.%I', ln.nspname, l.collname) END,
         'default', pg_catalog.pg_get_expr(t.typdefaultbin, 0),
         'notNull', t.typnotnull))::text AS body
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation
  LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
 WHERE t.typtype = 'd' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid
                      AND d.deptype = 'e')
 ORDER BY 1, 3
