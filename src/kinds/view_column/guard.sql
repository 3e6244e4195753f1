-- What is said of a view's column, in words; NULL: nothing.
CREATE OR REPLACE FUNCTION pg_temp.sg_view_column(rel text, col text, VARIADIC defaults text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT NULLIF(pg_catalog.concat_ws(' ',
           CASE WHEN d.oid IS NOT NULL THEN
             'DEFAULT ' || pg_temp.sg_same($1, pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.replace(
               pg_catalog.format('ALTER TABLE sg_twin ALTER COLUMN %I SET DEFAULT ', $2), '%', '%%') || '%s',
               VARIADIC $3) END,
           'COMMENT ' || pg_catalog.col_description(a.attrelid, a.attnum)), '')
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2 AND a.attnum > 0
$fn$;
