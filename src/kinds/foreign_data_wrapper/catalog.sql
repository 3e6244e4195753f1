-- Foreign-data wrappers but those of extensions. Options that are secrets by their names are left out.
WITH called AS NOT MATERIALIZED (
  SELECT p.oid, CASE WHEN n.nspname IN ('pg_catalog', 'public') THEN '' WHEN n.nspname ~ '[."(]'
                     THEN '"' || pg_catalog.replace(n.nspname, '"', '""') || '".' ELSE n.nspname || '.' END
                || CASE WHEN p.proname ~ '[."]' THEN '"' || pg_catalog.replace(p.proname, '"', '""') || '"'
                        ELSE p.proname END AS name
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace)
SELECT NULL::text AS schema, NULL::text AS parent, w.fdwname::text AS name,
       pg_catalog.obj_description(w.oid, 'pg_foreign_data_wrapper') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'handler', h.name, 'validator', v.name,
         'options', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(o, '=', 1),
                            pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1))
                       FROM pg_catalog.unnest(w.fdwoptions) o
                      WHERE pg_catalog.split_part(o, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential')))::text
         AS body
  FROM pg_catalog.pg_foreign_data_wrapper w
  LEFT JOIN called h ON h.oid = w.fdwhandler
  LEFT JOIN called v ON v.oid = w.fdwvalidator
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND e.objid = w.oid
                      AND e.deptype = 'e')
 ORDER BY 3
