-- What other roles may do with new objects of a role; space is NULL: wherever they are.
CREATE OR REPLACE FUNCTION pg_temp.sg_default_grants(role text, space text) RETURNS text LANGUAGE sql STABLE AS $fn$
  WITH r AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1)
  SELECT COALESCE(pg_catalog.string_agg(g.part || g.role || ': ' || g.privileges || E'\n', ''
                                        ORDER BY g.part COLLATE "C", g.role COLLATE "C"), 'no grants')
    FROM (SELECT t.part || ' ' AS part, CASE x.grantee WHEN 0 THEN 'public'
                 ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role,
                 pg_catalog.string_agg(DISTINCT pg_catalog.lower(x.privilege_type)
                   || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END, ', ') AS privileges
            FROM r CROSS JOIN (VALUES ('functions', 'f'::"char"), ('schemas', 'n'), ('sequences', 'S'),
                                      ('tables', 'r'), ('types', 'T')) AS t (part, class)
            LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $2
            LEFT JOIN pg_catalog.pg_default_acl d
              ON d.defaclrole = r.oid AND d.defaclobjtype = t.class AND d.defaclnamespace = COALESCE(n.oid, 0)
           CROSS JOIN LATERAL pg_catalog.aclexplode(COALESCE(d.defaclacl, CASE WHEN $2 IS NULL
             THEN pg_catalog.acldefault(CASE t.class WHEN 'S' THEN 's'::"char" ELSE t.class END, r.oid) END)) x
           WHERE x.grantee <> r.oid GROUP BY 1, 2) g
$fn$;
