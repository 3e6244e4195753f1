-- The options stand in one text: name = 'value', other = E'back\\slash', n = 5.
CREATE OR REPLACE FUNCTION pg_temp.sg_text_search_dictionary(space text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'TEMPLATE ' || CASE WHEN tn.nspname IN ('pg_catalog', 'public') THEN '' ELSE tn.nspname || '.' END || t.tmplname
         || COALESCE((SELECT pg_catalog.string_agg(', ' || o.option || ' = '
                               || CASE WHEN o.part[2] LIKE '%''' THEN o.part[2] ELSE pg_catalog.quote_literal(o.part[2]) END,
                               '' ORDER BY o.option COLLATE "C")
              FROM (SELECT m.part, CASE WHEN m.part[1] LIKE '"%'
                                        THEN pg_catalog.replace(pg_catalog.btrim(m.part[1], '"'), '""', '"')
                                        ELSE m.part[1] END
                      FROM pg_catalog.regexp_matches(d.dictinitoption,
                             '("(?:[^"]|"")*"|[^ =]+) = (E?''(?:[^'']|'''')*''|[^ ,]+)', 'g') AS m (part)) AS o (part, option)), '')
    FROM pg_catalog.pg_ts_dict d
    JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
    JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
   WHERE n.nspname = $1 AND d.dictname = $2
$fn$;
