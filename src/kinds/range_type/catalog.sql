-- Range types, but for those with a canonical function, which needs the type before it is there. The name of the multirange
-- type is said where it is not the one that PostgreSQL derives.
SELECT n.nspname::text AS schema, NULL::text AS parent, t.typname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_type') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'subtype', pg_catalog.format_type(r.rngsubtype, NULL),
         'opclass', CASE WHEN NOT o.opcdefault
           THEN CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN '' ELSE pn.nspname || '.' END || o.opcname END,
         'collation', CASE WHEN l.oid <> s.typcollation
           THEN pg_catalog.format('%I.%I', ln.nspname, l.collname) END,
         'subtypeDiff', CASE WHEN dn.nspname IN ('pg_catalog', 'public') THEN '' ELSE dn.nspname || '.' END || d.proname,
         'multirange', CASE WHEN m.typnamespace <> t.typnamespace THEN mn.nspname || '.' || m.typname
           ELSE NULLIF(m.typname, CASE WHEN t.typname ~ 'range'
           THEN pg_catalog.regexp_replace(t.typname, 'range', 'multirange')
           ELSE pg_catalog.left(t.typname, 52) || '_multirange' END) END))::text AS body
  FROM pg_catalog.pg_range r
  JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
  JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
  JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace
  JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
  JOIN pg_catalog.pg_namespace pn ON pn.oid = o.opcnamespace
  LEFT JOIN pg_catalog.pg_proc d ON d.oid = r.rngsubdiff
  LEFT JOIN pg_catalog.pg_namespace dn ON dn.oid = d.pronamespace
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = r.rngcollation
  LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen') AND r.rngcanonical = 0
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
