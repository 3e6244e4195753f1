#!/bin/bash
# A history belongs to the database in which it was written: in a copy, or on another server, runs are refused.
. "$(dirname "$0")/common.sh"
need_database

home=$database
copy="${database}_copy"
forget_copy() {
    local code=$?
    set +e
    psql -q -X "$server_url" -c "DROP DATABASE IF EXISTS $copy WITH (FORCE)"
    (exit $code)
    leave
}
trap forget_copy EXIT

schema ''
run 0 generate
run 0 apply
[ "$(sql "SELECT checksum FROM schemagen.log WHERE event = 'database'")" = \
    "$(sql "SELECT system_identifier || '/' || current_database() FROM pg_control_system()")" ] || fail "not recorded"
run 0 status
run 0 doctor
schema ', "note": "text?"'
run 0 generate

psql -q -X "$server_url" -c "CREATE DATABASE $copy TEMPLATE $home"
DATABASE_URL=${DATABASE_URL%/*}/$copy
run 3 status
has err "error[SG0625]: the history was written in the database $home, and this is $copy of the same server"
has err "repair --accept"
run 1 doctor
has out "the history was written in the database $home"
run 5 apply
has err "error[SG0625]"
run 5 resolve --applied 2
run 5 rollback 1 --yes
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 1 ] || fail "something was done"
run 3 repair
run 0 repair --accept
run 0 apply
run 0 status
run 0 history
has out "database"

# A server that has another system identifier, as after pg_upgrade or in a restored dump.
sql "INSERT INTO schemagen.log (event, number, name, checksum, milliseconds, tool_version, chain)
     SELECT 'database', 0, '', '1/$copy', -1, '', encode(sha256(convert_to(concat_ws('|', l.chain, 'database', '',
            '1/$copy'), 'UTF8')), 'hex') FROM schemagen.log l ORDER BY position DESC LIMIT 1"
run 3 status
has err "the history was written in the database 1/$copy, and this is $copy of another server"
run 0 repair --accept
run 0 status

# The first one is not touched by all that.
DATABASE_URL=${DATABASE_URL%/*}/$home
run 0 apply
