#!/bin/bash
# A password goes nowhere but to the server: not into output, files or the list of processes.
. "$(dirname "$0")/common.sh"

secret='canary-p@ss'
encoded='canary-p%40ss'
clean() { # no spelling of the password in the output of the last run
    for spelling in "$secret" "$encoded" canary; do
        has_not out "$spelling"
        has_not err "$spelling"
    done
}
schema ', "body": "text?"'
run 0 generate
url="postgresql://me:$encoded@127.0.0.1:1/shop"
for command in apply status verify; do
    run 1 $command --url "$url"
    clean
    has err "***"
    DATABASE_URL=$url run 1 $command --format json
    clean
    run 1 $command --url "host=127.0.0.1 port=1 user=me password='$secret' dbname=shop"
    clean
done
printf 'DATABASE_URL=%s\n' "$url" >.env
env -u DATABASE_URL "$SCHEMAGEN" apply >out 2>err && fail "applied without a server"
has err ".env"
clean
run 2 apply --url "$url" --to nothing
clean
run 2 apply "$url" "$url"
clean
rm .env
! grep -rq canary . --include='*' --exclude=out --exclude=err || fail "a file holds the password"

# What other users see of a running process.
mkfifo schema/pipe
"$SCHEMAGEN" apply --url "$url" --schema schema/pipe >out 2>err &
process=$!
"$SCHEMAGEN" apply --url="$url" --schema=schema/pipe >out 2>err &
other=$!
sleep 0.5
for number in $process $other; do
    if [ -r /proc/$number/cmdline ]; then
        tr '\0' ' ' </proc/$number/cmdline >seen
        has_not seen canary
    fi
done
kill $process $other 2>/dev/null || true
wait
