-- Aggregates, but for those that order what they take (WITHIN GROUP).
SELECT n.nspname::text AS schema, NULL::text AS parent,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS name,
       pg_catalog.obj_description(p.oid, 'pg_proc') AS comment,
       (pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'arguments', NULLIF(pg_catalog.pg_get_function_arguments(p.oid), pg_catalog.oidvectortypes(p.proargtypes)),
         'stateType', pg_catalog.format_type(a.aggtranstype, NULL),
         'stateSpace', NULLIF(a.aggtransspace, 0),
         'finalExtra', a.aggfinalextra,
         'finalModify', CASE a.aggfinalmodify WHEN 's' THEN 'shareable' WHEN 'w' THEN 'readWrite' END,
         'initial', a.agginitval,
         'movingStateType', CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END,
         'movingStateSpace', NULLIF(a.aggmtransspace, 0),
         'movingFinalExtra', a.aggmfinalextra,
         'movingFinalModify', CASE WHEN a.aggmtransfn <> 0 THEN
           CASE a.aggmfinalmodify WHEN 's' THEN 'shareable' WHEN 'w' THEN 'readWrite' END END,
         'movingInitial', a.aggminitval,
         'sortOperator', (SELECT CASE WHEN s.nspname IN ('pg_catalog', 'public') THEN '' ELSE s.nspname || '.' END || o.oprname
                            FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
                           WHERE o.oid = a.aggsortop),
         'parallel', CASE p.proparallel WHEN 'r' THEN 'restricted' WHEN 's' THEN 'safe' END))
       || (SELECT pg_catalog.jsonb_object_agg(f.key,
                  CASE WHEN s.nspname IN ('pg_catalog', 'public') THEN '' WHEN s.nspname ~ '[."(]'
                       THEN '"' || pg_catalog.replace(s.nspname, '"', '""') || '".' ELSE s.nspname || '.' END
                  || CASE WHEN c.proname ~ '[."]' THEN '"' || pg_catalog.replace(c.proname, '"', '""') || '"'
                          ELSE c.proname END)
             FROM (VALUES ('transition', a.aggtransfn), ('final', a.aggfinalfn), ('combine', a.aggcombinefn),
                          ('serialize', a.aggserialfn), ('deserialize', a.aggdeserialfn),
                          ('movingTransition', a.aggmtransfn), ('movingInverse', a.aggminvtransfn),
                          ('movingFinal', a.aggmfinalfn)) AS f (key, fn)
             JOIN pg_catalog.pg_proc c ON c.oid = f.fn
             JOIN pg_catalog.pg_namespace s ON s.oid = c.pronamespace))::text AS body
  FROM pg_catalog.pg_aggregate a
  JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE a.aggkind = 'n' AND p.oid >= 16384
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
