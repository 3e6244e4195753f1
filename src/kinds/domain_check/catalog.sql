-- Checks of domains.
SELECT n.nspname::text AS schema, t.typname::text AS parent, k.conname::text AS name,
       pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
       pg_catalog.jsonb_build_object('expression', pg_catalog.pg_get_expr(k.conbin, 0))::text AS body
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE k.contype = 'c'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
