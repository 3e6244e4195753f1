CREATE OR REPLACE FUNCTION pg_temp.sg_period(k pg_catalog.pg_constraint, n bigint) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT CASE WHEN (pg_catalog.to_jsonb(k) ->> 'conperiod') = 'true' AND n = pg_catalog.cardinality(k.conkey)
              THEN 'PERIOD ' ELSE '' END
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_foreign_key(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  WITH quoted AS (
    SELECT a.attrelid, a.attnum, '"' || pg_catalog.replace(a.attname, '"', '""') || '"' AS name
      FROM pg_catalog.pg_attribute a)
  SELECT 'FOREIGN KEY (' || (SELECT pg_catalog.string_agg(pg_temp.sg_period(k, p.n) || q.name, ', ' ORDER BY p.n)
           FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.conrelid AND q.attnum = p.attnum)
         || ') REFERENCES "' || pg_catalog.replace(n.nspname, '"', '""') || '"."'
         || pg_catalog.replace(c.relname, '"', '""') || '" (' || (SELECT pg_catalog.string_agg(pg_temp.sg_period(k, p.n) || q.name, ', ' ORDER BY p.n)
           FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.confrelid AND q.attnum = p.attnum) || ')'
         || CASE k.confmatchtype WHEN 'f' THEN ' MATCH FULL' ELSE '' END
         || CASE k.confupdtype WHEN 'r' THEN ' ON UPDATE RESTRICT' WHEN 'c' THEN ' ON UPDATE CASCADE'
                 WHEN 'n' THEN ' ON UPDATE SET NULL' WHEN 'd' THEN ' ON UPDATE SET DEFAULT' ELSE '' END
         || CASE k.confdeltype WHEN 'r' THEN ' ON DELETE RESTRICT' WHEN 'c' THEN ' ON DELETE CASCADE'
                 WHEN 'n' THEN ' ON DELETE SET NULL' WHEN 'd' THEN ' ON DELETE SET DEFAULT' ELSE '' END
         || COALESCE((SELECT ' (' || pg_catalog.string_agg(q.name, ', ' ORDER BY p.n) || ')'
           FROM pg_catalog.jsonb_array_elements_text(NULLIF(pg_catalog.to_jsonb(k) -> 'confdelsetcols', 'null'))
                WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.conrelid AND q.attnum = p.attnum::int2), '')
         || CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                 WHEN k.condeferrable THEN ' DEFERRABLE INITIALLY IMMEDIATE' ELSE '' END
         || CASE WHEN (pg_catalog.to_jsonb(k) ->> 'conenforced') = 'false' THEN ' NOT ENFORCED'
                 WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'f'
$fn$;
