CREATE OR REPLACE FUNCTION pg_temp.sg_seed(rel text, keys text[], seeds jsonb, store boolean) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  part record; same text; fits text; missing boolean;
BEGIN
  -- rows with the same columns go together
  FOR part IN
    SELECT g.cols, pg_catalog.jsonb_agg(g.line ORDER BY g.n) AS lines,
           (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ') FROM pg_catalog.unnest(g.cols) c) AS list,
           (SELECT pg_catalog.string_agg(pg_catalog.format('%1$I = s.%1$I', c), ', ')
              FROM pg_catalog.unnest(g.cols) c WHERE c <> ALL (keys)) AS sets
      FROM (SELECT e.line, e.n, ARRAY(SELECT k FROM pg_catalog.jsonb_object_keys(e.line) k ORDER BY k) AS cols
              FROM pg_catalog.jsonb_array_elements(seeds) WITH ORDINALITY AS e(line, n)) g
     GROUP BY g.cols ORDER BY pg_catalog.min(g.n)
  LOOP
    SELECT pg_catalog.string_agg(pg_catalog.format(
             'pg_catalog.to_jsonb(t.%1$I) IS NOT DISTINCT FROM pg_catalog.to_jsonb(s.%1$I)', c), ' AND ')
      INTO same FROM pg_catalog.unnest(part.cols) c;
    SELECT COALESCE(pg_catalog.string_agg(pg_catalog.format('t.%1$I IS NOT DISTINCT FROM s.%1$I', c), ' AND '), same)
      INTO fits FROM pg_catalog.unnest(keys) c;
    IF store AND part.sets IS NOT NULL AND pg_catalog.cardinality(keys) > 0 THEN
      EXECUTE pg_catalog.format('UPDATE %1$s AS t SET %2$s FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE %3$s AND NOT (%4$s)', rel, part.sets, fits, same) USING part.lines;
    END IF;
    IF store THEN
      EXECUTE pg_catalog.format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s '
                                'FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %3$s)', rel, part.list, fits)
        USING part.lines;
    ELSE
      EXECUTE pg_catalog.format('SELECT EXISTS (SELECT FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %2$s))', rel, same)
        INTO missing USING part.lines;
      IF missing THEN RETURN 'rows are missing or different'; END IF;
    END IF;
  END LOOP;
  RETURN 'seeded';
END $fn$;
