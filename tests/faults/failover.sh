#!/bin/bash
# Another server answers in the middle of a run: a standby that has taken over, with and without what was committed last,
# a standby that has not, and a stranger. What is reported is what that server has.
. "$(dirname "$0")/own_server.sh"
first=5432 second=5433

put 1_one.sql <<<'CREATE TABLE one (id int);'
put 2_two.sql <<<'CREATE TABLE two (id int);'
put 3_three.sql <<<'CREATE TABLE three (id int);'

# Expects of the last run: <exit code> <code> <ids that are reported> <port> <ids that history has there>
expect() {
    [ "$2" = "$1" ] || fail "it ended with $2, not $1"
    local reported noted
    reported=$(grep -o '"id": "[^"]*"' "$work/out" | cut -d'"' -f4 | tr '\n' ' ')
    noted=$(sql "$4" "SELECT string_agg(name, ' ' ORDER BY number) FROM schemagen.migrations")
    [ "$reported" = "$3" ] || fail "it reports: $reported"
    [ "$noted" = "$5" ] || fail "history has: $noted"
}

# A server with migration 1, to be copied.
new_server one $first
server one start
mkdir "$work/kept"
mv "$work/migrations/"[23]* "$work/kept"
code=0
apply $first || code=$?
expect 0 $code "1_one " $first "1_one"
mv "$work/kept/"* "$work/migrations"
server one stop

# Two copies, the second of which follows the first.
pair() {
    rm -rf "$work/first" "$work/second"
    cp -a "$work/one" "$work/first"
    cp -a "$work/one" "$work/second"
    touch "$work/second/standby.signal"
    printf '%s\n' "port = $second" "primary_conninfo = 'host=$work port=$first user=postgres'" \
        >>"$work/second/postgresql.conf"
    server first start
    server second start
    until_true $first "SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming'"
}

# A run whose COMMIT waits for the standby when the first server dies and the standby takes over.
lose_commit() { # <synchronous_commit>
    sql $first "ALTER SYSTEM SET synchronous_standby_names = '*'"
    sql $first "ALTER SYSTEM SET synchronous_commit = '$1'"
    sql $first "SELECT pg_reload_conf()" >"$work/log"
    until_true $first "SELECT current_setting('synchronous_commit') = '$1'"
    code=0
    apply $first,$second &
    until_true $first "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    server first stop -m immediate
    server second promote
    wait $! || code=$?
}

# A standby is no place for changes.
pair
code=0
apply $second || code=$?
expect 1 $code "" $first "1_one"
grep -q "SG0501.*read-only" "$work/out" || fail "it does not say why"
grep -q "URL of the primary" "$work/out" || fail "it does not say what to do"

# The standby lacks the commit: migration 2 is not reported before it is applied there.
sql $second "ALTER SYSTEM SET primary_conninfo = ''"
sql $second "SELECT pg_reload_conf()" >"$work/log"
until_true $first "SELECT count(*) = 0 FROM pg_stat_replication"
lose_commit on
expect 0 $code "2_two 3_three " $second "1_one 2_two 3_three"
[ "$(grep -c '"event": "migration".*2_two' "$work/err")" = 2 ] || fail "2_two was not begun again"
server second stop -m immediate

# The standby has the commit, and nobody has heard of it.
pair
sql $second "SELECT pg_wal_replay_pause()"
until_true $second "SELECT pg_get_wal_replay_pause_state() = 'paused'"
lose_commit remote_apply
expect 0 $code "2_two 3_three " $second "1_one 2_two 3_three"
[ "$(grep -c '"event": "migration".*2_two' "$work/err")" = 1 ] || fail "2_two was begun again"
server second stop -m immediate

# A stranger on the same address gets nothing; what became of the rest is said to be unknown.
new_server stranger $first
put 4_long.sql <<<'SELECT pg_sleep(60);'
echo "port = $first" >>"$work/second/postgresql.conf"
server second start
sql $first "ALTER SYSTEM RESET ALL"
sql $first "SELECT pg_reload_conf()" >"$work/log"
code=0
apply $first &
until_true $first "SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'"
server second stop -m immediate
server stranger start
wait $! || code=$?
[ $code = 1 ] || fail "it ended with $code"
grep -q SG0622 "$work/out" || fail "no SG0622"
grep -q "another database answers" "$work/out" || fail "it does not say who answers"
[ -z "$(sql $first "SELECT to_regnamespace('schemagen')")" ] || fail "the stranger was changed"
echo "failover: 2 of 2 lost answers told as they are; standby and stranger refused"
