-- Exclusion constraints. attoptions holds parameters of operator classes.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
       pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
         'using', m.amname,
         'deferrable', CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END,
         'elements', (
           SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
                    'column', a.attname,
                    'expression', CASE WHEN p.attnum = 0 THEN pg_catalog.pg_get_indexdef(x.oid, p.n::int, false) END,
                    'collation', CASE WHEN l.oid IS NOT NULL AND l.oid IS DISTINCT FROM COALESCE(
                                             NULLIF(a.attcollation, 0), 100)
                                 THEN pg_catalog.format('%I.%I', ln.nspname, l.collname) END,
                    'opclass', CASE WHEN NOT o.opcdefault OR xa.attoptions IS NOT NULL
                               THEN CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN ''
                                         ELSE pn.nspname || '.' END || o.opcname END,
                    'parameters', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1),
                                          pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
                                     FROM pg_catalog.unnest(xa.attoptions) v),
                    'operator', CASE WHEN en.nspname IN ('pg_catalog', 'public') THEN '' ELSE en.nspname || '.' END
                                || e.oprname,
                    'order', CASE WHEN i.indoption[p.n - 1] & 1 = 1 THEN 'desc' END,
                    'nulls', CASE WHEN i.indoption[p.n - 1] & 3 = 1 THEN 'last'
                                  WHEN i.indoption[p.n - 1] & 3 = 2 THEN 'first' END)) ORDER BY p.n)
             FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
             JOIN pg_catalog.pg_attribute xa ON xa.attrelid = x.oid AND xa.attnum = p.n
             JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[p.n - 1]
             JOIN pg_catalog.pg_operator e ON e.oid = k.conexclop[p.n]
             JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace
             JOIN pg_catalog.pg_namespace pn ON pn.oid = o.opcnamespace
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum AND p.attnum <> 0
             LEFT JOIN pg_catalog.pg_collation l ON l.oid = i.indcollation[p.n - 1]
             LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
            WHERE p.n <= i.indnkeyatts),
         'include', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY p.n)
                       FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
                      WHERE p.n > i.indnkeyatts),
         'with', (SELECT pg_catalog.json_object_agg(pg_catalog.split_part(v, '=', 1),
                         pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1) ORDER BY n)
                    FROM pg_catalog.unnest(x.reloptions) WITH ORDINALITY AS p(v, n)),
         'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid)))::text AS body
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am m ON m.oid = x.relam
 WHERE k.contype = 'x' AND k.conparentid = 0
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
