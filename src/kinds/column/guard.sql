CREATE OR REPLACE FUNCTION pg_temp.sg_column(rel text, col text, part text, VARIADIC exprs text[] DEFAULT '{}')
RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  a record;
  type text; value text := 'no default'; identity text := 'no identity'; nulls text := 'NULL'; kept text;
BEGIN
  SELECT t.*, r.relispartition,
         NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                      WHERE k.conrelid = t.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[t.attnum]
                        AND NOT k.convalidated) AS is_valid,
         d.adrelid IS NOT NULL AS has_expr, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expr,
         CASE WHEN l.oid <> y.typcollation THEN ' COLLATE ' || pg_catalog.format(CASE WHEN n.nspname IN ('pg_catalog', 'public') THEN '%2$I' ELSE '%1$I.%2$I' END,
                                                                                 n.nspname, l.collname) ELSE '' END AS collate,
         CASE WHEN l.oid <> y.typcollation THEN pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname)
              ELSE '' END AS quoted_collate
    INTO a
    FROM pg_catalog.pg_attribute t
    JOIN pg_catalog.pg_class r ON r.oid = t.attrelid
    JOIN pg_catalog.pg_type y ON y.oid = t.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.attrelid AND d.adnum = t.attnum
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.attcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE t.attrelid = pg_catalog.to_regclass(rel) AND t.attname = col AND t.attnum > 0 AND NOT t.attisdropped;
  IF NOT FOUND THEN RETURN NULL; END IF;
  type := pg_catalog.format_type(a.atttypid, a.atttypmod) || a.collate;
  IF a.attnotnull THEN nulls := 'NOT NULL' || CASE WHEN a.is_valid THEN '' ELSE ' NOT VALID' END; END IF;
  kept := CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END;
  IF a.attgenerated <> '' THEN
    value := 'GENERATED ALWAYS AS (' || pg_temp.sg_same(rel, a.expr, pg_catalog.replace(pg_catalog.format(
      'ALTER TABLE sg_twin DROP COLUMN %1$I, ADD COLUMN %1$I %2$s GENERATED ALWAYS AS (', col,
      pg_catalog.format_type(a.atttypid, a.atttypmod) || a.quoted_collate), '%', '%%')
      || '%s) ' || kept, VARIADIC exprs) || ') ' || kept;
  ELSIF a.has_expr AND a.expr !~ '^NULL::[a-z0-9_ (),\[\]]+$' THEN  -- the same as none
    value := 'DEFAULT ' || pg_temp.sg_same(rel, a.expr, pg_catalog.replace(pg_catalog.format(
      'ALTER TABLE sg_twin ALTER COLUMN %I SET DEFAULT ', col), '%', '%%') || '%s', VARIADIC exprs);
  END IF;
  IF a.attidentity <> '' AND NOT a.relispartition THEN
    SELECT pg_catalog.format('GENERATED %s AS IDENTITY INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
             CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, seqincrement, seqmin, seqmax, seqstart,
             seqcache, CASE WHEN seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
      INTO identity FROM pg_catalog.pg_sequence
     WHERE seqrelid = pg_catalog.pg_get_serial_sequence(rel, col)::pg_catalog.regclass;
  END IF;
  RETURN CASE part WHEN 'type' THEN type WHEN 'null' THEN nulls WHEN 'value' THEN value
                   WHEN 'identity' THEN identity ELSE pg_catalog.concat_ws(', ', type, nulls, value, identity) END;
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_column_storage(rel text, col text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.format('STORAGE %s COMPRESSION %s STATISTICS %s (%s)',
           CASE WHEN a.attstorage = t.typstorage THEN 'DEFAULT' WHEN a.attstorage = 'p' THEN 'PLAIN'
                WHEN a.attstorage = 'e' THEN 'EXTERNAL' WHEN a.attstorage = 'x' THEN 'EXTENDED' ELSE 'MAIN' END,
           CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END,
           COALESCE(a.attstattarget, -1),
           (SELECT pg_catalog.string_agg(v, ', ' ORDER BY v COLLATE "C")
              FROM pg_catalog.unnest(a.attoptions) v WHERE v ~ '^n_distinct')) || pg_temp.sg_options(a.attfdwoptions)
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
   WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2 AND a.attnum > 0 AND NOT a.attisdropped
$fn$;
-- The name of a column's NOT NULL.
CREATE OR REPLACE FUNCTION pg_temp.sg_not_null(rel text, col text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT k.conname::text
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.contype = 'n' AND a.attname = $2
$fn$;
