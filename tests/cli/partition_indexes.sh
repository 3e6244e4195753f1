#!/bin/bash
# Indexes of partitions have names from the server, numbered in the order in which they were made, and keep them when
# tables and columns are renamed. None of that is a difference, and a new index takes the name of no other.
. "$(dirname "$0")/common.sh"
need_database

# parts <column> <partition> <index>...: a table with these indexes on the column.
parts() {
    local column=$1 partition=$2 indexes=
    shift 2
    for index; do
        indexes="$indexes${indexes:+, }\"$index\": { \"columns\": [\"${column%%\"*}\"] }"
    done
    define "\"tables\": {
        \"logs\": {\"columns\": {\"$column}, \"partitionBy\": \"RANGE (${column%%\"*})\", \"indexes\": {$indexes}},
        \"$partition \"partitionOf\": {\"table\": \"logs\", \"values\": \"default\"}}}"
}

change() {
    deploy
    alike
}
parts 'at": "integer"' 'rest": {' z_at
change
parts 'at": "integer"' 'rest": {' a_at z_at
change
parts 'at": "integer"' 'others": { "renamedFrom": "rest",' a_at z_at
change
parts 'day": { "type": "integer", "renamedFrom": "at" }' 'others": { "renamedFrom": "rest",' a_at m_at z_at
change
[ "$(sql "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'z_at'::regclass")" = \
    rest_at_idx ] || fail "the index of the partition has another name"
