-- Columns of ordinary tables, in their order. There are more of them than of anything else: what few have is looked up
-- for those alone, and they are put in order before anything is worked out. A default names no columns, so the server
-- need not know those of the table.
SELECT a.nspname AS schema, a.relname AS parent, a.attname AS name, a.description AS comment,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS nullable,
       a.conname AS "notNull",
       CASE WHEN NOT a.convalidated THEN true END AS "notNullNotValid",
       CASE WHEN a.attcollation <> a.typcollation THEN (
         SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)
           FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
          WHERE l.oid = a.attcollation) END AS collation,
       CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(a.adbin, 0) END AS "default",
       CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(a.adbin, a.attrelid) END AS generated,
       CASE WHEN a.attgenerated = 's' THEN true END AS stored,
       CASE WHEN a.attgenerated = 'v' THEN true END AS virtual,
       CASE WHEN a.seqstart IS NOT NULL THEN
         pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
           'generated', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'byDefault' END, 'start', a.seqstart,
           'increment', a.seqincrement, 'min', a.seqmin, 'max', a.seqmax, 'cache', a.seqcache,
           'cycle', a.seqcycle, 'grants', (
             SELECT pg_catalog.jsonb_object_agg(g.role, g.privileges)
               FROM (SELECT CASE x.grantee WHEN 0 THEN 'public'
                            ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role,
                            pg_catalog.jsonb_agg(DISTINCT pg_catalog.lower(x.privilege_type)
                              || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END) AS privileges
                       FROM pg_catalog.pg_class q CROSS JOIN LATERAL pg_catalog.aclexplode(q.relacl) x
                      WHERE q.oid = a.seqrelid AND x.grantee <> q.relowner GROUP BY 1) g))) END AS identity,
       CASE WHEN a.attstorage <> a.typstorage THEN
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
       END AS "foreignOptions"
  FROM (SELECT n.nspname::text, c.relname::text, a.attname::text, m.description, a.attrelid, a.attnum, a.atttypid,
               a.atttypmod, a.attnotnull, a.attcollation, a.attgenerated, a.attidentity, a.attstorage,
               a.attcompression, a.attstattarget, a.attoptions, a.attfdwoptions, t.typcollation, t.typstorage, d.adbin,
               k.conname::text, k.convalidated, s.*
          FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          -- an inherited one goes the way of its base's
          LEFT JOIN (SELECT k.conrelid, k.conkey[1] AS attnum, k.conname, k.convalidated
                       FROM pg_catalog.pg_constraint k
                      WHERE k.contype = 'n' AND k.conrelid <> 0 AND k.coninhcount = 0 OFFSET 0) k
                 ON k.conrelid = a.attrelid AND k.attnum = a.attnum
          LEFT JOIN (SELECT i.refobjid, i.refobjsubid, s.*
                       FROM pg_catalog.pg_depend i JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
                      WHERE i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.deptype = 'i'
                        AND i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass OFFSET 0) s
                 ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND a.attidentity <> ''
                AND NOT c.relispartition
          LEFT JOIN pg_catalog.pg_description m ON m.objoid = a.attrelid AND m.objsubid = a.attnum
                                               AND m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
         WHERE a.attnum > 0 AND NOT a.attisdropped
           AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                            WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                              AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
         ORDER BY a.attrelid, a.attnum OFFSET 0) a
