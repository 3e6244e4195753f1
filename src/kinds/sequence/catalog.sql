-- Sequences but those of identity columns.
SELECT n.nspname::text AS schema, NULL::text AS parent, c.relname::text AS name,
       pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'type', pg_catalog.format_type(s.seqtypid, NULL),
         'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache,
         'cycle', s.seqcycle,
         'unlogged', c.relpersistence = 'u' AND d.refobjid IS NULL,
         'ownedBy', CASE WHEN d.refobjid IS NOT NULL THEN pg_catalog.jsonb_build_object(
           'table', pg_catalog.format('"%s"."%s"', pg_catalog.replace(tn.nspname, '"', '""'),
                                      pg_catalog.replace(t.relname, '"', '""')),
           'column', a.attname) END))::text AS body
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
   AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.deptype IS DISTINCT FROM 'i'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
