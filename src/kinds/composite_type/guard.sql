CREATE OR REPLACE FUNCTION pg_temp.sg_composite(type text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat_ws(E'\n', 'type',
           (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_temp.sg_attribute($1, a.attname), E'\n' ORDER BY a.attnum)
              FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
   WHERE t.oid = pg_catalog.to_regtype($1)
$fn$;
