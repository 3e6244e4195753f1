#!/bin/bash
# Names that change places do so again after each way back, also where their table was made again in between, and where
# another migration swaps the same names.
. "$(dirname "$0")/common.sh"
need_database

next() { # <columns>
    define '"tables": { "pairs": { "columns": { '"$1"' } } }'
    run 0 generate --accept-data-loss
}
columns() {
    sql "SELECT string_agg(attname || ' ' || format_type(atttypid, NULL), ', ' ORDER BY attname)
        FROM pg_attribute WHERE attrelid = to_regclass('pairs') AND attnum > 0 AND NOT attisdropped"
}
back_and_forth() { # <migrations to take back> <the columns then>
    local before
    before=$(columns)
    run 0 rollback --steps "$1" --yes
    [ "$(columns)" = "$2" ] || fail "$1 steps back there is: $(columns)"
    run 0 apply
    run 0 verify
    [ "$(columns)" = "$before" ] || fail "$1 steps back and forth there is: $(columns)"
}

next '"a": "integer", "b": "text"'
next '"b": { "type": "integer", "renamedFrom": "a" }, "a": { "type": "text", "renamedFrom": "b" }'
run 0 apply
back_and_forth 1 "a integer, b text"
back_and_forth 2 ""
back_and_forth 2 ""

next '"b": "integer", "a": "text", "c": "date?"'
next '"b": { "type": "text", "renamedFrom": "a" }, "a": { "type": "integer", "renamedFrom": "b" }, "c": "date?"'
run 0 apply
back_and_forth 3 "a integer, b text"

define '"tables": {}'
run 0 generate --accept-data-loss
run 0 apply
back_and_forth 4 "a integer, b text"
back_and_forth 4 "a integer, b text"
