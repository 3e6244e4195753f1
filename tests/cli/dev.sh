#!/bin/bash
# The throw-away server: for a command, for a while, and gone afterwards.
. "$(dirname "$0")/common.sh"
[ -n "${DATABASE_URL:-}" ] || exit 77 # a place without servers

export TMPDIR=$work/tmp
mkdir "$TMPDIR"
chmod 777 "$work" "$TMPDIR"
gone() {
    for attempt in $(seq 50); do
        [ -n "$(ls "$TMPDIR")" ] || return 0
        sleep 0.1
    done
    fail "the server left something behind: $(ls "$TMPDIR")"
}

run 0 dev -- sh -c 'psql -X -A -t "$DATABASE_URL" -c "SELECT 6 * 7" && [ "$DATABASE_URL" = "$DIRECT_URL" ]'
has out 42
gone
run 7 dev -- sh -c 'exit 7'
run 127 dev -- /nowhere/command
gone

schema ', "body": "text?"'
run 0 generate
run 0 dev -- sh -c '"$SCHEMAGEN" apply && "$SCHEMAGEN" verify'
has out "the database is what the snapshot says"

# Without a command: the variables, until a signal.
"$SCHEMAGEN" dev >out 2>err &
process=$!
for attempt in $(seq 600); do
    ! grep -q DIRECT_URL out || break
    sleep 0.1
done
(
    . ./out
    psql -q -X "$DATABASE_URL" -c "SELECT 1" >/dev/null
) || fail "the printed variables are no use"
kill -TERM $process
wait $process || fail "a signal is how it ends"
gone

# However schemagen ends, the server ends too.
"$SCHEMAGEN" dev >out 2>err &
process=$!
for attempt in $(seq 600); do
    ! grep -q DIRECT_URL out || break
    sleep 0.1
done
kill -KILL $process
wait $process 2>/dev/null || true
gone

PG_BINDIR=/nowhere run 1 dev -- true
has err "error[SG0503]"
