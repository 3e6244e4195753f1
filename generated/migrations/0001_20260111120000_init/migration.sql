-- 0001_20260111120000_init/migration.sql, 38 steps
-- Every step looks first and does nothing where it was done before.
-- By hand: psql -v ON_ERROR_STOP=1 -f migration.sql

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
CREATE OR REPLACE FUNCTION pg_temp.sg_comment(type text, names text[], args text[]) RETURNS text
LANGUAGE sql STABLE AS $fn$
  SELECT (SELECT d.description FROM pg_catalog.pg_description d
           WHERE d.classoid = a.classid AND d.objoid = a.objid AND d.objsubid = a.objsubid)
    FROM pg_catalog.pg_get_object_address($1, $2, $3) a
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
CREATE OR REPLACE FUNCTION pg_temp.sg_check(rel text, name text, VARIADIC exprs text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT 'CHECK (' || pg_temp.sg_same($1, pg_catalog.pg_get_expr(k.conbin, k.conrelid),
                                      'ALTER TABLE sg_twin ADD CHECK (%s)', VARIADIC $3) || ')'
         || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
         || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
    FROM pg_catalog.pg_constraint k
   WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'c'
$fn$;
CREATE OR REPLACE FUNCTION pg_temp.sg_index(rel text, name text, VARIADIC tails text[]) RETURNS text
LANGUAGE sql AS $fn$
  SELECT CASE WHEN i.indisvalid THEN '' ELSE 'INVALID ' END || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
         || 'ON ' || tn.nspname || '.' || t.relname || ' '
         || pg_temp.sg_same(pg_catalog.format('%I.%I', tn.nspname, t.relname), pg_temp.sg_index_tail(c.oid),
                            CASE WHEN i.indisunique THEN 'CREATE UNIQUE INDEX ON sg_twin %s'
                                 ELSE 'CREATE INDEX ON sg_twin %s' END, VARIADIC $3)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
   WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
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
CREATE OR REPLACE FUNCTION pg_temp.sg_seed(rel text, keys text[], seeds jsonb, store boolean) RETURNS text
LANGUAGE plpgsql AS $fn$
DECLARE
  part record; same text; fits text; missing boolean;
BEGIN
  -- rows with the same columns go together
  FOR part IN
    SELECT g.cols, pg_catalog.jsonb_agg(g.line ORDER BY g.n) AS lines,
           (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ') FROM pg_catalog.unnest(g.cols) c) AS list,
           (SELECT pg_catalog.string_agg(pg_catalog.format('%1$I = s.%1$I', c), ', ')
              FROM pg_catalog.unnest(g.cols) c WHERE c <> ALL (keys)) AS sets
      FROM (SELECT e.line, e.n, ARRAY(SELECT k FROM pg_catalog.jsonb_object_keys(e.line) k ORDER BY k) AS cols
              FROM pg_catalog.jsonb_array_elements(seeds) WITH ORDINALITY AS e(line, n)) g
     GROUP BY g.cols ORDER BY pg_catalog.min(g.n)
  LOOP
    SELECT pg_catalog.string_agg(pg_catalog.format(
             'pg_catalog.to_jsonb(t.%1$I) IS NOT DISTINCT FROM pg_catalog.to_jsonb(s.%1$I)', c), ' AND ')
      INTO same FROM pg_catalog.unnest(part.cols) c;
    SELECT COALESCE(pg_catalog.string_agg(pg_catalog.format('t.%1$I IS NOT DISTINCT FROM s.%1$I', c), ' AND '), same)
      INTO fits FROM pg_catalog.unnest(keys) c;
    IF store AND part.sets IS NOT NULL AND pg_catalog.cardinality(keys) > 0 THEN
      EXECUTE pg_catalog.format('UPDATE %1$s AS t SET %2$s FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE %3$s AND NOT (%4$s)', rel, part.sets, fits, same) USING part.lines;
    END IF;
    IF store THEN
      EXECUTE pg_catalog.format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s '
                                'FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %3$s)', rel, part.list, fits)
        USING part.lines;
    ELSE
      EXECUTE pg_catalog.format('SELECT EXISTS (SELECT FROM pg_catalog.jsonb_populate_recordset(NULL::%1$s, $1) s '
                                'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %2$s))', rel, same)
        INTO missing USING part.lines;
      IF missing THEN RETURN 'rows are missing or different'; END IF;
    END IF;
  END LOOP;
  RETURN 'seeded';
END $fn$;

-- Step 1 of 38: create schema billing
DO $sg$ BEGIN
IF pg_temp.sg_due('create schema billing',
     pg_temp.sg_schema('billing'),
     NULL, 'schema') THEN
  CREATE SCHEMA "billing";
END IF;
END $sg$;

-- Step 2 of 38: create sequence billing.invoice_number
DO $sg$ BEGIN
IF pg_temp.sg_due('create sequence billing.invoice_number',
     pg_temp.sg_sequence('"billing"."invoice_number"'),
     NULL, '#51ba40920c53afd654c843f4aca7e598') THEN
  CREATE SEQUENCE "billing"."invoice_number" START WITH 10000;
END IF;
END $sg$;

-- Step 3 of 38: create enum billing.invoice_state
DO $sg$ BEGIN
IF pg_temp.sg_due('create enum billing.invoice_state',
     pg_temp.sg_enum('"billing"."invoice_state"'),
     NULL, '("draft", "open", "paid", "void")') THEN
  CREATE TYPE "billing"."invoice_state" AS ENUM ('draft', 'open', 'paid', 'void');
END IF;
END $sg$;

-- Step 4 of 38: create enum public.member_role
DO $sg$ BEGIN
IF pg_temp.sg_due('create enum public.member_role',
     pg_temp.sg_enum('"public"."member_role"'),
     NULL, '("owner", "admin", "member", "guest")') THEN
  CREATE TYPE "public"."member_role" AS ENUM ('owner', 'admin', 'member', 'guest');
END IF;
END $sg$;

-- Step 5 of 38: create table billing.invoice_lines
DO $sg$ BEGIN
IF pg_temp.sg_due('create table billing.invoice_lines',
     pg_temp.sg_table('"billing"."invoice_lines"', '{"quantity":"1","tags":"''{}''"}'),
     NULL, '#02d9a02cd30ff99d38f1a07213d5a8a5') THEN
  CREATE TABLE "billing"."invoice_lines" (
    "invoice_id" bigint NOT NULL,
    "position" smallint NOT NULL,
    "description" text NOT NULL,
    "quantity" numeric(10,3) NOT NULL DEFAULT 1,
    "unit_price" numeric(12,2) NOT NULL,
    "tags" text[] NOT NULL DEFAULT '{}',
    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("invoice_id", "position")
  );
END IF;
END $sg$;

-- Step 6 of 38: create table billing.invoices
DO $sg$ BEGIN
IF pg_temp.sg_due('create table billing.invoices',
     pg_temp.sg_table('"billing"."invoices"', '{"number":"nextval(''billing.invoice_number'')","state":"''draft''","currency":"''EUR''","net":"0","tax":"0","total":"net + tax"}'),
     NULL, '#7cc02601da000c060f8283f71c7a3612') THEN
  CREATE TABLE "billing"."invoices" (
    "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY (START WITH 1000),
    "number" bigint NOT NULL DEFAULT nextval('billing.invoice_number'),
    "org_id" bigint NOT NULL,
    "state" "billing"."invoice_state" NOT NULL DEFAULT 'draft',
    "currency" character(3) NOT NULL DEFAULT 'EUR',
    "net" numeric(12,2) NOT NULL DEFAULT 0,
    "tax" numeric(12,2) NOT NULL DEFAULT 0,
    "total" numeric(12,2) NOT NULL GENERATED ALWAYS AS (net + tax) STORED,
    "issued_on" date,
    "due_on" date,
    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "invoices_number" UNIQUE ("number") DEFERRABLE INITIALLY IMMEDIATE
  );
END IF;
END $sg$;

-- Step 7 of 38: create table public.members
DO $sg$ BEGIN
IF pg_temp.sg_due('create table public.members',
     pg_temp.sg_table('"public"."members"', '{"role":"''member''"}'),
     NULL, '#5931ba575a53ee808a1741956c6fa845') THEN
  CREATE TABLE "public"."members" (
    "org_id" bigint NOT NULL,
    "user_id" uuid NOT NULL,
    "role" "public"."member_role" NOT NULL DEFAULT 'member',
    "invited_by" uuid,
    "note" text,
    CONSTRAINT "members_pkey" PRIMARY KEY ("org_id", "user_id")
  );
END IF;
END $sg$;

-- Step 8 of 38: create table public.organizations
DO $sg$ BEGIN
IF pg_temp.sg_due('create table public.organizations',
     pg_temp.sg_table('"public"."organizations"', '{"plan":"''free''","seats":"5","settings":"''{}''","created_at":"now()"}'),
     NULL, '#564208f0b96c67798cceea727941550f') THEN
  CREATE TABLE "public"."organizations" (
    "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    "parent_id" bigint,
    "slug" character varying(40) NOT NULL,
    "name" text NOT NULL,
    "plan" text NOT NULL DEFAULT 'free',
    "seats" integer NOT NULL DEFAULT 5,
    "settings" jsonb NOT NULL DEFAULT '{}',
    "created_at" timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "organizations_slug_key" UNIQUE ("slug")
  );
END IF;
END $sg$;

-- Step 9 of 38: create table public.plans
DO $sg$ BEGIN
IF pg_temp.sg_due('create table public.plans',
     pg_temp.sg_table('"public"."plans"', '{"features":"''[]''"}'),
     NULL, '#965b81c3c36764c14afc1f9ca3671085') THEN
  CREATE TABLE "public"."plans" (
    "code" text NOT NULL,
    "title" text NOT NULL,
    "monthly_price" numeric(10,2) NOT NULL,
    "features" jsonb NOT NULL DEFAULT '[]',
    CONSTRAINT "plans_pkey" PRIMARY KEY ("code")
  );
END IF;
END $sg$;

-- Step 10 of 38: create table public.users
DO $sg$ BEGIN
IF pg_temp.sg_due('create table public.users',
     pg_temp.sg_table('"public"."users"', '{"id":"gen_random_uuid()","full_name":"first_name || '' '' || last_name","created_at":"now()"}'),
     NULL, '#47afafe0f73863ac70880a2569377293') THEN
  CREATE TABLE "public"."users" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "email" text NOT NULL,
    "first_name" text NOT NULL,
    "last_name" text NOT NULL,
    "full_name" text NOT NULL GENERATED ALWAYS AS (first_name || ' ' || last_name) STORED,
    "last_seen" timestamp with time zone,
    "created_at" timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
  );
