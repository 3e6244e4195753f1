#!/bin/bash
# The everyday act: edit the schema, generate.
. "$(dirname "$0")/common.sh"

migration() { # the directory of migration N
    ls -d generated/migrations/000"$1"_*
}

schema ''
run 0 generate --dry-run
has out 'CREATE TABLE "public"."notes"'
[ ! -e generated ] || fail "--dry-run wrote"

run 0 generate
has out "Wrote generated/migrations/0001_"
has out "create table public.notes"
for file in migration.sql down.sql plan.json; do
    [ -s "$(migration 1)/$file" ] || fail "no $file"
done
[ -s generated/snapshot.json ] || fail "no snapshot"
case $(migration 1) in *_init) ;; *) fail "the first one is not called init" ;; esac

run 0 generate
has out "Nothing to generate"
[ "$(ls generated/migrations | wc -l)" = 1 ] || fail "a migration without a change"

# Names: derived from the change, or given.
schema ', "body": "text?"'
run 0 generate --format json
[[ $(cat out) == *"$(cat "$(migration 2)/plan.json")"* ]] || fail "the plan that is told is not the one that is written"
case $(migration 2) in *_add_column_notes_body) ;; *) fail "derived name: $(migration 2)" ;; esac
schema ', "body": "text?", "title": "text?"'
run 0 generate --name my_name_2 --quiet
silent out
case $(migration 3) in *_my_name_2) ;; *) fail "given name: $(migration 3)" ;; esac
for name in Name a-b ../x "" "a b" ümlaut "$(printf 'a%.0s' {1..101})"; do
    run 2 generate --name "$name"
    has err "error[SG0700]"
done

# Lost data: refused, named, and written when accepted.
schema ', "title": "text?"'
cp -r generated before
run 5 generate
has err "error[SG0401]"
has err "drop column public.notes.body"
silent out
diff -r before generated || fail "a refused change was written"
run 5 generate --dry-run
run 0 generate --accept-data-loss --name drop_body
has "$(migration 4)/migration.sql" 'DROP COLUMN "body"'

# SQL by hand.
run 0 generate --empty
case $(migration 5) in *_by_hand) ;; *) fail "name of an empty one: $(migration 5)" ;; esac
run 0 validate
has out "5 migrations"
run 0 generate
has out "Nothing to generate"

# Indexes of tables that exist, without locking them.
sed -i 's/"columns"/"indexes": { "notes_title_idx": { "columns": ["title"] } },\n"columns"/' schema/schema.json
run 0 generate --online --dry-run
has out "CONCURRENTLY"
run 0 generate --dry-run
has_not out "CONCURRENTLY"

# A mistake in the schema: nothing is written.
schema ', "title": "txet"'
cp -r generated before2
run 2 generate
diff -r before2 generated || fail "a schema with mistakes was generated"

# The way back asks what the way up has asked, also where a name holds the quotes around a step.
rm -rf generated
define '"tables": { "b$sg$": { "columns": { "id": "int" } }, "a$sg$": { "columns": { "id": "int" } } }'
run 0 generate
asked() { # <file of the migration>
    grep -h -e "pg_temp.sg_table('" -e "^id integer" "$(migration 1)/$1" | sed 's/, NULL) THEN\|) THEN//' | sort
}
asked migration.sql >up
asked down.sql >down
[ -s up ] || fail "the way up asks nothing"
diff up down || fail "the way back asks something else"

# Hints that were used cannot ask for the same swap again; a third name can.
swapped() {
    echo "{ \"schemagen\": 1, \"tables\": { \"notes\": { \"columns\": { $1 } } } }" >schema/schema.json
}
rm -rf generated
swapped '"a": "int", "b": "int"'
run 0 generate --name made
swapped '"b": { "type": "int", "renamedFrom": "a" }, "a": { "type": "int", "renamedFrom": "b" }'
run 0 generate --name swapped
has out "rename column public.notes.b"
run 0 generate --name again
has out "Nothing to generate"
swapped '"third": { "type": "int", "renamedFrom": "b" }, "a": { "type": "int", "renamedFrom": "b" }'
run 0 generate --name third
has out "from b to third"
swapped '"b": { "type": "int", "renamedFrom": "a" }, "a": { "type": "int", "renamedFrom": "third" }'
run 0 generate --name back
has out "from a to b, third to a"
run 0 validate

# Two branches were merged: the snapshot says what both have made. The migration that goes is generated again.
rm -rf generated
schema ''
run 0 generate --name init
schema ', "one": "text?"'
run 0 generate --name one
cp generated/snapshot.json after_one.json
schema ', "one": "text?", "two": "text?"'
run 0 generate --name two
rm -r generated/migrations/0003_*
run 0 generate --name again
has out "add column public.notes.two"
run 0 validate
# The snapshot alone, where nothing else is to be done.
cp after_one.json generated/snapshot.json
run 2 validate
run 0 generate
has out "Wrote generated/snapshot.json"
run 0 validate
run 0 generate
has out "Nothing to generate"
