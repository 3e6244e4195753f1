-- Composite types that somebody made, not those of the rows of tables.
SELECT n.nspname::text AS schema, NULL::text AS parent, t.typname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_type') AS comment, '{}' AS body
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid
                      AND d.deptype = 'e')
 ORDER BY 1, 3
