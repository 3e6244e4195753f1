-- A trigger in words, without its table: those of the candidate (what stands in front of the table and what behind)
-- which the server spells the same way on an empty twin, else the server's own.
CREATE OR REPLACE FUNCTION pg_temp.sg_trigger(rel text, name text, VARIADIC candidates text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  t record; twin text; spelled text; said text; i integer := 1;
BEGIN
  SELECT g.oid, g.tgenabled, c.relname, c.relkind, pg_temp.sg_trigger_text(g.oid) AS def
    INTO t FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
   WHERE g.tgrelid = pg_catalog.to_regclass(rel) AND g.tgname = name AND NOT g.tgisinternal;
  IF NOT FOUND THEN RETURN NULL; END IF;
  said := t.def;
  twin := pg_catalog.format(CASE t.relkind WHEN 'v' THEN 'CREATE TEMP VIEW %I AS SELECT * FROM %s'
                                           ELSE 'CREATE TEMP TABLE %I (LIKE %s)' END, t.relname, rel);
  WHILE i < pg_catalog.cardinality(candidates) LOOP
    BEGIN
      EXECUTE twin;
      EXECUTE candidates[i] || pg_catalog.format(' ON pg_temp.%I ', t.relname) || candidates[i + 1];
      SELECT pg_temp.sg_trigger_text(oid) INTO spelled FROM pg_catalog.pg_trigger
       WHERE tgrelid = pg_catalog.format('pg_temp.%I', t.relname)::pg_catalog.regclass;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- no trigger of the table as it stands
    END;
    IF spelled = t.def THEN
      said := candidates[i] || ' ON ' || candidates[i + 1];
      EXIT;
    END IF;
    i := i + 2;
  END LOOP;
  RETURN said || ' ' || pg_temp.sg_trigger_enabled(rel, name);
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_trigger_text(trigger oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.regexp_replace(pg_catalog.replace(pg_catalog.pg_get_triggerdef(t.oid),
           pg_catalog.format(' ON %I.%I ', n.nspname, c.relname), ' ON '),
           ' ON pg_temp\.("([^"]|"")*"|[^ "]*) ', ' ON ')
    FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE t.oid = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_trigger_enabled(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE tgenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END
    FROM pg_catalog.pg_trigger
   WHERE tgrelid = pg_catalog.to_regclass($1) AND tgname = $2 AND NOT tgisinternal
$fn$;
