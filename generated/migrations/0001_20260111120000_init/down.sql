-- 0001_20260111120000_init/down.sql, 15 steps
-- The way back. Steps say where not all comes back.
-- By hand: psql -v ON_ERROR_STOP=1 -f down.sql

SET standard_conforming_strings = on;
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET check_function_bodies = off;
SET search_path = "public";

-- What the steps ask of the catalog; these functions are gone with the session.
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
-- twin of the table, else its own. The twin is rolled back.
CREATE OR REPLACE FUNCTION pg_temp.sg_same(rel text, actual text, ddl text, VARIADIC candidates text[])
RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  candidate text; spelled text;
BEGIN
  IF actual = ANY (candidates) THEN RETURN actual; END IF;
  FOREACH candidate IN ARRAY candidates LOOP
    CONTINUE WHEN candidate IS NULL;
    BEGIN
      EXECUTE pg_catalog.format('CREATE TEMP TABLE sg_twin (LIKE %s)', rel);
      EXECUTE pg_catalog.replace(pg_catalog.format(ddl, candidate), ' sg_twin ', ' pg_temp.sg_twin ');
      SELECT COALESCE((SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef WHERE adrelid = t),
                      (SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint
                        WHERE conrelid = t AND contype = 'c'),
                      (SELECT pg_temp.sg_index_tail(indexrelid) FROM pg_catalog.pg_index WHERE indrelid = t))
        INTO spelled FROM (SELECT 'pg_temp.sg_twin'::pg_catalog.regclass AS t) twin;
      RAISE EXCEPTION USING ERRCODE = 'SG000';
    EXCEPTION
      WHEN SQLSTATE 'SG000' THEN NULL;
      WHEN OTHERS THEN spelled := NULL;  -- this candidate is no expression over the table as it stands
    END;
    IF spelled = actual THEN RETURN candidate; END IF;
  END LOOP;
  RETURN actual;
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_index_tail(index oid) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.substr(pg_catalog.pg_get_indexdef(i.indexrelid), pg_catalog.length(pg_catalog.format(
           'CREATE %sINDEX %I ON %I.%I ', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname,
           CASE WHEN n.oid = pg_catalog.pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END, t.relname)) + 1)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
   WHERE i.indexrelid = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_schema(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT 'schema' FROM pg_catalog.pg_namespace n WHERE n.nspname = $1
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_enum(type text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT '(' || COALESCE(pg_catalog.string_agg(pg_catalog.to_json(e.enumlabel::text)::text, ', '
                                               ORDER BY e.enumsortorder), '') || ')'
    FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
   WHERE t.oid = pg_catalog.to_regtype($1) AND t.typtype = 'e' GROUP BY t.oid
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_sequence(name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT pg_catalog.format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
                           pg_catalog.format_type(seqtypid, NULL), seqincrement, seqmin, seqmax, seqstart, seqcache,
                           CASE WHEN seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
    FROM pg_catalog.pg_sequence
   WHERE seqrelid = pg_catalog.to_regclass($1)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d  -- that of an identity belongs to its column
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = seqrelid
                        AND d.deptype = 'i')
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_table(name text, exprs jsonb DEFAULT '{}') RETURNS text
LANGUAGE sql AS $fn$
  SELECT pg_catalog.concat_ws(E'\n', 'table',
    (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_temp.sg_column($1, a.attname, 'all', $2 ->> a.attname),
                                  E'\n' ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT pg_catalog.string_agg(k.conname || ' ' || pg_temp.sg_key($1, k.conname), E'\n'
                                  ORDER BY k.conname COLLATE "C")
       FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u')))
    FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p')
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_column(rel text, col text, part text, VARIADIC exprs text[] DEFAULT '{}')
RETURNS text LANGUAGE plpgsql AS $fn$
DECLARE
  a record;
  type text; value text := 'no default'; identity text := 'no identity'; nulls text := 'NULL';
BEGIN
  SELECT t.*, d.adrelid IS NOT NULL AS has_expr, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expr,
         CASE WHEN l.oid <> y.typcollation THEN ' COLLATE ' || CASE WHEN n.nspname IN ('pg_catalog', 'public')
              THEN '' ELSE n.nspname || '.' END || l.collname ELSE '' END AS collate,
         CASE WHEN l.oid <> y.typcollation THEN pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname)
              ELSE '' END AS quoted_collate
    INTO a
    FROM pg_catalog.pg_attribute t
    JOIN pg_catalog.pg_type y ON y.oid = t.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.attrelid AND d.adnum = t.attnum
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.attcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE t.attrelid = pg_catalog.to_regclass(rel) AND t.attname = col AND t.attnum > 0 AND NOT t.attisdropped;
  IF NOT FOUND THEN RETURN NULL; END IF;
  type := pg_catalog.format_type(a.atttypid, a.atttypmod) || a.collate;
  IF a.attnotnull THEN nulls := 'NOT NULL'; END IF;
  IF a.attgenerated <> '' THEN
    value := 'GENERATED ALWAYS AS (' || pg_temp.sg_same(rel, a.expr, pg_catalog.replace(pg_catalog.format(
      'ALTER TABLE sg_twin DROP COLUMN %1$I, ADD COLUMN %1$I %2$s GENERATED ALWAYS AS (', col,
      pg_catalog.format_type(a.atttypid, a.atttypmod) || a.quoted_collate), '%', '%%')
      || '%s) STORED', VARIADIC exprs) || ') STORED';
  ELSIF a.has_expr AND a.expr !~ '^NULL::[a-z0-9_ (),\[\]]+$' THEN  -- the same as none
    value := 'DEFAULT ' || pg_temp.sg_same(rel, a.expr, pg_catalog.replace(pg_catalog.format(
      'ALTER TABLE sg_twin ALTER COLUMN %I SET DEFAULT ', col), '%', '%%') || '%s', VARIADIC exprs);
  END IF;
  IF a.attidentity <> '' THEN
    SELECT pg_catalog.format('GENERATED %s AS IDENTITY INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
             CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, seqincrement, seqmin, seqmax, seqstart,
             seqcache, CASE WHEN seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
      INTO identity FROM pg_catalog.pg_sequence
     WHERE seqrelid = pg_catalog.pg_get_serial_sequence(rel, col)::pg_catalog.regclass;
  END IF;
  RETURN CASE part WHEN 'type' THEN type WHEN 'null' THEN nulls WHEN 'value' THEN value
                   WHEN 'identity' THEN identity ELSE pg_catalog.concat_ws(', ', type, nulls, value, identity) END;
END $fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_key(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  SELECT CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END
         || CASE WHEN (pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean THEN ' NULLS NOT DISTINCT' ELSE '' END
         || ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY p.n)
                      FILTER (WHERE p.n <= i.indnkeyatts) || ')'
         || COALESCE(' INCLUDE (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY p.n)
                      FILTER (WHERE p.n > i.indnkeyatts) || ')', '')
         || CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                 WHEN k.condeferrable THEN ' DEFERRABLE INITIALLY IMMEDIATE' ELSE '' END
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
    CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, n)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype IN ('p', 'u')
   GROUP BY k.oid, k.contype, k.condeferred, k.condeferrable, i.*
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_foreign_key(rel text, name text) RETURNS text LANGUAGE sql STABLE AS $fn$
  WITH quoted AS (
    SELECT a.attrelid, a.attnum, '"' || pg_catalog.replace(a.attname, '"', '""') || '"' AS name
      FROM pg_catalog.pg_attribute a)
  SELECT 'FOREIGN KEY (' || (SELECT pg_catalog.string_agg(q.name, ', ' ORDER BY p.n)
           FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.conrelid AND q.attnum = p.attnum)
         || ') REFERENCES "' || pg_catalog.replace(n.nspname, '"', '""') || '"."'
         || pg_catalog.replace(c.relname, '"', '""') || '" (' || (SELECT pg_catalog.string_agg(q.name, ', ' ORDER BY p.n)
           FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.confrelid AND q.attnum = p.attnum) || ')'
         || CASE k.confmatchtype WHEN 'f' THEN ' MATCH FULL' ELSE '' END
         || CASE k.confupdtype WHEN 'r' THEN ' ON UPDATE RESTRICT' WHEN 'c' THEN ' ON UPDATE CASCADE'
                 WHEN 'n' THEN ' ON UPDATE SET NULL' WHEN 'd' THEN ' ON UPDATE SET DEFAULT' ELSE '' END
         || CASE k.confdeltype WHEN 'r' THEN ' ON DELETE RESTRICT' WHEN 'c' THEN ' ON DELETE CASCADE'
                 WHEN 'n' THEN ' ON DELETE SET NULL' WHEN 'd' THEN ' ON DELETE SET DEFAULT' ELSE '' END
         || COALESCE((SELECT ' (' || pg_catalog.string_agg(q.name, ', ' ORDER BY p.n) || ')'
           FROM pg_catalog.jsonb_array_elements_text(NULLIF(pg_catalog.to_jsonb(k) -> 'confdelsetcols', 'null'))
                WITH ORDINALITY AS p(attnum, n)
           JOIN quoted q ON q.attrelid = k.conrelid AND q.attnum = p.attnum::int2), '')
         || CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                 WHEN k.condeferrable THEN ' DEFERRABLE INITIALLY IMMEDIATE' ELSE '' END
         || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'f'
$fn$;

-- Step 1 of 15: drop foreign key billing.invoice_lines.invoice_lines_invoice
DO $sg$ BEGIN
IF pg_temp.sg_due('drop foreign key billing.invoice_lines.invoice_lines_invoice',
     pg_temp.sg_foreign_key('"billing"."invoice_lines"', 'invoice_lines_invoice'),
     '#0c9a3cd938406cc367bf3b44b768406a', NULL) THEN
  ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_invoice";
END IF;
END $sg$;

-- Step 2 of 15: drop foreign key billing.invoices.invoices_org_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('drop foreign key billing.invoices.invoices_org_id_fkey',
     pg_temp.sg_foreign_key('"billing"."invoices"', 'invoices_org_id_fkey'),
     '#3c409d5b32a09f132dbcc305471b1bf5', NULL) THEN
  ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_org_id_fkey";
END IF;
END $sg$;

-- Step 3 of 15: drop foreign key public.members.members_org_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('drop foreign key public.members.members_org_id_fkey',
     pg_temp.sg_foreign_key('"public"."members"', 'members_org_id_fkey'),
     '#505e01771a40fb32f1fe559e391db1c7', NULL) THEN
  ALTER TABLE "public"."members" DROP CONSTRAINT "members_org_id_fkey";
END IF;
END $sg$;

-- Step 4 of 15: drop foreign key public.members.members_user_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('drop foreign key public.members.members_user_id_fkey',
     pg_temp.sg_foreign_key('"public"."members"', 'members_user_id_fkey'),
     '#7c7869f5a89de7545e835479e5ab7587', NULL) THEN
  ALTER TABLE "public"."members" DROP CONSTRAINT "members_user_id_fkey";
END IF;
END $sg$;

-- Step 5 of 15: drop table billing.invoice_lines
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table billing.invoice_lines',
     pg_temp.sg_table('"billing"."invoice_lines"', '{"quantity":"1","tags":"''{}''"}'),
     '#02d9a02cd30ff99d38f1a07213d5a8a5', NULL) THEN
  DROP TABLE "billing"."invoice_lines";
END IF;
END $sg$;

-- Step 6 of 15: drop table billing.invoices
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table billing.invoices',
     pg_temp.sg_table('"billing"."invoices"', '{"number":"nextval(''billing.invoice_number'')","state":"''draft''","currency":"''EUR''","net":"0","tax":"0","total":"net + tax"}'),
     '#7cc02601da000c060f8283f71c7a3612', NULL) THEN
  DROP TABLE "billing"."invoices";
END IF;
END $sg$;

-- Step 7 of 15: drop table public.members
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table public.members',
     pg_temp.sg_table('"public"."members"', '{"role":"''member''"}'),
     '#5931ba575a53ee808a1741956c6fa845', NULL) THEN
  DROP TABLE "public"."members";
END IF;
END $sg$;

-- Step 8 of 15: drop table public.organizations
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table public.organizations',
     pg_temp.sg_table('"public"."organizations"', '{"plan":"''free''","seats":"5","settings":"''{}''","created_at":"now()"}'),
     '#564208f0b96c67798cceea727941550f', NULL) THEN
  DROP TABLE "public"."organizations";