END IF;
END $sg$;

-- Step 11 of 38: add check constraint billing.invoices.invoices_amounts
DO $sg$ BEGIN
IF pg_temp.sg_due('add check constraint billing.invoices.invoices_amounts',
     pg_temp.sg_check('"billing"."invoices"', 'invoices_amounts', 'net >= 0 AND tax >= 0'),
     NULL, 'CHECK (net >= 0 AND tax >= 0)') THEN
  ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_amounts" CHECK (net >= 0 AND tax >= 0);
END IF;
END $sg$;

-- Step 12 of 38: add check constraint billing.invoices.invoices_due
DO $sg$ BEGIN
IF pg_temp.sg_due('add check constraint billing.invoices.invoices_due',
     pg_temp.sg_check('"billing"."invoices"', 'invoices_due', 'due_on >= issued_on'),
     NULL, 'CHECK (due_on >= issued_on)') THEN
  ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_due" CHECK (due_on >= issued_on);
END IF;
END $sg$;

-- Step 13 of 38: add check constraint public.members.members_note_length
DO $sg$ BEGIN
IF pg_temp.sg_due('add check constraint public.members.members_note_length',
     pg_temp.sg_check('"public"."members"', 'members_note_length', 'length(note) <= 500'),
     NULL, 'CHECK (length(note) <= 500)') THEN
  ALTER TABLE "public"."members" ADD CONSTRAINT "members_note_length" CHECK (length(note) <= 500);
