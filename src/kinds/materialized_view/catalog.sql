-- Materialized views.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.relname::text AS name,
       pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'query', pg_catalog.pg_get_viewdef(c.oid),
         'using', NULLIF(m.amname, 'heap'),
         'with', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1),
                         pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
                    FROM (SELECT pg_catalog.unnest(c.reloptions)
                          UNION ALL SELECT 'toast.' || pg_catalog.unnest(t.reloptions)) AS o (v)),
         'withNoData', NOT c.relispopulated))::text AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am m ON m.oid = c.relam
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
 WHERE c.relkind = 'm'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
