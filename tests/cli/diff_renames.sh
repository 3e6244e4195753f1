#!/bin/bash
# Renames on the way from a database: what stands on the renamed things lives on, unless it is about something else then.
. "$(dirname "$0")/common.sh"
need_database

tables() { # <name of t> <hint> <name of its column> <hint> <the other's name> <hint>
    cat <<END
{ "schemagen": 1,
  "functions": { "f()": { "returns": "trigger", "language": "plpgsql", "body": "BEGIN RETURN NEW; END" } },
  "tables": {
    "$1": {
      $2 "columns": { "id": { "type": "bigint", "primaryKey": true }, "$3": { $4 "type": "integer" } },
      "indexes": { "i": { "columns": ["$3"], "where": "$3 > 3" } },
      "checks": { "k": "$3 > 0" },
      "policies": { "p": { "using": "$3 > 1" } },
      "rules": { "r": { "event": "delete", "instead": true, "commands": "UPDATE $1 SET $3 = 3 WHERE id = old.id" } },
      "triggers": {
        "tr": {
          "timing": "before", "events": ["update"], "columns": ["$3"], "forEach": "row", "when": "old.$3 > new.$3",
          "function": "f"
        }
      }
    },
    "$5": { $6 "columns": { "id": { "type": "bigint", "primaryKey": true } } }
  },
  "views": { "v": { "query": "SELECT $3 AS a FROM $1 WHERE $3 > 1" }, "w": { "query": "SELECT id FROM other" } },
  "materializedViews": { "m": { "query": "SELECT count(*) FROM $1" } }
}
END
}
mkdir schema
tables t '' a '' other '' >schema/schema.json
run 0 generate
run 0 apply --url "$DATABASE_URL"

tables u '"renamedFrom": "t",' b '"renamedFrom": "a",' other '' >renamed.json
run 3 diff --from "$DATABASE_URL" --to renamed.json
has out "rename column public.u.b from a to b"
has_not out "create"
has_not out "change"
has_not out "replace"

# The view w says the same of another table.
tables other '"renamedFrom": "t",' a '' t '"renamedFrom": "other",' >swapped.json
run 3 diff --from "$DATABASE_URL" --to swapped.json
has out "rename table"
has out "view public.w"
has_not out "view public.v"
has_not out "public.m"

# Hints stay in the file when they are used up. What a database lacks under both names is new there.
rm -r generated
sql "DROP TABLE t, other CASCADE; DROP FUNCTION f; CREATE TYPE role AS ENUM ('owner');
    CREATE TABLE notes (id bigint PRIMARY KEY)"
define '"enums": { "role": ["owner", "user"] },
    "tables": { "people": {}, "notes": { "columns": { "id": { "type": "bigint", "primaryKey": true }, "text": "text" } } }'
run 0 generate
define '"enums": { "role": ["owner", { "value": "member", "renamedFrom": "user" }] },
    "tables": {
      "members": { "renamedFrom": "people" },
      "notes": { "columns": { "id": { "type": "bigint", "primaryKey": true }, "body": { "type": "text", "renamedFrom": "text" } } }
    }'
run 0 generate
run 0 generate --from "$DATABASE_URL"
has out "create table public.members"
has out "add column public.notes.body"
has out "change values of enum public.role"
has_not out "rename"

# A hint that names something in another schema moves it; from a database, too, as long as it is still there.
rm -r generated
sql "DROP TABLE notes; DROP TYPE role; CREATE SCHEMA s; CREATE TABLE a (id integer NOT NULL)"
define '"schemas": { "s": {} }, "tables": { "a": { "columns": { "id": "integer" } } }'
run 0 generate
define '"schemas": { "s": {} }, "tables": { "s.b": { "renamedFrom": "public.a", "columns": { "id": "integer" } } }'
run 0 generate
has out "move table s.b from public.a"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "move table s.b from public.a"
sql "ALTER TABLE a SET SCHEMA s; ALTER TABLE s.a RENAME TO b"
run 0 diff --from "$DATABASE_URL" --to schema/schema.json
has_not out "table"
