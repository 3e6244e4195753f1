-- Collations, but for those with rules of their own. The column that holds the locale of ICU has another name in nearly every version.
SELECT n.nspname::text AS schema, NULL::text AS parent, l.collname::text AS name,
       pg_catalog.obj_description(l.oid, 'pg_collation') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'provider', CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END,
         'locale', COALESCE(pg_catalog.to_jsonb(l) ->> 'colllocale', pg_catalog.to_jsonb(l) ->> 'colliculocale'),
         'lcCollate', l.collcollate, 'lcCtype', l.collctype,
         'nondeterministic', NOT l.collisdeterministic))::text AS body
  FROM pg_catalog.pg_collation l
  JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
 WHERE l.oid >= 16384 AND pg_catalog.to_jsonb(l) ->> 'collicurules' IS NULL
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND e.objid = l.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
