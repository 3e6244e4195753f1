#!/bin/bash
# A step that takes long is heard of: plain lines, one line that is written over on a terminal, events in JSON.
. "$(dirname "$0")/common.sh"
need_database

# A table whose index takes some seconds.
sql "CREATE TABLE slow (id int); INSERT INTO slow SELECT generate_series(1, 80)"
sql "CREATE FUNCTION wait(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(0.06); RETURN i; END'"
schema ''
run 0 generate
run 0 baseline --none # the table is not of the migrations
has out "Nothing was noted"
number=0
again() { # another migration with the same slow index
    number=$((number + 1))
    run 0 generate --empty --name "slow_$number"
    printf -- '-- Step 1 of 1: build the index\nCREATE INDEX ON slow (public.wait(id));\n' \
        >>"$(ls -d generated/migrations/*_slow_$number)/migration.sql"
}

again
run 0 apply
has err "1/1 build the index"
grep -qE '^ +[0-9]+ s, CREATE INDEX: building index' err || fail "nothing is told of the index"

again
run 0 apply --format json
python3 -c '
import json, sys
events = [json.loads(line) for line in open("err")]
assert [e for e in events if e["event"] == "note" and "Database" in e["text"]], "no note"
steps = [e for e in events if e["event"] == "step"]
assert steps and steps[-1]["step"] == 1 and steps[-1]["text"] == "build the index", steps
seen = [e for e in events if e["event"] == "progress"]
assert len(seen) >= 2, seen
assert all("CREATE INDEX" in e["text"] and e["milliseconds"] > 0 for e in seen), seen
assert all(e["step"] == 1 and e["migration"] == steps[-1]["migration"] for e in seen), seen
assert [e["event"] for e in events][-1] == "done", events[-1]
json.load(open("out"))
' || fail "events are not what they should be"

again
run 0 apply --quiet
silent err

if has_terminals; then
    again
    env -u NO_COLOR TERM=xterm script -qec "\"$SCHEMAGEN\" apply" /dev/null >out </dev/null || fail "not applied"
    grep -q "$(printf '\r\033\\[K')" out || fail "no line is written over"
    has out "Applied 1 migration"
fi
