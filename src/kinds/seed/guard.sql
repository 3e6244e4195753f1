CREATE OR REPLACE FUNCTION pg_temp.sg_seed(rel text, keys text[], seeds jsonb, store boolean) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  part record; same text; fits text; named text[]; odd text[] := '{}';
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
      PERFORM pg_temp.sg_seed_numbers(rel, part.cols);
    ELSE
      EXECUTE pg_catalog.format(
          'SELECT pg_catalog.array_agg((SELECT pg_catalog.jsonb_object_agg(k, v)::text '
          'FROM pg_catalog.jsonb_each(pg_catalog.to_jsonb(s)) e(k, v) WHERE k = ANY ($2)) || '
          'CASE WHEN EXISTS (SELECT FROM %1$s t WHERE %3$s) THEN '' is different'' ELSE '' is missing'' END) '
          'FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
          'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %2$s)', rel, same, fits)
        INTO named USING part.lines, CASE WHEN pg_catalog.cardinality(keys) > 0 THEN keys ELSE part.cols END;
      odd := odd || named;
    END IF;
  END LOOP;
  IF pg_catalog.cardinality(odd) > 10 THEN
    RETURN pg_catalog.format('%s and %s more', pg_catalog.array_to_string(odd[1:10], ', '),
                             pg_catalog.cardinality(odd) - 10);
  END IF;
  RETURN COALESCE(NULLIF(pg_catalog.array_to_string(odd, ', '), ''), 'seeded');
END $fn$;
-- Sequences whose columns have values from seeds go on behind them.
CREATE OR REPLACE FUNCTION pg_temp.sg_seed_numbers(rel text, cols text[]) RETURNS void LANGUAGE plpgsql AS $fn$
DECLARE
  numbered record;
BEGIN
  FOR numbered IN
    SELECT a.attname AS name, pg_catalog.pg_get_serial_sequence(rel, a.attname) AS sequence
      FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = pg_catalog.to_regclass(rel) AND a.attname = ANY (cols)
       AND a.atttypid IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype)
  LOOP
    CONTINUE WHEN numbered.sequence IS NULL OR NOT pg_catalog.has_sequence_privilege(numbered.sequence, 'SELECT')
                  OR NOT pg_catalog.has_sequence_privilege(numbered.sequence, 'UPDATE');
    EXECUTE pg_catalog.format(
        'SELECT pg_catalog.setval(q.seqrelid, CASE WHEN q.seqincrement > 0 THEN t.most ELSE t.least END) '
        'FROM pg_catalog.pg_sequence q, %3$s s, '
        '(SELECT pg_catalog.max(%1$I) AS most, pg_catalog.min(%1$I) AS least FROM %2$s) t '
        'WHERE q.seqrelid = %3$L::pg_catalog.regclass AND CASE WHEN q.seqincrement > 0 '
        'THEN t.most BETWEEN s.last_value AND q.seqmax ELSE t.least BETWEEN q.seqmin AND s.last_value END',
        numbered.name, rel, numbered.sequence);
  END LOOP;
END $fn$;
