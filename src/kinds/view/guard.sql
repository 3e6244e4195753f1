-- The view in words. Its query is that of the candidate which the server spells the same way, else the server's own.
CREATE OR REPLACE FUNCTION pg_temp.sg_view(name text, VARIADIC queries text[]) RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  rel oid := pg_catalog.to_regclass(name); actual text; spelled text; candidate text; said text;
BEGIN
  SELECT pg_catalog.pg_get_viewdef(c.oid), pg_catalog.concat_ws(' ', 'view',
           (SELECT pg_catalog.string_agg(
                     CASE WHEN o LIKE 'security%' THEN pg_catalog.split_part(o, '=', 1) ELSE o END, ' ' ORDER BY o)
              FROM pg_catalog.unnest(c.reloptions) o
             WHERE o NOT LIKE 'security%' OR pg_catalog.split_part(o, '=', 2)::boolean))
    INTO actual, said FROM pg_catalog.pg_class c WHERE c.oid = rel AND c.relkind = 'v';
  IF NOT FOUND THEN RETURN NULL; END IF;
  FOREACH candidate IN ARRAY queries LOOP
    CONTINUE WHEN candidate IS NULL;
    BEGIN
      EXECUTE 'CREATE TEMP VIEW sg_twin AS ' || candidate;
      spelled := pg_catalog.pg_get_viewdef('pg_temp.sg_twin'::pg_catalog.regclass);
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- no query over the tables as they stand
    END;
    IF spelled = actual THEN RETURN said || E'\n' || candidate; END IF;
  END LOOP;
  RETURN said || E'\n' || pg_catalog.rtrim(pg_catalog.btrim(actual, E' \n'), ';');
END $fn$;
