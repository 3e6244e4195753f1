CREATE OR REPLACE FUNCTION pg_temp.sg_domain_check(dom text, name text, VARIADIC exprs text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT 'CHECK (' || pg_temp.sg_same(NULL, pg_catalog.pg_get_expr(k.conbin, 0), pg_catalog.replace(
           'CREATE DOMAIN sg_twin_domain AS ' || pg_catalog.format_type(t.typbasetype, t.typtypmod)
           || CASE WHEN l.oid <> b.typcollation THEN pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname)
              ELSE '' END, '%', '%%') || ' CHECK (%s)', VARIADIC $3) || ')'
         || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_type t ON t.oid = k.contypid
    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE t.oid = pg_catalog.to_regtype($1) AND k.conname = $2 AND k.contype = 'c'
$fn$;
