-- Primary keys. conperiod came with version 18, so it is read by name.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'name', k.conname,
         'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
                       FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
                      WHERE p.n <= i.indnkeyatts),
         'include', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
                       FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
                      WHERE p.n > i.indnkeyatts),
         'withoutOverlaps', (pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean,
         'partOf', (SELECT p.relname FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
                     WHERE h.inhrelid = k.conindid),
         'deferrable', CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END))::text AS body
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
 WHERE k.contype = 'p'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY 1, 2, 3
