#!/bin/bash
# A project from nothing: the starter is valid and tidy, and is never written over.
. "$(dirname "$0")/common.sh"

run 0 init
has out "schema/schema.json"
cmp -s schema/schemagen.schema.json "$source_root/schema/schemagen.schema.json" || fail "not the JSON Schema of the format"
run 0 validate
has out "1 table"
run 0 format --check
cp schema/schema.json before
run 5 init
has err "error[SG0006]"
cmp -s schema/schema.json before || fail "init changed a file that was there"

run 0 init --schema other/place/mine.json --quiet
silent out
run 0 validate --schema other/place/mine.json

run 1 init --schema /proc/nowhere/schema.json
has err "error[SG0005]"
