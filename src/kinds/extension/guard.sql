CREATE OR REPLACE FUNCTION pg_temp.sg_extension(name text, with_version boolean) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT 'in schema ' || n.nspname || CASE WHEN $2 THEN ' version ' || e.extversion ELSE '' END
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
   WHERE e.extname = $1
$fn$;
-- The comment that comes with it.
CREATE OR REPLACE FUNCTION pg_temp.sg_extension_comment(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT a.comment FROM pg_catalog.pg_available_extensions a WHERE a.name = $1
$fn$;
