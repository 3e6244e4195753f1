#!/bin/bash
# Pairs of states from the test suites of other tools: old.sql in one database, new.sql in another, the difference
# that schemagen sees applied to the first. Then both are equal, the order of columns aside, and schemagen sees no
# difference either. What is pulled from the second makes the same database again, the order of columns too; there
# expressions may be spelled in schemagen's canonical way. What fails is listed in diff_cases.differences. The cases
# are data of their projects and stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
#   diff_cases.sh [<beginning of suite/case>...]   only these, and more about each failure
set -u

corpus=${SCHEMAGEN_CORPUS:-$SCHEMAGEN_SOURCE/../shared/corpus}
files=$corpus/diff-cases
catdiff=$(dirname "$corpus")/tools/catdiff
if [ ! -f "$files/index.json" ] || [ ! -x "$catdiff" ]; then
    echo "skipped 983: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

rules=$SCHEMAGEN_SOURCE/tests/corpus/diff_cases.differences
dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-cases.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PGOPTIONS='-c client_min_messages=error'

# Some servers put a mark on every column that differs in every database.
mark='|options|pg_attver=[0-9]*$'

sql() {
    psql -q -X -v ON_ERROR_STOP=1 -d "$@"
}

# The elements of a list of the file meta.json, one a line: list <key> <file>...; with the case in front of each.
list() {
    local key=$1
    shift
    awk -v key="\"$key\": [" '
        FNR == 1 { n = split(FILENAME, part, "/"); name = part[n - 2] "/" part[n - 1]; inside = 0 }
        index($0, key) { inside = !index($0, "]"); next }
        inside && /^ *\]/ { inside = 0 }
        inside { sub(/^ *"/, ""); sub(/",?$/, ""); gsub(/\\"/, "\""); print name "\t" $0 }' "$@"
}

# state <database> <file>: an empty database with that in it. Dropping a database and making it again takes most of the
# time of a case, so it is cleaned where that leaves nothing behind.
state() {
    sql "${DATABASE_URL%/*}/$1" -f ../clean.sql >/dev/null 2>&1 ||
        sql "$DATABASE_URL" -c "DROP DATABASE IF EXISTS $1 WITH (FORCE)" -c "CREATE DATABASE $1" || return
    sql "${DATABASE_URL%/*}/$1" -f "$2"
}

echo '{"schemagen": 1}' >empty.json
cat >clean.sql <<'END'
SET client_min_messages = error;
DO $$
DECLARE line text;
BEGIN
    FOR line IN SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
        UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
         WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP
        EXECUTE line;
    END LOOP;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    COMMENT ON SCHEMA public IS 'standard public schema';
    IF EXISTS (SELECT oid FROM pg_class WHERE oid >= 16384 UNION ALL SELECT oid FROM pg_proc WHERE oid >= 16384
               UNION ALL SELECT oid FROM pg_type WHERE oid >= 16384 UNION ALL SELECT oid FROM pg_cast WHERE oid >= 16384
               UNION ALL SELECT oid FROM pg_language WHERE oid >= 16384 UNION ALL SELECT oid FROM pg_event_trigger
               UNION ALL SELECT oid FROM pg_publication UNION ALL SELECT oid FROM pg_default_acl
               UNION ALL SELECT oid FROM pg_foreign_data_wrapper UNION ALL SELECT lomowner FROM pg_largeobject_metadata
               UNION ALL SELECT setdatabase FROM pg_db_role_setting) THEN
        RAISE 'not clean';
    END IF;
END $$;
END

