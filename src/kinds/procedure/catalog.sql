-- Procedures.
SELECT n.nspname::text AS schema, NULL::text AS parent,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS name,
       pg_catalog.obj_description(p.oid, 'pg_proc') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'arguments', NULLIF(pg_catalog.pg_get_function_arguments(p.oid), ''),
         'language', l.lanname,
         'security', CASE WHEN p.prosecdef THEN 'definer' END,
         'settings', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(s, '=', 1),
                                                         pg_catalog.substr(s, pg_catalog.strpos(s, '=') + 1))
                        FROM pg_catalog.unnest(p.proconfig) s),
         'library', p.probin,
         'sqlBody', pg_catalog.pg_get_function_sqlbody(p.oid),
         'body', CASE WHEN pg_catalog.pg_get_function_sqlbody(p.oid) IS NULL THEN p.prosrc END))::text AS body
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
 WHERE p.prokind IN ('p') AND p.oid >= 16384
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
                      AND e.deptype IN ('e', 'i'))
 ORDER BY 1, 3