END IF;
END $sg$;

-- Step 14 of 38: add check constraint public.organizations.organizations_seats_check
DO $sg$ BEGIN
IF pg_temp.sg_due('add check constraint public.organizations.organizations_seats_check',
     pg_temp.sg_check('"public"."organizations"', 'organizations_seats_check', 'seats > 0'),
     NULL, 'CHECK (seats > 0)') THEN
  ALTER TABLE "public"."organizations" ADD CONSTRAINT "organizations_seats_check" CHECK (seats > 0);
END IF;
END $sg$;

-- Step 15 of 38: add check constraint public.organizations.organizations_slug_form
DO $sg$ BEGIN
IF pg_temp.sg_due('add check constraint public.organizations.organizations_slug_form',
     pg_temp.sg_check('"public"."organizations"', 'organizations_slug_form', 'slug ~ ''^[a-z][a-z0-9-]*$'''),
     NULL, 'CHECK (slug ~ ''^[a-z][a-z0-9-]*$'')') THEN
  ALTER TABLE "public"."organizations" ADD CONSTRAINT "organizations_slug_form" CHECK (slug ~ '^[a-z][a-z0-9-]*$');
END IF;
END $sg$;

-- Step 16 of 38: create index billing.invoice_lines.invoice_lines_tags
DO $sg$ BEGIN
IF pg_temp.sg_due('create index billing.invoice_lines.invoice_lines_tags',
     pg_temp.sg_index('"billing"."invoice_lines"', 'invoice_lines_tags', 'USING gin (tags)'),
     NULL, 'ON billing.invoice_lines USING gin (tags)') THEN
  CREATE INDEX "invoice_lines_tags" ON "billing"."invoice_lines" USING gin (tags);
