-- Tables from which others inherit, in their order.
SELECT n.nspname::text AS schema, c.relname::text AS parent,
       CASE WHEN pn.nspname = 'public' THEN '' WHEN pn.nspname ~ '[."]'
            THEN '"' || pg_catalog.replace(pn.nspname, '"', '""') || '".' ELSE pn.nspname || '.' END
       || CASE WHEN p.relname ~ '[."]' THEN '"' || pg_catalog.replace(p.relname, '"', '""') || '"'
               ELSE p.relname END AS name,
       NULL::text AS comment, '{}' AS body
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND NOT c.relispartition AND c.relkind IN ('r', 'f')
   AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, h.inhseqno
