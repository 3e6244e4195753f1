-- Which of the rights that statements need are missing: $1, a JSON array of needs as rights.c makes them; $2, the schema
-- of names that say none. Each missing one once, at the first statement that needs it. What is not there is going to be
-- made by an earlier statement, or is missed when its turn comes: nobody lacks a right on it.
WITH need AS (
  SELECT n.*, p.parts[pg_catalog.cardinality(p.parts)] AS name,
         CASE WHEN n.class NOT IN ('relation', 'type', 'routine', 'collation', 'statistics', 'configuration', 'dictionary')
              THEN NULL
              WHEN pg_catalog.cardinality(p.parts) > 1 THEN p.parts[pg_catalog.cardinality(p.parts) - 1]
              WHEN n.bare THEN $2::text END AS schema
    FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb)
           AS n (at integer, "right" text, class text, bare boolean, what text, privilege text),
         LATERAL pg_catalog.parse_ident(n.what, false) AS p (parts)
), thing AS (
  SELECT n.at, n."right", n.class, n.what, n.name, n.privilege, s.oid AS schema_oid, s.nspname,
         pg_catalog.min(o.oid::text)::oid AS oid,
         pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(pg_catalog.min(o.owner::text)::oid)) AS owner,
         COALESCE(pg_catalog.bool_or(pg_catalog.pg_has_role(o.owner, 'USAGE')), false) AS is_mine,
         COALESCE(pg_catalog.pg_has_role(s.nspowner, 'USAGE'), false) AS is_in_mine
    FROM need n
    LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = n.schema
    LEFT JOIN LATERAL (
      SELECT c.oid, c.relowner AS owner FROM pg_catalog.pg_class c
       WHERE n.class = 'relation' AND c.relnamespace = s.oid AND c.relname = n.name
      UNION ALL SELECT t.oid, t.typowner FROM pg_catalog.pg_type t
       WHERE n.class = 'type' AND t.typnamespace = s.oid AND t.typname = n.name
      UNION ALL SELECT p.oid, p.proowner FROM pg_catalog.pg_proc p
       WHERE n.class = 'routine' AND p.pronamespace = s.oid AND p.proname = n.name
      UNION ALL SELECT l.oid, l.collowner FROM pg_catalog.pg_collation l
       WHERE n.class = 'collation' AND l.collnamespace = s.oid AND l.collname = n.name
      UNION ALL SELECT x.oid, x.stxowner FROM pg_catalog.pg_statistic_ext x
       WHERE n.class = 'statistics' AND x.stxnamespace = s.oid AND x.stxname = n.name
      UNION ALL SELECT f.oid, f.cfgowner FROM pg_catalog.pg_ts_config f
       WHERE n.class = 'configuration' AND f.cfgnamespace = s.oid AND f.cfgname = n.name
      UNION ALL SELECT d.oid, d.dictowner FROM pg_catalog.pg_ts_dict d
       WHERE n.class = 'dictionary' AND d.dictnamespace = s.oid AND d.dictname = n.name
      UNION ALL SELECT a.oid, a.nspowner FROM pg_catalog.pg_namespace a WHERE n.class = 'schema' AND a.nspname = n.name
      UNION ALL SELECT e.oid, e.extowner FROM pg_catalog.pg_extension e WHERE n.class = 'extension' AND e.extname = n.name
      UNION ALL SELECT u.oid, u.pubowner FROM pg_catalog.pg_publication u
       WHERE n.class = 'publication' AND u.pubname = n.name
      UNION ALL SELECT v.oid, v.srvowner FROM pg_catalog.pg_foreign_server v
       WHERE n.class = 'server' AND v.srvname = n.name
      UNION ALL SELECT w.oid, w.fdwowner FROM pg_catalog.pg_foreign_data_wrapper w
       WHERE n.class = 'wrapper' AND w.fdwname = n.name
      UNION ALL SELECT g.oid, g.evtowner FROM pg_catalog.pg_event_trigger g
       WHERE n.class = 'event trigger' AND g.evtname = n.name
      UNION ALL SELECT r.oid, r.oid FROM pg_catalog.pg_roles r WHERE n.class = 'role' AND r.rolname = n.name
    ) o ON true
   GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, s.nspowner
), named AS (
  SELECT t.*, pg_catalog.quote_ident(t.nspname) AS schema, pg_catalog.quote_ident(t.name) AS quoted,
         ' TO ' || pg_catalog.quote_ident(CURRENT_USER) AS to_me,
         pg_catalog.quote_ident(pg_catalog.current_database()) AS database
    FROM thing t
), lack AS (
  SELECT t.at, r.lacks, r.hint
    FROM named t, LATERAL (VALUES
      (t.schema_oid IS NOT NULL AND NOT pg_catalog.has_schema_privilege(t.schema_oid, 'USAGE'),
       'USAGE on schema ' || t.schema, 'GRANT USAGE ON SCHEMA ' || t.schema || t.to_me),
      (t.oid IS NOT NULL AND NOT t.is_mine AND (t."right" = 'own' OR t."right" = 'drop' AND NOT t.is_in_mine
                                                OR t."right" = 'replace' AND t.class <> 'routine'),
       'the ownership of ' || t.what || ', which belongs to ' || t.owner,
       'GRANT ' || t.owner || t.to_me || ', or run it as ' || t.owner),
      (t.schema_oid IS NOT NULL AND (t."right" = 'make' AND t.oid IS NULL OR t."right" = 'replace')
         AND NOT pg_catalog.has_schema_privilege(t.schema_oid, 'CREATE'),
       'CREATE on schema ' || t.schema, 'GRANT CREATE ON SCHEMA ' || t.schema || t.to_me),
      (t."right" = 'put into' AND t.oid IS NOT NULL AND NOT pg_catalog.has_schema_privilege(t.oid, 'CREATE'),
       'CREATE on schema ' || t.quoted, 'GRANT CREATE ON SCHEMA ' || t.quoted || t.to_me),
      (t."right" IN ('make at top', 'extend') AND t.oid IS NULL
         AND NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
       'CREATE on database ' || t.database, 'GRANT CREATE ON DATABASE ' || t.database || t.to_me),
      -- Hosts that let more roles make extensions than PostgreSQL does have settings of their own.
      (t."right" = 'extend' AND t.oid IS NULL
         AND EXISTS (SELECT FROM pg_catalog.pg_available_extensions x
                       JOIN pg_catalog.pg_available_extension_versions v
                         ON v.name = x.name AND v.version = x.default_version
                      WHERE x.name = t.name AND v.superuser AND NOT v.trusted)
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_settings
                          WHERE name ~ '^(rds|cloudsql|alloydb|azure|supautils|neon|aiven)[.]'),
       'the right to make extension ' || t.quoted || ', which only superusers have',
       'CREATE EXTENSION ' || t.quoted || ' as a superuser, once; then the step has nothing to do'),
      (t."right" = 'may' AND t.oid IS NOT NULL
         AND NOT CASE WHEN t.privilege IN ('INSERT', 'UPDATE', 'REFERENCES')
                      THEN pg_catalog.has_any_column_privilege(t.oid, t.privilege)
                      ELSE pg_catalog.has_table_privilege(t.oid, t.privilege) END,
       t.privilege || ' on ' || t.what, 'GRANT ' || t.privilege || ' ON ' || t.what || t.to_me),
      (t."right" = 'belong to' AND t.oid IS NOT NULL AND NOT pg_catalog.pg_has_role(t.oid, 'MEMBER'),
       'membership in role ' || t.quoted, 'GRANT ' || t.quoted || t.to_me)
    ) AS r (is_missing, lacks, hint)
   WHERE r.is_missing
)
SELECT pg_catalog.min(at), pg_catalog.quote_ident(CURRENT_USER), lacks, hint FROM lack GROUP BY lacks, hint ORDER BY 1, 3
