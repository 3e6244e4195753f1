-- Which table a partition belongs to, and for which rows.
SELECT n.nspname::text AS schema, c.relname::text AS parent, p.relname::text AS name, NULL::text AS comment,
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('"%s"."%s"', pg_catalog.replace(pn.nspname, '"', '""'),
                                    pg_catalog.replace(p.relname, '"', '""')),
         'values', pg_catalog.pg_get_expr(c.relpartbound, c.oid))::text AS body
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
   AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2