END IF;
END $sg$;

-- Step 17 of 38: create index billing.invoices.invoices_open
DO $sg$ BEGIN
IF pg_temp.sg_due('create index billing.invoices.invoices_open',
     pg_temp.sg_index('"billing"."invoices"', 'invoices_open', 'USING btree (org_id, due_on) WHERE (state = ''open'')'),
     NULL, '#32a8d95633220b3355c708aef68b44e7') THEN
  CREATE INDEX "invoices_open" ON "billing"."invoices" USING btree (org_id, due_on) WHERE (state = 'open');
END IF;
END $sg$;

-- Step 18 of 38: create index public.members.members_owners
DO $sg$ BEGIN
IF pg_temp.sg_due('create index public.members.members_owners',
     pg_temp.sg_index('"public"."members"', 'members_owners', 'USING btree (org_id) WHERE (role = ''owner'')'),
     NULL, 'ON public.members USING btree (org_id) WHERE (role = ''owner'')') THEN
  CREATE INDEX "members_owners" ON "public"."members" USING btree (org_id) WHERE (role = 'owner');
END IF;
END $sg$;

-- Step 19 of 38: create index public.members.members_user
DO $sg$ BEGIN
IF pg_temp.sg_due('create index public.members.members_user',
     pg_temp.sg_index('"public"."members"', 'members_user', 'USING btree (user_id)'),
     NULL, 'ON public.members USING btree (user_id)') THEN
  CREATE INDEX "members_user" ON "public"."members" USING btree (user_id);
END IF;
END $sg$;

-- Step 20 of 38: create index public.organizations.organizations_settings
DO $sg$ BEGIN
IF pg_temp.sg_due('create index public.organizations.organizations_settings',
     pg_temp.sg_index('"public"."organizations"', 'organizations_settings', 'USING gin (settings jsonb_path_ops)'),
     NULL, 'ON public.organizations USING gin (settings jsonb_path_ops)') THEN
  CREATE INDEX "organizations_settings" ON "public"."organizations" USING gin (settings jsonb_path_ops);
