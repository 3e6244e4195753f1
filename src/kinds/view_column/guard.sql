-- What is said of a view's column, in words; NULL: nothing. How its values are kept is as one of the sides says it, where
-- that comes to the same: the storage of the column's type need not be said.
CREATE OR REPLACE FUNCTION pg_temp.sg_view_column(rel text, col text, kept text[], VARIADIC defaults text[])
RETURNS text LANGUAGE sql AS $fn$
  SELECT NULLIF(pg_catalog.concat_ws(' ',
           CASE WHEN d.oid IS NOT NULL THEN
             'DEFAULT ' || pg_temp.sg_same($1, pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.replace(
               pg_catalog.format('ALTER TABLE sg_twin ALTER COLUMN %I SET DEFAULT ', $2), '%', '%%') || '%s',
               VARIADIC $4) END,
           NULLIF(COALESCE((SELECT k.side FROM pg_catalog.unnest($3) WITH ORDINALITY AS k(side, place)
                             WHERE pg_catalog.replace(k.side, 'STORAGE ' || pg_temp.sg_storage(t.typstorage) || ' ',
                                                      'STORAGE DEFAULT ') = h.held
                             ORDER BY k.place LIMIT 1), h.held),
                  'STORAGE DEFAULT COMPRESSION default STATISTICS -1 ()'),
           'COMMENT ' || pg_catalog.col_description(a.attrelid, a.attnum)), '')
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   CROSS JOIN LATERAL (
         SELECT pg_catalog.format('STORAGE %s COMPRESSION %s STATISTICS %s (%s)',
                  CASE WHEN a.attstorage = t.typstorage THEN 'DEFAULT' ELSE pg_temp.sg_storage(a.attstorage) END,
                  CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END,
                  COALESCE(a.attstattarget, -1),
                  (SELECT pg_catalog.string_agg(v, ', ' ORDER BY v COLLATE "C") FROM pg_catalog.unnest(a.attoptions) v
                    WHERE v ~ '^n_distinct')) AS held) h
   WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2 AND a.attnum > 0
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_storage(storage "char") RETURNS text LANGUAGE sql IMMUTABLE AS $fn$
  SELECT CASE $1 WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
$fn$;
