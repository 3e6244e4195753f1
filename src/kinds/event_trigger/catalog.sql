-- Event triggers. A function of the system needs no schema.
SELECT NULL::text AS schema, NULL::text AS parent, t.evtname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_event_trigger') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'event', t.evtevent,
         'tags', t.evttags,
         'function', pg_catalog.format('"%s"."%s"',
                       CASE n.nspname WHEN 'pg_catalog' THEN 'public'
                                      ELSE pg_catalog.replace(n.nspname, '"', '""') END,
                       pg_catalog.replace(f.proname, '"', '""')),
         'enabled', CASE t.evtenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END))::text
         AS body
  FROM pg_catalog.pg_event_trigger t
  JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND e.objid = t.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 3
