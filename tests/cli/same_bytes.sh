#!/bin/bash
# The same input gives the same bytes, in whichever way the time is said.
. "$(dirname "$0")/common.sh"

schema ', "body": "text?"'
run 0 generate --timestamp 20260111120000 --out a
SOURCE_DATE_EPOCH=1768132800 run 0 generate --out b
TZ=Asia/Tokyo run 0 generate --timestamp 20260111120000 --out c
SOURCE_DATE_EPOCH=1 run 0 generate --timestamp 20260111120000 --out d
[ -d a/migrations/0001_20260111120000_init ] || fail "the timestamp is not in the name: $(ls a/migrations)"
for other in b c d; do
    diff -r a $other || fail "$other differs"
done

for time in 20260230000000 20261301000000 2026 20260111120060 2026011112000x -0260111120000; do
    run 2 generate --timestamp "$time" --out e
    has err "the timestamp"
done
for epoch in x -1 1.5 9999999999999; do
    SOURCE_DATE_EPOCH=$epoch run 2 generate --out e
    has err "SOURCE_DATE_EPOCH"
done
[ ! -e e ] || fail "written in spite of a wrong time"
