#!/bin/bash
# Extensions that nobody declared: a difference for a schema that says all, nobody's business for an open one.
. "$(dirname "$0")/common.sh"
need_database

sql 'CREATE EXTENSION citext'
cat >schema.prisma <<'END'
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model notes {
  id   Int    @id
  text String @db.Citext
}
END
run 0 generate --schema schema.prisma
run 0 apply --schema schema.prisma
run 0 verify --schema schema.prisma
run 0 convert --to json --schema schema.prisma -o schema.json
run 0 verify --schema schema.json
grep -v openTypes schema.json >closed.json
run 2 validate --schema closed.json
has err 'unknown type "citext"'
sed -i 's/"citext"/"text"/' closed.json
run 3 verify --schema closed.json
has out 'extension citext is not wanted'

# Everything else is wanted or not, open or not.
sql 'CREATE TABLE more ()'
run 3 verify --schema schema.prisma
has out 'table public.more is not wanted'
has_not out citext

# An extension in a schema that somebody else made, as hosted databases have it.
sql 'DROP TABLE more; CREATE SCHEMA extensions'
cat >>schema.prisma <<'END2'

generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["postgresqlExtensions"]
}
END2
sed -i 's/^  url .*/&\n  extensions = [hstore(schema: "extensions")]/' schema.prisma
run 0 generate --schema schema.prisma --name hstore
run 0 apply --schema schema.prisma
run 0 verify --schema schema.prisma
run 0 convert --to json --schema schema.prisma -o schema.json
run 0 validate --schema schema.json
