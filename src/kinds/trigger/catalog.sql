-- Triggers of tables and views; those of partitions that come from their base are left out. A function of the
-- system needs no schema.
SELECT n.nspname::text AS schema, c.relname::text AS parent, t.tgname::text AS name,
       pg_catalog.obj_description(t.oid, 'pg_trigger') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'constraint', t.tgconstraint <> 0,
         'timing', CASE WHEN t.tgtype & 2 <> 0 THEN 'before' WHEN t.tgtype & 64 <> 0 THEN 'insteadOf' ELSE 'after' END,
         'events', (SELECT pg_catalog.jsonb_agg(e.word ORDER BY e.bit)
                      FROM (VALUES (4, 'insert'), (8, 'delete'), (16, 'update'), (32, 'truncate')) e (bit, word)
                     WHERE t.tgtype & e.bit <> 0),
         'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.place)
                       FROM pg_catalog.unnest(t.tgattr::int2[]) WITH ORDINALITY AS k(attnum, place)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum),
         'references', CASE WHEN r.oid IS NOT NULL THEN pg_catalog.format('"%s"."%s"', pg_catalog.replace(rn.nspname, '"', '""'),
                                         pg_catalog.replace(r.relname, '"', '""')) END,
         'deferrable', CASE WHEN t.tginitdeferred THEN 'deferred' WHEN t.tgdeferrable THEN 'immediate' END,
         'oldTable', t.tgoldtable, 'newTable', t.tgnewtable,
         'forEach', CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END,
         'when', pg_catalog.substring(pg_catalog.pg_get_triggerdef(t.oid),
                                      CASE WHEN t.tgqual IS NOT NULL THEN ' WHEN \((.*)\) EXECUTE FUNCTION ' END),
         'function', pg_catalog.format('"%s"."%s"',
                       CASE fn.nspname WHEN 'pg_catalog' THEN 'public'
                                       ELSE pg_catalog.replace(fn.nspname, '"', '""') END,
                       pg_catalog.replace(f.proname, '"', '""')),
         'arguments', CASE WHEN t.tgnargs > 0 THEN (
           SELECT pg_catalog.jsonb_agg(pg_catalog.convert_from(pg_catalog.decode(pg_catalog.replace(a.hex, ' ', ''),
                                         'hex'), pg_catalog.getdatabaseencoding()) ORDER BY a.place)
             FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.regexp_replace(
                    pg_catalog.encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 ')) WITH ORDINALITY AS a(hex, place)
            WHERE a.place <= t.tgnargs) END,
         'enabled', CASE t.tgenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END))::text
         AS body
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
  LEFT JOIN pg_catalog.pg_class r ON r.oid = t.tgconstrrelid
  LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
 WHERE NOT t.tgisinternal AND t.tgparentid = 0
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND e.objid = t.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 1, 2, 3
