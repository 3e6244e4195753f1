CREATE OR REPLACE FUNCTION pg_temp.sg_key(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END
         || CASE WHEN (pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean THEN ' NULLS NOT DISTINCT' ELSE '' END
         || ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY p.n)
                      FILTER (WHERE p.n <= i.indnkeyatts)
         || CASE WHEN (pg_catalog.to_jsonb(k) ->> 'conperiod') = 'true' THEN ' WITHOUT OVERLAPS)' ELSE ')' END
         || COALESCE(' INCLUDE (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY p.n)
                      FILTER (WHERE p.n > i.indnkeyatts) || ')', '')
         || COALESCE((SELECT ' WITH (' || pg_catalog.string_agg(
                               pg_catalog.quote_ident(pg_catalog.split_part(o, '=', 1)) || '='
                               || pg_catalog.quote_literal(pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1)), ', '
                               ORDER BY pg_catalog.split_part(o, '=', 1) COLLATE "C") || ')'
                        FROM pg_catalog.pg_class x, pg_catalog.unnest(x.reloptions) o WHERE x.oid = k.conindid), '')
         || CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                 WHEN k.condeferrable THEN ' DEFERRABLE INITIALLY IMMEDIATE' ELSE '' END
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
    CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype IN ('p', 'u')
   GROUP BY k.*, k.oid, k.conindid, k.contype, k.condeferred, k.condeferrable, i.*
$fn$;