END IF;
END $sg$;

-- Step 9 of 15: drop table public.users
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table public.users',
     pg_temp.sg_table('"public"."users"', '{"id":"gen_random_uuid()","full_name":"first_name || '' '' || last_name","created_at":"now()"}'),
     '#47afafe0f73863ac70880a2569377293', NULL) THEN
  DROP TABLE "public"."users";
END IF;
END $sg$;

-- Step 10 of 15: drop sequence billing.invoice_number
DO $sg$ BEGIN
IF pg_temp.sg_due('drop sequence billing.invoice_number',
     pg_temp.sg_sequence('"billing"."invoice_number"'),
     '#51ba40920c53afd654c843f4aca7e598', NULL) THEN
  DROP SEQUENCE "billing"."invoice_number";
END IF;
END $sg$;

-- Step 11 of 15: drop enum billing.invoice_state
DO $sg$ BEGIN
IF pg_temp.sg_due('drop enum billing.invoice_state',
     pg_temp.sg_enum('"billing"."invoice_state"'),
     '("draft", "open", "paid", "void")', NULL) THEN
  DROP TYPE "billing"."invoice_state";
END IF;
END $sg$;

-- Step 12 of 15: drop schema billing
DO $sg$ BEGIN
IF pg_temp.sg_due('drop schema billing',
     pg_temp.sg_schema('billing'),
     'schema', NULL) THEN
  DROP SCHEMA "billing";
END IF;
END $sg$;

-- Step 13 of 15: drop enum public.member_role
DO $sg$ BEGIN
IF pg_temp.sg_due('drop enum public.member_role',
     pg_temp.sg_enum('"public"."member_role"'),
     '("owner", "admin", "member", "guest")', NULL) THEN
  DROP TYPE "public"."member_role";
END IF;
END $sg$;

-- Step 14 of 15: forget seed public.plans
-- rows of seeds are never deleted: they may be in use.
DO $sg$ BEGIN
  NULL; -- rows of seeds stay where they are
END $sg$;

-- Step 15 of 15: drop table public.plans
DO $sg$ BEGIN
IF pg_temp.sg_due('drop table public.plans',
     pg_temp.sg_table('"public"."plans"', '{"features":"''[]''"}'),
     '#965b81c3c36764c14afc1f9ca3671085', NULL) THEN
  DROP TABLE "public"."plans";
END IF;
END $sg$;
