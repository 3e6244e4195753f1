CREATE OR REPLACE FUNCTION pg_temp.sg_replica_identity(rel text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE c.relreplident WHEN 'd' THEN NULL WHEN 'f' THEN 'FULL'
              ELSE COALESCE((SELECT 'USING INDEX "' || pg_catalog.replace(x.relname, '"', '""') || '"'
                               FROM pg_catalog.pg_index i
                               JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                              WHERE i.indrelid = c.oid AND i.indisreplident AND c.relreplident = 'i'), 'NOTHING') END
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)
$fn$;
