CREATE OR REPLACE FUNCTION pg_temp.sg_enum(type text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT '(' || COALESCE(pg_catalog.string_agg(pg_catalog.to_json(e.enumlabel::text)::text, ', '
                                               ORDER BY e.enumsortorder), '') || ')'
    FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
   WHERE t.oid = pg_catalog.to_regtype($1) AND t.typtype = 'e' GROUP BY t.oid
$fn$;
