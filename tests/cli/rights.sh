#!/bin/bash
# Rights that a pending migration needs are asked for before the first change; the report names the GRANT.
. "$(dirname "$0")/common.sh"
need_database

app="rights_app_$$"
boss="rights_boss_$$"
forget_roles() {
    local code=$?
    set +e
    sql "DROP OWNED BY $app, $boss CASCADE; DROP ROLE $app, $boss" 2>/dev/null
    (exit $code)
    leave
}
sql "CREATE ROLE $app LOGIN; CREATE ROLE $boss; GRANT CREATE ON SCHEMA public TO $app; GRANT CREATE ON DATABASE $database TO $app"
trap forget_roles EXIT
app_url=${DATABASE_URL/\/\/postgres/\/\/$app}

# The seventh migration would fail: nothing is done, and the place in its file is named.
tables() {
    mkdir -p schema
    cat >schema/schema.json <<END
{ "schemagen": 1, "tables": {
  "notes": { "columns": { "id": { "type": "bigint", "primaryKey": true }$1 } },
  "others": { "columns": { "id": { "type": "bigint", "primaryKey": true }$2 } } } }
END
    run 0 generate
}
tables '' ''
run 0 apply --url "$app_url"
columns=''
for column in a b c d e; do
    columns="$columns, \"$column\": \"text?\""
    tables "$columns" ''
done
tables "$columns" ', "z": { "type": "bigint", "references": { "table": "notes", "column": "id" } }'
sql "ALTER TABLE others OWNER TO $boss"
run 5 apply --url "$app_url"
has err "migrations/0007_"
has err "error[SG0626]: role $app lacks the ownership of \"public\".\"others\", which belongs to $boss"
has err "GRANT $boss TO $app, or run it as $boss"
has err "1 error"
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 1 ] || fail "a migration was applied"
[ "$(sql "SELECT count(*) FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attnum > 0")" = 1 ] ||
    fail "something was changed"
sql "GRANT $boss TO $app"
run 0 apply --url "$app_url"
sql "REVOKE $boss FROM $app; DROP TABLE others, notes; DROP SCHEMA schemagen CASCADE" 2>/dev/null

# Plain SQL, statement by statement. Each stands behind a migration that would change something.
sql "CREATE SCHEMA closed; CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int); GRANT USAGE ON SCHEMA closed TO $app;
     CREATE TABLE theirs (id int PRIMARY KEY); CREATE VIEW their_view AS SELECT 1; CREATE TYPE their_type AS ENUM ('a');
     CREATE FUNCTION their_function(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT SELECT ON theirs TO $app;
     CREATE TABLE parted (id int) PARTITION BY RANGE (id); CREATE SCHEMA mine AUTHORIZATION $app;
     CREATE TABLE mine.theirs (id int); CREATE TABLE mine.parted (id int); ALTER TABLE mine.parted OWNER TO $app"
mkdir plain
apply_plain() { # <code> <statement> <option...>
    local code=$1
    echo "CREATE TABLE first (id int);" >plain/1_first.sql
    echo "$2" >plain/2_second.sql
    shift 2
    run "$code" apply --url "$app_url" --layout sqlx --migrations plain "$@"
    [ -z "$(sql "SELECT to_regclass('first')")" ] || fail "something was changed"
}
lacks() { # <statement> <what> <way out>
    apply_plain 5 "$1"
    has err "2_second.sql:1:1: error[SG0626]: role $app lacks $2"
    has err "$3"
}
lacks "ALTER TABLE theirs ADD a int;" "the ownership of theirs, which belongs to postgres" "GRANT postgres TO $app"
lacks "DROP VIEW IF EXISTS absent, their_view;" "the ownership of their_view" "run it as postgres"
lacks "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY public.theirs (id);" "the ownership of public.theirs" ""
lacks "ALTER TYPE their_type ADD VALUE 'b';" "the ownership of their_type" ""
lacks "DROP FUNCTION their_function(int);" "the ownership of their_function" ""
lacks "COMMENT ON TABLE theirs IS 'x';" "the ownership of theirs" ""
lacks "CREATE TABLE closed.t (id int);" "CREATE on schema closed" "GRANT CREATE ON SCHEMA closed TO $app"
lacks "ALTER TABLE hidden.t ADD a int;" "USAGE on schema hidden" "GRANT USAGE ON SCHEMA hidden TO $app"
lacks "INSERT INTO theirs VALUES (1);" "INSERT on theirs" "GRANT INSERT ON theirs TO $app"
lacks "CREATE EXTENSION file_fdw;" "the right to make extension file_fdw" "as a superuser, once"
apply_plain 5 "CREATE TABLE second (id int REFERENCES theirs);"
has err "lacks REFERENCES on theirs"
apply_plain 5 "CREATE TABLE second PARTITION OF parted FOR VALUES FROM (1) TO (2);"
has err "lacks the ownership of parted"
apply_plain 5 "ALTER SCHEMA mine OWNER TO $boss;"
has err "lacks membership in role $boss"
sql "REVOKE CREATE ON DATABASE $database FROM PUBLIC, $app"
lacks "CREATE SCHEMA other;" "CREATE on database $database" "GRANT CREATE ON DATABASE $database TO $app"

# What only looks like it: nothing is missing, or it cannot be known from here.
sql "GRANT CREATE ON DATABASE $database TO $app"
allowed() { # <statement>
    apply_plain 0 "$1" --dry-run
}
allowed "CREATE TABLE IF NOT EXISTS theirs (id int); DROP TABLE IF EXISTS absent; SELECT * FROM theirs;"
allowed "DROP TABLE mine.theirs;"
allowed "CREATE TABLE a (id int); ALTER TABLE a ADD b int; CREATE INDEX ON a (b); CREATE VIEW v AS TABLE a;"
allowed "SET search_path = mine; ALTER TABLE parted ADD a int;"
allowed "CREATE TEMP TABLE their_view (id int); INSERT INTO their_view VALUES (1);"
allowed "DO \$\$ BEGIN IF false THEN ALTER TABLE theirs ADD a int; END IF; END \$\$;"
sql "GRANT $boss TO $app; ALTER TABLE theirs OWNER TO $boss"
allowed "SET ROLE $boss; ALTER TABLE theirs ADD a int; RESET ROLE;"
