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

# A column of a view is there whatever the file says of it.
write_view() {
    echo "{ \"schemagen\": 1, \"tables\": { \"t\": { \"columns\": { \"a\": \"integer\" } } }," \
        "\"views\": { \"v\": { \"query\": \"SELECT a FROM t\"$1 } } }" >schema/schema.json
}

write_view ', "columns": { "a": { "comment": "A", "grants": { "app": ["select"] } } }'
run 0 generate --name four
run 0 validate
write_view ', "columns": { "a": { "grants": { "app": ["select"] } } }'
run 0 generate --name five
grep -qE 'GRANT|REVOKE' generated/migrations/0005*/migration.sql && fail "something is given or taken away"
write_view ''
run 0 generate --name six
has out "leave access as it is on view public.v"
grep -qE 'GRANT|REVOKE' generated/migrations/0006*/migration.sql && fail "something is given or taken away"
grep -q 'grants' generated/snapshot.json && fail "the snapshot still knows it"
run 0 validate
run 0 diff
