#!/bin/bash
# --target-version and "targetVersion" of the project file: what the version cannot hold is a mistake with its place.
. "$(dirname "$0")/common.sh"

cat >schema.json <<'END'
{ "schemagen": 1,
  "tables": { "t": { "columns": { "a": "int" },
                     "uniques": { "u": { "columns": ["a"], "nullsNotDistinct": true } } } } }
END

refused() { # <argument>...
    run 2 "$@" --schema schema.json
    silent out
    has err 'schema.json:3:80: error[SG0209]: PostgreSQL 14 has no "nullsNotDistinct" (unique constraint)'
    [ ! -e generated ] || fail "$1 wrote something"
}
refused validate --target-version 14
refused generate --target-version 14
refused diff --target-version 14
run 0 validate --schema schema.json --target-version 15
for version in 13 15x; do
    run 2 validate --schema schema.json --target-version "$version"
    has err "one of 14 to 18, not \"$version\""
done

echo '{ "targetVersion": "14" }' >schemagen.json
refused validate
run 0 validate --schema schema.json --target-version 18
