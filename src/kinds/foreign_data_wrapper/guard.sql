CREATE OR REPLACE FUNCTION pg_temp.sg_wrapper(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'FOREIGN DATA WRAPPER'
         || CASE WHEN w.fdwhandler = 0 THEN ' NO HANDLER' ELSE ' HANDLER ' || pg_temp.sg_wrapper_function(w.fdwhandler) END
         || CASE WHEN w.fdwvalidator = 0 THEN ' NO VALIDATOR'
                 ELSE ' VALIDATOR ' || pg_temp.sg_wrapper_function(w.fdwvalidator) END
         || pg_temp.sg_options(w.fdwoptions)
    FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.fdwname = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_wrapper_function(function oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE WHEN n.nspname IN ('public', 'pg_catalog') THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' END
         || pg_catalog.quote_ident(p.proname)
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = $1
$fn$;
