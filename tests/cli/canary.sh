#!/bin/bash
# A password that works goes nowhere but to the server, whatever a command says: every online command, as text and JSON,
# when it succeeds, is refused and fails, and when the server itself repeats the password.
. "$(dirname "$0")/common.sh"
need_database

secret=canary-w0rd
checked=0
url=$(sed "s|//postgres[^@]*@|//postgres:$secret@|" <<<"$DATABASE_URL")
[ "$url" != "$DATABASE_URL" ] || fail "the URL has another user"
unset PGPASSWORD
each_way() { # <argument...>: whatever the exit code
    for format in text json; do
        for way in option variable; do
            if [ $way = option ]; then
                "$SCHEMAGEN" "$@" --url "$url" --format $format >out 2>err </dev/null || true
            else
                DATABASE_URL=$url "$SCHEMAGEN" "$@" --format $format >out 2>err </dev/null || true
            fi
            has_not out $secret
            has_not err $secret
            checked=$((checked + 1))
        done
    done
}
schema ', "body": "text?"'
run 0 generate
psql -q -X "$DATABASE_URL" -c "ALTER DATABASE $database SET schemagen.development = 'on'"
commands=("apply --dry-run" apply status verify pull history current "resolve --applied 1" "resolve --rolled-back 1"
    repair "repair --accept" rollback "rollback --yes" "baseline" "baseline --from prisma" unlock doctor reset "reset --yes"
    "push --dry-run" push)
for command in "${commands[@]}"; do
    each_way $command
done
# The server repeats it: in an error, a detail, a hint, a context, the text of a statement that holds the lock.
run 0 apply
run 0 generate --empty --name loud
cat >>"$(ls -d generated/migrations/*_loud)/migration.sql" <<END
DO \$\$ BEGIN
    RAISE EXCEPTION 'it is $secret' USING DETAIL = 'still $secret', HINT = 'say $secret', ERRCODE = 'P0001';
END \$\$;
END
each_way apply
has out "it is ***"
psql -q -X "$DATABASE_URL" -c "SELECT '$secret', pg_advisory_lock(8314604121892153189), pg_sleep(60)" >/dev/null 2>&1 &
for attempt in $(seq 100); do
    [ "$(psql -X -A -t "$DATABASE_URL" -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")" = 0 ] || break
    sleep 0.1
done
each_way apply --lock-wait 0
each_way doctor
each_way unlock
each_way unlock --yes
wait
# Nor does the history keep it.
pg_dump --data-only -n schemagen "$DATABASE_URL" >rows
has rows schemagen.migrations
has_not rows $secret
echo "$checked outputs without the password"
