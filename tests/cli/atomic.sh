#!/bin/bash
# However generate ends, the directory is the old one or the new one.
. "$(dirname "$0")/common.sh"

schema ''
run 0 generate --timestamp 20260111120000
cp -r generated old
schema ', "body": "text?"'
run 0 generate --timestamp 20260111120001
cp -r generated new

same() {
    diff -rq "$1" "$2" >/dev/null 2>&1
}
finished=0
killed=0
for delay in 0.0005 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.010 0.015 0.020 0.030; do
    for attempt in 1 2 3; do
        rm -rf generated
        cp -r old generated
        "$SCHEMAGEN" generate --timestamp 20260111120001 >/dev/null 2>&1 &
        sleep $delay
        kill -KILL $! 2>/dev/null || true
        wait $! 2>/dev/null || true
        run 0 validate # recovers
        if same generated new; then
            finished=$((finished + 1))
        elif same generated old; then
            killed=$((killed + 1))
        else
            diff -r generated new >&2 || true
            fail "half a migration after $delay s"
        fi
    done
done
[ $((finished + killed)) = 36 ] || fail "$finished finished, $killed killed"

# A disk that refuses: nothing changes, and the exit code says so.
rm -rf generated
cp -r old generated
code=0
(ulimit -f 0; trap '' XFSZ; "$SCHEMAGEN" generate --timestamp 20260111120001 >/dev/null 2>&1) || code=$?
[ $code = 1 ] || fail "a full disk ended with $code"
run 0 validate
same generated old || fail "a full disk changed the directory"

# Many at once: one of them writes, the others find nothing to do or say that it was faster.
for round in 1 2 3 4 5; do
    rm -rf generated
    cp -r old generated
    runs=()
    for i in 1 2 3 4 5 6; do
        "$SCHEMAGEN" generate --name "by_$i" >/dev/null 2>"err.$i" &
        runs+=($!)
    done
    for i in 1 2 3 4 5 6; do
        code=0
        wait "${runs[i - 1]}" || code=$?
        [ $code = 0 ] || { [ $code = 4 ] && grep -q 'SG0007' "err.$i"; } || fail "run $i of round $round ended with $code"
    done
    count=$(find generated/migrations -mindepth 1 -maxdepth 1 -name '0*' | wc -l)
    [ "$count" = 2 ] || fail "$count migrations after round $round"
    run 0 validate
done
