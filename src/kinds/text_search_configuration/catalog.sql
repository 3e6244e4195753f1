-- Text search configurations with their mappings. A dictionary of the system is named with its schema where public has one of that name.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.cfgname::text AS name,
       pg_catalog.obj_description(c.oid, 'pg_ts_config') AS comment,
       CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN '' ELSE pn.nspname || '.' END || p.prsname AS parser,
       (SELECT pg_catalog.jsonb_object_agg(m.alias, m.dictionaries)
          FROM (SELECT t.alias, pg_catalog.jsonb_agg(
                         CASE WHEN dn.nspname = 'public' OR (dn.nspname = 'pg_catalog' AND NOT EXISTS (
                                SELECT FROM pg_catalog.pg_ts_dict o
                                 WHERE o.dictname = d.dictname AND o.dictnamespace = pg_catalog.to_regnamespace('public')))
                              THEN '' ELSE dn.nspname || '.' END || d.dictname ORDER BY k.mapseqno)
                  FROM pg_catalog.pg_ts_config_map k
                  JOIN pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = k.maptokentype
                  JOIN pg_catalog.pg_ts_dict d ON d.oid = k.mapdict
                  JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
                 WHERE k.mapcfg = c.oid GROUP BY t.alias) AS m (alias, dictionaries)) AS mappings
  FROM pg_catalog.pg_ts_config c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
  JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
