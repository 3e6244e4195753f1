-- Who owns what users made, and what other roles may do with it: address and names as in inventory.sql. The first row,
-- without an address, is the role that asks. Of columns, those with grants of their own.
WITH own_namespace AS (
  SELECT n.oid, n.nspowner, n.nspacl FROM pg_catalog.pg_namespace n
   WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
), relation AS (
  SELECT c.oid, c.relowner, c.relacl, c.relkind FROM pg_catalog.pg_class c
  JOIN own_namespace n ON n.oid = c.relnamespace
   WHERE c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), thing (class, oid, sub, owner, acl) AS (
  SELECT 'pg_namespace', oid, 0, nspowner, COALESCE(nspacl, pg_catalog.acldefault('n', nspowner)) FROM own_namespace
  UNION ALL SELECT 'pg_class', oid, 0, relowner, COALESCE(relacl, pg_catalog.acldefault(
                     CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner)) FROM relation
  UNION ALL SELECT 'pg_class', r.oid, a.attnum, r.relowner, a.attacl
              FROM relation r
              JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL SELECT 'pg_proc', p.oid, 0, p.proowner, COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner))
              FROM pg_catalog.pg_proc p JOIN own_namespace n ON n.oid = p.pronamespace
  UNION ALL SELECT 'pg_type', t.oid, 0, t.typowner, COALESCE(t.typacl, pg_catalog.acldefault('T', t.typowner))
              FROM pg_catalog.pg_type t JOIN own_namespace n ON n.oid = t.typnamespace
              LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
             WHERE t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c'
  UNION ALL SELECT 'pg_foreign_server', s.oid, 0, s.srvowner,
                   COALESCE(s.srvacl, pg_catalog.acldefault('S', s.srvowner))
              FROM pg_catalog.pg_foreign_server s
  UNION ALL SELECT 'pg_foreign_data_wrapper', w.oid, 0, w.fdwowner,
                   COALESCE(w.fdwacl, pg_catalog.acldefault('F', w.fdwowner))
              FROM pg_catalog.pg_foreign_data_wrapper w
  UNION ALL SELECT 'pg_collation', l.oid, 0, l.collowner, NULL
              FROM pg_catalog.pg_collation l JOIN own_namespace n ON n.oid = l.collnamespace
  UNION ALL SELECT 'pg_publication', oid, 0, pubowner, NULL FROM pg_catalog.pg_publication
  UNION ALL SELECT 'pg_event_trigger', oid, 0, evtowner, NULL FROM pg_catalog.pg_event_trigger
)
SELECT NULL AS address, NULL AS names, CURRENT_USER::text AS owner, NULL AS grants
UNION ALL
SELECT pg_catalog.regexp_replace(i.type, '^foreign table', 'table'),  -- addressed as tables
       CASE WHEN t.oid IS NOT NULL
            THEN (SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = t.typnamespace) || E'\x1f' || t.typname
            ELSE pg_catalog.array_to_string(i.object_names, E'\x1f') END
       || CASE WHEN p.oid IS NOT NULL THEN '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' ELSE '' END,
       pg_catalog.pg_get_userbyid(o.owner)::text,
       COALESCE((SELECT pg_catalog.jsonb_object_agg(g.role, g.privileges)
                   FROM (SELECT CASE x.grantee WHEN 0 THEN 'public'
                                ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role,
                                pg_catalog.jsonb_agg(DISTINCT pg_catalog.lower(x.privilege_type)
                                  || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END) AS privileges
                           FROM pg_catalog.aclexplode(o.acl) x WHERE x.grantee <> o.owner GROUP BY 1) g), '{}')::text
  FROM thing o
  LEFT JOIN pg_catalog.pg_type t ON o.class = 'pg_type' AND t.oid = o.oid
  LEFT JOIN pg_catalog.pg_proc p ON o.class = 'pg_proc' AND p.oid = o.oid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(
         ('pg_catalog.' || o.class)::pg_catalog.regclass, o.oid, o.sub) i
 ORDER BY address NULLS FIRST
