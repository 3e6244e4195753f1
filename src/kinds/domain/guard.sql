CREATE OR REPLACE FUNCTION pg_temp.sg_domain(dom text, part text, VARIADIC exprs text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  d record;
  value text := 'no default'; nulls text := 'NULL'; twin text;
BEGIN
  SELECT t.*, pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS expr,
         CASE WHEN l.oid <> b.typcollation THEN ' COLLATE ' || pg_catalog.format(CASE WHEN n.nspname IN ('pg_catalog', 'public') THEN '%2$I' ELSE '%1$I.%2$I' END,
                                                                                 n.nspname, l.collname) ELSE '' END AS collate,
         CASE WHEN l.oid <> b.typcollation THEN pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname)
              ELSE '' END AS quoted_collate
    INTO d
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE t.oid = pg_catalog.to_regtype(dom) AND t.typtype = 'd';
  IF NOT FOUND THEN RETURN NULL; END IF;
  twin := pg_catalog.replace('CREATE DOMAIN sg_twin_domain AS ' || pg_catalog.format_type(d.typbasetype, d.typtypmod)
                             || d.quoted_collate, '%', '%%');
  IF d.typnotnull THEN nulls := 'NOT NULL'; END IF;
  IF d.expr IS NOT NULL THEN
    value := 'DEFAULT ' || pg_temp.sg_same(NULL, d.expr, twin || ' DEFAULT %s', VARIADIC exprs);
  END IF;
  RETURN CASE part WHEN 'null' THEN nulls WHEN 'value' THEN value ELSE pg_catalog.concat_ws(E'\n',
    pg_catalog.concat_ws(', ', pg_catalog.format_type(d.typbasetype, d.typtypmod) || d.collate, nulls, value),
    (SELECT pg_catalog.string_agg(k.conname || ' ' || pg_temp.sg_domain_check(dom, k.conname, VARIADIC exprs), E'\n'
                                  ORDER BY k.conname COLLATE "C")
       FROM pg_catalog.pg_constraint k WHERE k.contypid = d.oid AND k.contype = 'c')) END;
END $fn$;
