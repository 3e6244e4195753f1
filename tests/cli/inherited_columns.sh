#!/bin/bash
# A table that gets a base keeps the columns that both have as its own; they go from it all the same.
. "$(dirname "$0")/common.sh"
need_database

tables() {
    define '"tables": {
        "base": {"columns": {'"$1"'}},
        "heir": {'"$2"'},
        "far": {"inherits": {"heir": {}}}}'
}

all='"a": "integer", "b": "text", "c": {"type": "integer", "generated": "a + 1"}'
tables "$all" "\"columns\": {$all, \"d\": \"integer\"}"
deploy
tables "$all" '"inherits": {"base": {}}, "columns": {"d": "integer"}'
deploy
tables "${all/\"b\": \"text\", }" '"inherits": {"base": {}}, "columns": {"d": "integer"}'
deploy --accept-data-loss
wider='"a": "integer", "c": {"type": "bigint", "generated": "a + 2"}'
tables "$wider" '"inherits": {"base": {}}, "columns": {"d": "integer"}'
deploy --accept-data-loss
alike
