-- Where a partition belongs and for which rows; the candidates are bounds that the server may spell another way.
CREATE OR REPLACE FUNCTION pg_temp.sg_partition(rel text, VARIADIC bounds text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  base pg_catalog.regclass; wanted text; spelled text;
  actual text := (SELECT pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM pg_catalog.pg_class c
                   WHERE c.oid = pg_catalog.to_regclass(rel));
  pending text := '';
BEGIN
  SELECT h.inhparent, CASE WHEN h.inhdetachpending THEN ' DETACH PENDING' ELSE '' END INTO base, pending
    FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND c.relispartition
   WHERE h.inhrelid = pg_catalog.to_regclass(rel);
  IF NOT FOUND THEN RETURN NULL; END IF;
  FOREACH wanted IN ARRAY bounds LOOP
    EXIT WHEN actual = wanted;
    BEGIN
      EXECUTE pg_catalog.format('CREATE TEMP TABLE sg_twin (LIKE %s) PARTITION BY %s', base,
                                pg_catalog.pg_get_partkeydef(base));
      EXECUTE 'CREATE TEMP TABLE sg_twin_part PARTITION OF pg_temp.sg_twin ' || wanted;
      SELECT pg_catalog.pg_get_expr(c.relpartbound, c.oid) INTO spelled FROM pg_catalog.pg_class c
       WHERE c.oid = 'pg_temp.sg_twin_part'::pg_catalog.regclass;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;
    END;
    IF pg_temp.sg_bound(spelled) = pg_temp.sg_bound(actual) THEN actual := wanted; END IF;
  END LOOP;
  RETURN (SELECT 'PARTITION OF ' || n.nspname || '.' || p.relname || ' ' || actual || pending
            FROM pg_catalog.pg_class p JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace WHERE p.oid = base);
END $fn$;
-- The bound, a list in the order of its values.
CREATE OR REPLACE FUNCTION pg_temp.sg_bound(bound text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $fn$
DECLARE
  list text := pg_catalog.substring(bound, '^FOR VALUES IN \((.*)\)$');
BEGIN
  IF list IS NOT NULL THEN
    EXECUTE pg_catalog.format('SELECT pg_catalog.array_agg(v ORDER BY v COLLATE "C")::text
                                 FROM pg_catalog.unnest(ARRAY[%s]::text[]) v', list) INTO list;
  END IF;
  RETURN COALESCE(list, bound);
END $fn$;
