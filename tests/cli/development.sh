#!/bin/bash
# reset and push: in marked databases only, after a yes; the end is what the schema file says.
. "$(dirname "$0")/common.sh"
need_database

schema ', "body": "text?"'
run 0 generate
run 0 apply
sql "CREATE SCHEMA other; CREATE TABLE other.t (id int); CREATE VIEW v AS SELECT 1 AS one; INSERT INTO notes VALUES (1, 'a')"
sql "GRANT CREATE ON SCHEMA public TO PUBLIC; COMMENT ON SCHEMA public IS 'it''s here'"

# Nothing happens in a database that is not marked.
for command in reset push; do
    run 5 $command --yes
    has err "error[SG0618]"
    has err "SET schemagen.development = 'on'"
done
[ "$(sql "SELECT count(*) FROM notes")" = 1 ] || fail "rows are gone"

sql "ALTER DATABASE $database SET schemagen.development = 'on'"
run 5 reset
has err "error[SG0615]"
has err "other.t"
[ "$(sql "SELECT count(*) FROM notes")" = 1 ] || fail "rows are gone"
run 0 reset --yes
has out "Applied 1 migration:"
[ "$(sql "SELECT count(*) FROM notes")" = 0 ] || fail "rows are left"
[ -z "$(sql "SELECT to_regclass('other.t')")$(sql "SELECT to_regclass('v')")" ] || fail "something is left"
[ "$(sql "SELECT has_schema_privilege('public', 'public', 'CREATE'), obj_description('public'::regnamespace)")" = "t|it's here" ] ||
    fail "the schema public is not what it was"
sql "REVOKE CREATE ON SCHEMA public FROM PUBLIC; COMMENT ON SCHEMA public IS 'standard public schema'"
run 0 verify
run 0 status

# push: no migration, no history, the same end.
run 0 push
has out "No difference."
schema ', "body": "text?", "size": "integer?"'
run 0 push --dry-run
has out "add column public.notes.size"
[ -z "$(sql "SELECT 1 FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'size'")" ] || fail "it was no dry run"
run 0 push
has out "Done: 1 step."
run 0 push --format json
has out '"done": 0'
schema ', "size": "integer?"'
run 5 push
has err "error[SG0615]"
has err "drop column public.notes.body"
run 0 push --yes
run 0 push
has out "No difference."
[ "$(sql "SELECT count(*) FROM schemagen.migrations")" = 1 ] || fail "push wrote history"

# A step that fails leaves nothing of the others.
sql "INSERT INTO notes (id) VALUES (1)"
schema ', "size": "integer?", "extra": "text?", "needed": "text"'
run 1 push
has err "in step"
[ -z "$(sql "SELECT 1 FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'extra'")" ] || fail "half of it stayed"
