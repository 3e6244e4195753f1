-- A rule in words, without its table: event and the rest of the candidate (in pairs) which the server spells the same
-- way on an empty twin, else the server's own.
CREATE OR REPLACE FUNCTION pg_temp.sg_rule(rel text, name text, VARIADIC candidates text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  r oid; actual text; spelled text; said text; i integer := 1;
BEGIN
  SELECT w.oid, pg_temp.sg_rule_text(w.oid) INTO r, actual FROM pg_catalog.pg_rewrite w
   WHERE w.ev_class = pg_catalog.to_regclass(rel) AND w.rulename = name;
  IF NOT FOUND THEN RETURN NULL; END IF;
  said := actual;
  WHILE i < pg_catalog.cardinality(candidates) LOOP
    BEGIN
      EXECUTE pg_catalog.format('CREATE TEMP TABLE sg_twin (LIKE %s)', rel);
      EXECUTE pg_catalog.format('CREATE RULE sg_rule AS ON %s TO pg_temp.sg_twin %s', candidates[i], candidates[i + 1]);
      SELECT pg_temp.sg_rule_text(oid) INTO spelled FROM pg_catalog.pg_rewrite
       WHERE ev_class = 'pg_temp.sg_twin'::pg_catalog.regclass;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- no rule of the tables as they stand
    END;
    IF spelled = actual THEN
      said := candidates[i] || ' ' || candidates[i + 1];
      EXIT;
    END IF;
    i := i + 2;
  END LOOP;
  RETURN said || ' ' || pg_temp.sg_rule_enabled(rel, name);
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_rule_text(rule oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT e.event || pg_catalog.substr(d.text, pg_catalog.strpos(d.text, '.' || pg_catalog.quote_ident(c.relname))
                                              + pg_catalog.length(pg_catalog.quote_ident(c.relname)) + 1)
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    JOIN (VALUES ('2', 'UPDATE'), ('3', 'INSERT'), ('4', 'DELETE')) e (type, event) ON e.type = r.ev_type::text
   CROSS JOIN LATERAL (SELECT pg_catalog.substr(pg_catalog.pg_get_ruledef(r.oid), pg_catalog.length(pg_catalog.format(
                                E'CREATE RULE %I AS\n    ON %s TO ', r.rulename, e.event))) AS text) d
   WHERE r.oid = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_rule_enabled(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE ev_enabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END
    FROM pg_catalog.pg_rewrite WHERE ev_class = pg_catalog.to_regclass($1) AND rulename = $2
$fn$;
