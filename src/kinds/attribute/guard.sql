CREATE OR REPLACE FUNCTION pg_temp.sg_attribute(type text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN l.oid <> y.typcollation
         THEN ' COLLATE ' || pg_catalog.format(CASE WHEN n.nspname IN ('pg_catalog', 'public') THEN '%2$I' ELSE '%1$I.%2$I' END,
                                               n.nspname, l.collname) ELSE '' END
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE t.oid = pg_catalog.to_regtype($1) AND a.attname = $2
$fn$;
