CREATE OR REPLACE FUNCTION pg_temp.sg_server(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat('SERVER', ' TYPE ' || s.srvtype, ' VERSION ' || s.srvversion,
                           ' FOREIGN DATA WRAPPER ' || w.fdwname, pg_temp.sg_options(s.srvoptions))
    FROM pg_catalog.pg_foreign_server s
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
   WHERE s.srvname = $1
$fn$;
