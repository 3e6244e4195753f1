CREATE OR REPLACE FUNCTION pg_temp.sg_index(rel text, name text, VARIADIC tails text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT CASE WHEN i.indisvalid THEN '' ELSE 'INVALID ' END || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
         || 'ON ' || tn.nspname || '.' || t.relname || ' '
         || pg_temp.sg_same(pg_catalog.format('%I.%I', tn.nspname, t.relname), pg_temp.sg_index_tail(c.oid),
                            CASE WHEN i.indisunique THEN 'CREATE UNIQUE INDEX ON sg_twin %s'
                                 ELSE 'CREATE INDEX ON sg_twin %s' END, VARIADIC $3)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
   WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
$fn$;
