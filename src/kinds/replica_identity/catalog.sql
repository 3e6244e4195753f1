-- What of a changed row goes to subscribers, where it is not the primary key. An index that is gone is as good as nothing.
SELECT n.nspname::text AS schema, c.relname::text AS parent, 'replica identity' AS name, NULL::text AS comment,
       CASE WHEN x.relname IS NOT NULL THEN pg_catalog.jsonb_build_object('index', x.relname)::text
            WHEN c.relreplident = 'f' THEN '"full"' ELSE '"nothing"' END AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisreplident AND c.relreplident = 'i'
  LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
 WHERE c.relreplident <> 'd' AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2
