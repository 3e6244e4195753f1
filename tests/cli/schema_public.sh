#!/bin/bash
# The schema public is always there, and what roles may do with it from the start depends on the server's version: that is
# no difference, and nobody writes it. What is granted besides is read, written and compared.
. "$(dirname "$0")/common.sh"
need_database

state="SELECT x.grantee::regrole, x.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) x
    WHERE n.nspname = 'public' ORDER BY 1, 2"
echo "SELECT 1;" >empty.sql
mkdir schema
born=$(sql "$state")
run 0 pull
has_not out public
has_not err warning

# Granted in the database: for files in both languages, and undone in an empty database.
sql "GRANT USAGE ON SCHEMA public TO pg_monitor WITH GRANT OPTION; REVOKE USAGE ON SCHEMA public FROM PUBLIC;
    GRANT CREATE ON SCHEMA public TO PUBLIC"
granted=$(sql "$state")
run 0 pull -o schema/schema.json
has_not err warning
has schema/schema.json '"public": { "grants": { "pg_monitor": ["usage with grant option"], "public": ["create"] } }'
run 0 pull --to prisma -o schema.prisma
run 0 diff --from schema.prisma --to "$DATABASE_URL"
run 0 diff --from schema/schema.json --to schema.prisma
run 3 diff --from "$DATABASE_URL" --to empty.sql --format sql
has out 'REVOKE CREATE ON SCHEMA "public" FROM PUBLIC;'
{ echo "DO \$\$ BEGIN"; cat out; echo "END \$\$"; } >back.sql
sql "$(cat back.sql)"
[ "$(sql "$state")" = "$born" ] || fail "the grants are not those from the start"
run 0 diff --from "$DATABASE_URL" --to empty.sql

# A file with the same grants, on a server as it is from the start; one that says nothing any more leaves them.
run 0 generate
run 0 apply
[ "$(sql "$state")" = "$granted" ] || fail "the grants are not those of the file"
run 0 verify
sql "GRANT CREATE ON SCHEMA public TO pg_monitor"
run 3 verify
has out "schema public differs in grants"
sql "REVOKE CREATE ON SCHEMA public FROM pg_monitor"
echo '{ "schemagen": 1 }' >schema/schema.json
run 0 generate
has out "leave access as it is on schema public"
run 0 apply
run 0 validate
run 0 verify
[ "$(sql "$state")" = "$granted" ] || fail "the grants are gone"
has_not generated/snapshot.json public

# The comment from the start, said or taken away, and a word that says nothing.
echo '{ "schemagen": 1, "schemas": { "public": { "comment": "standard public schema" } } }' >said.json
echo '{ "schemagen": 1, "schemas": { "public": {} } }' >nothing.json
run 0 diff --from "$DATABASE_URL" --to said.json
run 0 diff --from empty.sql --to nothing.json
sql "COMMENT ON SCHEMA public IS NULL"
run 0 diff --from "$DATABASE_URL" --to nothing.json
run 3 diff --from "$DATABASE_URL" --to said.json
has out "comment on schema public"

# An owner of another kind is one between two databases.
sql "ALTER SCHEMA public OWNER TO pg_monitor"
run 3 diff --from empty.sql --to "$DATABASE_URL"
has out "change owner of schema public"
