-- Extended statistics, as long as they are in the schema of their table.
SELECT n.nspname::text AS schema, c.relname::text AS parent, s.stxname::text AS name,
       pg_catalog.obj_description(s.oid, 'pg_statistic_ext') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'columns', (SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attnum = ANY (s.stxkeys)),
         'kinds', CASE WHEN s.stxkind @> '{d,f,m}' OR NOT s.stxkind && '{d,f,m}' THEN NULL
                       ELSE (SELECT pg_catalog.jsonb_agg(CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies' ELSE 'mcv' END)
                               FROM pg_catalog.unnest(s.stxkind) k WHERE k <> 'e') END,
         'target', CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END)
       || COALESCE((SELECT pg_catalog.jsonb_build_object('columns',
              COALESCE((SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum = ANY (s.stxkeys)), '[]')
              || pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('expression', e)))
            FROM pg_catalog.unnest(pg_catalog.pg_get_statisticsobjdef_expressions(s.oid)) e HAVING pg_catalog.count(*) > 0), '{}')
       )::text AS body
  FROM pg_catalog.pg_statistic_ext s
  JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE s.stxnamespace = c.relnamespace AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
