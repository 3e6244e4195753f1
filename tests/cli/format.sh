#!/bin/bash
# The tidy layout: in place, twice the same, nothing lost, mistakes left alone.
. "$(dirname "$0")/common.sh"

mkdir schema
printf '{"schemagen":1,"datasource":{"provider":"postgresql","url":"env(DATABASE_URL)"},
"tables":{"b":{"columns":{"id":"int","old":{"type":"text","renamedFrom":"older"}}},"a":{"columns":{"id":"int"}}}}' \
    >schema/schema.json
cp schema/schema.json before
run 3 format --check
has out "not tidy"
cmp -s schema/schema.json before || fail "--check wrote"
run 0 format
has out "Rewrote schema/schema.json"
has schema/schema.json '"id": "int",'
has schema/schema.json '"url": "env(DATABASE_URL)"'
has schema/schema.json '"renamedFrom": "older"'
[ "$(grep -n '"b"' schema/schema.json | cut -d: -f1)" -lt "$(grep -n '"a"' schema/schema.json | cut -d: -f1)" ] ||
    fail "the order of tables changed"
cp schema/schema.json before
run 0 format --check
run 0 format
has out "is tidy"
cmp -s schema/schema.json before || fail "the second time changed something"
run 0 format --quiet
silent out

printf '{"schemagen": 1, "tables": {"a": {"columns": {"id": "imt"}}}}' >schema/schema.json
cp schema/schema.json before
run 2 format
has err "error[SG0300]"
cmp -s schema/schema.json before || fail "a file with mistakes was rewritten"

printf '{"tables":{"t":{"fields":{"id":{"type":"SERIAL","primary":true},"n":{"type":"TEXT","nullable":true}}}}}' \
    >schema/schema.json
run 0 format
has schema/schema.json '"fields"'
run 0 format --upgrade
has_not schema/schema.json '"fields"'
has schema/schema.json '"schemagen": 1'
run 0 format --check --upgrade
run 0 validate

# All files of a folder, or none where one has a mistake.
mkdir parts
printf '{"schemagen":1,"tables":{"a":{"columns":{"id":"int","b":"b"}}}}' >parts/tables.json
printf '{"schemagen":1,"enums":{"b":["x"]}}' >parts/types.json
run 3 format --check --schema parts
run 0 format --schema parts
has parts/tables.json '    "a": {'
has parts/types.json '    "b": ["x"]'
run 0 format --check --schema parts
printf '{"schemagen":1,"tables":{"c":{"columns":{"id":"imt"}}}}' >parts/more.json
printf '{"schemagen":1,"enums":{"b":["x"]}}' >parts/types.json
run 2 format --schema parts
has err "parts/more.json:1:"
has parts/types.json '{"schemagen":1,"enums":{"b":["x"]}}'

# The sample of this project is an example of the layout, too.
run 0 format --check --schema "$source_root/schema/schema.json"
run 0 validate --schema "$source_root/schema/schema.json"
