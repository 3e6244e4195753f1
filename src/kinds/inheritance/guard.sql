CREATE OR REPLACE FUNCTION pg_temp.sg_inherits(rel text, base text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'INHERITS ' || n.nspname || '.' || p.relname
    FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND NOT c.relispartition
    JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
    JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
   WHERE c.oid = pg_catalog.to_regclass($1) AND p.oid = pg_catalog.to_regclass($2)
$fn$;
