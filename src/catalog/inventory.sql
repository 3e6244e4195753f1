-- All that users made, by address: what the queries of the kinds did not return is not managed, and named.
-- Left out are parts of other objects (the index of a constraint, the type of a row), what belongs to extensions,
-- temporary things, and what schemagen keeps for itself. `on_schema`, `on_name`: the relation that an object stands on.
-- A partitioned table depends on its own columns; that does not make it a part.
-- Relations and their constraints are most of it, so their addresses are put together here; the server knows the rest.
-- The last part are facts about objects; `fact` is a word that the kind claims which reads them.
WITH own_namespace AS (
  SELECT n.oid, n.nspname, n.nspacl FROM pg_catalog.pg_namespace n
   WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                        AND e.deptype = 'e')
), relation AS (
  SELECT c.*, n.nspname FROM pg_catalog.pg_class c
  JOIN own_namespace n ON n.oid = c.relnamespace
   WHERE c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                        AND e.deptype IN ('e', 'i', 'P', 'S') AND e.refobjid <> e.objid)
), object (class, oid, rel) AS (
  SELECT 'pg_namespace', oid, 0::pg_catalog.oid FROM own_namespace WHERE nspname <> 'public'
  UNION ALL SELECT 'pg_extension', oid, 0 FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
  UNION ALL SELECT 'pg_type', t.oid, 0
              FROM pg_catalog.pg_type t JOIN own_namespace n ON n.oid = t.typnamespace
              LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
             WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c' OR (t.typtype = 'b' AND t.typelem = 0)
                    OR NOT t.typisdefined)
  UNION ALL SELECT 'pg_proc', p.oid, 0 FROM pg_catalog.pg_proc p JOIN own_namespace n ON n.oid = p.pronamespace
  UNION ALL SELECT 'pg_trigger', t.oid, t.tgrelid FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL SELECT 'pg_rewrite', r.oid, r.ev_class FROM pg_catalog.pg_rewrite r WHERE r.rulename <> '_RETURN'
  UNION ALL SELECT 'pg_policy', p.oid, p.polrelid FROM pg_catalog.pg_policy p
  UNION ALL SELECT 'pg_statistic_ext', s.oid, s.stxrelid FROM pg_catalog.pg_statistic_ext s
  UNION ALL SELECT 'pg_collation', l.oid, 0
              FROM pg_catalog.pg_collation l JOIN own_namespace n ON n.oid = l.collnamespace
  UNION ALL SELECT 'pg_conversion', c.oid, 0
              FROM pg_catalog.pg_conversion c JOIN own_namespace n ON n.oid = c.connamespace
  UNION ALL SELECT 'pg_operator', o.oid, 0
              FROM pg_catalog.pg_operator o JOIN own_namespace n ON n.oid = o.oprnamespace
  UNION ALL SELECT 'pg_opclass', o.oid, 0
              FROM pg_catalog.pg_opclass o JOIN own_namespace n ON n.oid = o.opcnamespace
  UNION ALL SELECT 'pg_opfamily', o.oid, 0
              FROM pg_catalog.pg_opfamily o JOIN own_namespace n ON n.oid = o.opfnamespace
  UNION ALL SELECT 'pg_ts_config', c.oid, 0
              FROM pg_catalog.pg_ts_config c JOIN own_namespace n ON n.oid = c.cfgnamespace
  UNION ALL SELECT 'pg_ts_dict', d.oid, 0
              FROM pg_catalog.pg_ts_dict d JOIN own_namespace n ON n.oid = d.dictnamespace
  UNION ALL SELECT 'pg_ts_parser', p.oid, 0
              FROM pg_catalog.pg_ts_parser p JOIN own_namespace n ON n.oid = p.prsnamespace
  UNION ALL SELECT 'pg_ts_template', t.oid, 0
              FROM pg_catalog.pg_ts_template t JOIN own_namespace n ON n.oid = t.tmplnamespace
  UNION ALL SELECT 'pg_cast', oid, 0 FROM pg_catalog.pg_cast WHERE oid >= 16384
  UNION ALL SELECT 'pg_transform', oid, 0 FROM pg_catalog.pg_transform
  UNION ALL SELECT 'pg_am', oid, 0 FROM pg_catalog.pg_am WHERE oid >= 16384
  UNION ALL SELECT 'pg_language', oid, 0 FROM pg_catalog.pg_language WHERE oid >= 16384
  UNION ALL SELECT 'pg_event_trigger', oid, 0 FROM pg_catalog.pg_event_trigger
  UNION ALL SELECT 'pg_publication', oid, 0 FROM pg_catalog.pg_publication
  UNION ALL SELECT 'pg_subscription', oid, 0 FROM pg_catalog.pg_subscription
             WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  UNION ALL SELECT 'pg_foreign_data_wrapper', oid, 0 FROM pg_catalog.pg_foreign_data_wrapper
  UNION ALL SELECT 'pg_foreign_server', oid, 0 FROM pg_catalog.pg_foreign_server
)
SELECT i.type AS address,
       CASE WHEN t.oid IS NOT NULL THEN (SELECT n.nspname FROM own_namespace n WHERE n.oid = t.typnamespace) || E'\x1f' || t.typname
            ELSE pg_catalog.array_to_string(i.object_names, E'\x1f') END
       || CASE WHEN p.oid IS NOT NULL THEN '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')'
               WHEN i.object_args <> '{}' THEN '(' || pg_catalog.array_to_string(i.object_args, ', ') || ')'
               ELSE '' END AS names,
       on_rel.nspname::text AS on_schema, on_rel.relname::text AS on_name, NULL AS fact,
       d.type || ' ' || d.identity AS title
  FROM object o
  LEFT JOIN relation on_rel ON on_rel.oid = o.rel
  LEFT JOIN pg_catalog.pg_type t ON o.class = 'pg_type' AND t.oid = o.oid
  LEFT JOIN pg_catalog.pg_proc p ON o.class = 'pg_proc' AND p.oid = o.oid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(
         ('pg_catalog.' || o.class)::pg_catalog.regclass, o.oid, 0) i
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(('pg_catalog.' || o.class)::pg_catalog.regclass, o.oid, 0) d
 WHERE (o.rel = 0 OR on_rel.oid IS NOT NULL)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = ('pg_catalog.' || o.class)::pg_catalog.regclass AND e.objid = o.oid
                      AND e.deptype IN ('e', 'i', 'P', 'S') AND e.refobjid <> e.objid)