END IF;
END $sg$;

-- Step 21 of 38: create index public.users.users_email
DO $sg$ BEGIN
IF pg_temp.sg_due('create index public.users.users_email',
     pg_temp.sg_index('"public"."users"', 'users_email', 'USING btree ((lower(email)))'),
     NULL, 'UNIQUE ON public.users USING btree ((lower(email)))') THEN
  CREATE UNIQUE INDEX "users_email" ON "public"."users" USING btree ((lower(email)));
END IF;
END $sg$;

-- Step 22 of 38: create index public.users.users_last_seen
DO $sg$ BEGIN
IF pg_temp.sg_due('create index public.users.users_last_seen',
     pg_temp.sg_index('"public"."users"', 'users_last_seen', 'USING btree (last_seen DESC NULLS LAST) INCLUDE (email)'),
     NULL, '#cbf0821d9ccba6db7219ed869862c7ba') THEN
  CREATE INDEX "users_last_seen" ON "public"."users" USING btree (last_seen DESC NULLS LAST) INCLUDE (email);
END IF;
END $sg$;

-- Step 23 of 38: add foreign key billing.invoice_lines.invoice_lines_invoice
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key billing.invoice_lines.invoice_lines_invoice',
     pg_temp.sg_foreign_key('"billing"."invoice_lines"', 'invoice_lines_invoice'),
     NULL, '#0c9a3cd938406cc367bf3b44b768406a') THEN
  ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_invoice" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoices" ("id") ON DELETE CASCADE;
END IF;
END $sg$;

-- Step 24 of 38: add foreign key billing.invoices.invoices_org_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key billing.invoices.invoices_org_id_fkey',
     pg_temp.sg_foreign_key('"billing"."invoices"', 'invoices_org_id_fkey'),
     NULL, '#3c409d5b32a09f132dbcc305471b1bf5') THEN
  ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "public"."organizations" ("id") ON DELETE RESTRICT;
END IF;
END $sg$;

-- Step 25 of 38: add foreign key public.members.members_inviter
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key public.members.members_inviter',
     pg_temp.sg_foreign_key('"public"."members"', 'members_inviter'),
     NULL, '#b6d2b0c5829730b2accee248ec973832') THEN
  ALTER TABLE "public"."members" ADD CONSTRAINT "members_inviter" FOREIGN KEY ("org_id", "invited_by") REFERENCES "public"."members" ("org_id", "user_id");
END IF;
END $sg$;

-- Step 26 of 38: add foreign key public.members.members_org_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key public.members.members_org_id_fkey',
     pg_temp.sg_foreign_key('"public"."members"', 'members_org_id_fkey'),
     NULL, '#505e01771a40fb32f1fe559e391db1c7') THEN
  ALTER TABLE "public"."members" ADD CONSTRAINT "members_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "public"."organizations" ("id") ON DELETE CASCADE;
END IF;
END $sg$;

-- Step 27 of 38: add foreign key public.members.members_user_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key public.members.members_user_id_fkey',
     pg_temp.sg_foreign_key('"public"."members"', 'members_user_id_fkey'),
     NULL, '#7c7869f5a89de7545e835479e5ab7587') THEN
  ALTER TABLE "public"."members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users" ("id") ON DELETE CASCADE;
END IF;
END $sg$;

-- Step 28 of 38: add foreign key public.organizations.organizations_parent_id_fkey
DO $sg$ BEGIN
IF pg_temp.sg_due('add foreign key public.organizations.organizations_parent_id_fkey',
     pg_temp.sg_foreign_key('"public"."organizations"', 'organizations_parent_id_fkey'),
     NULL, '#1f5e8acbda7829b0abae36ff1e582867') THEN
  ALTER TABLE "public"."organizations" ADD CONSTRAINT "organizations_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "public"."organizations" ("id") ON DELETE SET NULL;
