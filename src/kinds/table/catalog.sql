-- Ordinary tables; partitions and children of inheritance are not among them.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.relname::text AS name,
       pg_catalog.obj_description(c.oid, 'pg_class') AS comment, '{}' AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY 1, 3
