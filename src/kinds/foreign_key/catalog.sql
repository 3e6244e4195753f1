-- Foreign keys of ordinary tables. confdelsetcols came with version 15, conenforced and conperiod with 18; before, the
-- names mean those of `absent`.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       m.description AS comment,
       CASE WHEN pg_catalog.cardinality(k.conkey) = 1 THEN (
         SELECT pg_catalog.to_json(a.attname)
           FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1])
       ELSE (
         SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
           FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS p(attnum, n)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum) END AS columns,
       pg_catalog.json_build_object(
         'table', pg_catalog.format('"%s"."%s"', pg_catalog.replace(fn.nspname, '"', '""'),
                                    pg_catalog.replace(f.relname, '"', '""')),
         'columns', CASE WHEN pg_catalog.cardinality(k.conkey) = 1 THEN (
                      SELECT pg_catalog.to_json(a.attname)
                        FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1])
                    ELSE (
                      SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
                        FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS p(attnum, n)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.attnum) END)
         AS "references",
       CASE k.confmatchtype WHEN 'f' THEN 'full' END AS match,
       CASE k.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'setNull'
                          WHEN 'd' THEN 'setDefault' END AS "onUpdate",
       CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'setNull'
                          WHEN 'd' THEN 'setDefault' END AS "onDelete",
       CASE WHEN k.confdelsetcols IS NOT NULL THEN (
         SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
           FROM pg_catalog.unnest(k.confdelsetcols) WITH ORDINALITY AS p(attnum, n)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum)
         END AS "onDeleteColumns",
       CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END AS deferrable,
       NOT k.convalidated AND k.conenforced AS "notValid",
       NOT k.conenforced AS "notEnforced",
       k.conperiod AS period
  FROM (SELECT NULL::int2[] AS confdelsetcols, true AS conenforced, false AS conperiod) absent
 CROSS JOIN LATERAL (SELECT o.oid, o.conname, o.conrelid, o.confrelid, o.conkey, o.confkey, o.confmatchtype,
                            o.confupdtype, o.confdeltype, o.condeferred, o.condeferrable, o.convalidated,
                            confdelsetcols, conenforced, conperiod
                       FROM pg_catalog.pg_constraint o WHERE o.contype = 'f' AND o.conparentid = 0) k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = k.oid AND m.objsubid = 0
                                       AND m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
