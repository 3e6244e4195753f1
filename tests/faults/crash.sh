#!/bin/bash
# The server crashes (pg_ctl stop -m immediate) at every step of a run and is started again: the run goes on, reports what is
# true, and the database is as after an undisturbed run. On a server of its own.
set -eu
: "${SCHEMAGEN:?path of the program}"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || exit 77
unset ${!PG@} DATABASE_URL DIRECT_URL
work=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-crash.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
    chown postgres "$work"
fi
server() {
    (cd "$work" && "${as[@]}" "$bin/pg_ctl" -D "$work/data" -s -w -l "$work/server.log" "$@")
}
trap 'server stop -m immediate >/dev/null 2>&1; rm -rf "$work"' EXIT

(cd "$work" && "${as[@]}" "$bin/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$work/log")
chmod 755 "$work"
printf "listen_addresses = ''\nunix_socket_directories = '%s'\nfsync = off\n" "$work" >>"$work/data/postgresql.conf"
server start
url="postgresql://postgres@/postgres?host=$work"
sql() {
    psql -X -q -A -t -d "$url" -c "$1"
}

mkdir "$work/migrations"
put() {
    cat >"$work/migrations/$1"
}
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
apply() {
    "$SCHEMAGEN" apply --layout sqlx --migrations "$work/migrations" --url "$url" --format json
}
catalog() {
    pg_dump -s -N schemagen -d "$url" | grep -v -e pg_attver= -e '^--' -e '^\\\(un\)\?restrict'
    sql "SELECT n FROM counter"
}
clean() {
    sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS schemagen CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
}

clean
apply >"$work/out" 2>"$work/err"
catalog >"$work/whole"
lines=$(wc -l <"$work/err")
crashes=0 wrong=0 torn=0
for ((line = 1; line <= lines; line++)); do
    clean
    : >"$work/crashed"
    code=0
    # What the run says marks its steps: behind line number $line the server goes down.
    apply 2> >(while read -r said; do
        echo "$said" >>"$work/said"
        n=$((${n:-0} + 1))
        if [ "$n" = "$line" ]; then
            server stop -m immediate || :
            server start
            echo yes >"$work/crashed"
        fi
    done) >"$work/out" || code=$?
    for ((i = 0; i < 300; i++)); do
        [ -s "$work/crashed" ] && break
        sleep 0.1
    done
    crashes=$((crashes + 1))
    reported=$(grep -o '"id": "[^"]*"' "$work/out" | cut -d'"' -f4 | tr '\n' ' ')
    noted=$(sql "SELECT name FROM schemagen.migrations ORDER BY number" 2>/dev/null | tr '\n' ' ')
    if [ "$reported" != "$noted" ] || { [ "$code" = 0 ] && [ "$noted" != "1_table 2_alone 3_use " ]; }; then
        wrong=$((wrong + 1))
        echo "crash at line $line: exit $code, reported $reported, noted $noted" >&2
    fi
    apply >"$work/out" 2>"$work/err" && catalog >"$work/now" && diff "$work/whole" "$work/now" >&2 || {
        torn=$((torn + 1))
        echo "crash at line $line: not whole after the next run" >&2
        cat "$work/err" >&2
    }
done
echo "$crashes crashes at every step: wrong reports $wrong, manual repairs $torn"
[ "$wrong" = 0 ] && [ "$torn" = 0 ]
