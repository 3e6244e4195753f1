-- Check constraints of ordinary tables. conenforced came with version 18; before, the name means that of `absent`.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       m.description AS comment,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
       k.connoinherit AS "noInherit",
       NOT k.convalidated AND k.conenforced AS "notValid",
       NOT k.conenforced AS "notEnforced"
  FROM (SELECT true AS conenforced) absent
 CROSS JOIN LATERAL (SELECT o.oid, o.conname, o.conrelid, o.conbin, o.connoinherit, o.convalidated, conenforced
                       FROM pg_catalog.pg_constraint o WHERE o.contype = 'c' AND o.conislocal) k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description m ON m.objoid = k.oid AND m.objsubid = 0
                                       AND m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
