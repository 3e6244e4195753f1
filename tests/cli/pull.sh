#!/bin/bash
# A database as a schema file, and back.
. "$(dirname "$0")/common.sh"
need_database

sql() {
    psql -q -X -A -t "$DATABASE_URL" -c "$1"
}

sql "CREATE SCHEMA \"S t\"; CREATE TYPE \"S t\".e AS ENUM ('a', 'b');
    CREATE TABLE notes (id serial PRIMARY KEY, state \"S t\".e DEFAULT 'a', body text NOT NULL CHECK (length(body) > 1));
    CREATE INDEX ON notes (lower(body)) WHERE state = 'b'; COMMENT ON TABLE notes IS 'What''s written'"
run 0 pull
has out '"url": "env(DATABASE_URL)"'
has out "What's written"
has_not out openTypes
run 0 pull --url "$DATABASE_URL" -o pulled.json
has out "Wrote pulled.json"
run 0 validate --schema pulled.json
run 0 diff --from pulled.json --to "$DATABASE_URL"
run 0 pull --to prisma --output pulled.prisma
run 0 diff --from pulled.prisma --to "$DATABASE_URL"
run 2 pull --to yaml
run 1 pull --url postgresql://me:geheim@127.0.0.1:1/x
has_not err geheim

run 0 pull -o pulled.json --quiet
silent out

# Another source in the other language.
echo 'CREATE TABLE a (b int PRIMARY KEY);' >a.sql
run 0 convert --schema a.sql --to prisma --url "$server_url"
has out "model a {"

# Rules, which the server only tells as a whole, in their parts.
sql "CREATE VIEW states AS SELECT id, state FROM notes;
    CREATE RULE ins AS ON INSERT TO states DO INSTEAD INSERT INTO notes (body) VALUES ('x DO') ON CONFLICT DO NOTHING;
    CREATE RULE del AS ON DELETE TO notes WHERE old.body = ' DO '
        DO (DELETE FROM notes WHERE id = old.id + 1; UPDATE notes SET body = 'x');
    CREATE RULE upd AS ON UPDATE TO states DO INSTEAD NOTHING"
run 0 pull -o pulled.json
has_not pulled.json 'CREATE RULE'
has pulled.json "\"where\": \"(old.body = ' DO '::text)\""
has pulled.json "ON CONFLICT DO NOTHING"
has pulled.json '"upd": { "event": "update", "instead": true }'
run 0 diff --from pulled.json --to "$DATABASE_URL"
sql "DROP VIEW states; DROP RULE del ON notes"

# What is not managed is named, and its types are let be.
sql "CREATE TYPE pair AS (a int, b int); CREATE TABLE pairs (p pair); CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8"
run 0 pull -o pulled.json
has err "warning[SG0505]"
has err "conversion public.conv"
run 0 diff --from pulled.json --to "$DATABASE_URL"
run 0 pull --format json
has out '"unmanaged": '
has out 'SG0505'
run 1 pull --output /nowhere/at/all.json
has err "error[SG0005]"

# It is named by diff too, and never dropped.
sql "CREATE TEXT SEARCH TEMPLATE temp (LEXIZE = dsimple_lexize); CREATE CAST (text AS bytea) WITH INOUT;
    CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
    CREATE OPERATOR CLASS cls FOR TYPE int USING hash AS OPERATOR 1 ="
echo '{"schemagen": 1}' >nothing.json
run 3 diff --from "$DATABASE_URL" --to nothing.json --format sql
for thing in "conversion public.conv" "text search template public.temp" "cast (pg_catalog.text" \
    "operator public.===" "operator class public.cls"; do
    has err "$thing"
done
has_not out "SEARCH"
has_not out "CAST"
has_not out "OPERATOR"
run 0 diff --from pulled.json --to "$DATABASE_URL"
has err "operator class public.cls"
run 0 generate --schema pulled.json --out verified --name all
run 0 verify --schema pulled.json --out verified
has err "operator class public.cls"

# Several files that are one schema.
for how in schema kind; do
    run 0 pull -o "by_$how" --split $how
    has out "Wrote by_$how"
    run 0 validate --schema "by_$how"
    run 0 diff --from "by_$how" --to "$DATABASE_URL"
    run 0 diff --from "by_$how" --to pulled.json
    run 0 pull -o "by_$how" --split $how
done
[ "$(cd by_schema && echo *)" = "%53%20t.json database.json public.json" ] || fail "other files"
[ "$(cd by_kind && echo *)" = "composite%54ypes.json database.json enums.json schemas.json sequences.json tables.json" ] || fail "other files"
cp by_kind/tables.json by_kind/more.json
run 5 pull -o by_kind --split kind
has err "by_kind/more.json"
run 2 validate --schema by_kind
has err '"notes" stands in another file too'
has err "by_kind/more.json:"
echo '{}' >by_kind/more.json
run 2 validate --schema by_kind
has err "error[SG0105]"
echo '{"schemagen": 1, "tables": {"notes2": {"columns": {"a": "int"}, "primaryKey": ["b"]}}}' >by_kind/more.json
run 2 validate --schema by_kind
has err "by_kind/more.json:1:"
run 2 pull --split kind
run 2 pull --split size -o x
run 2 pull --split kind -o x --to prisma
