-- Tables in publications. Before PostgreSQL 15 neither columns nor rows could be chosen: there `before` has the columns that
-- the catalog lacks.
SELECT n.nspname::text AS schema, c.relname::text AS parent, p.pubname::text AS name, NULL::text AS comment,
       pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
         'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attnum = ANY (r.columns::int2[])),
         'where', pg_catalog.pg_get_expr(r.rows, c.oid)))::text AS body
  FROM (SELECT NULL::pg_catalog.int2vector AS prattrs, NULL::pg_catalog.pg_node_tree AS prqual) before
 CROSS JOIN LATERAL (SELECT t.prpubid, t.prrelid, prattrs AS columns, prqual AS rows
                       FROM pg_catalog.pg_publication_rel t) r
  JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
  JOIN pg_catalog.pg_class c ON c.oid = r.prrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE (p.pubinsert OR p.pubupdate OR p.pubdelete OR p.pubtruncate)
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemagen')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.deptype = 'e' AND (
                          (e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
                       OR (e.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND e.objid = p.oid)))
 ORDER BY 1, 2, 3
