#!/bin/bash
# Work on the history: history, current, resolve, repair, unlock; every kind of disagreement with its way out.
. "$(dirname "$0")/common.sh"
need_database

script_of() { # <part of the name>: migration.sql of a migration
    ls -d generated/migrations/*_"$1"/migration.sql
}

schema ''
run 0 current
has out "No migration is applied."
run 0 history
has out "Nothing has happened yet."
run 0 unlock
has out "Nobody holds the lock."
run 0 generate --name notes
for name in a b; do
    run 0 generate --empty --name $name
    echo "CREATE TABLE $name (id int);" >>"$(script_of $name)"
done
run 0 apply --to 2
run 0 current
has out "0002_"
run 0 current --format json
has out '"number": 2'

# Said, not run.
run 2 resolve
run 2 resolve --applied 1 --rolled-back 1
run 2 resolve --applied nonsense
run 5 resolve --applied 1
has err "error[SG0617]"
run 5 resolve --rolled-back 3
run 0 resolve --applied 3
has out "counts as applied now"
run 0 status
[ -z "$(sql "SELECT to_regclass('public.b')")" ] || fail "resolve has run something"
run 0 resolve --rolled-back "$(basename "$(dirname "$(script_of b)")")"
run 3 status
run 0 apply
[ -n "$(sql "SELECT to_regclass('public.b')")" ] || fail "not applied"
run 0 history
has out "said applied"
has out "said not applied"
run 0 history --format json
has out '"event": "said applied"'

# Edited: restored, or accepted.
cp "$(script_of a)" kept
sed -i 's/$/\r/; s/CREATE/create/' "$(script_of a)"
sed -i 's/create/CREATE/' "$(script_of a)"
run 0 status # line ends are no change
echo "SELECT 1;" >>"$(script_of a)"
run 5 apply
has err "error[SG0602]"
has err "repair --accept"
run 3 repair
has out "1 edited migration and 0 faults"
run 3 repair
run 0 repair --accept
has out "Accepted 1 edited migration"
run 0 status
run 0 repair
has out "Nothing to repair"
cp kept "$(script_of a)"
run 0 repair --accept

# Missing, and unknown to this directory.
cp -r generated all
rm -rf generated/migrations/0003_*
run 3 status
has out "1 unknown"
run 3 status --format json
has out '"unknown": 1'
run 5 apply
has err "error[SG0619]"
run 0 generate --empty --name other
run 3 status
has out "1 missing"
run 5 apply
has err "error[SG0603]"
has err "resolve --rolled-back"
rm -rf generated && mv all generated
run 0 status

# A history that was changed by hand is noticed before anything runs.
run 0 generate --empty --name c
echo "CREATE TABLE c (id int);" >>"$(script_of c)"
damaged() { # <sentence> <statement>
    sql "$2"
    run 5 apply
    has err "error[SG0616]"
    has err "$1"
    run 5 history
    run 3 repair
    run 0 repair --accept
    has out "1 fault"
    run 0 history
}
damaged "has a row that the log does not know" \
    "INSERT INTO schemagen.migrations SELECT 9, '0009_x', checksum, started, finished, 1, 1, 'me' FROM schemagen.migrations LIMIT 1"
sql "DELETE FROM schemagen.migrations WHERE number = 9"
run 0 repair --accept
damaged "has another checksum than the log" "UPDATE schemagen.migrations SET checksum = 'x' WHERE number = 3"
run 0 repair --accept
run 0 resolve --rolled-back 3
run 0 resolve --applied 3
damaged "the log was changed" \
    "UPDATE schemagen.log SET checksum = 'y' WHERE position = (SELECT max(position) - 1 FROM schemagen.log)"
damaged "lacks a row that the log knows" "DELETE FROM schemagen.migrations WHERE number = 1"
run 0 resolve --applied 1
run 0 repair --accept
run 0 apply
run 0 status

# A history from before there was a log begins with what is applied.
sql "DROP TABLE schemagen.log"
run 0 generate --empty --name d
echo "CREATE TABLE d (id int);" >>"$(script_of d)"
run 0 apply
run 0 history
[ "$(grep -c " applied " out)" = 5 ] || fail "the log does not begin with what was there"

# What stands in the log is no way to the terminal.
sql "INSERT INTO schemagen.log (event, number, name, checksum, milliseconds, tool_version, chain) VALUES (E'a\033[31m', 1, E'x\ny', '', 1, '', '')"
run 5 history
has_not out "$(printf '\033')"
has out 'x\ny'
run 0 repair --accept

# The holder of the lock is shown, and ended after a yes only.
psql -q -X "$DATABASE_URL" -c "SELECT pg_advisory_lock(8314604121892153189), pg_sleep(60)" >/dev/null 2>&1 &
for attempt in $(seq 100); do
    [ "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")" = 0 ] || break
    sleep 0.1
done
run 4 resolve --rolled-back 1 --lock-wait 0
has err "schemagen unlock"
run 5 unlock
has err "psql"
has err "pg_sleep(60)"
run 5 unlock --pid 1 --yes
has err "does not hold the lock"
run 0 unlock --yes
has out "Ended: process "
run 0 unlock --yes
has out "Nobody holds the lock."
wait

# A database with tables and no history: nothing runs before somebody says what it has.
sql "DROP TABLE schemagen.migrations"
run 5 apply
has err "error[SG0624]"
has err "schemagen.migrations was dropped"
sql "DROP SCHEMA schemagen CASCADE"
run 5 apply --dry-run
run 5 apply
has err "first \"public\".\"notes\""
has err "baseline --to N"
[ -z "$(sql "SELECT to_regnamespace('schemagen')")" ] || fail "something was done"
sql "CREATE TABLE _sqlx_migrations (version bigint)"
run 5 apply
has err "baseline --from sqlx"
sql "DROP TABLE _sqlx_migrations; CREATE TABLE schema_migrations (version bigint)"
mkdir -p other
echo "CREATE TABLE other (id int);" >other/000001_a.up.sql
run 5 apply --layout golang-migrate --migrations other --url "$DATABASE_URL"
has err "baseline --from golang-migrate"
sql "DROP TABLE schema_migrations"
run 2 baseline --none --to 1
run 0 baseline --none
has out "Nothing was noted"
run 3 status
run 0 baseline
run 0 apply
has out "Nothing to do"

# Tables that no migration makes are none of its business.
sql "DROP SCHEMA schemagen, public CASCADE; CREATE SCHEMA public; CREATE TABLE elsewhere ()"
run 0 apply
run 0 status

# A table that a later migration renames is known by that name, too.
rm -r generated
define '"schemas": {"s": {}}, "tables": { "s.first": { "columns": { "id": "bigint" } } }'
run 0 generate
define '"schemas": {"s": {}}, "tables": { "s.second": { "columns": { "id": "bigint" }, "renamedFrom": "first" } }'
run 0 generate
sql "DROP SCHEMA schemagen CASCADE; CREATE SCHEMA s CREATE TABLE second (id bigint NOT NULL)"
run 5 apply
has err 'first "s"."second"'
