-- The view, materialized or not, in words. Its query is that of the side which the server spells the same way, else the
-- server's own; where it is both, that of the side with its options.
CREATE OR REPLACE FUNCTION pg_temp.sg_view(name text, sides text[], VARIADIC queries text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  actual text; spelled text; found text; said text := pg_temp.sg_view_options(name, sides);
BEGIN
  IF said IS NULL THEN RETURN NULL; END IF;
  actual := pg_catalog.pg_get_viewdef(pg_catalog.to_regclass(name));
  FOR i IN 1 .. pg_catalog.cardinality(queries) LOOP
    CONTINUE WHEN found IS NOT NULL AND sides[i] <> said;
    BEGIN
      EXECUTE 'CREATE TEMP VIEW sg_twin AS ' || queries[i];
      spelled := pg_catalog.pg_get_viewdef('pg_temp.sg_twin'::pg_catalog.regclass);
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- no query over the tables as they stand
    END;
    IF spelled = actual THEN found := queries[i]; END IF;
    EXIT WHEN found IS NOT NULL AND sides[i] = said;
  END LOOP;
  RETURN said || E'\n' || COALESCE(found, pg_catalog.rtrim(pg_catalog.btrim(actual, E' \n'), ';'));
END $fn$;
-- Its options; without a TOAST table, those of either side that are the same but for parameters of that.
CREATE OR REPLACE FUNCTION pg_temp.sg_view_options(name text, sides text[]) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT COALESCE((SELECT s.side FROM pg_catalog.unnest($2) WITH ORDINALITY AS s(side, place)
                    WHERE h.toast = 0 AND pg_catalog.regexp_replace(s.side, ' toast\.[^ ]*', '', 'g') = h.held
                    ORDER BY s.place LIMIT 1), h.held)
    FROM (SELECT c.reltoastrelid AS toast, pg_catalog.concat_ws(' ',
                   CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END,
                   (SELECT 'using ' || m.amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'),
                   (SELECT pg_catalog.string_agg(CASE WHEN o LIKE 'security%' THEN pg_catalog.split_part(o, '=', 1)
                                                      ELSE o END, ' ' ORDER BY o)
                      FROM (SELECT pg_catalog.unnest(c.reloptions)
                            UNION ALL SELECT 'toast.' || pg_catalog.unnest(t.reloptions)) AS p (o)
                     WHERE o NOT LIKE 'security%' OR pg_catalog.split_part(o, '=', 2)::boolean)) AS held
            FROM pg_catalog.pg_class c
            LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
           WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('v', 'm')) h
$fn$;
