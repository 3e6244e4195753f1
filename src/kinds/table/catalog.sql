-- Tables, partitioned ones, partitions and foreign ones too. Options that are secrets by their names are left out.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.relname::text AS name, m.description AS comment,
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS "partitionBy",
       c.relpersistence = 'u' AND c.relkind <> 'p' AS unlogged,
       CASE WHEN c.reloptions IS NOT NULL OR t.reloptions IS NOT NULL THEN (
         SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1),
                                            pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1))
           FROM (SELECT pg_catalog.unnest(c.reloptions)
                 UNION ALL SELECT 'toast.' || pg_catalog.unnest(t.reloptions)) AS o (v)) END AS "with",
       s.srvname AS server,
       CASE WHEN f.ftoptions IS NOT NULL THEN (
         SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(o, '=', 1),
                                            pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1))
           FROM pg_catalog.unnest(f.ftoptions) o
          WHERE pg_catalog.split_part(o, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential')
       END AS "foreignOptions"
  FROM pg_catalog.pg_class c
  LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
  LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = c.oid AND m.objsubid = 0
                                       AND m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
 WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
