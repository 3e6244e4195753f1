#!/bin/bash
# The way back: which migrations, what is lost, who says yes, what has no way back; in other tools' layouts too.
. "$(dirname "$0")/common.sh"
need_database

schema ''
run 0 generate --name notes
schema ', "body": "text?", "size": "integer?"'
run 0 generate --name add_body
schema ', "body": "text?", "size": "smallint?"'
run 0 generate --name narrow --accept-data-loss
run 0 apply
sql "INSERT INTO notes (id, body, size) VALUES (1, 'a', 1), (2, 'b', NULL), (3, NULL, NULL)"

# Without a terminal and without --yes nothing happens; what would be lost is told.
run 5 rollback --steps 3
has err "error[SG0615]"
has err "Roll back 3 migrations:"
has err 'table "public"."notes": 3 rows'
has err 'column "public"."notes"."body": 2 values'
has err 'converts column "public"."notes"."size": 1 value'
run 0 status
cp generated/migrations/*_narrow/down.sql down.sql
printf '%s\n' 'DO $$ BEGIN' "  EXECUTE 'DROP TABLE notes';" "  EXECUTE format('DROP TABLE %I', 'other');" 'END $$;' \
    >"$(echo generated/migrations/*_narrow)/down.sql"
run 5 rollback
has err 'table notes: 3 rows'
has err 'not counted, because it is put together: DROP TABLE %I'
cp down.sql "$(echo generated/migrations/*_narrow)/down.sql"
run 2 rollback 1 --steps 1
run 2 rollback 9
run 2 rollback none

run 0 rollback --yes
has out "Rolled back 1 migration:"
has out "_narrow"
[ "$(sql "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'size'")" = integer ] ||
    fail "the type is not back"
run 3 status
has out "2 applied, 1 pending."
run 0 rollback --to 1 --yes --format json
has out '"complete": true'
run 3 status
has out "1 applied, 2 pending."
[ "$(sql "SELECT count(*) FROM notes")" = 3 ] || fail "rows are gone"
run 0 apply
run 0 verify
run 0 rollback 1 --yes
has out "Rolled back 3 migrations:"
[ -z "$(sql "SELECT to_regclass('public.notes')")" ] || fail "the table is still there"
run 0 rollback
has out "Nothing to do"
run 0 history
[ "$(grep -c "rolled back" out)" = 5 ] || fail "not every way back is in the log"

# On a terminal a person is asked.
run 0 apply
if has_terminals; then
    printf 'n\n' | script -qec "\"$SCHEMAGEN\" rollback" /dev/null >out 2>err && fail "rolled back without a yes"
    has out "Go on? [y/N]"
    run 0 status
    printf 'y\n' | script -qec "\"$SCHEMAGEN\" rollback" /dev/null >out 2>err || fail "not rolled back after a yes"
    has out "Rolled back 1 migration:"
    run 0 apply
fi

# An empty way back of SQL that was written by hand is refused until somebody writes it; so is a missing one.
run 0 generate --empty --name by_hand
echo "CREATE TABLE extra (id int);" >>"$(ls -d generated/migrations/*_by_hand)/migration.sql"
run 0 apply
run 5 rollback --yes
has err "error[SG0614]"
has err "_by_hand/down.sql"
run 0 status
echo "DROP TABLE extra;" >>"$(ls -d generated/migrations/*_by_hand)/down.sql"
run 0 rollback --yes
[ -z "$(sql "SELECT to_regclass('public.extra')")" ] || fail "the table is still there"
run 0 apply

# A way back that fails leaves its migration applied.
echo "SELECT 1/0;" >>"$(ls -d generated/migrations/*_by_hand)/down.sql"
run 1 rollback --yes
has err "down.sql:"
has err "division by zero"
run 0 status
[ -n "$(sql "SELECT to_regclass('public.extra')")" ] || fail "half of a way back stayed"

# One that was edited since is not what the way back belongs to.
echo "SELECT 1;" >>"$(ls -d generated/migrations/*_by_hand)/migration.sql"
run 5 rollback --yes
has err "error[SG0602]"

# Other tools' layouts: two files, two parts of one file, statements that stand alone.
try_layout() { # <layout> <up file> <down file> <up> <down>
    sql "DROP SCHEMA IF EXISTS schemagen CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    rm -rf m && mkdir m
    mkdir -p "m/$(dirname "$2")"
    printf '%b' "$4" >"m/$2"
    [ -z "$3" ] || printf '%b' "$5" >"m/$3"
    run 0 apply --layout "$1" --migrations m --url "$DATABASE_URL"
    [ -n "$(sql "SELECT to_regclass('public.one_id')")" ] || fail "$1: not applied"
    run 0 rollback --layout "$1" --migrations m --url "$DATABASE_URL" --yes
    has out "Rolled back 1 migration:"
    [ -z "$(sql "SELECT to_regclass('public.one')")" ] || fail "$1: not taken back"
    [ "$(sql "SELECT count(*) FROM schemagen.steps")" = 0 ] || fail "$1: places are left"
    run 0 apply --layout "$1" --migrations m --url "$DATABASE_URL"
    [ -n "$(sql "SELECT to_regclass('public.one_id')")" ] || fail "$1: not applied again"
}
up='CREATE TABLE one (id int);\nCREATE INDEX CONCURRENTLY one_id ON one (id);\n'
down='DROP INDEX CONCURRENTLY one_id;\nDROP TABLE one;\n'
try_layout sqlx 1_a.up.sql 1_a.down.sql "$up" "$down"
try_layout golang-migrate 000001_a.up.sql 000001_a.down.sql "$up" "$down"
try_layout diesel 2026-01-01-000000_a/up.sql 2026-01-01-000000_a/down.sql "$up" "$down"
try_layout prisma 20260101000000_a/migration.sql 20260101000000_a/down.sql "$up" "$down"
try_layout dbmate 20260101000000_a.sql "" "-- migrate:up transaction:false\n$up-- migrate:down transaction:false\n$down"
try_layout goose 00001_a.sql "" "-- +goose NO TRANSACTION\n-- +goose Up\n$up-- +goose Down\n$down"
rm m/00001_a.sql
printf -- '-- +goose Up\nSELECT 1;\n' >m/00001_a.sql
run 3 repair --layout goose --migrations m --url "$DATABASE_URL"
run 0 repair --accept --layout goose --migrations m --url "$DATABASE_URL"
run 5 rollback --layout goose --migrations m --url "$DATABASE_URL" --yes
has err 'there is no line "-- +goose Down"'
