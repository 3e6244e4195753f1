CREATE OR REPLACE FUNCTION pg_temp.sg_aggregate_call(option text, function oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT option || ' = ' || CASE WHEN n.nspname IN ('pg_catalog', 'public') THEN ''
                                 ELSE pg_catalog.quote_ident(n.nspname) || '.' END || pg_catalog.quote_ident(p.proname)
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = $2
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_aggregate(space text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat('(', COALESCE(NULLIF(pg_catalog.pg_get_function_arguments(p.oid), ''), '*'), ') (', E'\n  ',
    pg_catalog.concat_ws(E',\n  ', pg_temp.sg_aggregate_call('SFUNC', a.aggtransfn),
      'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL), 'SSPACE = ' || NULLIF(a.aggtransspace, 0),
      pg_temp.sg_aggregate_call('FINALFUNC', a.aggfinalfn), CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
      CASE a.aggfinalmodify WHEN 's' THEN 'FINALFUNC_MODIFY = SHAREABLE' WHEN 'w' THEN 'FINALFUNC_MODIFY = READ_WRITE' END,
      'INITCOND = ' || pg_catalog.quote_literal(a.agginitval),
      pg_temp.sg_aggregate_call('COMBINEFUNC', a.aggcombinefn), pg_temp.sg_aggregate_call('SERIALFUNC', a.aggserialfn),
      pg_temp.sg_aggregate_call('DESERIALFUNC', a.aggdeserialfn), pg_temp.sg_aggregate_call('MSFUNC', a.aggmtransfn),
      pg_temp.sg_aggregate_call('MINVFUNC', a.aggminvtransfn),
      'MSTYPE = ' || CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END,
      'MSSPACE = ' || NULLIF(a.aggmtransspace, 0), pg_temp.sg_aggregate_call('MFINALFUNC', a.aggmfinalfn),
      CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
      CASE WHEN a.aggmtransfn = 0 THEN NULL WHEN a.aggmfinalmodify = 's' THEN 'MFINALFUNC_MODIFY = SHAREABLE'
           WHEN a.aggmfinalmodify = 'w' THEN 'MFINALFUNC_MODIFY = READ_WRITE' END,
      'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval),
      (SELECT 'SORTOP = ' || CASE WHEN s.nspname IN ('pg_catalog', 'public') THEN o.oprname::text
                                  ELSE 'OPERATOR(' || pg_catalog.quote_ident(s.nspname) || '.' || o.oprname || ')' END
         FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
      CASE p.proparallel WHEN 'r' THEN 'PARALLEL = RESTRICTED' WHEN 's' THEN 'PARALLEL = SAFE' END), E'\n)')
    FROM pg_catalog.pg_aggregate a
    JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE p.oid >= 16384 AND n.nspname = $1 AND p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' = $2
$fn$;
