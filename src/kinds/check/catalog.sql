-- Check constraints of ordinary tables. conenforced came with version 18, so it is read by name.
SELECT n.nspname::text AS schema, c.relname::text AS parent, k.conname::text AS name,
       pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
       pg_catalog.jsonb_build_object('expression', pg_catalog.pg_get_expr(k.conbin, k.conrelid),
                                     'noInherit', k.connoinherit,
                                     'notValid', NOT k.convalidated AND e.forced, 'notEnforced', NOT e.forced)::text AS body
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN COALESCE((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) e(forced)
 WHERE k.contype = 'c' AND k.conislocal
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
 ORDER BY 1, 2, 3
