CREATE OR REPLACE FUNCTION pg_temp.sg_row_security(rel text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT NULLIF(CASE WHEN c.relrowsecurity THEN 'ENABLE ' ELSE '' END
                || CASE WHEN c.relforcerowsecurity THEN 'FORCE ' ELSE '' END, '')
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)
$fn$;
