CREATE OR REPLACE FUNCTION pg_temp.sg_range(type text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.concat_ws(', ', 'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL),
           CASE WHEN NOT o.opcdefault THEN 'SUBTYPE_OPCLASS = '
             || CASE WHEN pn.nspname IN ('pg_catalog', 'public') THEN '' ELSE pg_catalog.quote_ident(pn.nspname) || '.' END
             || pg_catalog.quote_ident(o.opcname) END,
           CASE WHEN l.oid <> s.typcollation THEN 'COLLATION = '
             || CASE WHEN ln.nspname IN ('pg_catalog', 'public') THEN '' ELSE pg_catalog.quote_ident(ln.nspname) || '.' END
             || pg_catalog.quote_ident(l.collname) END,
           'CANONICAL = ' || NULLIF(r.rngcanonical::pg_catalog.regproc::text, '-'),
           'SUBTYPE_DIFF = ' || CASE WHEN dn.nspname IN ('pg_catalog', 'public') THEN ''
                                     ELSE pg_catalog.quote_ident(dn.nspname) || '.' END || pg_catalog.quote_ident(d.proname),
           'MULTIRANGE_TYPE_NAME = ' || CASE WHEN m.typnamespace <> t.typnamespace
             THEN pg_catalog.quote_ident(mn.nspname) || '.' ELSE '' END || pg_catalog.quote_ident(m.typname))
    FROM pg_catalog.pg_range r
    JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
    JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
    JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace
    JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_catalog.pg_namespace pn ON pn.oid = o.opcnamespace
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = r.rngcollation
    LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
    LEFT JOIN pg_catalog.pg_proc d ON d.oid = r.rngsubdiff
    LEFT JOIN pg_catalog.pg_namespace dn ON dn.oid = d.pronamespace
   WHERE r.rngtypid = pg_catalog.to_regtype($1)
$fn$;
