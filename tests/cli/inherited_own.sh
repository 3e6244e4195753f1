#!/bin/bash
# A table that gets a base keeps the columns and checks that both have as its own; they go from it all the same.
. "$(dirname "$0")/common.sh"
need_database

tables() {
    define '"tables": {
        "base": {"columns": {'"$1"'}, "checks": {'"$2"'}},
        "heir": {'"$3"'},
        "far": {"inherits": {"heir": {}}}}'
}

all='"a": "integer", "b": "text", "c": {"type": "integer", "generated": "a + 1"}'
checks='"low": "a > 0", "high": "a < 9"'
tables "$all" "$checks" "\"columns\": {$all, \"d\": \"integer\"}, \"checks\": {$checks}"
deploy
heir='"inherits": {"base": {}}, "columns": {"d": "integer"}'
tables "$all" "$checks" "$heir"
deploy
tables "${all/\"b\": \"text\", }" '"low": "a > 1"' "$heir"
deploy --accept-data-loss
tables '"a": "integer", "c": {"type": "bigint", "generated": "a + 2"}' '' "$heir"
deploy --accept-data-loss
alike
