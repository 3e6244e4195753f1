#!/bin/bash
# The tidy layout of .prisma files: a file or a folder of them, and broken ones left alone.
. "$(dirname "$0")/common.sh"

mkdir -p prisma/more
printf 'model A {\nid Int @id\nlonger String // why\n}\n' >prisma/schema.prisma
printf 'enum E {\n  X\n}\n' >prisma/more/e.prisma
cp prisma/schema.prisma before
run 3 format --check --schema prisma/schema.prisma
cmp -s prisma/schema.prisma before || fail "--check wrote"
run 0 format --schema prisma
has out "Rewrote prisma"
has prisma/schema.prisma '  id     Int    @id'
has prisma/schema.prisma '  longer String // why'
run 0 format --check --schema prisma
run 0 format --schema prisma/schema.prisma
has out "is tidy"

printf 'model A {\nid Int @id\n   what is this\n}\n' >prisma/schema.prisma
cp prisma/schema.prisma before
run 2 format --schema prisma
has err "error[SG0800]"
cmp -s prisma/schema.prisma before || fail "a file with mistakes was rewritten"
