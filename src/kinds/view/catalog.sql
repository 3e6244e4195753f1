-- Views.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.relname::text AS name,
       pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'query', pg_catalog.pg_get_viewdef(c.oid),
         'securityBarrier', o.options ->> 'security_barrier' IS NOT NULL AND (o.options ->> 'security_barrier')::boolean,
         'securityInvoker', o.options ->> 'security_invoker' IS NOT NULL AND (o.options ->> 'security_invoker')::boolean,
         'checkOption', o.options ->> 'check_option'))::text AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(v, '=', 1),
                            pg_catalog.substr(v, pg_catalog.strpos(v, '=') + 1)) AS options
                       FROM pg_catalog.unnest(c.reloptions) v) o
 WHERE c.relkind = 'v' AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
