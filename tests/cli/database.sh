#!/bin/bash
# apply, status and verify against a server.
. "$(dirname "$0")/common.sh"
need_database
server_port=${PGPORT:-5432}

schema ''
run 0 generate
run 3 status
has out "1 pending."
run 0 apply --dry-run
has out "Tried and rolled back 1 migration:"
[ -z "$(sql "SELECT to_regclass('public.notes')")" ] || fail "the dry run left a table"
run 3 verify
has out "table public.notes"

run 0 apply
has out "Applied 1 migration:"
has out "_init"
has err "DATABASE_URL"
run 0 apply
has out "Nothing to do"
run 0 apply --quiet
silent out
silent err
run 0 status
has out "1 applied."
has out "STATE"
run 0 verify
has out "the database is what the snapshot says"

# One by one.
schema ', "a": "text?"'
run 0 generate --name add_a
schema ', "a": "text?", "b": "text?"'
run 0 generate --name add_b
run 0 apply --to 2
has out "_add_a"
has_not out "_add_b"
run 3 status
has out "2 applied, 1 pending."
run 3 status --format json
has out '"pending": 1'
run 0 apply
run 0 verify

# The --url wins over the environment, and says so.
(
    url=$DATABASE_URL
    export DATABASE_URL=postgresql://nobody@127.0.0.1:1/none
    run 0 status --url "$url"
    has err "--url"
    run 1 status
    printf 'DATABASE_URL=%s\n' "$url" >.env
    unset DATABASE_URL
    run 0 status
    has err ".env"
    rm .env
    unset ${!PG@}
    run 2 status
    has err "error[SG0500]"

    # What libpq's own programs go by: variables, a service, a password file.
    PGHOST=127.0.0.1 PGPORT=${server_port:?} PGUSER=postgres PGDATABASE=$database run 0 status
    has err "PGHOST, PGDATABASE, PGPORT, PGUSER in the environment"
    printf '[here]\nhost=127.0.0.1\nport=%s\nuser=postgres\ndbname=%s\n' "$server_port" "$database" >services
    PGSERVICEFILE=$PWD/services PGSERVICE=here run 0 status
    has err "service=here (PGSERVICE in the environment)"
    PGSERVICEFILE=$PWD/services run 0 status --url service=here
    printf '127.0.0.1:1:none:nobody:canary-secret\n' >passwords
    chmod 600 passwords
    PGPASSFILE=$PWD/passwords PGHOST=127.0.0.1 PGPORT=1 PGUSER=nobody PGDATABASE=none run 1 status
    has_not err canary-secret
    has err "is it running"
)

# Drift is seen and named.
sql "ALTER TABLE public.notes ADD COLUMN byhand integer"
run 3 verify
has out "byhand"
run 3 verify --format json
has out '"what": "unwanted"'
sql "ALTER TABLE public.notes DROP COLUMN byhand"
run 0 verify

# A migration does not go over what somebody changed by hand, and nothing of it is done.
cp -r generated kept
sql "ALTER TABLE public.notes ALTER COLUMN a TYPE varchar(7)"
schema ', "a": "varchar(20)?", "b": "text?", "c": "text?"'
run 0 generate --accept-data-loss
run 5 apply
has err "error[SG0627]"
run 1 apply --allow-drift
has err "neither as this step expects it nor as it wants it"
has err "Someone changed it by hand"
[ -z "$(sql "SELECT attname FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'c'")" ] || fail "half of it stayed"
sql "ALTER TABLE public.notes ALTER COLUMN a TYPE text"
rm -r generated
mv kept generated
run 0 verify

# A step that fails: nothing of its migration stays, and the exit code says so.
sql "INSERT INTO public.notes (id) VALUES (1), (2)"
schema ', "a": "text?", "b": "text?", "c": "text"'
run 0 generate --name add_c
run 1 apply
# The line of the migration, the step, the line of the schema
has err "migration.sql:"
has err "add column public.notes.c"
has err "schema/schema.json:7:"
run 3 status
has out "3 applied, 1 pending."
sql "DELETE FROM public.notes"
run 0 apply
run 0 verify

# History that was changed afterwards is refused.
echo "-- once more" >>"$(ls -d generated/migrations/0002_*)/migration.sql"
run 0 status # a comment is no change
echo "SELECT 1;" >>"$(ls -d generated/migrations/0002_*)/migration.sql"
run 3 status
has out "edited"
schema ', "a": "text?", "b": "text?", "c": "text", "d": "text?"'
run 0 generate
run 5 apply
has err "error[SG0602]"


# A result that nobody could read does not undo the work.
sed -i '/^SELECT 1;$/d' "$(ls -d generated/migrations/0002_*)/migration.sql"
code=0
"$SCHEMAGEN" apply >/dev/full 2>err || code=$?
[ "$code" = 1 ] || fail "it ended with $code"
has err "cannot write to standard output"
run 0 status

# One run at a time; a signal rolls back what it interrupts.
run 0 generate --empty --name wait
echo "SELECT pg_sleep(60);" >>"$(ls -d generated/migrations/*_wait)/migration.sql"
"$SCHEMAGEN" apply >first.out 2>first.err &
first=$!
for attempt in $(seq 100); do
    ! sql "SELECT query FROM pg_stat_activity" | grep -q 'pg_sleep(60)' || break
    sleep 0.1
done
run 4 apply --lock-wait 0
has err "error[SG0600]"
kill -TERM $first
code=0
wait $first || code=$?
[ $code = 143 ] || fail "ended by SIGTERM with $code, not 143"
run 3 status
has out "1 pending."

# A dry run that comes to what needs a commit says how far it came.
rm -r generated
sql "DROP SCHEMA public, schemagen CASCADE; CREATE SCHEMA public" >/dev/null 2>&1
define '"enums": { "mood": ["good"] }, "tables": { "t": { "columns": { "m": "mood" } } }'
run 0 generate
run 0 apply
define '"enums": { "mood": ["good", "bad"] }, "tables": { "t": { "columns": { "m": { "type": "mood", "default": "'"'bad'"'" } } } }'
run 0 generate
run 0 apply --dry-run
has err "the dry run ends here"
has out "1 step was not tried."
run 0 apply
