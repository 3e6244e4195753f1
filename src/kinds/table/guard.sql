CREATE OR REPLACE FUNCTION pg_temp.sg_table(name text, exprs jsonb DEFAULT '{}', keys boolean DEFAULT true,
                                            VARIADIC partition_keys text[] DEFAULT '{}') RETURNS text
LANGUAGE sql AS $fn$
  SELECT pg_catalog.concat_ws(E'\n',
    CASE WHEN c.relpersistence = 'u' AND c.relkind <> 'p' THEN 'unlogged table' ELSE 'table' END || COALESCE(' PARTITION BY ' || pg_temp.sg_partition_key($1, $4), '') || COALESCE(pg_temp.sg_table_server($1), ''),
    (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_temp.sg_column($1, a.attname, 'all', VARIADIC CASE
               pg_catalog.jsonb_typeof($2 -> a.attname) WHEN 'array'
               THEN ARRAY(SELECT pg_catalog.jsonb_array_elements_text($2 -> a.attname)) ELSE ARRAY[$2 ->> a.attname] END),
                                  E'\n' ORDER BY a.attname COLLATE "C")
       FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT pg_catalog.string_agg(k.conname || ' ' || pg_temp.sg_key($1, k.conname), E'\n'
                                  ORDER BY k.conname COLLATE "C")
       FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u') AND $3))
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p', 'f')
$fn$;
-- The server's text of a partition key, or that of the candidate which the server spells the same way.
CREATE OR REPLACE FUNCTION pg_temp.sg_partition_key(rel text, candidates text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  actual text := pg_catalog.pg_get_partkeydef(pg_catalog.to_regclass(rel)); candidate text; spelled text;
BEGIN
  IF actual IS NULL OR actual = ANY (candidates) THEN RETURN actual; END IF;
  FOREACH candidate IN ARRAY candidates LOOP
    BEGIN
      EXECUTE pg_catalog.format('CREATE TEMP TABLE sg_twin (LIKE %s) PARTITION BY %s', rel, candidate);
      spelled := pg_catalog.pg_get_partkeydef('pg_temp.sg_twin'::pg_catalog.regclass);
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;
    END;
    IF spelled = actual THEN RETURN candidate; END IF;
  END LOOP;
  RETURN actual;
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_table_logging(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE WHEN c.relpersistence = 'u' AND c.relkind <> 'p' THEN 'UNLOGGED' ELSE 'LOGGED' END
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)
$fn$;
-- A table without a TOAST table takes parameters of that and forgets them: it has those of either side.
CREATE OR REPLACE FUNCTION pg_temp.sg_table_parameters(name text, VARIADIC sides text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT COALESCE(
           (SELECT s.side FROM pg_catalog.unnest($2) WITH ORDINALITY AS s(side, place)
             WHERE c.reltoastrelid = 0 AND c.relkind = 'r'
               AND h.held = 'WITH (' || COALESCE((
                     SELECT pg_catalog.string_agg(o.v, ', ' ORDER BY o.place)
                       FROM pg_catalog.regexp_split_to_table(pg_catalog.substr(s.side, 7, pg_catalog.length(s.side) - 7), ', ')
                            WITH ORDINALITY AS o(v, place)
                      WHERE o.v NOT LIKE 'toast.%'), '') || ')'
             ORDER BY s.place LIMIT 1), h.held)
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
   CROSS JOIN LATERAL (
         SELECT 'WITH (' || COALESCE(pg_catalog.string_agg(o.v, ', ' ORDER BY pg_catalog.split_part(o.v, '=', 1) COLLATE "C"), '')
                || ')' AS held
           FROM (SELECT pg_catalog.unnest(c.reloptions)
                 UNION ALL SELECT 'toast.' || pg_catalog.unnest(t.reloptions)) AS o (v)) h
   WHERE c.oid = pg_catalog.to_regclass($1)
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_table_server(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT E'\nSERVER ' || s.srvname || pg_temp.sg_options(f.ftoptions)
    FROM pg_catalog.pg_foreign_table f
    JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
   WHERE f.ftrelid = pg_catalog.to_regclass($1)
$fn$;
