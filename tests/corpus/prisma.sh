#!/bin/bash
# Real Prisma schemas, unmodified: the database that schemagen makes of each is the one that Prisma's own SQL makes,
# column order included; and the way from one version of a schema to the next ends where the next version's SQL ends.
# What differs is listed in prisma.differences. The files are data of their projects and stay outside:
# SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
#   prisma.sh [<set>...]   only these sets
set -u

. "$(dirname "$0")/observer.sh"
files=$corpus/prisma
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

# make_databases <name>...: anew; sets `theirs` and `ours`, which are the first two of a worker.
make_databases() {
    local name commands=()
    for name in "a_$BASHPID" "b_$BASHPID"; do
        commands+=(-c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name")
    done
    sql "$DATABASE_URL" "${commands[@]}" || exit 1
    theirs=${DATABASE_URL%/*}/a_$BASHPID ours=${DATABASE_URL%/*}/b_$BASHPID
}

# run_script <file>: psql's commands to run a file as one query; a round trip for each statement takes its time.
run_script() {
    printf '\\set script `cat %s`\nSELECT :'"'script'"' \\gexec\n' "$1"
}

# run_prelude <file>: the same for what must be there before; it may be missing.
run_prelude() {
    [ ! -f "$1" ] || printf '\\i %s\n' "$1"
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
    observe "$theirs" "$ours" --ignore-schema schemagen "$@" >differences
    without_rules "$name" differences >rest
    [ -s rest ] && complain "$name" "the databases differ" rest
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
        make_databases
        without_missing_extensions "$files/$set/expected.sql" >expected.sql
        { run_prelude "$prelude"; run_script expected.sql; } | sql "$theirs" >theirs.output 2>&1
        local status=$?
        run_prelude "$prelude" | sql "$ours" || exit 1
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
    fi
    rm -rf schema.prisma
}

# migrate <prelude> [rows]: our database from before.sql by migration.sql. With `rows` there is one in each table;
# what held something before is in `kept.before`, what does after in `kept.after`, what could in `there.after`.
migrate() {
    rm -f kept.* there.*
    {
        echo '\set VERBOSITY verbose'
        run_prelude "$1"
        run_script before.sql
        if [ -n "${2:-}" ]; then
            printf '\\i %s\n' "$SCHEMAGEN_SOURCE/tests/corpus/rows.sql"
            printf '\\o /dev/null\nSELECT pg_temp.fill();\n\\o kept.before\nSELECT pg_temp.filled();\n\\o\n'
        fi
        echo '\i migration.sql'
        if [ -n "${2:-}" ]; then
            printf '\\o kept.after\nSELECT pg_temp.filled();\n\\o there.after\nSELECT pg_temp.there();\n\\o\n'
        fi
    } | sql "$ours" -At >output 2>&1
}

# What rows can stand in the way of: no value for a new required column, a default that refers to nothing, a value
# that the new type has not, a duplicate.
cannot_be_kept='ERROR:  (23502|23503|23505|22P02|22001|22003|22007|22008):'

# What held something, is still there, and holds nothing any more.
complain_of_lost_rows() {
    sort kept.before >a && sort kept.after >b && sort there.after >c
    comm -12 c <(comm -23 a b) | sed 's/^/lost: /' >differences
    without_rules "$1" differences >rest
    [ -s rest ] && complain "$1" "the migration loses what it could keep" rest
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
    without_missing_extensions "$step/after.sql" >after.sql
    without_missing_extensions "$step/before.sql" >before.sql
    make_databases
    { run_prelude "$prelude"; run_script after.sql; } | sql "$theirs" >output 2>&1 ||
        complain "$name" "Prisma's SQL fails" output
    if migrate "$prelude" rows; then
        complain_of_lost_rows "$name"
        echo kept >>rows
    elif grep -qE "$cannot_be_kept" output; then
        echo not >>rows
        sql "$DATABASE_URL" -c "DROP DATABASE b_$BASHPID" -c "CREATE DATABASE b_$BASHPID" || exit 1
        migrate "$prelude" || complain "$name" "the migration fails" output
    else
        complain "$name" "the migration fails" output
    fi
    compare "$name" --no-colorder
}

# worker <number>: one set after the other from the list that all workers read.
worker() {
    mkdir "worker$1" && cd "worker$1" || exit 1
    : >needed
    : >rows
    while { flock 8; read -r set <&9; flock -u 8; [ -n "$set" ]; }; do
        run_set "$set"
        for step in "$files/$set"/steps/*/; do
            [ ! -d "$step" ] || run_step "$set/$(basename "$step")"
        done
    done >complaints 2>&1
    sql "$DATABASE_URL" -c "DROP DATABASE IF EXISTS a_$BASHPID" -c "DROP DATABASE IF EXISTS b_$BASHPID"
}

missing=$(sql "$DATABASE_URL" -At -c "SELECT string_agg(x, '|') FROM unnest('{vector,postgis,pg_uuidv7}'::text[]) x
    WHERE x NOT IN (SELECT name FROM pg_available_extensions)")
missing=${missing:-none}
# the longest first, so that no worker is left with it at the end
for path in "$files"/*/; do
    set=$(basename "$path")
    [ $# -gt 0 ] && [[ " $* " != *" $set "* ]] && continue
    echo "$(ls "$path/steps" 2>/dev/null | wc -l) $set"
done | sort -rn >counts
cut -d ' ' -f 2 counts >sets

exec 8>lock 9<sets
worker 0 &
first=$!
worker 1 &
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
echo "$(wc -l <sets) schemas, $(awk '{ n += $1 } END { print n + 0 }' counts) steps," \
    "$(cat worker?/rows | grep -c kept) of them with rows; $(cat worker?/complaints | grep -vc '^    ') complaints"
exit $failed
