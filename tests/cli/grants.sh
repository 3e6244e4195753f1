#!/bin/bash
# What a file no longer says of roles stays on the server: a step without statements, and a snapshot that forgets it.
. "$(dirname "$0")/common.sh"

write() {
    mkdir -p schema
    echo "{ \"schemagen\": 1, \"tables\": { \"t\": { $1 \"columns\": { \"a\": \"integer\" } } } }" >schema/schema.json
}

write '"owner": "boss", "grants": { "app": ["select"], "public": ["insert", "update"] },'
run 0 generate --name one
grep -q '"grants": { "app": \["select"\], "public": \["insert", "update"\] }' generated/snapshot.json ||
    fail "the snapshot does not know the grants"

write '"owner": "boss", "grants": { "app": ["select"] },'
run 0 generate --name two
grep -q 'REVOKE INSERT, UPDATE ON TABLE "public"."t" FROM PUBLIC;' generated/migrations/0002*/migration.sql ||
    fail "nothing is taken away"
run 0 validate

write ''
run 0 generate --name three
has out "leave access as it is on table public.t"
grep -qE 'GRANT|REVOKE|OWNER TO' generated/migrations/0003*/migration.sql && fail "something is given or taken away"
grep -qE 'grants|owner' generated/snapshot.json && fail "the snapshot still knows it"
run 0 validate
run 0 diff
