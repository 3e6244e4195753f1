-- Columns of views of which more is known than their query says.
SELECT n.nspname::text AS schema, c.relname::text AS parent, a.attname::text AS name, NULL::text AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
         'comment', pg_catalog.col_description(c.oid, a.attnum)))::text AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
   AND (d.oid IS NOT NULL OR pg_catalog.col_description(c.oid, a.attnum) IS NOT NULL)
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, a.attnum
