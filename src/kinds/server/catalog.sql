-- Foreign servers. Options that are secrets by their names are left out.
SELECT NULL::text AS schema, NULL::text AS parent, s.srvname::text AS name,
       pg_catalog.obj_description(s.oid, 'pg_foreign_server') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'wrapper', w.fdwname, 'type', s.srvtype, 'version', s.srvversion,
         'options', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(o, '=', 1),
                            pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1))
                       FROM pg_catalog.unnest(s.srvoptions) o
                      WHERE pg_catalog.split_part(o, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential')))::text
         AS body
  FROM pg_catalog.pg_foreign_server s
  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND e.objid = s.oid
                      AND e.deptype = 'e')
 ORDER BY 3