END IF;
END $sg$;

-- Step 29 of 38: comment on schema billing
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on schema billing',
     pg_temp.sg_comment('schema', ARRAY['billing'], '{}'),
     NULL, 'Invoices and what belongs to them') THEN
  COMMENT ON SCHEMA "billing" IS 'Invoices and what belongs to them';
END IF;
END $sg$;

-- Step 30 of 38: comment on sequence billing.invoice_number
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on sequence billing.invoice_number',
     pg_temp.sg_comment('sequence', ARRAY['billing', 'invoice_number'], '{}'),
     NULL, 'Numbers that customers see') THEN
  COMMENT ON SEQUENCE "billing"."invoice_number" IS 'Numbers that customers see';
END IF;
END $sg$;

-- Step 31 of 38: comment on enum billing.invoice_state
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on enum billing.invoice_state',
     pg_temp.sg_comment('type', ARRAY['"billing"."invoice_state"'], '{}'),
     NULL, 'Life of an invoice') THEN
  COMMENT ON TYPE "billing"."invoice_state" IS 'Life of an invoice';
END IF;
END $sg$;

-- Step 32 of 38: comment on check constraint billing.invoices.invoices_due
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on check constraint billing.invoices.invoices_due',
     pg_temp.sg_comment('table constraint', ARRAY['billing', 'invoices', 'invoices_due'], '{}'),
     NULL, 'Nobody pays in the past') THEN
  COMMENT ON CONSTRAINT "invoices_due" ON "billing"."invoices" IS 'Nobody pays in the past';
END IF;
END $sg$;

-- Step 33 of 38: comment on table public.members
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on table public.members',
     pg_temp.sg_comment('table', ARRAY['public', 'members'], '{}'),
     NULL, 'Who belongs to which organization') THEN
  COMMENT ON TABLE "public"."members" IS 'Who belongs to which organization';
END IF;
END $sg$;

-- Step 34 of 38: comment on foreign key public.members.members_inviter
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on foreign key public.members.members_inviter',
     pg_temp.sg_comment('table constraint', ARRAY['public', 'members', 'members_inviter'], '{}'),
     NULL, 'Only members invite') THEN
  COMMENT ON CONSTRAINT "members_inviter" ON "public"."members" IS 'Only members invite';
END IF;
END $sg$;

-- Step 35 of 38: comment on table public.organizations
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on table public.organizations',
     pg_temp.sg_comment('table', ARRAY['public', 'organizations'], '{}'),
     NULL, 'A paying customer') THEN
  COMMENT ON TABLE "public"."organizations" IS 'A paying customer';
END IF;
END $sg$;

-- Step 36 of 38: comment on column public.organizations.slug
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on column public.organizations.slug',
     pg_temp.sg_comment('table column', ARRAY['public', 'organizations', 'slug'], '{}'),
     NULL, 'Part of the address') THEN
  COMMENT ON COLUMN "public"."organizations"."slug" IS 'Part of the address';
END IF;
END $sg$;

-- Step 37 of 38: comment on index public.users.users_email
DO $sg$ BEGIN
IF pg_temp.sg_due('comment on index public.users.users_email',
     pg_temp.sg_comment('index', ARRAY['public', 'users_email'], '{}'),
     NULL, 'Whatever the case') THEN
  COMMENT ON INDEX "public"."users_email" IS 'Whatever the case';
END IF;
END $sg$;

-- Step 38 of 38: write seed public.plans
DO $sg$ BEGIN
  PERFORM pg_temp.sg_seed('"public"."plans"', ARRAY['code']::text[], $$[
  {"code":"free","title":"Free","monthly_price":0,"features":[]},
  {"code":"team","title":"Team","monthly_price":49,"features":["roles"]},
  {"code":"business","title":"Business","monthly_price":199.5,"features":["roles","audit"]}
]$$, true);
END $sg$;
