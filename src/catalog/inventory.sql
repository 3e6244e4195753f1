-- All that users made, by address: what the queries of the kinds did not return is not managed, and named.
-- Left out are parts of other objects (the index of a constraint, the type of a row), what belongs to extensions,
-- temporary things, and what schemagen keeps for itself. `on_schema`, `on_name`: the relation that an object stands on.
-- A partitioned table depends on its own columns; that does not make it a part.
-- In the schemas of the system, all that came after the database was made, but for collations: those are the system's.
-- What came then has numbers from 16384 on, and is found by them: most of the catalogs is the system's.
-- Relations and their constraints are most of it, so their addresses are put together here and their titles by whoever
-- needs one; the server knows the rest.
WITH own_namespace AS MATERIALIZED (
  SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n
   WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                        AND e.deptype = 'e')
), namespace AS MATERIALIZED (
  SELECT oid, nspname FROM own_namespace
  UNION ALL SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')
), part AS MATERIALIZED (
  SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype IN ('e', 'i', 'P', 'S') AND refobjid <> objid
), relation AS MATERIALIZED (
  SELECT c.oid, c.relkind, n.nspname::text, c.relname::text
    FROM pg_catalog.pg_class c
    JOIN namespace n ON n.oid = c.relnamespace AND c.oid >= 16384
   WHERE c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I')
     AND NOT EXISTS (SELECT FROM part e
                      WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
), member (class, oid, family, used_class, used) AS (  -- of operator families, and what it is about
  SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass, oid, amopfamily, 'pg_catalog.pg_operator'::pg_catalog.regclass, amopopr
    FROM pg_catalog.pg_amop WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, oid, amprocfamily, 'pg_catalog.pg_proc'::pg_catalog.regclass, amproc
    FROM pg_catalog.pg_amproc WHERE oid >= 16384
), object (class, oid, rel) AS (
  SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0::pg_catalog.oid FROM own_namespace WHERE nspname <> 'public'
  UNION ALL SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
  UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0
              FROM pg_catalog.pg_type t JOIN namespace n ON n.oid = t.typnamespace AND t.oid >= 16384
             WHERE t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'b' AND (t.typelem = 0 OR t.typarray <> 0))
                OR NOT t.typisdefined OR t.typrelid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'c')
  UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0
              FROM pg_catalog.pg_proc p JOIN namespace n ON n.oid = p.pronamespace AND p.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid, t.tgrelid FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid, r.ev_class FROM pg_catalog.pg_rewrite r WHERE r.rulename <> '_RETURN'
  UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, p.polrelid FROM pg_catalog.pg_policy p
  UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, s.stxrelid FROM pg_catalog.pg_statistic_ext s
  UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, l.oid, 0
              FROM pg_catalog.pg_collation l JOIN own_namespace n ON n.oid = l.collnamespace AND l.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, c.oid, 0
              FROM pg_catalog.pg_conversion c JOIN namespace n ON n.oid = c.connamespace AND c.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, 0
              FROM pg_catalog.pg_operator o JOIN namespace n ON n.oid = o.oprnamespace AND o.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, o.oid, 0
              FROM pg_catalog.pg_opclass o JOIN namespace n ON n.oid = o.opcnamespace AND o.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, o.oid, 0
              FROM pg_catalog.pg_opfamily o JOIN namespace n ON n.oid = o.opfnamespace AND o.oid >= 16384
  UNION ALL SELECT m.class, m.oid, 0  -- added to a family of the system, or of an extension by somebody else
              FROM member m
              LEFT JOIN part e ON e.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND e.objid = m.family
             WHERE (m.family < 16384 OR (e.objid IS NOT NULL AND m.used >= 16384))
               AND NOT EXISTS (SELECT FROM part u WHERE u.classid = m.used_class AND u.objid = m.used)
  UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, c.oid, 0
              FROM pg_catalog.pg_ts_config c JOIN namespace n ON n.oid = c.cfgnamespace AND c.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, d.oid, 0
              FROM pg_catalog.pg_ts_dict d JOIN namespace n ON n.oid = d.dictnamespace AND d.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, p.oid, 0
              FROM pg_catalog.pg_ts_parser p JOIN namespace n ON n.oid = p.prsnamespace AND p.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, t.oid, 0
              FROM pg_catalog.pg_ts_template t JOIN namespace n ON n.oid = t.tmplnamespace AND t.oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_cast WHERE oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_transform
  UNION ALL SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_am WHERE oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_language WHERE oid >= 16384
  UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_event_trigger
  UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_publication
  UNION ALL SELECT 'pg_catalog.pg_subscription'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_subscription
             WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_foreign_data_wrapper
  UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_foreign_server
)
SELECT i.type AS address,
       CASE WHEN t.oid IS NOT NULL THEN (SELECT n.nspname FROM namespace n WHERE n.oid = t.typnamespace) || E'\x1f' || t.typname
            ELSE pg_catalog.array_to_string(i.object_names, E'\x1f') END
       || CASE WHEN p.oid IS NOT NULL THEN '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')'
               WHEN i.object_args <> '{}' THEN '(' || pg_catalog.array_to_string(i.object_args, ', ') || ')'
               ELSE '' END AS names,
       on_rel.nspname AS on_schema, on_rel.relname AS on_name,
       d.type || ' ' || d.identity AS title
  FROM object o
  LEFT JOIN relation on_rel ON on_rel.oid = o.rel
  LEFT JOIN pg_catalog.pg_type t ON o.class = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = o.oid
  LEFT JOIN pg_catalog.pg_proc p ON o.class = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = o.oid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(o.class, o.oid, 0) i
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) d
 WHERE (o.rel = 0 OR on_rel.oid IS NOT NULL)
   AND NOT EXISTS (SELECT FROM part e WHERE e.classid = o.class AND e.objid = o.oid)
UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                      WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table' END,
       c.nspname || E'\x1f' || c.relname, t.nspname, t.relname, NULL
  FROM relation c
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  LEFT JOIN relation t ON t.oid = i.indrelid
 WHERE c.relkind NOT IN ('i', 'I') OR t.oid IS NOT NULL
UNION ALL
SELECT 'table constraint', c.nspname || E'\x1f' || c.relname || E'\x1f' || k.conname, c.nspname, c.relname, NULL
  FROM pg_catalog.pg_constraint k
  JOIN relation c ON c.oid = k.conrelid
 WHERE k.contype NOT IN ('t', 'n') AND k.conislocal
   AND NOT EXISTS (SELECT FROM part e
                    WHERE e.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND e.objid = k.oid)
