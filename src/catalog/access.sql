-- Who owns what users made, and what other roles may do with it: address and names as in inventory.sql. The first row,
-- without an address, is the role that asks. Of columns, those with grants of their own. Where nothing was ever granted
-- or revoked, `acl` is null if then nobody but the owner may do anything. The schema public is there from the start: no
-- grants are those that this version gives it then, and `owner_born` says the same of its owner. Relations are most of it,
-- so their addresses are put together here; the server knows the rest. What users made has numbers from 16384 on.
WITH own_namespace AS MATERIALIZED (
  SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_catalog.pg_namespace n
   WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
), other (class, oid, sub, owner, acl) AS (
  SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0, nspowner, nspacl FROM own_namespace
  UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum, c.relowner, a.attacl
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
               AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
              JOIN own_namespace n ON n.oid = c.relnamespace
             WHERE a.attrelid >= 16384 AND a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proowner,
                   COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner))
              FROM pg_catalog.pg_proc p JOIN own_namespace n ON n.oid = p.pronamespace AND p.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, t.typowner,
                   COALESCE(t.typacl, pg_catalog.acldefault('T', t.typowner))
              FROM pg_catalog.pg_type t JOIN own_namespace n ON n.oid = t.typnamespace AND t.oid >= 16384
             WHERE t.typtype IN ('e', 'd', 'r')
                OR t.typrelid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'c')
  UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 0, s.srvowner, s.srvacl
              FROM pg_catalog.pg_foreign_server s
  UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid, 0, w.fdwowner, w.fdwacl
              FROM pg_catalog.pg_foreign_data_wrapper w
  UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, l.oid, 0, l.collowner, NULL
              FROM pg_catalog.pg_collation l JOIN own_namespace n ON n.oid = l.collnamespace AND l.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, 0, s.stxowner, NULL
              FROM pg_catalog.pg_statistic_ext s JOIN own_namespace n ON n.oid = s.stxnamespace
  UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, 0, pubowner, NULL
              FROM pg_catalog.pg_publication
  UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid, 0, evtowner, NULL
              FROM pg_catalog.pg_event_trigger
), thing (address, names, owner, acl) AS (
  SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                        ELSE 'table' END,
         n.nspname || E'\x1f' || c.relname, c.relowner, c.relacl
    FROM pg_catalog.pg_class c
    JOIN own_namespace n ON n.oid = c.relnamespace
   WHERE c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  UNION ALL
  SELECT pg_catalog.regexp_replace(pg_catalog.regexp_replace(i.type, '^foreign table', 'table'),  -- addressed as tables
                                   '^materialized view column', 'view column'),
         CASE WHEN t.oid IS NOT NULL
              THEN (SELECT n.nspname FROM own_namespace n WHERE n.oid = t.typnamespace) || E'\x1f' || t.typname
              ELSE pg_catalog.array_to_string(i.object_names, E'\x1f') END
         || CASE WHEN p.oid IS NOT NULL THEN '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' ELSE '' END,
         o.owner, o.acl
    FROM other o
    LEFT JOIN pg_catalog.pg_type t ON o.class = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = o.oid
    LEFT JOIN pg_catalog.pg_proc p ON o.class = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = o.oid
   CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(o.class, o.oid, o.sub) i
)
SELECT NULL AS address, NULL AS names, CURRENT_USER::text AS owner, NULL AS grants, NULL AS owner_born
UNION ALL
SELECT o.address, o.names, pg_catalog.pg_get_userbyid(o.owner)::text,
       NULLIF(CASE WHEN o.acl IS NULL THEN '{}' ELSE
         COALESCE((SELECT pg_catalog.jsonb_object_agg(g.role, g.privileges)
                     FROM (SELECT CASE x.grantee WHEN 0 THEN 'public'
                                  ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role,
                                  pg_catalog.jsonb_agg(DISTINCT pg_catalog.lower(x.privilege_type)
                                    || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END) AS privileges
                             FROM pg_catalog.aclexplode(o.acl) x WHERE x.grantee <> o.owner GROUP BY 1) g),
                  '{}')::text END,
              CASE WHEN o.address = 'schema' AND o.names = 'public' THEN server.grants END),
       CASE WHEN o.address = 'schema' AND o.names = 'public' AND o.owner = server.owner THEN 'yes' END
  FROM thing o
 CROSS JOIN (SELECT CASE WHEN old THEN '{"public": ["create", "usage"]}' ELSE '{"public": ["usage"]}' END AS grants,
                    CASE WHEN old THEN 10 ELSE 'pg_database_owner'::pg_catalog.regrole END::pg_catalog.oid AS owner
               FROM (SELECT pg_catalog.current_setting('server_version_num')::int < 150000 AS old) v) server
