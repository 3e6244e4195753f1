-- Tables whose rows are guarded by policies.
SELECT n.nspname::text AS schema, c.relname::text AS parent, 'row security' AS name, NULL::text AS comment,
       CASE WHEN NOT c.relrowsecurity THEN '"onlyForced"'
            WHEN c.relforcerowsecurity THEN '"forced"' ELSE '"enabled"' END AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2
