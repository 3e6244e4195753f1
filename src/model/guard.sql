-- true: do the step; false: it is done already; anything else is neither and stops here.
CREATE OR REPLACE FUNCTION pg_temp.sg_due(what text, there text, before text, VARIADIC after text[])
RETURNS boolean LANGUAGE plpgsql AS $fn$
DECLARE
  mark text := '#' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(
                 pg_catalog.convert_to(there, 'UTF8')), 'hex'), 32);  -- long states are compared by their hash
BEGIN
  IF there IS NOT DISTINCT FROM before OR mark = before THEN RETURN true; END IF;
  IF there = ANY (after) OR mark = ANY (after) OR (there IS NULL AND pg_catalog.array_position(after, NULL) > 0) THEN
    RETURN false;
  END IF;
  RAISE EXCEPTION 'schemagen: % is neither as this step expects it nor as it wants it', what
    USING ERRCODE = 'SG001', DETAIL = 'found: ' || COALESCE(there, 'nothing'),
          HINT = 'Someone changed it by hand. Bring it back to either state, then run the migration again.';
END $fn$;
-- The server's text of an expression: that of the candidate which the server spells the same way on an empty
-- twin of the table (rel is NULL: of a domain, which the statement makes), else its own. What the statement does is
-- rolled back. The twin itself is made outside: ALTER DOMAIN ... DROP CONSTRAINT leaves something behind that forbids
-- subtransactions until the next thing is made.
CREATE OR REPLACE FUNCTION pg_temp.sg_same(rel text, actual text, ddl text, VARIADIC candidates text[])
RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  candidate text; spelled text; found text := actual;
BEGIN
  IF actual = ANY (candidates) THEN RETURN actual; END IF;
  EXECUTE pg_catalog.format('CREATE TEMP TABLE sg_twin (%s)', 'LIKE ' || rel);
  FOREACH candidate IN ARRAY candidates LOOP
    CONTINUE WHEN candidate IS NULL;
    BEGIN
      EXECUTE pg_catalog.regexp_replace(pg_catalog.format(ddl, candidate),
                                        ' (sg_twin|sg_twin_domain) ', ' pg_temp.\1 ');
      SELECT COALESCE((SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef WHERE adrelid = t),
                      (SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint
                        WHERE conrelid = t AND contype = 'c'),
                      (SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
                        WHERE conrelid = t AND contype = 'x'),
                      (SELECT pg_temp.sg_index_tail(indexrelid) FROM pg_catalog.pg_index WHERE indrelid = t),
                      (SELECT pg_catalog.pg_get_statisticsobjdef_columns(oid) FROM pg_catalog.pg_statistic_ext
                        WHERE stxrelid = t),
                      (SELECT pg_catalog.pg_get_expr(conbin, 0) FROM pg_catalog.pg_constraint
                        WHERE contypid = d AND contype = 'c'),
                      -- last: a domain has that of the domain below it
                      (SELECT pg_catalog.pg_get_expr(typdefaultbin, 0) FROM pg_catalog.pg_type WHERE oid = d))
        INTO spelled FROM (SELECT 'pg_temp.sg_twin'::pg_catalog.regclass AS t,
                                  pg_catalog.to_regtype('pg_temp.sg_twin_domain') AS d) twin;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- this candidate is no expression over the table as it stands
    END;
    IF spelled = actual THEN
      found := candidate;
      EXIT;
    END IF;
  END LOOP;
  DROP TABLE pg_temp.sg_twin;
  RETURN found;
