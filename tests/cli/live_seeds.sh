#!/bin/bash
# Rows of seeds between a database and a file: written where they are missing, no difference where they are there. What
# `diff --format sql` and push run is SQL as it stands, whatever the steps are.
. "$(dirname "$0")/common.sh"
need_database

columns='"n": {"type": "int", "identity": {"generated": "always", "grants": {"pg_monitor": ["usage"]}}}'
tables='"tables": {"t": {"columns": {"id": "bigint", "a": "int?"}, "primaryKey": ["id"]},
                   "u": {"columns": {"id": "int", '$columns'}, "primaryKey": ["id"]}}'
seeds='"seeds": {"t": {"key": ["id"], "rows": [{"id": 1, "a": 1}, {"id": 2}]}, "u": {"key": ["id"], "rows": [{"id": 7}]}}'
define "$tables, $seeds"

sql "ALTER DATABASE $database SET schemagen.development = 'on'"
run 0 push
has out "write seed public.t"
run 0 push
has out "No difference."
alike

# Only what differs is written; where its table changes, all of it.
sql "UPDATE t SET a = 5 WHERE id = 1"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "write seed public.t"
has_not out "write seed public.u"
define "${tables/\"id\": \"int\"/\"id\": \"int\", \"x\": \"text?\"}, $seeds"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "write seed public.u"
run 0 push
run 0 push
has out "No difference."

# A table is asked under the name that it has.
renamed=${tables/\"t\": \{/\"tt\": \{\"renamedFrom\": \"t\", }
define "${renamed/\"id\": \"int\"/\"id\": \"int\", \"x\": \"text?\"}, ${seeds/\"t\"/\"tt\"}"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "rename table public.tt from t to tt"
has_not out "write seed"

# The same by hand, with statements that only blocks know: rows, grants on an identity, the comment of an extension.
sql "DROP TABLE t, u; CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'mine'"
define "\"extensions\": {\"hstore\": {}}, $tables, $seeds"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json --format sql
psql -q -X -v ON_ERROR_STOP=1 -d "$DATABASE_URL" -f out || fail "it is no SQL"
run 0 diff --from "$DATABASE_URL" --to schema/schema.json

# An empty comment is none.
define "${tables/\"columns\"/\"comment\": \"\", \"columns\"}, $seeds"
sql "DROP EXTENSION hstore"
run 0 diff --from "$DATABASE_URL" --to schema/schema.json
