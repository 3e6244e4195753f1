#!/bin/bash
# From one language to the other: what is printed, what is written, and what is said about losses.
. "$(dirname "$0")/common.sh"

cat >schema.json <<'END'
{
  "schemagen": 1,
  "datasource": { "provider": "postgresql", "url": "env(DATABASE_URL)" },
  "tables": {
    "users": {
      "comment": "Who \"we\" know",
      "columns": { "id": { "type": "bigserial", "primaryKey": true }, "e-mail": { "type": "text", "unique": true } },
      "checks": { "has_at": "\"e-mail\" LIKE '%@%'" }
    }
  }
}
END
run 0 convert --to prisma --schema schema.json
silent err
has out '/// @schemagen.check("\"e-mail\" LIKE '"'%@%'"'", map: "has_at")'
has out '/// @schemagen.comment("Who \"we\" know")'
has out '  url      = env("DATABASE_URL")'
has out '  id     BigInt @id @default(autoincrement())'
has out '  e_mail String @unique @map("e-mail")'
mv out printed
run 0 convert --to prisma --schema schema.json -o schema.prisma
has out 'Wrote schema.prisma.'
cmp -s printed schema.prisma || fail "what is written is not what is printed"
run 0 format --check --schema schema.prisma

run 0 convert --to json --schema schema.prisma --output back.json
has err 'JSON cannot hold the generator "client"'
has err 'of the model "users" JSON cannot hold: the name "e_mail"'
run 0 diff --from schema.json --to back.json
run 0 diff --from schema.json --to schema.prisma
run 0 convert --to json --schema back.json
cmp -s out back.json || fail "canonical JSON is written in another way the second time"

cat >lossy.prisma <<'END'
// one
/// @schemagen.sequences(s: {})
datasource db {
  provider = "postgresql"
}

/// two
model User { // three
  id   String   @id @default(cuid()) // four
  at   DateTime @updatedAt
  name String?  @ignore
  role Role

  /// @schemagen.comment("kept")
  @@index([name])
  @@map("users")
}

enum Role {
  A @map("a")
}
END
run 0 convert --to json --schema lossy.prisma --format json
has out '"to": "json", "output": null, "text": "{\n  \"schemagen\": 1,\n'
has out '"warnings": 3'
has out 'outside of blocks JSON cannot hold: 2 comments'
has out 'of the model \"User\" JSON cannot hold: cuid() of \"id\", @updatedAt of \"at\", @ignore of \"name\", the name \"User\"'
has out 'of the enum \"Role\" JSON cannot hold: the name \"A\"'

# Types that no kind declares stay open on the way.
printf 'model A {\n  id Int @id\n  a  Unsupported("vector(3)")\n}\n' >open.prisma
run 0 convert --to json --schema open.prisma -o open.json
has open.json '"openTypes": true'
run 0 validate --schema open.json
run 0 diff --from open.json --to open.prisma

run 2 convert --to prisma --schema schema.prisma
has err 'already'
run 2 convert --schema schema.json
has err '--to needs a language'
run 2 convert --to yaml --schema schema.json
has err '--to needs a language'
run 2 convert --to json --schema schema.json -o
has err '--output needs a value'
run 2 convert --to json --schema schema.json -x file
has err 'no option -x'
printf '{ "schemagen": 1, "tables": { "t": {} }, "x": 1 }\n' >broken.json
run 2 convert --to prisma --schema broken.json -o broken.prisma
[ ! -e broken.prisma ] || fail "a file was written in spite of mistakes"
run 1 convert --to prisma --schema schema.json -o missing/folder/x.prisma
has err 'error[SG0'