# run_case <directory> <number of the worker>: says what fails, if anything; the file `output` tells more.
run_case() {
    local a=${DATABASE_URL%/*}/a_$2 b=${DATABASE_URL%/*}/b_$2
    if ! { state "a_$2" "$1/old.sql" && state "b_$2" "$1/new.sql"; } >output 2>&1; then
        echo "it does not load"
    elif ! difference "$a" "$b" >migration.sql 2>output; then
        echo "diff fails"
    elif ! sql "$a" -f migration.sql >output 2>&1; then
        echo "the migration fails"
    elif "$catdiff" "$a" "$b" --no-colorder 2>&1 | grep -v "$mark" >output; then
        echo "the databases differ"
    elif ! "$SCHEMAGEN" diff --from "$a" --to "$b" --format sql >output 2>&1; then
        echo "a difference is left"
    elif ! { state "a_$2" /dev/null && remake "$b" "$a"; } >output 2>&1; then
        echo "the pulled schema cannot be made"
    elif "$catdiff" "$b" "$a" 2>&1 | grep -v "$mark" >output && ! only_spelled_otherwise "$a"; then
        echo "the pulled schema makes another database"
    fi
}

# only_spelled_otherwise <url>: what differs is the text of expressions alone, and pulled again they are the same.
only_spelled_otherwise() {
    ! grep -qvE '^[-+](column\|.*\|default\||constraint\|.*\|definition\|CHECK |index\|.*\|definition\|.* WHERE )' output &&
        "$SCHEMAGEN" pull --url "$1" --quiet -o again.json >/dev/null 2>&1 && cmp -s pulled.json again.json
}

# remake <url> <url>: makes what the first database holds in the second, by way of a schema file.
remake() {
    "$SCHEMAGEN" pull --url "$1" --quiet -o pulled.json && difference ../empty.json pulled.json >migration.sql &&
        sql "$2" -f migration.sql
}

difference() {
    "$SCHEMAGEN" diff --from "$1" --to "$2" --format sql
    case $? in
    0 | 3) ;;
    *) return 1 ;;
    esac
}

# worker <number> <of>: every so-manyth case.
worker() {
    mkdir "worker$1" && cd "worker$1" || exit 1
    : >results
    awk -v first="$1" -v step="$2" 'NR % step == first' ../cases | while read -r name; do
        failure=$(run_case "$files/$name" "$1")
        printf '%s\t%s\n' "$name" "$failure" >>results
        [ -z "$failure" ] || head -n "${SCHEMAGEN_LINES:-6}" output | cut -c1-300 | awk -v name="$name" '{ print name "\t" $0 }' >>details
    done
}

for path in "$files"/*/*/meta.json; do
    name=${path#"$files"/}
    echo "${name%/meta.json}"
done | if [ $# -gt 0 ]; then
    for beginning; do printf '%s\n' "$beginning"; done >wanted
    awk 'NR == FNR { wanted[$0]; next } { for (w in wanted) if (index($0, w) == 1) { print; next } }' wanted -
else
    cat
fi >cases
list kinds_present "$files"/*/*/meta.json >kinds
list roles "$files"/*/*/meta.json | cut -f2 | sort -u | while IFS= read -r role; do
    sql "$DATABASE_URL" -v "role=$role" <<<'CREATE ROLE :"role"'
done

worker 0 2 &
first=$!
worker 1 2 &
wait $first $!

# Failures that no rule knows, rules that nothing needs, and the counts per suite and per kind.
cat worker?/results >results
cat worker?/details >details 2>/dev/null
awk -F '\t' -v all="$#" '
    FILENAME == ARGV[1] { if ($0 !~ /^#/ && NF > 1) reason[$1] = $2; next }
    FILENAME == ARGV[2] { detail[$1] = detail[$1] "    " substr($0, length($1) + 2) "\n"; next }
    FILENAME == ARGV[3] { kinds[$1] = kinds[$1] "\t" $2; next }
    {
        suite = $1; sub(/\/.*/, "", suite)
        total[suite]++; passed[suite] += $2 == ""
        n = split(substr(kinds[$1], 2), list, "\t")
        for (i = 1; i <= n; i++) { of_kind[list[i]]++; good_kind[list[i]] += $2 == "" }
        if ($2 == "") { if ($1 in reason) useless[$1]; next }
        known = $1 in reason
        for (i = 1; i <= n; i++) if (("kind " list[i]) in reason) known = 1
        if (known) { listed++; next }
        print $1 ": " $2; printf "%s", detail[$1]; bad++
    }
    END {
        for (name in useless) { print "not needed: " name " (" reason[name] ")"; bad++ }
        for (name in total) printf "suite %-20s %4d of %4d\n", name, passed[name], total[name] | "sort"
        close("sort")
        for (name in of_kind) printf "kind  %-20s %4d of %4d\n", name, good_kind[name], of_kind[name] | "sort"
        close("sort")
        printf "%d failures, %d of them listed\n", bad + listed, listed
        exit bad > 0
    }' "$rules" details kinds results
