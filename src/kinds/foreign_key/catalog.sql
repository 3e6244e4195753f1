-- Foreign keys of ordinary tables. confdelsetcols came with version 15, conenforced and conperiod with 18, so they are
-- read by name.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
                       FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS p(attnum, n)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum),
         'references', pg_catalog.jsonb_build_object(
           'table', pg_catalog.format('"%s"."%s"', pg_catalog.replace(fn.nspname, '"', '""'),
                                      pg_catalog.replace(f.relname, '"', '""')),
           'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
                         FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS p(attnum, n)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.attnum)),
         'match', CASE k.confmatchtype WHEN 'f' THEN 'full' END,
         'onUpdate', CASE k.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'setNull'
                                        WHEN 'd' THEN 'setDefault' END,
         'onDelete', CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'setNull'
                                        WHEN 'd' THEN 'setDefault' END,
         'onDeleteColumns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
            FROM pg_catalog.jsonb_array_elements_text(NULLIF(pg_catalog.to_jsonb(k) -> 'confdelsetcols', 'null'))
                 WITH ORDINALITY AS p(attnum, n)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum::int2),
         'deferrable', CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END,
         'notValid', NOT k.convalidated AND e.forced, 'notEnforced', NOT e.forced,
         'period', (pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean))::text AS body
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  CROSS JOIN COALESCE((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) e(forced)
 WHERE k.contype = 'f' AND k.conparentid = 0
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY 1, 2, 3
