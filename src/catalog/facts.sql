-- Settings of what users made that no kind reads, in words. What a kind learns to read leaves this list. Parts that come
-- along with an object (the sequence of an identity, the index behind a key) can have their own. `on_schema`,
-- `on_name`: the relation that it is a setting of. What is set is rare: each part begins with that, and asks afterwards
-- whose it is.
WITH own_namespace AS MATERIALIZED (
  SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n
   WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                        AND e.deptype = 'e')
), on_relation (fact, oid, index) AS (
  SELECT f.fact, c.oid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
   CROSS JOIN LATERAL (VALUES
           ('tablespace', c.reltablespace <> 0), ('access method', c.relkind <> 'm' AND m.amname <> 'heap'),
           ('row type', c.reloftype <> 0)) AS f (fact, held)
   WHERE c.relkind IN ('r', 'p', 'v', 'm') AND f.held
     AND (c.reltablespace <> 0 OR c.reloftype <> 0 OR m.amname <> 'heap')
  UNION ALL
  SELECT DISTINCT f.fact, k.conrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_constraint k
    LEFT JOIN pg_catalog.pg_description m
           ON m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND m.objoid = k.oid
   CROSS JOIN LATERAL (VALUES
           ('not-null constraints that are not inherited', k.connoinherit),
           ('comments on not-null constraints', m.objoid IS NOT NULL)) AS f (fact, held)
   WHERE k.contype = 'n' AND f.held
  UNION ALL
  SELECT DISTINCT CASE WHEN t.tgparentid = 0 THEN 'switched triggers of constraints'
                       ELSE 'own state of inherited triggers' END, t.tgrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_trigger t
    LEFT JOIN pg_catalog.pg_trigger p ON p.oid = t.tgparentid
   WHERE t.tgenabled <> p.tgenabled OR (t.tgparentid = 0 AND t.tgisinternal AND t.tgenabled <> 'O')
  UNION ALL
  -- a table that is made with a base has its checks as valid ones, a partition is attached with what it has
  SELECT DISTINCT 'own validity of inherited checks', k.conrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_constraint p
    JOIN pg_catalog.pg_inherits i ON i.inhparent = p.conrelid
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition
    JOIN pg_catalog.pg_constraint k ON k.conrelid = i.inhrelid AND k.conname = p.conname AND k.contype = 'c'
   WHERE p.contype = 'c' AND NOT p.convalidated AND k.convalidated AND NOT k.conislocal
  UNION ALL
  SELECT 'detachment in progress', i.inhrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_inherits i WHERE i.inhdetachpending
  UNION ALL
  SELECT DISTINCT 'grants on system columns', a.attrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_attribute a WHERE a.attnum < 0 AND a.attacl IS NOT NULL
  UNION ALL
  SELECT DISTINCT 'own names of identity sequences', a.attrelid, NULL::pg_catalog.oid
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = a.attrelid
     AND d.refobjsubid = a.attnum AND d.classid = d.refclassid AND d.deptype = 'i'
    JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
   CROSS JOIN LATERAL (VALUES (c.relname || '_' || a.attname || '_seq')) AS f (given)
   WHERE a.attidentity <> '' AND pg_catalog.octet_length(f.given) < 64 -- longer ones are cut
     AND pg_catalog.regexp_replace(s.relname, '_seq[0-9]+$', '_seq') <> f.given
  UNION ALL
  SELECT DISTINCT 'statistics targets', i.indrelid, i.indexrelid
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid
   WHERE i.indexprs IS NOT NULL AND a.attstattarget >= 0 -- only of expressions
  UNION ALL
  SELECT f.fact, i.indrelid, i.indexrelid
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
   CROSS JOIN LATERAL (VALUES
           ('lost validity', NOT i.indisvalid), ('cluster mark', i.indisclustered),
           ('tablespace', x.reltablespace <> 0)) AS f (fact, held)
   WHERE f.held AND (NOT i.indisvalid OR i.indisclustered OR x.reltablespace <> 0)
)
SELECT n.nspname::text AS on_schema, c.relname::text AS on_name,
       pg_catalog.format('%s of %s %I.%I', f.fact,
                         CASE WHEN x.oid IS NOT NULL THEN 'index' WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
                         n.nspname, COALESCE(x.relname, c.relname)) AS title
  FROM on_relation f
  JOIN pg_catalog.pg_class c ON c.oid = f.oid AND c.relpersistence <> 't' AND c.relkind NOT IN ('t', 'i', 'I')
  JOIN own_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class x ON x.oid = f.index
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
UNION ALL
SELECT NULL, NULL, pg_catalog.format('dependency of %s %s on extension %I', d.type, d.identity, x.extname)
  FROM pg_catalog.pg_depend e
  JOIN pg_catalog.pg_extension x ON x.oid = e.refobjid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(e.classid, e.objid, e.objsubid) d
 WHERE e.deptype = 'x' AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
