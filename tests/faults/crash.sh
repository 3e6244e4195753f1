#!/bin/bash
# The server crashes (pg_ctl stop -m immediate) at every step of a run and is started again: the run goes on, reports what is
# true, and the database is as after an undisturbed run. On a server of its own.
. "$(dirname "$0")/own_server.sh"
port=5432
new_server server $port
server server start

put 1_table.sql <<'END'
CREATE TABLE t (id int, a text);
INSERT INTO t SELECT i, i::text FROM generate_series(1, 2000) i;
CREATE TABLE counter (n int);
INSERT INTO counter VALUES (0);
END
put 2_alone.sql <<'END'
-- no-transaction
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'b';
UPDATE counter SET n = n + 1;
CREATE INDEX CONCURRENTLY t_a ON t (a);
CREATE UNIQUE INDEX CONCURRENTLY ON t (id);
END
put 3_use.sql <<'END'
ALTER TABLE t ADD m mood DEFAULT 'b';
UPDATE counter SET n = n + 1;
END
catalog() {
    pg_dump -s -N schemagen -d "postgresql://postgres@/postgres?host=$work" | grep -v -e pg_attver= -e '^--' -e '^\\\(un\)\?restrict'
    sql $port "SELECT n FROM counter"
}
clean() {
    sql $port "SET client_min_messages = warning; DROP SCHEMA IF EXISTS schemagen CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
}

clean
apply $port
catalog >"$work/whole"
lines=$(wc -l <"$work/err")
crashes=0 wrong=0 torn=0
for ((line = 1; line <= lines; line++)); do
    clean
    : >"$work/crashed"
    code=0
    # What the run says marks its steps: behind line number $line the server goes down.
    migrate $port 2> >(while read -r said; do
        echo "$said" >>"$work/said"
        n=$((${n:-0} + 1))
        if [ "$n" = "$line" ]; then
            server server stop -m immediate || :
            server server start
            echo yes >"$work/crashed"
        fi
    done) >"$work/out" || code=$?
    for ((i = 0; i < 300; i++)); do
        [ -s "$work/crashed" ] && break
        sleep 0.1
    done
    crashes=$((crashes + 1))
    reported=$(grep -o '"id": "[^"]*"' "$work/out" | cut -d'"' -f4 | tr '\n' ' ')
    noted=$(sql $port "SELECT name FROM schemagen.migrations ORDER BY number" 2>/dev/null | tr '\n' ' ')
    if [ "$reported" != "$noted" ] || { [ "$code" = 0 ] && [ "$noted" != "1_table 2_alone 3_use " ]; }; then
        wrong=$((wrong + 1))
        echo "crash at line $line: exit $code, reported $reported, noted $noted" >&2
    fi
    apply $port && catalog >"$work/now" && diff "$work/whole" "$work/now" >&2 || {
        torn=$((torn + 1))
        echo "crash at line $line: not whole after the next run" >&2
        cat "$work/err" >&2
    }
done

# In the middle of a concurrent build, which waits for another session: what it leaves is found and built again.
put 4_build.sql <<'END'
-- no-transaction
CREATE INDEX CONCURRENTLY t_m ON t (m);
END
sql $port "BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE; SELECT pg_sleep(60)" >/dev/null 2>&1 &
until_true $port "SELECT count(*) > 0 FROM pg_locks WHERE relation = 't'::regclass AND mode = 'RowExclusiveLock'"
apply $port &
until_true $port "SELECT count(*) = 1 FROM pg_index WHERE NOT indisvalid"
server server stop -m immediate
server server start
crashes=$((crashes + 1))
wait $! || torn=$((torn + 1))
grep -q 4_build "$work/out" || wrong=$((wrong + 1))
[ "$(sql $port "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('t_m')")" = t ] || torn=$((torn + 1))
echo "$crashes crashes at every step: wrong reports $wrong, manual repairs $torn"
[ "$wrong" = 0 ] && [ "$torn" = 0 ]
