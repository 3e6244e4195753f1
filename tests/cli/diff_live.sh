#!/bin/bash
# Between a database and a file the server judges what texts cannot decide: a key that it spells otherwise is the same
# key, and what changes beside a rename is still a change.
. "$(dirname "$0")/common.sh"
need_database

# The table is not made anew for an operator class that the server does not repeat.
define '"tables": {"p": {"columns": {"a": "text", "b": "text"}, "partitionBy": "RANGE (a, b COLLATE \"C\" text_ops)"}}'
deploy
alike
define '"tables": {"p": {"columns": {"a": "text", "b": "text"}, "partitionBy": "RANGE (a, b COLLATE \"C\" text_pattern_ops)"}}'
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "drop table public.p"

# A default of an enum whose schema gets another name.
sql "DROP TABLE p; CREATE SCHEMA old; CREATE TYPE old.mood AS ENUM ('sad', 'glad');
    CREATE TABLE old.t (m old.mood NOT NULL DEFAULT 'sad')"
tables='"schemas": {"new": {"renamedFrom": "old"}}, "enums": {"new.mood": ["sad", "glad"]},
        "tables": {"new.t": {"columns": {"m": {"type": "new.mood", "default": "%s"}}}}'
define "${tables/\%s/\'sad\'}"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has_not out "set default"
define "${tables/\%s/\'glad\'}"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "set default of column new.t.m"

# Nobody is granted anything on a view's column; values of a list in another order and in the server's spelling.
sql "DROP SCHEMA old CASCADE; CREATE TABLE t (a bigint NOT NULL) PARTITION BY LIST (a);
    CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1, 20, 3); CREATE VIEW v AS SELECT a FROM t;
    CREATE MATERIALIZED VIEW m AS SELECT a FROM t"
list='"tables": {"t": {"columns": {"a": "bigint"}, "partitionBy": "LIST (a)"},
        "t1": {"partitionOf": {"table": "t", "values": "IN (%s)"}}},
    "views": {"v": {"query": "SELECT a FROM t", "columns": {"a": {"grants": {}}}}},
    "materializedViews": {"m": {"query": "SELECT a FROM t", "columns": {"a": {"grants": {}}}}}'
define "${list/\%s/3, 1, 20, 3}"
alike
define "${list/\%s/3, 1, 2}"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "detach partition public.t1.t"

# A partition whose bound is spelled otherwise stays one: what its table gets reaches it.
wider='"a": "bigint", "b": {"type": "integer", "default": "1"}'
more=${list/\"a\": \"bigint\"/$wider}
define "${more/\%s/1, 3, 20}"
run 3 diff --from "$DATABASE_URL" --to schema/schema.json
has out "add column public.t.b"
has_not out "public.t1"

# A list of words of a domain: what makes the one from nothing makes the same text.
: >empty.sql
echo "CREATE DOMAIN word AS varchar(9); CREATE TABLE w (a word CHECK (a IN ('x', 'y')))" >wanted.sql
run 3 diff --from empty.sql --to wanted.sql --format sql
cp out made.sql
run 0 diff --from made.sql --to wanted.sql
