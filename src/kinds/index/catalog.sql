-- Indexes that are not made by a constraint. attoptions holds parameters of operator classes. indnullsnotdistinct came
-- with version 15; before, the name means that of `absent`. Hardly any key says more than its column.
SELECT n.nspname::text AS schema, c.relname::text AS parent, x.relname::text AS name,
       m.description AS comment,
       am.amname AS using, i.indisunique AS "unique", i.indnullsnotdistinct AS "nullsNotDistinct",
       (SELECT pg_catalog.json_agg(
                 CASE WHEN p.attnum <> 0 AND i.indoption[p.n - 1] = 0 AND xa.attoptions IS NULL
                       AND i.indcollation[p.n - 1] IN (0, a.attcollation)
                       AND i.indclass[p.n - 1] IN (SELECT oid FROM pg_catalog.pg_opclass WHERE opcdefault)
                 THEN pg_catalog.to_json(a.attname)
                 ELSE (
                   SELECT pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
                     'column', a.attname,
                     'expression', CASE WHEN p.attnum = 0 THEN pg_catalog.pg_get_indexdef(x.oid, p.n::int, false) END,
                     'collation', CASE WHEN k.oid IS NOT NULL AND k.oid IS DISTINCT FROM COALESCE(
                                              NULLIF(a.attcollation, 0), 100)
                                  THEN pg_catalog.format('%I.%I', kn.nspname, k.collname) END,
                     'opclass', CASE WHEN NOT o.opcdefault OR xa.attoptions IS NOT NULL
                                THEN CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN ''
                                          ELSE pn.nspname || '.' END || o.opcname END,
                     'parameters', CASE WHEN xa.attoptions IS NOT NULL THEN (
                       SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1),
                                                         pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
                         FROM pg_catalog.unnest(xa.attoptions) v) END,
                     'order', CASE WHEN i.indoption[p.n - 1] & 1 = 1 THEN 'desc' END,
                     'nulls', CASE WHEN i.indoption[p.n - 1] & 3 = 1 THEN 'last'
                                   WHEN i.indoption[p.n - 1] & 3 = 2 THEN 'first' END))
                     FROM pg_catalog.pg_opclass o
                     JOIN pg_catalog.pg_namespace pn ON pn.oid = o.opcnamespace
                     LEFT JOIN pg_catalog.pg_collation k ON k.oid = i.indcollation[p.n - 1]
                     LEFT JOIN pg_catalog.pg_namespace kn ON kn.oid = k.collnamespace
                    WHERE o.oid = i.indclass[p.n - 1]) END ORDER BY p.n)
          FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
          JOIN pg_catalog.pg_attribute xa ON xa.attrelid = x.oid AND xa.attnum = p.n
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum AND p.attnum <> 0
         WHERE p.n <= i.indnkeyatts) AS columns,
       CASE WHEN i.indnatts > i.indnkeyatts THEN (
         SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
           FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
          WHERE p.n > i.indnkeyatts) END AS include,
       CASE WHEN x.reloptions IS NOT NULL THEN (
         SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1),
                                           pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1) ORDER BY n)
           FROM pg_catalog.unnest(x.reloptions) WITH ORDINALITY AS p(v, n)) END AS "with",
       CASE WHEN c.relispartition THEN (
         SELECT p.relname
           FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
          WHERE h.inhrelid = x.oid) END AS "partOf",
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS "where"
  FROM (SELECT NULL::boolean AS indnullsnotdistinct) absent
 CROSS JOIN LATERAL (SELECT o.indexrelid, o.indrelid, o.indisunique, o.indkey, o.indnatts, o.indnkeyatts, o.indclass,
                            o.indcollation, o.indoption, o.indpred, indnullsnotdistinct
                       FROM pg_catalog.pg_index o) i
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am am ON am.oid = x.relam
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = x.oid AND m.objsubid = 0
                                       AND m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
