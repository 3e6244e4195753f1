#!/bin/bash
# What default privileges have granted on a table stays where the file says nothing of the table, but of its columns;
# once it begins to say something, that is all there is.
. "$(dirname "$0")/common.sh"
need_database

change() { # <definitions>
    define "$1"
    deploy
}
given='"globalDefaultPrivileges": { "'$(sql 'SELECT current_user')'": {
    "tables": { "pg_read_all_data": ["select"] } } }'
table() { # <what may be done with its column>
    echo "$given, \"tables\": { \"t\": { \"columns\": { \"a\": { \"type\": \"text\", \"grants\": { $1 } } } } }"
}
change "$given"
change "$(table '"pg_monitor": ["select"]')"
granted() {
    sql "SELECT relacl, attacl, a.xmin FROM pg_class c
        JOIN pg_attribute a ON attrelid = c.oid WHERE relname = 't' AND attname = 'a'"
}
before=$(granted)
psql -q -X -v ON_ERROR_STOP=1 "$DATABASE_URL" -f generated/migrations/0002*/migration.sql
[ "$(granted)" = "$before" ] || fail "the second time something was granted again"
change "$(table '"pg_monitor": ["insert"]')"
case $(granted) in
*pg_read_all_data=r*pg_monitor=a*) ;;
*) fail "granted is now: $(granted)" ;;
esac

said() { # <what may be done with the table>
    change "$given, \"tables\": { \"t\": { \"grants\": { $1 }, \"columns\": { \"a\": \"text\" } } }"
}
said '"pg_monitor": ["select"]'
case $(granted) in
*pg_read_all_data*) fail "what default privileges had granted is still there: $(granted)" ;;
esac
run 0 rollback --yes
run 0 apply
