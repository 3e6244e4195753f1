-- Publications that publish something. Their schemas (PostgreSQL 15) are found by what depends on both.
SELECT NULL::text AS schema, NULL::text AS parent, p.pubname::text AS name,
       pg_catalog.obj_description(p.oid, 'pg_publication') AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'allTables', p.puballtables,
         'schemas', (SELECT pg_catalog.jsonb_agg(n.nspname)
                       FROM pg_catalog.pg_depend d
                       JOIN pg_catalog.pg_depend s ON s.classid = d.classid AND s.objid = d.objid
                        AND s.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                       JOIN pg_catalog.pg_namespace n ON n.oid = s.refobjid
                      WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
                        AND d.refclassid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND d.refobjid = p.oid),
         'publish', (SELECT pg_catalog.jsonb_agg(e.name)
                       FROM (VALUES ('insert', p.pubinsert), ('update', p.pubupdate), ('delete', p.pubdelete),
                                    ('truncate', p.pubtruncate)) AS e (name, published) WHERE e.published),
         'viaRoot', p.pubviaroot))::text AS body
  FROM pg_catalog.pg_publication p
 WHERE (p.pubinsert OR p.pubupdate OR p.pubdelete OR p.pubtruncate)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND e.objid = p.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY 3
