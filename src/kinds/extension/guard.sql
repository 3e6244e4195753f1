CREATE OR REPLACE FUNCTION pg_temp.sg_extension(name text, with_version boolean) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT 'in schema ' || n.nspname || CASE WHEN $2 THEN ' version ' || e.extversion ELSE '' END
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
   WHERE e.extname = $1
$fn$;
