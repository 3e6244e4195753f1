#!/bin/bash
# A project with Prisma's directory of migrations: written, and run as it is.
. "$(dirname "$0")/common.sh"
need_database

prisma() { # models of schema.prisma
    mkdir -p prisma
    cat >prisma/schema.prisma <<END
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
$1
END
}

# As Prisma sends it: the whole file in one message.
send() {
    sql "$(cat "$1")" >/dev/null 2>err || fail "sending $1"
}

latest() {
    ls -d prisma/migrations/*/ | tail -n 1
}

user='model User {
  id Int @id
  mood Mood
}'
prisma "enum Mood {
  ok
}
$user"
run 0 generate --layout prisma --name init --timestamp 20260101000000
has out "Wrote prisma/migrations/20260101000000_init"
has prisma/migrations/migration_lock.toml 'provider = "postgresql"'
[ "$(ls prisma/migrations/20260101000000_init)" = "$(printf 'down.sql\nmigration.sql')" ] || fail "other files"
[ -s generated/snapshot.json ] || fail "no snapshot"
run 0 validate --layout prisma
run 0 generate --layout prisma
has out "Nothing to generate"

# A second one in the same second is later all the same; a new label is committed before its use.
prisma "enum Mood {
  ok
  fine
}
model User {
  id Int @id
  mood Mood @default(fine)
}"
run 0 generate --layout prisma --name a --timestamp 20260101000000
has out "Wrote prisma/migrations/20260101000001_a"
for file in prisma/migrations/*/migration.sql; do
    send "$file"
done
[ "$(sql "SELECT column_default FROM information_schema.columns WHERE column_name = 'mood'")" = "'fine'::\"Mood\"" ] ||
    fail "the default is not set"
send "$(latest)migration.sql" # a second time does nothing
sql 'DROP TABLE "User"; DROP TYPE "Mood"'

# The runner takes the same directory, and knows the place from the project file.
echo '{ "layout": "prisma" }' >schemagen.json
run 3 status
has out "2 pending"
run 0 apply --dry-run --to 1
run 0 apply
has out "20260101000001_a"
run 0 apply
has out "Nothing to do"
run 0 verify
run 0 status
has out "2 applied."
run 0 validate

# SQL by hand is of the directory like the rest.
prisma "enum Mood {
  ok
  fine
}
model User {
  id Int @id
  mood Mood @default(fine)
  @@index([mood])
}"
run 2 generate --layout native --schema prisma/schema.prisma --out nowhere --snapshot
has err "error[SG0700]"
run 0 generate --online --name index
has_not "$(latest)migration.sql" "SET "
send "$(latest)migration.sql"
sql 'DROP INDEX "User_mood_idx"'
run 0 apply
run 0 verify
prisma "enum Mood {
  ok
  fine
}
model User {
  id Int @id
  mood Mood @default(fine)
  name String
  @@index([name])
  @@index([id, mood])
}"
run 2 generate --online
has err "needs a migration to itself"

# A directory that Prisma wrote has no snapshot yet.
rm -r generated
run 2 generate
has err "generate --snapshot"
run 0 generate --snapshot
has out "Wrote generated/snapshot.json"
run 0 generate
has out "Nothing to generate"
run 2 apply --layout prism
has err "layouts: native, prisma"
