-- Columns of ordinary tables, in their order. There are more of them than of anything else: what few have is looked up
-- for those alone.
SELECT n.nspname::text AS schema, c.relname::text AS parent, a.attname::text AS name, m.description AS comment,
       (SELECT pg_catalog.row_to_json(body)::text FROM (SELECT
          pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
          NOT a.attnotnull AS nullable,
          CASE WHEN a.attcollation <> t.typcollation THEN (
            SELECT CASE WHEN ln.nspname IN ('pg_catalog', 'public') THEN '' ELSE ln.nspname || '.' END || l.collname
              FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
             WHERE l.oid = a.attcollation) END AS collation,
          CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS "default",
          CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS generated,
          NULLIF(a.attgenerated = 's', false) AS stored,
          NULLIF(a.attgenerated = 'v', false) AS virtual,
          CASE WHEN a.attidentity <> '' AND NOT c.relispartition THEN (
            SELECT pg_catalog.json_build_object(
                     'generated', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'byDefault' END, 'start', s.seqstart,
                     'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache,
                     'cycle', s.seqcycle)
              FROM pg_catalog.pg_depend i JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
             WHERE i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.refobjid = a.attrelid
               AND i.refobjsubid = a.attnum AND i.deptype = 'i'
               AND i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass) END AS identity,
          CASE WHEN a.attstorage <> t.typstorage THEN
            CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended'
                              ELSE 'main' END END AS storage,
          CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
          CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
          CASE WHEN a.attoptions::text LIKE '%n_distinct%' THEN (
            SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1), pg_catalog.split_part(v, '=', 2))
              FROM pg_catalog.unnest(a.attoptions) v WHERE v ~ '^n_distinct') END AS options,
          CASE WHEN a.attfdwoptions IS NOT NULL THEN (
            SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1),
                                              pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
              FROM pg_catalog.unnest(a.attfdwoptions) v
             WHERE pg_catalog.split_part(v, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential')
          END AS "foreignOptions") body) AS body
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = a.attrelid AND m.objsubid = a.attnum
                                       AND m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
 WHERE a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, a.attnum
