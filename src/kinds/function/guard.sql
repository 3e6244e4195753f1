-- A function or procedure in words. Arguments, result and SQL body are those of the candidate (three texts each) that
-- the server spells the same way, else the server's own.
CREATE OR REPLACE FUNCTION pg_temp.sg_routine(type text, space text, name text, VARIADIC candidates text[])
RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  p record; twin text[]; said text[]; candidate text[]; i integer := 1;
BEGIN
  SELECT r.*, l.lanname, pg_catalog.pg_get_function_arguments(r.oid) AS arguments,
         pg_catalog.pg_get_function_result(r.oid) AS result, pg_catalog.pg_get_function_sqlbody(r.oid) AS body
    INTO p FROM pg_catalog.pg_proc r
    JOIN pg_catalog.pg_namespace n ON n.oid = r.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = r.prolang
   WHERE r.oid >= 16384 AND n.nspname = space AND r.prokind = ANY (CASE type WHEN 'procedure' THEN '{p}' ELSE '{f,w}' END::"char"[])
     AND r.proname || '(' || pg_catalog.oidvectortypes(r.proargtypes) || ')' = name;
  IF NOT FOUND THEN RETURN NULL; END IF;
  said := ARRAY[p.arguments, p.result, p.body];
  WHILE i < pg_catalog.cardinality(candidates) LOOP
    candidate := candidates[i:i + 2];
    i := i + 3;
    EXIT WHEN candidate IS NOT DISTINCT FROM said;
    BEGIN
      EXECUTE pg_catalog.concat('CREATE ', type, ' pg_temp.', pg_catalog.quote_ident(p.proname), '(', candidate[1], ')',
                                ' RETURNS ' || candidate[2],
                                ' LANGUAGE sql ', COALESCE(candidate[3], 'AS '''''));
      SELECT ARRAY[pg_catalog.pg_get_function_arguments(r.oid), pg_catalog.pg_get_function_result(r.oid),
                   pg_catalog.pg_get_function_sqlbody(r.oid)]
        INTO twin FROM pg_catalog.pg_proc r
       WHERE r.proname = p.proname AND r.pronamespace = pg_catalog.pg_my_temp_schema();
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN twin := NULL;  -- no routine of the types as they stand
    END;
    -- a candidate leaves out the result that OUT arguments say
    IF twin[1] = p.arguments AND twin[2] IS NOT DISTINCT FROM p.result AND twin[3] IS NOT DISTINCT FROM p.body THEN
      said := candidate;
      EXIT;
    END IF;
  END LOOP;
  RETURN pg_catalog.concat('(', said[1], ')', ' RETURNS ' || said[2], ' LANGUAGE ', p.lanname,
    CASE p.prokind WHEN 'w' THEN ' WINDOW' END, CASE p.provolatile WHEN 's' THEN ' STABLE' WHEN 'i' THEN ' IMMUTABLE' END,
    CASE WHEN p.proleakproof THEN ' LEAKPROOF' END, CASE WHEN p.proisstrict THEN ' STRICT' END,
    CASE WHEN p.prosecdef THEN ' SECURITY DEFINER' END,
    CASE p.proparallel WHEN 'r' THEN ' PARALLEL RESTRICTED' WHEN 's' THEN ' PARALLEL SAFE' END,
    CASE WHEN p.procost <> CASE WHEN p.lanname IN ('c', 'internal') THEN 1 ELSE 100 END
         THEN ' COST ' || p.procost::numeric END,
    CASE WHEN p.prorows NOT IN (0, 1000) THEN ' ROWS ' || p.prorows::numeric END,
    (SELECT pg_catalog.string_agg(' SET ' || s, '' ORDER BY pg_catalog.split_part(s, '=', 1) COLLATE "C")
       FROM pg_catalog.unnest(p.proconfig) s),
    ' IN ' || p.probin, E'\n', CASE WHEN p.body IS NULL THEN p.prosrc ELSE said[3] END);
END $fn$;
