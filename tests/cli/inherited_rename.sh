#!/bin/bash
# A column takes the name of an inherited one while the table leaves its base: it leaves before. (The way back makes columns
# local that pg_dump shows then, so this is no golden case.)
. "$(dirname "$0")/common.sh"
need_database

change() { # <tables>
    define "\"tables\": { $1 }"
    run 0 generate --accept-data-loss
    run 0 validate
}
letters='"letters": { "columns": { "content": "text" }, "inherits": { "notes": {} } }'
own='"kept": "integer", "body": { "type": "text", "renamedFrom": "content" }'
change "\"notes\": { \"columns\": { \"body\": \"text\", \"kept\": \"integer\" } }, $letters"
run 0 apply
sql "INSERT INTO letters VALUES ('old', 1, 'mine')"
cp -r generated before

# The base stays, under another name; then it goes.
for base in '"papers": { "renamedFrom": "notes", "columns": { "body": "text", "kept": "integer" } },' ''; do
    change "$base \"mails\": { \"renamedFrom\": \"letters\", \"columns\": { $own } }"
    run 0 apply
    run 0 verify
    [ "$(sql "SELECT body FROM mails")" = mine ] || fail "the values are lost"
    sql "DELETE FROM mails"
    run 0 rollback --yes
    rm -r generated
    cp -r before generated
    run 0 verify
    sql "INSERT INTO letters (body, kept, content) VALUES ('old', 1, 'mine')"
done
