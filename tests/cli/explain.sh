#!/bin/bash
# Codes are found in every spelling, and all of them are listed.
. "$(dirname "$0")/common.sh"

run 0 explain SG0401
has out "SG0401 (error): the change would lose data"
has out "--accept-data-loss"
cp out long
for written in sg0401 0401 401 SG401; do
    run 0 explain $written
    cmp -s out long || fail "$written is not SG0401"
done
run 0 explain
[ "$(wc -l <out)" = "$(grep -c '^SG_CODE' "$source_root/src/diag/codes.def")" ] || fail "not one line for each code"
