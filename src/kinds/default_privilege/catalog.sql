-- Default privileges in schemas: by role, without what the role itself may do.
SELECT n.nspname::text AS schema, NULL::text AS parent, pg_catalog.pg_get_userbyid(d.defaclrole)::text AS name,
       NULL::text AS comment, pg_catalog.jsonb_object_agg(
         CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                              WHEN 'T' THEN 'types' ELSE 'schemas' END,
         COALESCE((SELECT pg_catalog.jsonb_object_agg(g.role, g.privileges)
                     FROM (SELECT CASE x.grantee WHEN 0 THEN 'public'
                                  ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role,
                                  pg_catalog.jsonb_agg(DISTINCT pg_catalog.lower(x.privilege_type)
                                    || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END) AS privileges
                             FROM pg_catalog.aclexplode(d.defaclacl) x
                            WHERE x.grantee <> d.defaclrole GROUP BY 1) g), '{}'))::text AS body
  FROM pg_catalog.pg_default_acl d
  JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
 WHERE d.defaclobjtype IN ('r', 'S', 'f', 'T')
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
 GROUP BY 1, d.defaclrole
 ORDER BY 1, 3
