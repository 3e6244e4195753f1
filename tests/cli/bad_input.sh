#!/bin/bash
# Every file of tests/badinput is refused by validate and by generate: exit code 2, the whole output as in the file
# beside it, and nothing written. `bad_input.sh --accept` writes the outputs anew, to be read before they are committed.
set -u

cases=$SCHEMAGEN_SOURCE/tests/badinput
dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-badinput.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failed=0

complain() {
    echo "$1: $2"
    failed=1
}

# The output of a command on a file, with its exit code as the last line.
run() {
    "$SCHEMAGEN" "$1" --schema "$2" --out generated >output 2>&1
    echo "exit $?" >>output
}

count=0
for file in "$cases"/*.json "$cases"/*.prisma; do
    name=$(basename "$file")
    case=${name%.*}
    count=$((count + 1))
    cp "$file" .
    run validate "$name"
    if [ "${1:-}" = --accept ]; then
        cp output "$cases/$case.expected"
        rm -f "$name"
        continue
    fi
    diff -u "$cases/$case.expected" output || complain "$case" "validate says something else"
    [ "$(tail -n 1 output)" = "exit 2" ] || complain "$case" "was not refused"
    run generate "$name"
    diff -u "$cases/$case.expected" output >/dev/null || complain "$case" "generate says something else than validate"
    cmp -s "$file" "$name" || complain "$case" "the file was changed"
    rm -f "$name" output
    [ -z "$(ls -A)" ] || complain "$case" "something was written: $(ls -A)"
done
[ $count -ge 60 ] || complain "$cases" "holds $count cases only"
exit $failed
