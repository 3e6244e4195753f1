CREATE OR REPLACE FUNCTION pg_temp.sg_sequence(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE WHEN c.relpersistence = 'u' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d  -- an owned one is as its table
                 WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = seqrelid AND d.deptype = 'a')
              THEN 'UNLOGGED ' ELSE '' END
         || pg_catalog.format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
              pg_catalog.format_type(seqtypid, NULL), seqincrement, seqmin, seqmax, seqstart, seqcache,
              CASE WHEN seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
    FROM pg_catalog.pg_sequence
    JOIN pg_catalog.pg_class c ON c.oid = seqrelid
   WHERE seqrelid = pg_catalog.to_regclass($1)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d  -- that of an identity belongs to its column
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = seqrelid
                        AND d.deptype = 'i')
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_sequence_owner(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'owned by ' || COALESCE((
    SELECT pg_catalog.concat_ws('.', '"' || pg_catalog.replace(n.nspname, '"', '""') || '"',
                                '"' || pg_catalog.replace(c.relname, '"', '""') || '"',
                                '"' || pg_catalog.replace(a.attname, '"', '""') || '"')
      FROM pg_catalog.pg_depend d
      JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = s.seqrelid AND d.deptype = 'a'),
    'NONE')
    FROM pg_catalog.pg_sequence s WHERE s.seqrelid = pg_catalog.to_regclass($1)
$fn$;