END $fn$;
-- What stands behind the table's name; the order of storage parameters, which means nothing, is that of their names.
-- Servers before 15 call the temporary schema by its number.
CREATE OR REPLACE FUNCTION pg_temp.sg_index_tail(index oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT COALESCE(pg_catalog.replace(d.tail, w.written,
           (SELECT pg_catalog.string_agg(o, ', ' ORDER BY o COLLATE "C")
              FROM pg_catalog.regexp_split_to_table(w.written, ', ') o)), d.tail)
    FROM (SELECT pg_catalog.substr(pg_catalog.pg_get_indexdef(i.indexrelid), pg_catalog.length(pg_catalog.format(
                   'CREATE %sINDEX %I ON %s%I.%I ', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname,
                   CASE WHEN c.relkind = 'I' THEN 'ONLY ' ELSE '' END,
                   CASE WHEN n.oid = pg_catalog.pg_my_temp_schema()
                         AND pg_catalog.current_setting('server_version_num')::int >= 150000
                        THEN 'pg_temp' ELSE n.nspname END,
                   t.relname)) + 1) AS tail
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
           WHERE i.indexrelid = $1) d,
         LATERAL (SELECT pg_catalog.substring(d.tail, '[)] WITH [(]([^()]*)[)]( WHERE |$)') AS written) w
$fn$;
-- Foreign tables are addressed as tables.
CREATE OR REPLACE FUNCTION pg_temp.sg_object(type text, names text[], args text[],
                                             OUT classid oid, OUT objid oid, OUT objsubid integer)
LANGUAGE sql STABLE AS $fn$
  SELECT a.* FROM pg_catalog.pg_get_object_address(
    CASE WHEN $1 = 'table' AND EXISTS (
                SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = $2[1] AND c.relname = $2[2] AND c.relkind = 'f')
         THEN 'foreign table' ELSE $1 END, $2, $3) a
$fn$;
-- Options of foreign data but for secrets, with a blank in front.
CREATE OR REPLACE FUNCTION pg_temp.sg_options(options text[]) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT COALESCE(' OPTIONS (' || pg_catalog.string_agg(o, ', ' ORDER BY pg_catalog.split_part(o, '=', 1) COLLATE "C") || ')', '')
    FROM pg_catalog.unnest($1) o
   WHERE pg_catalog.split_part(o, '=', 1) !~* 'passw|passphrase|pwd|secret|token|credential'
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_comment(type text, names text[], args text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT (SELECT d.description FROM pg_catalog.pg_description d
           WHERE d.classoid = a.classid AND d.objoid = a.objid AND d.objsubid = a.objsubid)
    FROM pg_temp.sg_object($1, $2, $3) a
$fn$;
-- Which of the names are there, in the order given; NULL: none.
CREATE OR REPLACE FUNCTION pg_temp.sg_present(type text, space text[], VARIADIC names text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  name text; found text;
BEGIN
  FOREACH name IN ARRAY names LOOP
    IF pg_temp.sg_address(type, space, name) IS NOT NULL THEN
      found := pg_catalog.concat_ws(', ', found, name);
    END IF;
  END LOOP;
  RETURN found;
END $fn$;
-- The same of names that are in several schemas.
CREATE OR REPLACE FUNCTION pg_temp.sg_placed(type text, schemas text[], VARIADIC names text[]) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  found text;
BEGIN
  FOR i IN 1 .. pg_catalog.array_length(names, 1) LOOP
    IF pg_temp.sg_address(type, schemas[i:i], names[i]) IS NOT NULL THEN
      found := pg_catalog.concat_ws(', ', found, schemas[i] || '.' || names[i]);
    END IF;
  END LOOP;
  RETURN found;
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_address(type text, space text[], name text) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  args text[] := '{}';
BEGIN
  IF type IN ('enum', 'domain', 'range type', 'composite type') THEN
    -- to the server they are all types; the row type of a table is none that anybody named
    RETURN (SELECT t.oid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
              LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
             WHERE n.nspname = space[1] AND t.typname = name AND COALESCE(c.relkind, 'c') = 'c'
               AND type = CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type'
                                         WHEN 'c' THEN 'composite type' END);
  ELSIF type IN ('check constraint', 'foreign key') THEN
    RETURN (SELECT k.oid FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = space[1] AND c.relname = space[2] AND k.conname = name
               AND k.contype = CASE type WHEN 'foreign key' THEN 'f' ELSE 'c' END);
  ELSIF type IN ('function', 'procedure', 'aggregate') THEN
    RETURN (SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
             WHERE p.oid >= 16384 AND n.nspname = space[1]
               AND type = CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END
               AND p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' = name);
  ELSIF type = 'domain constraint' THEN
    args := ARRAY[name];
    name := pg_catalog.format('%I.%I', space[1], space[2]);
    space := '{}';
  END IF;
  RETURN (SELECT pg_catalog.concat_ws('.', a.classid, a.objid, a.objsubid)
            FROM pg_temp.sg_object(type, space || name, args) a);
EXCEPTION
  WHEN undefined_table OR undefined_column OR undefined_object OR invalid_schema_name OR wrong_object_type THEN
    RETURN NULL;
END $fn$;
-- Renames in a circle leave the same names behind, as does what drops and makes things around renames: so the objects
-- that bear them are remembered.
CREATE OR REPLACE FUNCTION pg_temp.sg_circle(id text, done boolean, VARIADIC addresses text[])
RETURNS boolean LANGUAGE plpgsql AS $fn$
DECLARE
  bearers text := pg_catalog.array_to_string(addresses, ' ', 'nothing'); known text;
BEGIN
  IF done THEN
    CREATE SCHEMA IF NOT EXISTS schemagen;
    CREATE TABLE IF NOT EXISTS schemagen.circles (id text PRIMARY KEY, bearers text NOT NULL);
    INSERT INTO schemagen.circles AS c VALUES ($1, bearers) ON CONFLICT ON CONSTRAINT circles_pkey
      DO UPDATE SET bearers = EXCLUDED.bearers;
    -- an id is <migration>/<file> <step>: what the migration's other file has noted is over
    DELETE FROM schemagen.circles c
     WHERE pg_catalog.split_part(c.id, '/', 1) = pg_catalog.split_part($1, '/', 1)
       AND pg_catalog.split_part(c.id, ' ', 1) <> pg_catalog.split_part($1, ' ', 1);
    RETURN true;
  END IF;
  IF pg_catalog.to_regclass('schemagen.circles') IS NOT NULL THEN
    SELECT c.bearers INTO known FROM schemagen.circles c WHERE c.id = $1;
  END IF;
  -- done, when a name still has the bearer it was given; one that was made again since then tells nothing
  RETURN known IS NULL OR (
    NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(pg_catalog.string_to_array(known, ' ')),
                                       pg_catalog.unnest(pg_catalog.string_to_array(bearers, ' '))) AS b(k, n)
                 WHERE b.k = b.n AND b.k <> 'nothing')
    AND pg_catalog.array_remove(pg_catalog.string_to_array(known, ' '), 'nothing')
        && pg_catalog.string_to_array(bearers, ' '));
END $fn$;
-- The types of a routine's arguments, as pg_get_object_address wants them.
CREATE OR REPLACE FUNCTION pg_temp.sg_types(space text, name text) RETURNS text[] LANGUAGE sql STABLE AS $fn$
  SELECT ARRAY(SELECT pg_catalog.format_type(t.type, NULL)
                 FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t(type, place) ORDER BY t.place)
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE p.oid >= 16384 AND n.nspname = $1 AND p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' = $2
$fn$;
-- What roles other than the owner may do, by column and role, on the object itself or on its columns only. Sides that say
-- no more than what the owner may do besides are given back as they are.
CREATE OR REPLACE FUNCTION pg_temp.sg_grants_of(type text, names text[], args text[], whole boolean, sides text[])
RETURNS text LANGUAGE sql STABLE AS $fn$
  WITH held AS (
    SELECT COALESCE(pg_catalog.string_agg(g.line || E'\n', '' ORDER BY g.part COLLATE "C", g.role COLLATE "C"),
                    'no grants') AS text
      FROM (SELECT h.part, r.role, h.part || r.role || ': ' || pg_catalog.string_agg(
                     DISTINCT pg_catalog.lower(x.privilege_type)
                     || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END, ', ') AS line
              FROM pg_temp.sg_access($1, $2, $3) h
             CROSS JOIN LATERAL pg_catalog.aclexplode(h.acl) x
             CROSS JOIN LATERAL (SELECT CASE x.grantee WHEN 0 THEN 'public'
                                        ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS role) r
             WHERE x.grantee <> h.owner AND ($4 OR h.part <> '') GROUP BY h.part, r.role) g
  ), said AS (
    SELECT s.side, s.place,
           COALESCE((SELECT pg_catalog.string_agg(l.line || E'\n', '' ORDER BY l.place)
                       FROM pg_catalog.regexp_split_to_table(s.side, E'\n') WITH ORDINALITY AS l(line, place)
                      WHERE l.line <> '' AND pg_catalog.strpos(' ' || l.line, ' ' || o.owner || ': ') = 0),
                    'no grants') AS text
      FROM pg_catalog.unnest($5) WITH ORDINALITY AS s(side, place)
     CROSS JOIN (SELECT pg_temp.sg_owner($1, $2, $3) AS owner) o
  )
  SELECT COALESCE((SELECT s.side FROM said s WHERE s.text = held.text ORDER BY s.place LIMIT 1), held.text) FROM held
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_grants(type text, names text[], args text[], VARIADIC sides text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT pg_temp.sg_grants_of($1, $2, $3, true, $4)
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_grants_on_columns(type text, names text[], args text[], VARIADIC sides text[])
RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_temp.sg_grants_of($1, $2, $3, false, $4)
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_owner(type text, names text[], args text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.pg_get_userbyid(h.owner)::text FROM pg_temp.sg_access($1, $2, $3) h WHERE h.part = ''
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_access(type text, names text[], args text[])
RETURNS TABLE (part text, owner oid, acl aclitem[]) LANGUAGE sql STABLE AS $fn$
  WITH a AS (SELECT * FROM pg_temp.sg_object($1, $2, $3))
  SELECT '', c.relowner, COALESCE(c.relacl, pg_catalog.acldefault(
           CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))
    FROM a JOIN pg_catalog.pg_class c ON a.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = a.objid
  UNION ALL SELECT t.attname || ' ', c.relowner, t.attacl
    FROM a JOIN pg_catalog.pg_class c ON a.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = a.objid
    JOIN pg_catalog.pg_attribute t ON t.attrelid = c.oid AND t.attacl IS NOT NULL AND NOT t.attisdropped
  UNION ALL SELECT '', p.proowner, COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner))
    FROM a JOIN pg_catalog.pg_proc p ON a.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = a.objid
  UNION ALL SELECT '', t.typowner, COALESCE(t.typacl, pg_catalog.acldefault('T', t.typowner))
    FROM a JOIN pg_catalog.pg_type t ON a.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = a.objid
  UNION ALL SELECT '', n.nspowner, COALESCE(n.nspacl, pg_catalog.acldefault('n', n.nspowner))
    FROM a JOIN pg_catalog.pg_namespace n
      ON a.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.oid = a.objid
  UNION ALL SELECT '', s.srvowner, COALESCE(s.srvacl, pg_catalog.acldefault('S', s.srvowner))
    FROM a JOIN pg_catalog.pg_foreign_server s
      ON a.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND s.oid = a.objid
  UNION ALL SELECT '', w.fdwowner, COALESCE(w.fdwacl, pg_catalog.acldefault('F', w.fdwowner))
    FROM a JOIN pg_catalog.pg_foreign_data_wrapper w
      ON a.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND w.oid = a.objid
  UNION ALL SELECT '', l.collowner, NULL
    FROM a JOIN pg_catalog.pg_collation l
      ON a.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND l.oid = a.objid
  UNION ALL SELECT '', s.stxowner, NULL
    FROM a JOIN pg_catalog.pg_statistic_ext s
      ON a.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND s.oid = a.objid
  UNION ALL SELECT '', p.pubowner, NULL
    FROM a JOIN pg_catalog.pg_publication p
      ON a.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND p.oid = a.objid
  UNION ALL SELECT '', e.evtowner, NULL
    FROM a JOIN pg_catalog.pg_event_trigger e
      ON a.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND e.oid = a.objid
$fn$;
