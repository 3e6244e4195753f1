#!/bin/bash
# A server that has no connection free, or is starting: the first connection waits for it, says so, and not for ever.
. "$(dirname "$0")/own_server.sh"
port=5432

# first <seconds>: what migrate does, with so much time to connect; leaves $work/out and $work/err.
first() {
    "$SCHEMAGEN" apply --layout sqlx --migrations "$work/migrations" >"$work/out" 2>"$work/err" \
        --url "host=$work port=$port user=postgres dbname=postgres connect_timeout=$1"
}
# waits <text>: a run is waiting, and says for what.
waits() {
    local try
    for ((try = 0; try < 600; try++)); do
        ! grep -qF -e "Waiting: $1; asking again" "$work/err" || return 0
        sleep 0.1
    done
    fail "it does not wait: $1"
}
# gives_up <text>: with two seconds to connect it ends without a change, and says why.
gives_up() {
    local code=0
    first 2 || code=$?
    [ $code = 1 ] || fail "it ended with $code, not 1"
    waits "$1"
    grep -q 'error\[SG0501\]: cannot connect' "$work/err" || fail "no SG0501"
}

put 1_one.sql <<<'CREATE TABLE one (id int);'
new_server server $port "max_connections = 3" "superuser_reserved_connections = 0" "max_wal_senders = 0" \
    "hot_standby = off" "restore_command = 'until [ -e $work/go ]; do sleep 0.1; done; false'"
server server start

# All connections are taken, and given back when the pipe is closed.
mkfifo "$work/pipe"
exec 8<>"$work/pipe" 9>"$work/pipe" 8<&-
for ((try = 0; try < 600; try++)); do
    sql $port "SELECT 1" >"$work/out" 2>&1 || break
    psql -X -q -d "postgresql://postgres@/postgres?host=$work&port=$port" <"$work/pipe" 2>/dev/null 9>&- &
    sleep 0.1
done
grep -q "too many clients" "$work/out" || fail "the connections are not taken"
gives_up "the server has no connection free"
grep -q "raise max_connections" "$work/err" || fail "no way out is named"
first 60 9>&- &
run=$!
waits "the server has no connection free"
exec 9>&-
wait $run || fail "it did not go on when connections were free"
until_true $port "SELECT to_regclass('one') IS NOT NULL"
wait

# A server that is starting: it recovers, and waits for its archive.
put 2_two.sql <<<'CREATE TABLE two (id int);'
server server stop -m fast
"${as[@]}" touch "$work/server/recovery.signal"
program pg_ctl -D "$work/server" -s -W -l "$work/server.log" start
for ((try = 0; try < 600; try++)); do
    sql $port "SELECT 1" >"$work/out" 2>&1 || ! grep -q "starting up" "$work/out" || break
    sleep 0.1
done
gives_up "the server is starting"
first 60 9>&- &
run=$!
waits "the server is starting"
touch "$work/go"
wait $run || fail "it did not go on when the server was there"
until_true $port "SELECT to_regclass('two') IS NOT NULL"
echo "first connection: 2 of 2 causes were waited for, and 2 of 2 runs gave up in time"
