CREATE OR REPLACE FUNCTION pg_temp.sg_text_search_configuration(space text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'PARSER ' || CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN '' ELSE pn.nspname || '.' END || p.prsname
         || COALESCE((SELECT pg_catalog.string_agg(E'\n' || m.alias || ':' || m.dictionaries, '' ORDER BY m.alias COLLATE "C")
              FROM (SELECT t.alias, pg_catalog.string_agg(
                             CASE WHEN dn.nspname = 'public' OR (dn.nspname = 'pg_catalog' AND NOT EXISTS (
                                    SELECT FROM pg_catalog.pg_ts_dict o
                                     WHERE o.dictname = d.dictname
                                       AND o.dictnamespace = pg_catalog.to_regnamespace('public')))
                                  THEN ' ' ELSE ' ' || dn.nspname || '.' END || d.dictname, '' ORDER BY k.mapseqno)
                      FROM pg_catalog.pg_ts_config_map k
                      JOIN pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = k.maptokentype
                      JOIN pg_catalog.pg_ts_dict d ON d.oid = k.mapdict
                      JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
                     WHERE k.mapcfg = c.oid GROUP BY t.alias) AS m (alias, dictionaries)), '')
    FROM pg_catalog.pg_ts_config c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
   WHERE n.nspname = $1 AND c.cfgname = $2
$fn$;
