#!/bin/bash
# What a person would look at: all fine, and each thing that can be wrong with its fix.
. "$(dirname "$0")/common.sh"
need_database

finding() { # <ok|warning|FAILED> <check> <text>
    grep -E "^$1 +$2 " out | grep -qF -e "$3" || fail "no line: $1 $2 ... $3"
}
fix() {
    has out "-> "
    has out "$1"
}

schema ''
run 0 generate
run 0 apply
run 0 doctor
finding ok "direct URL" "the server itself"
finding ok version "PostgreSQL"
finding ok read-only "takes changes"
finding ok tls "on this machine"
finding ok lock "no run holds it"
finding ok history "fit together"
finding ok clock "differ by"
finding ok connections "are free"
finding ok transactions "nothing to say"
finding ok indexes "nothing to say"
finding warning URLs "no directUrl"
has out "directUrl"
finding warning rights "superuser"
run 0 doctor --format json
has out '"health": "ok"'
has out '"check": "read-only"'

# Both URLs, and where they lead.
sed -i 's/"url": "env(DATABASE_URL)"/"url": "env(DATABASE_URL)", "directUrl": "env(DIRECT_URL)"/' schema/schema.json
DIRECT_URL=$DATABASE_URL run 0 doctor
finding ok "same database" "lead to the same database"
DIRECT_URL=$server_url run 1 doctor
finding FAILED "same database" "different databases"
DIRECT_URL=postgresql://postgres:canary-secret@127.0.0.1:1/none run 1 doctor
finding FAILED "direct URL" "cannot connect"
fix "is it running"
has_not out canary-secret
sed -i 's/, "directUrl": "env(DIRECT_URL)"//' schema/schema.json

# A name that is not plainly one of this machine: without a word about it the connection must be encrypted.
far_url=${DATABASE_URL/127.0.0.1/0x7f000001}
run 1 doctor --url "$far_url"
finding FAILED "direct URL" "server does not support SSL"
fix "add sslmode=disable to the URL"
run 0 doctor --url "$far_url?sslmode=disable"
finding ok tls "on this machine"
PGSSLMODE=prefer run 0 doctor --url "$far_url"

# What keeps a run from its work.
sql "ALTER DATABASE $database SET default_transaction_read_only = on"
run 1 doctor
finding FAILED read-only "transactions are read-only"
fix "RESET default_transaction_read_only"
run 0 generate --empty --name one
run 1 apply
has err "session is read-only"
has err "default_transaction_read_only"
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 1 ] || fail "something was changed"
PGOPTIONS='-c default_transaction_read_only=off' sql "ALTER DATABASE $database RESET default_transaction_read_only"

sql "CREATE ROLE doctor_$$ LOGIN"
sql "REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE CREATE ON DATABASE $database FROM PUBLIC"
role_url=${DATABASE_URL/\/\/postgres/\/\/doctor_$$}
run 1 doctor --url "$role_url"
finding FAILED rights "CREATE on schema public"
finding warning owners "tables of other owners"
run 1 apply --url "$role_url"
has err "SQLSTATE 42501"
has err "have it granted"
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 1 ] || fail "something was changed"
sql "DROP OWNED BY doctor_$$; DROP ROLE doctor_$$"

sql "ALTER DATABASE $database SET synchronous_commit = off"
run 0 doctor
finding warning durability "synchronous_commit is off"
sql "ALTER DATABASE $database SET synchronous_commit = local"
run 0 doctor
finding ok durability "nothing to say"

# What others do.
psql -q -X "$DATABASE_URL" -c "BEGIN; SELECT pg_advisory_lock(8314604121892153189), pg_sleep(60)" >/dev/null 2>&1 &
for attempt in $(seq 100); do
    [ "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")" = 0 ] || break
    sleep 0.1
done
run 0 doctor
finding warning lock "held by process"
fix "schemagen unlock"
run 0 unlock --yes
wait

sql "INSERT INTO notes VALUES (1)"
sql "CREATE TABLE twice AS SELECT 1 AS id UNION ALL SELECT 1"
sql "CREATE UNIQUE INDEX CONCURRENTLY twice_id ON twice (id)" 2>/dev/null || true
run 0 doctor
finding warning indexes "index public.twice_id is not valid"
fix "REINDEX INDEX CONCURRENTLY public.twice_id"

sql "DELETE FROM schemagen.migrations"
run 1 doctor
finding FAILED history "lacks a row"
fix "repair --accept"