UNION ALL
SELECT a.type, c.nspname || E'\x1f' || c.relname, t.nspname, t.relname, NULL,
       pg_catalog.format('%s %I.%I', a.type, c.nspname, c.relname)
  FROM relation c
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  LEFT JOIN relation t ON t.oid = i.indrelid
 CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                           WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
                                           ELSE 'table' END) a(type)
 WHERE c.relkind NOT IN ('i', 'I') OR t.oid IS NOT NULL
UNION ALL
SELECT 'table constraint', pg_catalog.concat_ws(E'\x1f', c.nspname, c.relname, k.conname), c.nspname, c.relname, NULL,
       pg_catalog.format('table constraint %I on %I.%I', k.conname, c.nspname, c.relname)
  FROM pg_catalog.pg_constraint k
  JOIN relation c ON c.oid = k.conrelid
 WHERE k.contype NOT IN ('t', 'n') AND k.conislocal
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND e.objid = k.oid
                      AND e.deptype IN ('e', 'i', 'P', 'S') AND e.refobjid <> e.objid)
UNION ALL
SELECT NULL, NULL, c.nspname, c.relname, f.fact, pg_catalog.format('%s of table %I.%I', f.fact, c.nspname, c.relname)
  FROM relation c
 CROSS JOIN LATERAL (VALUES
         ('row security', c.relrowsecurity OR c.relforcerowsecurity),
         ('no logging', c.relpersistence = 'u'),
         ('storage parameters', c.reloptions IS NOT NULL),
         ('replica identity', c.relreplident <> 'd'),
         ('tablespace', c.reltablespace <> 0),
         ('access method', c.relam <> 0 AND (SELECT amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam) <> 'heap'),
         ('column storage', EXISTS (
            SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
               AND (a.attstorage <> t.typstorage OR a.attcompression <> ''))),
         ('column statistics', EXISTS (
            SELECT FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0)),
         ('constraints that are not valid', EXISTS (
            SELECT FROM pg_catalog.pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype <> 'n' AND NOT k.convalidated)),
         ('not-null constraints that are not valid', EXISTS (
            SELECT FROM pg_catalog.pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated)),
         ('not-null constraints with names of their own', EXISTS (
            SELECT FROM pg_catalog.pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conname !~ '_not_null[0-9]*$')),
         ('comments on not-null constraints', EXISTS (
            SELECT FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_description m ON m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
               AND m.objoid = k.oid
             WHERE k.conrelid = c.oid AND k.contype = 'n')),
         ('row type', c.reloftype <> 0),
         ('switched triggers of constraints', EXISTS (
            SELECT FROM pg_catalog.pg_trigger t
             WHERE t.tgrelid = c.oid AND t.tgisinternal AND t.tgenabled <> 'O' AND t.tgparentid = 0)),
         ('own state of inherited triggers', EXISTS (
            SELECT FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_trigger p ON p.oid = t.tgparentid
             WHERE t.tgrelid = c.oid AND t.tgenabled <> p.tgenabled))
       ) AS f (fact, held)
 WHERE f.held AND c.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT NULL, NULL, c.nspname, c.relname, f.fact || ' of views',
       pg_catalog.format('%s of view %I.%I', f.fact, c.nspname, c.relname)
  FROM relation c
 CROSS JOIN LATERAL (VALUES
         ('grants on columns', EXISTS (
            SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL)),
         ('column settings', c.relkind = 'm' AND EXISTS (
            SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = c.oid AND a.attnum > 0
               AND (a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0
                    OR a.attoptions IS NOT NULL))),
         ('tablespace', c.reltablespace <> 0)
       ) AS f (fact, held)
 WHERE f.held AND c.relkind IN ('v', 'm')
