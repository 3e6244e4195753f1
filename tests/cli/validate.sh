#!/bin/bash
# The schema file, the directory of migrations, and that both agree.
. "$(dirname "$0")/common.sh"

run 2 validate
has err "schema/schema.json"
has err "error[SG0001]"

schema ', "body": "text?"'
run 0 validate
has out "1 table"
silent err
run 0 validate --quiet
silent out

schema ', "body": "txet"'
run 2 validate
has err "schema/schema.json:7:"
has err "error[SG0300]"
silent out

schema ', "body": "text?"'
run 0 generate
run 0 validate
has out "1 migration"
sed -i 's/"body"/"bodx"/' generated/snapshot.json
run 2 validate
has err "error[SG0404]"
