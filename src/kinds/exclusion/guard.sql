CREATE OR REPLACE FUNCTION pg_temp.sg_exclusion(rel text, name text, VARIADIC clauses text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT pg_temp.sg_same($1, pg_catalog.pg_get_constraintdef(k.oid), 'ALTER TABLE sg_twin ADD %s', VARIADIC $3)
    FROM pg_catalog.pg_constraint k
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'x'
$fn$;
