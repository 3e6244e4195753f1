-- Columns of views of which more is known than their query says; what roles may do is asked for with all grants.
SELECT n.nspname::text AS schema, c.relname::text AS parent, a.attname::text AS name, NULL::text AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
         'comment', pg_catalog.col_description(c.oid, a.attnum),
         'storage', CASE WHEN a.attstorage <> t.typstorage THEN
                      CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended'
                                        ELSE 'main' END END,
         'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
         'statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
         'options', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1), pg_catalog.split_part(v, '=', 2))
                       FROM pg_catalog.unnest(a.attoptions) v WHERE v ~ '^n_distinct')))::text AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
   AND (d.oid IS NOT NULL OR pg_catalog.col_description(c.oid, a.attnum) IS NOT NULL
        OR EXISTS (SELECT FROM pg_catalog.aclexplode(a.attacl) x WHERE x.grantee <> c.relowner)
        OR (c.relkind = 'm' AND (a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0
                                 OR a.attoptions::text LIKE '%n_distinct%')))
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, a.attnum
