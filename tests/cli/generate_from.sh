#!/bin/bash
# Migrations whose steps begin at a database that has drifted, while the snapshot stays.
. "$(dirname "$0")/common.sh"
need_database

schema ', "body": { "type": "text", "unique": true }'
run 0 generate --name first
run 0 apply
sql "ALTER TABLE notes DROP CONSTRAINT notes_body_key, ADD by_hand integer, ALTER body DROP NOT NULL"
run 3 verify

# The way back leads to the schema file again.
run 0 generate
has out "Nothing to generate"
run 5 generate --from 'env(DATABASE_URL)'
has err "by_hand"
run 0 generate --from 'env(DATABASE_URL)' --accept-data-loss --name repair
migration=$(echo generated/migrations/0002_*_repair)
has "$migration/migration.sql" 'DROP COLUMN "by_hand"'
has "$migration/migration.sql" 'SET NOT NULL'
has_not "$migration/down.sql" by_hand
run 0 validate
run 0 apply
run 0 verify

# Elsewhere nothing had drifted: the same migration finds nothing to do, and its way back nothing to take back.
sql "ALTER DATABASE $(sql 'SELECT current_database()') SET schemagen.development = 'on'"
run 0 reset --yes
run 0 verify
run 0 rollback --yes
run 0 apply
run 0 verify

# Changes of the schema file come first: databases that have not drifted need them too.
schema ', "body": { "type": "text", "unique": true }, "more": "integer?"'
sql "ALTER TABLE notes ADD more integer, ALTER body SET DEFAULT 'x'"
run 2 generate --from "$DATABASE_URL"
has err "more"
run 0 generate --name more
run 0 generate --from "$DATABASE_URL" --name default
migration=$(echo generated/migrations/0004_*_default)
has "$migration/migration.sql" 'DROP DEFAULT'
has_not "$migration/migration.sql" more
run 0 validate
run 0 apply
run 0 verify

# What changed places has done so: its hints may stay in the file.
pairs() { # <columns>
    define '"enums": { "mood": ['"$2"'] }, "tables": { "pairs": { "columns": { '"$1"', "mood": "mood?" } } }'
}
rm -r generated
sql 'DROP SCHEMA schemagen CASCADE; DROP TABLE notes'
pairs '"a": "integer", "b": "integer"' '"sad", "glad", "calm"'
run 0 generate
pairs '"b": { "type": "integer", "renamedFrom": "a" }, "a": { "type": "integer", "renamedFrom": "b" }' \
    '{ "value": "glad", "renamedFrom": "sad" }, { "value": "sad", "renamedFrom": "glad" }, "calm"'
run 0 generate
run 0 apply
sql 'ALTER TABLE pairs ALTER a DROP NOT NULL'
run 0 generate --from "$DATABASE_URL"
has out 'set nullability of column public.pairs.a'
has_not out '  2. '
sql "ALTER TYPE mood ADD VALUE 'wild'"
rm -r "$(echo generated/migrations/0003_*)"
run 0 generate --from "$DATABASE_URL" --accept-data-loss
has out 'rebuild enum public.mood'
has_not "$(echo generated/migrations/0003_*)/migration.sql" 'RENAME VALUE'

# Bad use is told before anything is read.
run 2 generate --from "$DATABASE_URL" --empty
has err "--from goes with neither"
run 1 generate --from postgresql://me:geheim@127.0.0.1:1/x
has_not err geheim
