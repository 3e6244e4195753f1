#!/bin/bash
# Real ways back, run as they are: what psql takes back with the files of a history, `rollback` takes back too, what one
# cannot the other cannot, and both leave the same database. The files are data of their projects and stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus
# beside the repository.
#   rollback.sh [<name of a history>...]
set -u

. "$(dirname "$0")/observer.sh"
if [ ! -f "$corpus/sql-histories/index.json" ] || [ ! -x "$catdiff" ]; then
    echo "skipped 5: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-rollback.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PGOPTIONS='-c client_min_messages=error'
failed=0

sql() {
    psql -q -X -A -t -v ON_ERROR_STOP=1 -d "$@"
}

complain() {
    echo "$name: $1"
    [ -z "${2:-}" ] || head -n 12 "$2" | cut -c1-300 | sed 's/^/    /'
    failed=1
}

# run <exit code> <url> <argument...>
run() {
    local wanted=$1 url=$2 status=0
    shift 2
    "$SCHEMAGEN" "$@" --layout "$layout" --migrations "$folder" --url "$url" >output 2>&1 || status=$?
    [ $status = "$wanted" ] || complain "schemagen $1 ended with $status instead of $wanted" output
}

# The ways back, that of the last migration first.
list_downs() {
    case $layout in
    diesel)
        for path in "$folder"/*/down.sql; do
            id=$(basename "${path%/down.sql}")
            version=${id%%_*}
            echo "${version//-/} $path"
        done | sort -r | cut -d' ' -f2-
        ;;
    sqlx)
        for path in "$folder"/*.sql; do
            [[ $path == *.down.sql ]] || echo "$(basename "${path%%_*}") ${path%.sql}"
        done | sort -rn | cut -d' ' -f2- | sed -E 's/(\.up)?$/.down.sql/'
        ;;
    esac
}

does_nothing() {
    [ -f "$1" ] && ! grep -vE '^\s*(--.*)?$' "$1" | grep -q .
}

# Nothing is the way back of nothing only.
is_empty() {
    does_nothing "$1" && ! does_nothing "${1%down.sql}up.sql"
}

# What psql could take back is taken back in one go.
flush() {
    [ $pending = 0 ] || run 0 "$ours" rollback --steps $pending --yes
    count=$((count + pending))
    pending=0
}

# All the way. What psql cannot take back, because a file is missing or empty or fails, schemagen refuses or fails at as
# well; both are told to go on as if it were done.
run_both() {
    count=0 pending=0 stuck=0
    while read -r path; do
        one=-1
        ! grep -qiE 'concurrently' "$path" 2>/dev/null || one=
        if [ -f "$path" ] && ! is_empty "$path" && sql "$theirs" $one -f "$path" >psql.out 2>&1 </dev/null; then
            pending=$((pending + 1))
            continue
        fi
        flush
        ! "$SCHEMAGEN" rollback --yes --layout "$layout" --migrations "$folder" --url "$ours" >output 2>&1 ||
            complain "$path: taken back, though psql cannot"
        run 0 "$ours" resolve --rolled-back "$("$SCHEMAGEN" current --url "$ours" --quiet)"
        stuck=$((stuck + 1))
    done < <(list_downs)
    flush
}

try_history() {
    for database in a b; do
        sql "$DATABASE_URL" -c "CREATE DATABASE rollback_${database}_$$" || exit 1
    done
    theirs=${DATABASE_URL%/*}/rollback_a_$$
    ours=${DATABASE_URL%/*}/rollback_b_$$
    run 0 "$theirs" apply
    run 0 "$ours" apply
    run_both
    ! observe "$theirs" "$ours" --ignore-schema schemagen >differences || complain "the databases differ" differences
    [ -z "$(sql "$ours" -c "SELECT 1 FROM schemagen.migrations LIMIT 1")" ] || complain "not all is taken back"
    echo "$name: $count taken back, $stuck passed over"
    total=$((total + count))
    for database in a b; do
        sql "$DATABASE_URL" -c "DROP DATABASE rollback_${database}_$$"
    done
}

total=0 histories=0
for path in "$corpus"/sql-histories/*/history.json; do
    folder=${path%/history.json}
    name=$(basename "$folder")
    folder+=/migrations
    [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
    layout=$(grep -oE 'diesel|sqlx' "$path" | head -n 1)
    try_history
    histories=$((histories + 1))
done
echo "$histories histories, $total ways back"
[ $total -gt 0 ] && [ $failed = 0 ]
