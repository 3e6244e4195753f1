CREATE OR REPLACE FUNCTION pg_temp.sg_schema(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'schema' FROM pg_catalog.pg_namespace n WHERE n.nspname = $1
$fn$;
