-- Schemas that users made, and public, which is always there. The comment that it comes with counts as none.
SELECT NULL::text AS schema, NULL::text AS parent, n.nspname::text AS name, NULLIF(d.description, b.comment) AS comment,
       CASE WHEN d.description = b.comment THEN b.comment END AS "bornComment"
  FROM pg_catalog.pg_namespace n
 CROSS JOIN LATERAL (VALUES (CASE WHEN n.nspname = 'public' THEN 'standard public schema' END)) AS b (comment)
  LEFT JOIN pg_catalog.pg_description d
    ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                      AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')
 ORDER BY n.nspname
