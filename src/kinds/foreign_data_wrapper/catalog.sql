-- Foreign-data wrappers but those of extensions. Options that are secrets by their names are left out.
SELECT NULL::text AS schema, NULL::text AS parent, w.fdwname::text AS name,
       pg_catalog.obj_description(w.oid, 'pg_foreign_data_wrapper') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'handler', CASE WHEN hn.nspname IN ('public', 'pg_catalog') THEN '' ELSE hn.nspname || '.' END || h.proname,
         'validator', CASE WHEN vn.nspname IN ('public', 'pg_catalog') THEN '' ELSE vn.nspname || '.' END || v.proname,
         'options', (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(o, '=', 1),
                            pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1))
                       FROM pg_catalog.unnest(w.fdwoptions) o
                      WHERE pg_catalog.split_part(o, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential')))::text
         AS body
  FROM pg_catalog.pg_foreign_data_wrapper w
  LEFT JOIN pg_catalog.pg_proc h ON h.oid = w.fdwhandler
  LEFT JOIN pg_catalog.pg_namespace hn ON hn.oid = h.pronamespace
  LEFT JOIN pg_catalog.pg_proc v ON v.oid = w.fdwvalidator
  LEFT JOIN pg_catalog.pg_namespace vn ON vn.oid = v.pronamespace
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND e.objid = w.oid
                      AND e.deptype = 'e')
 ORDER BY 3
