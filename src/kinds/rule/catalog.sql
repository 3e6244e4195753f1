-- Rules of tables and views, but for those that make views. pg_get_ruledef writes, behind the name of the relation, the
-- condition on a line of its own, then DO, INSTEAD, and the commands, several of them in parentheses.
SELECT n.nspname::text AS schema, c.relname::text AS parent, r.rulename::text AS name,
       pg_catalog.obj_description(r.oid, 'pg_rewrite') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'event', pg_catalog.lower(e.event),
         'instead', r.is_instead,
         'where', CASE WHEN r.ev_qual <> '<>' THEN m.parts[1] END,
         'commands', NULLIF(CASE WHEN m.parts[2] ~ ';\n\)$'
                                 THEN pg_catalog.substr(m.parts[2], 2, pg_catalog.length(m.parts[2]) - 2)
                                 ELSE m.parts[2] END, 'NOTHING'),
         'enabled', CASE r.ev_enabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END))::text
         AS body
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN (VALUES ('2', 'UPDATE'), ('3', 'INSERT'), ('4', 'DELETE')) e (type, event) ON e.type = r.ev_type::text
 CROSS JOIN LATERAL (SELECT pg_catalog.substr(pg_catalog.pg_get_ruledef(r.oid), pg_catalog.length(pg_catalog.format(
                              E'CREATE RULE %I AS\n    ON %s TO %I.%I', r.rulename, e.event, n.nspname, c.relname)) + 1)
                              AS text) d
 CROSS JOIN LATERAL pg_catalog.regexp_match(d.text, CASE r.ev_qual
                      WHEN '<>' THEN '^( )DO(?: INSTEAD)?\s+(.*);$'
                      ELSE $re$^\s+WHERE ((?:[^'"]|'[^']*'|"[^"]*")*?) DO(?: INSTEAD)?\s+(.*);$$re$ END) m (parts)
 WHERE r.rulename <> '_RETURN'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND e.objid = r.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