UNION ALL
SELECT NULL, NULL, c.nspname, c.relname, f.fact || ' of indexes',
       pg_catalog.format('%s of index %I.%I', f.fact, c.nspname, x.relname)
  FROM pg_catalog.pg_index i
  JOIN relation c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
 CROSS JOIN LATERAL (VALUES
         ('lost validity', NOT i.indisvalid),
         ('cluster mark', i.indisclustered),
         ('tablespace', x.reltablespace <> 0),
         ('statistics targets', EXISTS (
            SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0))
       ) AS f (fact, held)
 WHERE f.held
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'extension dependency',
       pg_catalog.format('dependency of %s %s on extension %I', d.type, d.identity, x.extname)
  FROM pg_catalog.pg_depend e
  JOIN pg_catalog.pg_extension x ON x.oid = e.refobjid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(e.classid, e.objid, e.objsubid) d
 WHERE e.deptype = 'x' AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'security label',
       pg_catalog.format('security label of %s %s', d.type, d.identity)
  FROM pg_catalog.pg_seclabel l
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) d
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'user mapping',
       pg_catalog.format('user mapping for %I on server %I', m.usename, m.srvname)
  FROM pg_catalog.pg_user_mappings m
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'secret options',
       pg_catalog.format('options of %s that are secrets by their names', o.title)
  FROM (SELECT 'server ' || pg_catalog.quote_ident(srvname), srvoptions FROM pg_catalog.pg_foreign_server
        UNION ALL SELECT 'foreign-data wrapper ' || pg_catalog.quote_ident(fdwname), fdwoptions
                    FROM pg_catalog.pg_foreign_data_wrapper
        UNION ALL SELECT 'foreign table ' || ftrelid::pg_catalog.regclass, ftoptions
                    FROM pg_catalog.pg_foreign_table) AS o (title, options)
 WHERE EXISTS (SELECT FROM pg_catalog.unnest(o.options) v
                WHERE pg_catalog.split_part(v, '=', 1) ~* 'passw|passphrase|pwd|secret|token|credential')
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'privileges on a language', pg_catalog.format('privileges on language %I', lanname)
  FROM pg_catalog.pg_language WHERE lanacl IS NOT NULL
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'default privileges on large objects',
       pg_catalog.format('default privileges on large objects of %I', pg_catalog.pg_get_userbyid(defaclrole))
  FROM pg_catalog.pg_default_acl WHERE defaclobjtype = 'L'
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'generated columns of a publication',
       pg_catalog.format('generated columns of publication %I', p.pubname)
  FROM pg_catalog.pg_publication p WHERE pg_catalog.to_jsonb(p) ->> 'pubgencols' = 's'
UNION ALL
SELECT NULL, NULL, NULL, NULL, f.fact, pg_catalog.format('%s of %s %s', f.fact, d.type, d.identity)
  FROM pg_catalog.pg_proc p
  JOIN own_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (VALUES ('planner support', p.prosupport <> 0), ('transforms', p.protrftypes IS NOT NULL)) AS f (fact, held)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0) d
 WHERE f.held
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
                      AND e.deptype = 'e')
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'checks that are not valid',
       pg_catalog.format('validity of constraint %I of domain %I.%I', k.conname, n.nspname, t.typname)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN own_namespace n ON n.oid = t.typnamespace
 WHERE NOT k.convalidated
 ORDER BY 6
