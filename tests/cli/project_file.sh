#!/bin/bash
# schemagen.json sets what the command line does not; mistakes in it are shown, secrets are not.
. "$(dirname "$0")/common.sh"

schema ''
mv schema database
printf '{ "schema": "database/schema.json", "out": "made", "format": "json" }' >schemagen.json
run 0 validate
has out '"schema": "database/schema.json"'
run 0 validate --format text
has out "database/schema.json is valid"
run 0 generate
[ -f made/snapshot.json ] || fail "out was not taken from the project file"
run 0 generate --out other
[ -f other/snapshot.json ] || fail "--out did not win"
run 0 version
grep -q '^schemagen ' out || fail "version needs no project file"

mistake() { # <text> <project file>
    printf '%s' "$2" >schemagen.json
    run 2 validate
    silent out
    has err "$1"
}
mistake 'unknown key "shcema"' '{ "shcema": "x" }'
mistake 'did you mean "schema"?' '{ "shcema": "x" }'
mistake '"out" must be a path' '{ "out": 7 }'
mistake '"format" must be "text" or "json"' '{ "format": "sql" }'
mistake 'error[SG0002]' '{ "out": '
mistake 'error[SG0003]' '{ "out": "a", "out": "b" }'
mistake '"url" must be "env(NAME)"' '{ "url": "postgresql://me:canary-secret@localhost/x" }'
has_not err canary-secret
has err "schemagen.json: error[SG0701]"