UNION ALL
SELECT NULL, NULL, pg_catalog.format('security label of %s %s', d.type, d.identity)
  FROM pg_catalog.pg_seclabel l
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) d
UNION ALL
SELECT NULL, NULL, pg_catalog.format('user mapping for %I on server %I', m.usename, m.srvname)
  FROM pg_catalog.pg_user_mappings m
UNION ALL
SELECT NULL, NULL, pg_catalog.format('options of %s that are secrets by their names', o.title)
  FROM (SELECT 'server ' || pg_catalog.quote_ident(srvname), srvoptions FROM pg_catalog.pg_foreign_server
        UNION ALL SELECT 'foreign-data wrapper ' || pg_catalog.quote_ident(fdwname), fdwoptions
                    FROM pg_catalog.pg_foreign_data_wrapper
        UNION ALL SELECT 'foreign table ' || ftrelid::pg_catalog.regclass, ftoptions
                    FROM pg_catalog.pg_foreign_table) AS o (title, options)
 WHERE EXISTS (SELECT FROM pg_catalog.unnest(o.options) v
                WHERE pg_catalog.split_part(v, '=', 1) ~* 'passw|passphrase|pwd|secret|token|credential')
UNION ALL
SELECT NULL, NULL, pg_catalog.format('privileges on language %I', lanname)
  FROM pg_catalog.pg_language WHERE lanacl IS NOT NULL
UNION ALL
SELECT NULL, NULL, pg_catalog.format('default privileges on large objects of %I', pg_catalog.pg_get_userbyid(defaclrole))
  FROM pg_catalog.pg_default_acl WHERE defaclobjtype = 'L'
UNION ALL
SELECT NULL, NULL, pg_catalog.format('generated columns of publication %I', p.pubname)
  FROM pg_catalog.pg_publication p WHERE pg_catalog.to_jsonb(p) ->> 'pubgencols' = 's'
UNION ALL
SELECT NULL, NULL, pg_catalog.format('%s of %s %s', f.fact, d.type, d.identity)
  FROM pg_catalog.pg_proc p
  JOIN own_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (VALUES ('planner support', p.prosupport <> 0), ('transforms', p.protrftypes IS NOT NULL)) AS f (fact, held)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0) d
 WHERE f.held
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
                      AND e.deptype = 'e')
UNION ALL
SELECT NULL, NULL, pg_catalog.format('%s of the not-null constraint of domain %I.%I', f.fact, n.nspname, t.typname)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN own_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_description m
         ON m.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND m.objoid = k.oid
 CROSS JOIN LATERAL (VALUES ('name', k.conname !~ '_not_null[0-9]*$'), ('comment', m.objoid IS NOT NULL)) AS f (fact, held)
 WHERE k.contype = 'n' AND f.held
UNION ALL
SELECT NULL, NULL, pg_catalog.format('%s on %s %s', f.fact, d.type, d.identity)
  FROM (SELECT 'comment', classoid, objoid FROM pg_catalog.pg_description
         WHERE classoid IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass,
                            'pg_catalog.pg_constraint'::pg_catalog.regclass) AND objoid >= 16384 AND objsubid = 0
        UNION ALL
        -- the type of several ranges has what default privileges gave it, or what the range type has
        SELECT 'grants', 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
          FROM pg_catalog.pg_type t
          LEFT JOIN pg_catalog.pg_range r ON r.rngmultitypid = t.oid
          LEFT JOIN pg_catalog.pg_type o ON o.oid = r.rngtypid
         WHERE t.typacl IS NOT NULL AND t.oid >= 16384
           AND NOT EXISTS (
                 SELECT FROM (VALUES (COALESCE(o.typacl, pg_catalog.acldefault('T', o.typowner))),
                                     (pg_catalog.array_cat(
                                        COALESCE((SELECT d.defaclacl FROM pg_catalog.pg_default_acl d
                                                   WHERE d.defaclrole = o.typowner AND d.defaclnamespace = 0
                                                     AND d.defaclobjtype = 'T'),
                                                 pg_catalog.acldefault('T', o.typowner)),
                                        (SELECT d.defaclacl FROM pg_catalog.pg_default_acl d
                                          WHERE d.defaclrole = o.typowner AND d.defaclnamespace = o.typnamespace
                                            AND d.defaclobjtype = 'T')))) AS given (acl)
                  WHERE given.acl @> t.typacl AND given.acl <@ t.typacl)) AS f (fact, classid, objid)
  JOIN pg_catalog.pg_depend i ON i.classid = f.classid AND i.objid = f.objid AND i.deptype = 'i' AND i.refobjid <> i.objid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(f.classid, f.objid, 0) d
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = i.refclassid AND e.objid = i.refobjid AND e.deptype = 'e')
UNION ALL
SELECT NULL, NULL, pg_catalog.format('validity of constraint %I of domain %I.%I', k.conname, n.nspname, t.typname)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN own_namespace n ON n.oid = t.typnamespace
 WHERE NOT k.convalidated
