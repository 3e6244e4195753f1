CREATE OR REPLACE FUNCTION pg_temp.sg_statistics(rel text, name text, VARIADIC lists text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT 'statistics' || CASE WHEN s.stxkind @> '{d,f,m}' OR NOT s.stxkind && '{d,f,m}' THEN ''
           ELSE (SELECT ' (' || pg_catalog.string_agg(w.word, ', ' ORDER BY w.word COLLATE "C") || ')'
                   FROM (VALUES ('d', 'ndistinct'), ('f', 'dependencies'), ('m', 'mcv')) AS w (kind, word)
                  WHERE w.kind::"char" = ANY (s.stxkind)) END
         || ' ON ' || pg_temp.sg_same($1, pg_catalog.pg_get_statisticsobjdef_columns(s.oid),
                                      'CREATE STATISTICS pg_temp.sg_twin_statistics ON %s FROM sg_twin ', VARIADIC $3)
    FROM pg_catalog.pg_statistic_ext s
    JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid AND c.relnamespace = s.stxnamespace
   WHERE c.oid = pg_catalog.to_regclass($1) AND s.stxname = $2
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_statistics_target(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT COALESCE(s.stxstattarget, -1)::text
    FROM pg_catalog.pg_statistic_ext s
    JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid AND c.relnamespace = s.stxnamespace
   WHERE c.oid = pg_catalog.to_regclass($1) AND s.stxname = $2
$fn$;
