#!/bin/bash
# Somebody changed by hand what migrations made: it is found before the first change. What only looks like it is not.
. "$(dirname "$0")/common.sh"
need_database

# pending <columns>: the schema has these besides id, and the migration for it waits to be applied.
pending() {
    schema "$1"
    run 0 generate
}
refused() { # <difference>
    local before
    before=$(sql "SELECT count(*) FROM schemagen.migrations")
    run 5 apply
    has err "error[SG0627]: the database is not what the applied migrations made: 1 difference"
    has err "$1"
    [ "$(sql "SELECT count(*) FROM schemagen.migrations")" = "$before" ] || fail "a migration was applied"
}
columns=', "a": "text?", "b": "int?"'
pending "$columns"
run 0 apply

# Each way to change what is managed, in places where no pending step looks.
columns="$columns, \"c\": \"text?\""
pending "$columns"
sql "ALTER TABLE notes ALTER a TYPE varchar(20)"
refused "column public.notes.a differs in type"
sql "ALTER TABLE notes ALTER a TYPE text; ALTER TABLE notes DROP b"
refused "column public.notes.b is missing"
sql "ALTER TABLE notes ADD b int; CREATE INDEX notes_a ON notes (a)"
refused "index public.notes.notes_a is not wanted"
run 5 apply --dry-run
run 5 apply --to 2

# Who wants it goes on, and is told.
run 0 apply --allow-drift
has err "warning[SG0628]"
has err "index public.notes.notes_a is not wanted"
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 2 ] || fail "not applied"

# A migration that repairs it begins at what is there.
run 0 generate --from "$DATABASE_URL" --accept-data-loss
run 0 apply
has_not err SG0628
[ -z "$(sql "SELECT to_regclass('notes_a')")" ] || fail "not repaired"
run 0 verify

# What others own, what the pending migration does itself, and what a migration says that was written by hand.
columns="$columns, \"d\": \"text?\""
pending "$columns"
sql "CREATE TABLE theirs (id int PRIMARY KEY); CREATE TYPE mood AS ENUM ('a'); ALTER TABLE notes ADD d text"
run 0 apply
has_not err SG0628
run 0 generate --empty --name by_hand
echo 'CREATE INDEX notes_by_hand ON notes (b); ALTER TABLE notes ALTER b SET DEFAULT 1;' \
    >>"$(echo generated/migrations/*_by_hand)/migration.sql"
run 0 apply
pending "$columns, \"e\": \"text?\""
run 0 apply
has_not err SG0628

# Theirs that is in the way of a pending step, and a change of what a pending step drops.
sql "CREATE TABLE tags (id int)"
sed -i 's/"tables": {/"tables": { "tags": { "columns": { "id": "int", "name": "text" } },/' schema/schema.json
run 0 generate
refused "table public.tags is not wanted"
sql "DROP TABLE tags"
run 0 apply
sql "ALTER TABLE tags ADD by_hand int"
sed -i 's/"tags": { "columns": { "id": "int", "name": "text" } },//' schema/schema.json
run 0 generate --accept-data-loss
refused "column public.tags.by_hand is not wanted"
sql "ALTER TABLE tags DROP by_hand"
run 0 apply

# Rows are no drift.
sed -i 's/"tables"/"seeds": { "notes": { "key": ["id"], "rows": [{ "id": 7, "a": "x" }] } }, "tables"/' schema/schema.json
run 0 generate
run 0 apply
sql "UPDATE notes SET a = 'y'"
sed -i 's/"e": "text?"/"e": "text?", "f": "text?"/' schema/schema.json
run 0 generate
run 0 apply
has_not err SG0628

# A plan that was edited so that it tells nothing is named, rather than nothing compared.
sed -i 's/"f": "text?"/"f": "text?", "g": "text?"/' schema/schema.json
run 0 generate
sed -i '0,/"columns"/s//"colums"/' generated/migrations/0001_*/plan.json
run 2 apply
has err "error[SG0403]: the steps of this plan do not lead to what its \"to\" is the hash of"
has err "generated/migrations/0001_"
run 0 apply --allow-drift
