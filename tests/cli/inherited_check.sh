#!/bin/bash
# A check that is not valid comes as a valid one into a table that is made with its base, and as it is into one that was
# there before. It goes either way when the base does.
. "$(dirname "$0")/common.sh"
need_database

change() { # <tables>
    define "\"tables\": { $1 }"
    deploy --accept-data-loss
}
base='"base": { "columns": { "size": "int" }, "checks": { "low": { "expression": "size >= 0", "notValid": true } } }'
heirs='"born": { "columns": { "a": "int" }, "inherits": { "base": {} } },
       "taken": { "columns": { "b": "int" }, "inherits": { "base": {} } }'
change '"taken": { "columns": { "b": "int" } }'
change "$base, $heirs"
change '"born": { "columns": { "a": "int" } }, "taken": { "columns": { "b": "int" } }'
