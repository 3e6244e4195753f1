CREATE OR REPLACE FUNCTION pg_temp.sg_check(rel text, name text, VARIADIC exprs text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT 'CHECK (' || pg_temp.sg_same($1, pg_catalog.pg_get_expr(k.conbin, k.conrelid),
                                      'ALTER TABLE sg_twin ADD CHECK (%s)', VARIADIC $3) || ')'
         || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
         || CASE WHEN (pg_catalog.to_jsonb(k) ->> 'conenforced') = 'false' THEN ' NOT ENFORCED'
                 WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
    FROM pg_catalog.pg_constraint k
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'c'
$fn$;
