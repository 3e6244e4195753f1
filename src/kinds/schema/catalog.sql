-- Schemas that users made, and public, which is always there.
SELECT NULL::text AS schema, NULL::text AS parent, n.nspname::text AS name, d.description AS comment, '{}' AS body
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_description d
    ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objsubid = 0
   AND d.description IS DISTINCT FROM 'standard public schema'
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY n.nspname
