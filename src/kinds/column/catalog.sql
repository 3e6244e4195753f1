-- Columns of ordinary tables, in their order.
SELECT n.nspname::text AS schema, c.relname::text AS parent, a.attname::text AS name,
       pg_catalog.col_description(c.oid, a.attnum) AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
         'nullable', NOT a.attnotnull,
         'collation', CASE WHEN l.oid <> t.typcollation THEN
           CASE WHEN ln.nspname IN ('pg_catalog', 'public') THEN '' ELSE ln.nspname || '.' END || l.collname END,
         'default', CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
         'generated', CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
         'stored', NULLIF(a.attgenerated = 's', false), 'virtual', NULLIF(a.attgenerated = 'v', false),
         'identity', CASE WHEN a.attidentity <> '' AND NOT c.relispartition THEN pg_catalog.jsonb_build_object(
           'generated', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'byDefault' END, 'start', s.seqstart,
           'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache,
           'cycle', s.seqcycle) END,
         'storage', CASE WHEN a.attstorage <> t.typstorage THEN
           CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END,
         'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
         'statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
         'options', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1), pg_catalog.split_part(v, '=', 2))
                       FROM pg_catalog.unnest(a.attoptions) v WHERE v ~ '^n_distinct')))::text AS body
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
  LEFT JOIN pg_catalog.pg_depend i
    ON a.attidentity <> '' AND i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.refobjid = a.attrelid
   AND i.refobjsubid = a.attnum AND i.deptype = 'i' AND i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
  LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
 WHERE a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, a.attnum
