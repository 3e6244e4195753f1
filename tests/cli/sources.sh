#!/bin/bash
# Everything that can stand where a schema is expected, compared with everything else.
. "$(dirname "$0")/common.sh"
need_database

schema ', "body": { "type": "text", "nullable": true, "default": "'"'none'"'" }'
mkdir -p scripts/2 psl
cat >all.sql <<'END'
CREATE TABLE notes (id bigint PRIMARY KEY, body text DEFAULT 'none');
END
cat >scripts/1.sql <<'END'
CREATE TABLE notes (id bigint PRIMARY KEY);
END
cat >scripts/2/up.sql <<'END'
ALTER TABLE notes ADD body text DEFAULT 'none';
END
echo 'DROP TABLE notes;' >scripts/2/down.sql
cat >psl/notes.prisma <<'END'
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model notes {
  id   BigInt  @id
  body String? @default("none")
}
END
run 0 generate
sql "CREATE TABLE notes (id bigint PRIMARY KEY, body text DEFAULT 'none')"
sources=(schema/schema.json generated/snapshot.json generated generated/migrations psl psl/notes.prisma all.sql scripts
    "$DATABASE_URL" 'env(DATABASE_URL)')
for source in "${sources[@]}"; do
    run 0 diff --from schema/schema.json --to "$source" --url "$server_url"
    run 0 diff --from "$source" --to generated/snapshot.json --url "$server_url"
done
# A server of its own where none is named.
run 0 diff --from all.sql --to scripts
has err "throw-away"

# The migration alone goes to standard output, and leads to equality.
cp schema/schema.json old.json
schema ', "body": "text", "more": "integer[]?"'
run 3 diff --from "$DATABASE_URL" --to schema/schema.json --format sql
cp out migration.sql
psql -q -X -v ON_ERROR_STOP=1 "$DATABASE_URL" -f migration.sql
run 0 diff --from schema/schema.json --to "$DATABASE_URL" --format sql
silent out
# A body may name what is nowhere.
echo '{ "schemagen": 1 }' >nothing.json
cat >functions.json <<'END'
{ "schemagen": 1, "functions": { "one()": { "returns": "integer", "language": "sql", "body": "SELECT other(1)" } } }
END
run 3 diff --from nothing.json --to functions.json --format sql
psql -q -X -v ON_ERROR_STOP=1 "$DATABASE_URL" -c BEGIN -f out -c ROLLBACK
[ "$(sql "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemagen_scratch%'")" = 0 ] || fail "scratch is left"

# Mistakes in a script have a place; roles that it names are made on the throw-away server alone.
printf 'CREATE TABLE a (b int);\nCREATE TABLE c (d nothing);\n' >bad.sql
run 1 diff --from old.json --to bad.sql --url "$server_url"
has err "bad.sql:2:19"
[ "$(sql "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemagen_scratch%'")" = 0 ] || fail "scratch is left"
printf 'CREATE SCHEMA s; ALTER SCHEMA s OWNER TO nobody_else;' >roles.sql
run 3 diff --from old.json --to roles.sql
run 1 diff --from old.json --to roles.sql --url "$server_url"
has err "nobody_else"

# Passwords in sources do not come out.
run 1 diff --from postgresql://me:geheim@127.0.0.1:1/x --to old.json
has_not err geheim
run 2 diff --from nowhere.json --to old.json
has err "error[SG0001]"

# A migration towards any source.
run 0 generate --schema all.sql --out made --name first --url "$server_url"
run 0 diff --from made --to old.json

# What texts cannot decide, the server does.
cat >spelled.json <<'END'
{
  "schemagen": 1,
  "tables": {
    "t": {
      "columns": { "a": "varchar(9)", "b": { "type": "date", "default": "date '2020-01-01' + 1" } },
      "checks": { "c": "a in ('x', 'y') and extract(year from b) > 2000 and a not like 'q%' and coalesce(a, 'z') <> 'w'" }
    }
  }
}
END
run 3 diff --from old.json --to spelled.json --format sql
cp out spelled.sql
sed -i '/DROP/d' spelled.sql
sql "DROP TABLE notes"
psql -q -X -v ON_ERROR_STOP=1 "$DATABASE_URL" -f spelled.sql
run 0 diff --from "$DATABASE_URL" --to spelled.json
run 0 diff --from spelled.json --to "$DATABASE_URL"
run 0 diff --from spelled.json --to spelled.sql --url "$server_url"
sed -i 's/2000/2001/' spelled.json
run 3 diff --from "$DATABASE_URL" --to spelled.json
has out "check constraint public.t.c"
has_not out "default"
