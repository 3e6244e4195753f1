-- Enum types with their labels in order.
SELECT n.nspname::text AS schema, NULL::text AS parent, t.typname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_type') AS comment,
       pg_catalog.jsonb_build_object('values', COALESCE(
         (SELECT pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder)
            FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), '[]'))::text AS body
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype = 'e' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid
                      AND d.deptype = 'e')
 ORDER BY 1, 3
