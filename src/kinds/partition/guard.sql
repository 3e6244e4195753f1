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
-- Gives the parts of a partition, which the server does not rename with table and columns, the names that they go by; all
-- step aside first, for one may have the name of another. Keys and foreign keys are constraints, other indexes are not.
CREATE OR REPLACE FUNCTION pg_temp.sg_name_parts(rel text, names jsonb) RETURNS void LANGUAGE plpgsql AS $fn$
DECLARE
  part record;
BEGIN
  FOR pass IN 1 .. 2 LOOP
    FOR part IN
      SELECT k.conname AS was, n.value AS name, k.oid, true AS tied
        FROM pg_catalog.jsonb_each_text(names) n JOIN pg_catalog.pg_constraint w ON w.conname = n.key
        JOIN pg_catalog.pg_constraint k ON k.conparentid = w.oid AND k.conrelid = pg_catalog.to_regclass(rel)
      UNION ALL
      SELECT c.relname, n.value, c.oid, false
        FROM pg_catalog.jsonb_each_text(names) n JOIN pg_catalog.pg_class w ON w.relname = n.key
        JOIN pg_catalog.pg_inherits h ON h.inhparent = w.oid JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid
        JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid AND x.indrelid = pg_catalog.to_regclass(rel)
       WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND k.contype <> 'f')
    LOOP
      CONTINUE WHEN part.was = part.name;
      EXECUTE pg_catalog.format(CASE WHEN part.tied THEN 'ALTER TABLE %1$s RENAME CONSTRAINT %3$I TO %4$I'
                                     ELSE 'ALTER INDEX %2$I.%3$I RENAME TO %4$I' END,
                                rel, (pg_catalog.parse_ident(rel))[1], part.was,
                                CASE pass WHEN 1 THEN 'sg_passing_name_' || part.oid ELSE part.name END);
    END LOOP;
  END LOOP;
END $fn$;
