-- Text search dictionaries. The server keeps their options as one text: name = 'value', other = E'back\\slash', n = 5.
SELECT n.nspname::text AS schema, NULL::text AS parent, d.dictname::text AS name,
       pg_catalog.obj_description(d.oid, 'pg_ts_dict') AS comment,
       CASE WHEN tn.nspname IN ('pg_catalog', 'public') THEN '' ELSE tn.nspname || '.' END || t.tmplname AS template,
       (SELECT pg_catalog.json_object_agg(
                 CASE WHEN o.part[1] LIKE '"%' THEN pg_catalog.replace(pg_catalog.btrim(o.part[1], '"'), '""', '"') ELSE o.part[1] END,
                 CASE WHEN o.part[2] LIKE '%''' THEN
                        pg_catalog.replace(pg_catalog.replace(pg_catalog.regexp_replace(o.part[2], '^E?''|''$', '', 'g'),
                                                              '''''', ''''),
                                           CASE WHEN o.part[2] LIKE 'E%' THEN '\\' ELSE '' END, '\')
                      ELSE o.part[2] END ORDER BY o.place)
          FROM pg_catalog.regexp_matches(d.dictinitoption,
                 '("(?:[^"]|"")*"|[^ =]+) = (E?''(?:[^'']|'''')*''|[^ ,]+)', 'g') WITH ORDINALITY AS o (part, place)) AS options
  FROM pg_catalog.pg_ts_dict d
  JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass AND e.objid = d.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 3
