-- Unique constraints. indnullsnotdistinct came with version 15, conperiod with 18; before, the names mean those of
-- `absent`.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       m.description AS comment,
       i.indnullsnotdistinct AS "nullsNotDistinct",
       CASE WHEN i.indnkeyatts = 1 THEN (
         SELECT pg_catalog.to_json(a.attname)
           FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0])
       ELSE (
         SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
           FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
          WHERE p.n <= i.indnkeyatts) END AS columns,
       CASE WHEN i.indnatts > i.indnkeyatts THEN (
         SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
           FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
          WHERE p.n > i.indnkeyatts) END AS include,
       k.conperiod AS "withoutOverlaps",
       CASE WHEN x.reloptions IS NOT NULL THEN (
         SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1),
                                           pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
           FROM pg_catalog.unnest(x.reloptions) v) END AS "with",
       CASE WHEN c.relispartition THEN (
         SELECT p.relname
           FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
          WHERE h.inhrelid = k.conindid) END AS "partOf",
       CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END AS deferrable
  FROM (SELECT NULL::boolean AS conperiod, NULL::boolean AS indnullsnotdistinct) absent
 CROSS JOIN LATERAL (SELECT o.oid, o.conname, o.conrelid, o.conindid, o.condeferred, o.condeferrable, conperiod
                       FROM pg_catalog.pg_constraint o WHERE o.contype = 'u') k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT o.indkey, o.indnatts, o.indnkeyatts, indnullsnotdistinct
                       FROM pg_catalog.pg_index o WHERE o.indexrelid = k.conindid) i
  JOIN pg_catalog.pg_class x ON x.oid = k.conindid
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = k.oid AND m.objsubid = 0
                                       AND m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
