-- The policy in words. Its conditions are those of the candidates which the server spells the same way on an empty twin
-- that bears the name of the table, else the server's own.
CREATE OR REPLACE FUNCTION pg_temp.sg_policy(rel text, name text, VARIADIC conditions text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  p record; using_text text; check_text text;
BEGIN
  SELECT o.*, pg_catalog.pg_get_expr(o.polqual, o.polrelid) AS qual,
         pg_catalog.pg_get_expr(o.polwithcheck, o.polrelid) AS with_check, c.relname
    INTO p FROM pg_catalog.pg_policy o JOIN pg_catalog.pg_class c ON c.oid = o.polrelid
   WHERE o.polrelid = pg_catalog.to_regclass(rel) AND o.polname = name;
  IF NOT FOUND THEN RETURN NULL; END IF;
  using_text := pg_temp.sg_condition(rel, p.relname, p.qual, conditions);
  check_text := pg_temp.sg_condition(rel, p.relname, p.with_check, conditions);
  RETURN pg_catalog.concat_ws(' ', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                  ELSE 'ALL' END,
    'TO', (SELECT COALESCE(pg_catalog.string_agg(pg_catalog.quote_ident(r.rolname), ', '
                                                 ORDER BY r.rolname COLLATE "C"), 'public')
             FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles)),
    'USING (' || using_text || ')', 'WITH CHECK (' || check_text || ')');
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_condition(rel text, relname text, actual text, candidates text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  candidate text; spelled text;
BEGIN
  FOREACH candidate IN ARRAY candidates LOOP
    CONTINUE WHEN candidate IS NULL OR actual IS NULL;
    IF actual = candidate THEN RETURN candidate; END IF;
    BEGIN
      EXECUTE pg_catalog.format('CREATE TEMP TABLE %I (LIKE %s)', relname, rel);
      EXECUTE pg_catalog.format('CREATE POLICY sg_twin ON pg_temp.%I USING (', relname) || candidate || E'\n)';
      SELECT pg_catalog.pg_get_expr(polqual, polrelid) INTO spelled FROM pg_catalog.pg_policy
       WHERE polrelid = pg_catalog.format('pg_temp.%I', relname)::pg_catalog.regclass;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- no condition over the tables as they stand
    END;
    IF spelled = actual THEN RETURN candidate; END IF;
  END LOOP;
  RETURN actual;
END $fn$;
