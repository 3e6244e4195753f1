#!/bin/bash
# The server's disk is full: a transaction leaves nothing, a concurrent build no invalid index, and with room again the
# next run goes on.
. "$(dirname "$0")/own_server.sh"
port=5432
cp "${SCHEMAGEN_BUILD:?}/tests/full.so" "$work/full.so"
export SCHEMAGEN_FULL=$work/is_full

put 1_rows.sql <<'END_SQL'
-- no-transaction
CREATE TABLE t (id int, a text);
INSERT INTO t SELECT i, i::text FROM generate_series(1, 2000) i;
END_SQL
new_server server $port
LD_PRELOAD=$work/full.so server server start
apply $port || fail "not applied"

failed() { # <id of what failed>
    local code=0
    touch "$SCHEMAGEN_FULL"
    apply $port || code=$?
    [ $code = 1 ] || fail "it ended with $code"
    grep -q "No space left on device (SQLSTATE 53100)" "$work/out" || fail "no 53100"
    [ -z "$(sql $port "SELECT name FROM schemagen.migrations WHERE name = '$1'")" ] || fail "$1 counts as applied"
    [ -z "$(sql $port "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")" ] || fail "an index is invalid"
}
again() { # <relation that is there now>
    rm "$SCHEMAGEN_FULL"
    apply $port || fail "not applied with room again"
    [ "$(sql $port "SELECT to_regclass('$1') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid)")" = t ] ||
        fail "$1 is not there"
}

put 2_copy.sql <<<'CREATE TABLE first (id int); CREATE TABLE u AS SELECT * FROM t;'
failed 2_copy
[ -z "$(sql $port "SELECT to_regclass('first')")" ] || fail "half of it stayed"
again u

put 3_index.sql <<<'-- no-transaction
CREATE INDEX CONCURRENTLY t_a ON t (a);'
failed 3_index
again t_a
echo "disk full: 2 of 2 runs left nothing and were gone on with"
