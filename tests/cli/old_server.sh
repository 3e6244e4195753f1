#!/bin/bash
# verify on a server that cannot hold all of a schema says which one could.
. "$(dirname "$0")/common.sh"
need_database
major=$(($(sql 'SHOW server_version_num') / 10000))
[ "$major" -lt 18 ] || exit 77

define '"tables": { "t": { "columns": { "a": { "type": "integer", "notNull": "t_has_a" } } } }'
run 0 generate
run 0 apply
run 3 verify
has out "column public.t.a differs in notNull: PostgreSQL $major has no notNull, it came with 18"
