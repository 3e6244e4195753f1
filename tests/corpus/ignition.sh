#!/bin/bash
# A real project's schema.json in all its versions: each validates, generates, applies and verifies; the next one
# follows as a migration, and ends where a fresh database begins; what differs from the project's own SQL is listed in
# ignition.differences. The files are data of that project and stay outside: SCHEMAGEN_CORPUS, or the folder
# shared/corpus beside the repository.
set -u

. "$(dirname "$0")/observer.sh"
files=$corpus/schema-json/ignition
if [ ! -f "$files/v01.json" ]; then
    echo "skipped 16: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

rules=$SCHEMAGEN_SOURCE/tests/corpus/ignition.differences
dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-ignition.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
prefix=ignition_$$
failed=0 versions=0 compared=0

complain() {
    echo "$version: $*"
    failed=1
}

# make_database <name>: sets `url`.
make_database() {
    psql -q -X -d "$DATABASE_URL" -c "CREATE DATABASE ${prefix}_$1" || exit 1
    url=${DATABASE_URL%/*}/${prefix}_$1
}

drop_database() {
    psql -q -X -d "$DATABASE_URL" -c "DROP DATABASE ${prefix}_$1"
}

# run <exit code> <argument...>
run() {
    local wanted=$1 status=0
    shift
    "$SCHEMAGEN" "$@" >output 2>&1 || status=$?
    [ $status = "$wanted" ] && return
    complain "schemagen $* ended with $status instead of $wanted"
    tail -n 20 output
}

# From the file to a verified database: migrate <directory> <url>.
migrate() {
    local file=$files/$version.json
    run 0 validate --schema "$file" --out "$1"
    run 0 generate --schema "$file" --out "$1" --name "$version" --accept-data-loss
    run 0 apply --schema "$file" --out "$1" --url "$2"
    run 0 verify --schema "$file" --out "$1" --url "$2"
    run 0 generate --schema "$file" --out "$1" --dry-run
    grep -q "Nothing to generate" output || complain "a second generate finds something to do"
}

# Lines of a comparison that no rule allows; the rules that were needed go to the file `needed`.
without_rules() {
    awk -F '\t' -v version="$version" '
        NR == FNR {
            if ($0 !~ /^#/ && ($1 == "*" || index("," $1 ",", "," version ",")))
                rule[++count] = $2
            next
        }
        {
            for (i = 1; i <= count && $0 !~ rule[i]; i++)
                ;
            if (i <= count)
                print rule[i] >>"needed"
            else
                print
        }' "$rules" "$1"
}

compare_with_own_sql() {
    local sql=$files/$version.0001_schema.sql ours=$1 theirs
    [ -f "$sql" ] && [ -x "$catdiff" ] || return
    make_database own
    theirs=$url
    # one version's SQL has a statement that fails; the rest counts
    psql -q -X -d "$theirs" -f "$sql" >/dev/null 2>&1
    observe "$ours" "$theirs" --no-colorder --ignore-schema schemagen >differences
    without_rules differences >rest
    [ -s rest ] && complain "differs from the project's own SQL:" && head -n 20 rest
    compared=$((compared + 1))
    drop_database own
}

make_database chain
chain=$url
for file in "$files"/v??.json; do
    version=$(basename "$file" .json)
    versions=$((versions + 1))
    make_database fresh
    fresh=$url
    migrate "fresh_$version" "$fresh"
    migrate chain "$chain"
    if [ -x "$catdiff" ]; then
        observe "$chain" "$fresh" --no-colorder --ignore-schema schemagen >rest &&
            complain "the chain of migrations ends elsewhere than a fresh database:" && head -n 20 rest
    fi
    compare_with_own_sql "$fresh"
    drop_database fresh
done
drop_database chain

version=rules
if [ $compared -gt 0 ]; then
    sort -u needed >needed.sorted
    while IFS=$'\t' read -r _ pattern reason; do
        grep -qxF -e "$pattern" needed.sorted || complain "not needed: $pattern ($reason)"
    done < <(grep -v '^#' "$rules")
else
    echo "skipped 15 comparisons with the project's own SQL: no catdiff"
fi
echo "$versions versions, $compared of them compared with the project's own SQL"
exit $failed
