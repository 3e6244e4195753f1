CREATE OR REPLACE FUNCTION pg_temp.sg_table(name text, exprs jsonb DEFAULT '{}') RETURNS text
LANGUAGE sql AS $fn$
  SELECT pg_catalog.concat_ws(E'\n', 'table',
    (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_temp.sg_column($1, a.attname, 'all', $2 ->> a.attname),
                                  E'\n' ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT pg_catalog.string_agg(k.conname || ' ' || pg_temp.sg_key($1, k.conname), E'\n'
                                  ORDER BY k.conname COLLATE "C")
       FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u')))
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p')
$fn$;
