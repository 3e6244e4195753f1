#!/bin/bash
# apply beside pgbench and a session that reads for long: no client waits for a lock longer than --max-block and 200 ms
# because of us, and once the reader is gone, the run comes through. The server itself says how long each of its locks was
# waited for, so that a client that only got no processor is not counted; and the same waits behind an ALTER TABLE
# under the server's own lock_timeout show how late this machine is. Best of three.
set -u
: "${SCHEMAGEN:?path of the program}"
[ -n "${DATABASE_URL:-}" ] && command -v pgbench >/dev/null || exit 77
work=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-load.XXXXXX")
database=schemagen_load_$$
admin=$DATABASE_URL
budget=500 allowance=200 clients=8
running=()
end_all() {
    [ ${#running[@]} = 0 ] || kill "${running[@]}" 2>/dev/null
    wait
    running=()
}
clean_up() {
    end_all
    psql -X -q -d "$admin" -c "DROP DATABASE IF EXISTS $database WITH (FORCE)"
    rm -rf "$work"
}
trap clean_up EXIT
cd "$work" || exit 1
psql -X -q -d "$admin" -c "CREATE DATABASE $database" || exit 1
url=${admin%/*}/$database
sql() {
    psql -X -q -A -t -d "$url" -c "$1"
}
pgbench -i -q "$url" >init.log 2>&1 || { cat init.log; exit 1; }

# begin_load <file>: clients that write to the file how long they wait for locks, as the server sees it.
begin_load() {
    PGOPTIONS='-c deadlock_timeout=10ms -c log_lock_waits=on -c client_min_messages=log' \
        pgbench -n -N -c $clients -j 2 -T 120 "$url" >/dev/null 2>"$1" &
    running+=("$!")
}
# begin_session <name> <SQL>: a session of that name, in the middle of the SQL when this returns.
begin_session() {
    PGAPPNAME=$1 psql -X -q -d "$url" -c "BEGIN; $2" >/dev/null 2>&1 &
    running+=("$!")
    while [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = '$1' AND wait_event = 'PgSleep'")" = 0 ]; do
        sleep 0.1
    done
}
# end_session <name>
end_session() {
    sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '$1'" >/dev/null
}
# longest <file>: of the waits for tables, in whole milliseconds.
longest() {
    sed -n 's/.* acquired .* on relation .* after \([0-9]*\)\.[0-9]* ms$/\1/p' "$1" | sort -n | tail -n 1 | grep . || echo 0
}
read_long="LOCK TABLE pgbench_history IN ACCESS SHARE MODE; SELECT pg_sleep(100)"

measure_server() {
    begin_load server.log
    begin_session reader "$read_long"
    for try in 1 2; do
        sql "SET lock_timeout = $budget; ALTER TABLE pgbench_history ADD never int" >/dev/null 2>&1
    done
    end_session reader
    end_all
}

# The first migration holds its lock for too long while `slow` is there, the second cannot get the second of its own
# while `reader` is. Locks are taken in the order in which pgbench takes its own, so that nobody meets a deadlock.
write_migrations() {
    rm -rf migrations
    mkdir migrations
    cat >migrations/1_hold.sql <<END
ALTER TABLE pgbench_accounts ADD note_$1 int;
SELECT pg_sleep(20) WHERE EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'slow');
END
    cat >migrations/2_wait.sql <<END
ALTER TABLE pgbench_accounts DROP note_$1;
ALTER TABLE pgbench_history ADD note_$1 int;
END
    sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS schemagen CASCADE"
}
# await_tries <migration> <count>
await_tries() {
    for ((i = 0; i < 600; i++)); do
        [ "$(grep -c "\"event\": \"again\", \"migration\": \"$1\"" events)" -lt "$2" ] || return 0
        sleep 0.1
    done
    return 1
}
measure_apply() {
    write_migrations "$1"
    : >events
    begin_load apply.log
    begin_session slow "SELECT pg_sleep(100)"
    begin_session reader "$read_long"
    "$SCHEMAGEN" apply --layout sqlx --url "$url" --max-block 0.$budget --format json >out 2>events &
    local pid=$!
    running+=("$pid")
    await_tries 1_hold 1 || return 1
    end_session slow
    await_tries 2_wait 2 || return 1
    end_session reader
    wait "$pid" || return 1
    end_all
}

for attempt in 1 2 3; do
    measure_server
    server=$(longest server.log)
    [ "$server" -gt "$budget" ] || server=$budget
    measure_apply $attempt || { echo "the run did not come through:"; cat events out; exit 1; }
    ours=$(longest apply.log)
    waits=$(grep -c ' acquired .* on relation ' apply.log)
    echo "budget $budget ms: longest of $waits waits behind schemagen $ours ms, behind the server's own timeout $server ms"
    [ "$waits" -gt 0 ] || { echo "nobody waited: nothing was measured"; exit 1; }
    ! grep -q aborted apply.log || { echo "a client gave up:"; grep aborted apply.log; exit 1; }
    [ "$ours" -gt $((server + allowance)) ] || exit 0
done
exit 1
