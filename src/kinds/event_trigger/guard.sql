CREATE OR REPLACE FUNCTION pg_temp.sg_event_trigger(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat_ws(' ', t.evtevent,
           'IN (' || (SELECT pg_catalog.string_agg(x, ', ' ORDER BY x COLLATE "C") FROM pg_catalog.unnest(t.evttags) x)
             || ')',
           CASE WHEN n.nspname NOT IN ('public', 'pg_catalog') THEN pg_catalog.quote_ident(n.nspname) || '.' ELSE '' END
             || pg_catalog.quote_ident(f.proname),
           pg_temp.sg_event_trigger_enabled($1))
    FROM pg_catalog.pg_event_trigger t
    JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid
    JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
   WHERE t.evtname = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_event_trigger_enabled(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE evtenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END
    FROM pg_catalog.pg_event_trigger WHERE evtname = $1
$fn$;
