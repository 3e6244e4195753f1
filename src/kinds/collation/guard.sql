CREATE OR REPLACE FUNCTION pg_temp.sg_collation(space text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'PROVIDER = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END
         || CASE WHEN i.locale IS NOT NULL OR l.collcollate = l.collctype
                 THEN ', LOCALE = ' || pg_catalog.quote_literal(COALESCE(i.locale, l.collcollate))
                 ELSE pg_catalog.format(', LC_COLLATE = %L, LC_CTYPE = %L', l.collcollate, l.collctype) END
         || COALESCE(', RULES = ' || pg_catalog.quote_literal(pg_catalog.to_jsonb(l) ->> 'collicurules'), '')
         || CASE WHEN l.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END
    FROM pg_catalog.pg_collation l
    JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   CROSS JOIN LATERAL (SELECT COALESCE(pg_catalog.to_jsonb(l) ->> 'colllocale', pg_catalog.to_jsonb(l) ->> 'colliculocale')) i (locale)
   WHERE n.nspname = $1 AND l.collname = $2
$fn$;
