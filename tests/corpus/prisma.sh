#!/bin/bash
# Real Prisma schemas, unmodified: the database that schemagen makes of each is the one that Prisma's own SQL makes,
# column order included; and the way from one version of a schema to the next ends where the next version's SQL ends.
# What differs is listed in prisma.differences. The files are data of their projects and stay outside:
# SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
#   prisma.sh [<set>...]   only these sets
set -u

corpus=${SCHEMAGEN_CORPUS:-$SCHEMAGEN_SOURCE/../shared/corpus}
files=$corpus/prisma
catdiff=$(dirname "$corpus")/tools/catdiff
if [ ! -f "$files/index.json" ] || [ ! -x "$catdiff" ]; then
    echo "skipped 209: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

rules=$SCHEMAGEN_SOURCE/tests/corpus/prisma.differences
dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-prisma.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PGOPTIONS='-c client_min_messages=error'

sql() {
    psql -q -X -v ON_ERROR_STOP=1 -d "$@"
}

# make_database <name> [prelude]: sets `url`.
make_database() {
    sql "$DATABASE_URL" -c "CREATE DATABASE $1" || exit 1
    url=${DATABASE_URL%/*}/$1
    if [ -f "$2" ]; then
        sql "$url" -f "$2" || exit 1
    fi
}

# Extensions that this server does not have are stood in for by the prelude.
without_missing_extensions() {
    sed -E "/^(CREATE|DROP) EXTENSION (IF NOT EXISTS )?\"?($missing)\"?/d" "$1"
}

# prepare_schema <file or folder> <copy>: the same without the line of missing extensions.
prepare_schema() {
    cp -r "$1" "$2"
    find "$2" -type f -exec sed -E -i "/^ *extensions *=.*($missing)/d" {} +
}

# The rest of a comparison that no rule allows; the rules that were needed go to the file `needed`.
without_rules() {
    awk -F '\t' -v case="$1" '
        NR == FNR {
            if ($0 !~ /^#/ && index(case "/", $1) == 1 || $1 == "*")
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
        }' "$rules" "$2"
}

complain() {
    echo "$1: $2"
    [ ! -s "$3" ] || head -n "${SCHEMAGEN_LINES:-12}" "$3" | cut -c1-300 | sed 's/^/    /'
}

# compare <case> <option>...: the databases a (theirs) and b (ours).
compare() {
    local name=$1
    shift
    "$catdiff" "$theirs" "$ours" --ignore-schema schemagen "$@" >differences 2>&1
    without_rules "$name" differences >rest
    [ -s rest ] && complain "$name" "the databases differ" rest
}

drop_databases() {
    sql "$DATABASE_URL" -c "DROP DATABASE IF EXISTS a_$BASHPID" -c "DROP DATABASE IF EXISTS b_$BASHPID"
}

run_set() {
    local set=$1 prelude=$files/$1/prelude.sql source=$files/$1/schema.prisma
    [ -e "$source" ] || source=$files/$set/schema
    rm -rf schema out
    prepare_schema "$source" schema.prisma
    if [ ! -f "$files/$set/expected.sql" ]; then
        "$SCHEMAGEN" validate --schema schema.prisma >output 2>&1 && complain "$set" "is accepted" output
    elif ! "$SCHEMAGEN" generate --schema schema.prisma --out out --name x >output 2>&1; then
        complain "$set" "generate fails" output
    else
        make_database "a_$BASHPID" "$prelude"
        theirs=$url
        make_database "b_$BASHPID" "$prelude"
        ours=$url
        without_missing_extensions "$files/$set/expected.sql" >expected.sql
        sql "$theirs" -f expected.sql >theirs.output 2>&1
        local status=$?
        "$SCHEMAGEN" apply --schema schema.prisma --out out --url "$ours" >output 2>&1 ||
            complain "$set" "apply fails" output
        # what stands in a prelude is not of the schema
        [ -f "$prelude" ] || "$SCHEMAGEN" verify --schema schema.prisma --out out --url "$ours" >output 2>&1 ||
            complain "$set" "verify finds differences" output
        if [ $status = 0 ]; then
            compare "$set"
        elif ! grep -q 'cannot use column reference in DEFAULT' theirs.output; then
            complain "$set" "Prisma's SQL fails" theirs.output
        fi
        drop_databases
    fi
    rm -rf schema.prisma
}

run_step() {
    local name=$1 step=$files/${1%/*}/steps/${1#*/} prelude=$files/${1%/*}/prelude.sql
    prepare_schema "$step/before.prisma" before.prisma
    prepare_schema "$step/after.prisma" after.prisma
    if ! "$SCHEMAGEN" diff --from before.prisma --to after.prisma --format sql >migration.sql 2>output &&
        [ ! -s migration.sql ]; then
        complain "$name" "diff fails" output
        return
    fi
    make_database "a_$BASHPID" "$prelude"
    theirs=$url
    make_database "b_$BASHPID" "$prelude"
    ours=$url
    without_missing_extensions "$step/after.sql" >after.sql
    without_missing_extensions "$step/before.sql" >before.sql
    sql "$theirs" -f after.sql >output 2>&1 || complain "$name" "Prisma's SQL fails" output
    sql "$ours" -f before.sql >output 2>&1 || complain "$name" "Prisma's SQL fails" output
    sql "$ours" -f migration.sql >output 2>&1 || complain "$name" "the migration fails" output
    compare "$name" --no-colorder
    drop_databases
}

# worker <number> <of>: every so-manyth case.
worker() {
    mkdir "worker$1" && cd "worker$1" || exit 1
    : >needed
    awk -v first="$1" -v step="$2" 'NR % step == first' ../cases | while read -r name; do
        case $name in
        */*) run_step "$name" ;;
        *) run_set "$name" ;;
        esac
    done >complaints 2>&1
}

missing=$(sql "$DATABASE_URL" -At -c "SELECT string_agg(x, '|') FROM unnest('{vector,postgis,pg_uuidv7}'::text[]) x
    WHERE x NOT IN (SELECT name FROM pg_available_extensions)")
missing=${missing:-none}
for path in "$files"/*/; do
    set=$(basename "$path")
    [ $# -gt 0 ] && [[ " $* " != *" $set "* ]] && continue
    echo "$set"
    for step in "$path"steps/*/; do
        [ ! -d "$step" ] || echo "$set/$(basename "$step")"
    done
done >cases

worker 0 2 &
first=$!
worker 1 2 &
wait $first $!
cat worker?/complaints
failed=0
[ ! -s worker0/complaints ] && [ ! -s worker1/complaints ] || failed=1
if [ $# -eq 0 ]; then
    cat worker?/needed | sort -u >needed
    while IFS=$'\t' read -r _ pattern reason; do
        grep -qxF -e "$pattern" needed || { echo "not needed: $pattern ($reason)"; failed=1; }
    done < <(grep -v '^#' "$rules")
fi
echo "$(grep -vc / cases) schemas, $(grep -c / cases) steps; $(cat worker?/complaints | grep -vc '^    ') complaints"
exit $failed
