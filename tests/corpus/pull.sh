#!/bin/bash
# Databases that others have made, pulled: what is pulled differs in nothing from its database and makes the same one
# again, the order of columns too; there expressions may be spelled in schemagen's canonical way. In several files, and
# in the Prisma language, it says the same. The databases: the old states of the cases for diff (diff_cases.sh pulls the
# new ones), Prisma's own SQL for its schemas, the ends of real histories, the SQL of projects with a schema in JSON.
# What fails is listed in pull.differences. All of it is data of the projects and stays outside: SCHEMAGEN_CORPUS, or
# the folder shared/corpus beside the repository.
#   pull.sh [<beginning of a name>...]   only these
#   SCHEMAGEN_CASES=all   all old states, instead of every twentieth
set -u

cases=561
. "$(dirname "$0")/common.sh"
every=20
[ $# = 0 ] && [ "${SCHEMAGEN_CASES:-}" != all ] || every=1
rules=$SCHEMAGEN_SOURCE/tests/corpus/pull.differences

# The scripts of a history in the order of their versions, as one.
history_script() {
    (cd "$1" && find . -path './[0-9]*.sql' ! -name '*down.sql') |
        awk -F/ '{ version = $2; sub(/_.*/, "", version); gsub(/-/, "", version); print version "\t" $0 }' |
        sort -s -k1,1n | cut -f2 | sed "s|^\.\(.*\)|\\\\i '$1\1'\nRESET search_path;|"
}

# Extensions that this server does not have are stood in for by the prelude.
without_missing_extensions() {
    sed -E '/^(CREATE|DROP) EXTENSION (IF NOT EXISTS )?"?(vector|postgis|pg_uuidv7)"?/d' "$1"
}

# list_databases: a name a line; what makes it is the file scripts/<name>, what must be there before preludes/<name>.
list_databases() {
    local path name
    mkdir scripts preludes
    for path in "$corpus"/schema-json/ignition/v*.sql; do
        name=ignition-$(basename "$path" .0001_schema.sql)
        cp "$path" "scripts/$name" && echo "$name"
    done
    cat "$corpus"/schema-json/drizzle-v7/000?_*.sql >scripts/drizzle && echo drizzle
    for path in "$corpus"/prisma/*/expected.sql; do
        name=prisma-$(basename "${path%/expected.sql}")
        without_missing_extensions "$path" >"scripts/$name" && echo "$name"
        [ ! -f "${path%/*}/prelude.sql" ] || cp "${path%/*}/prelude.sql" "preludes/$name"
    done
    for path in "$corpus"/prisma/*/migrations "$corpus"/sql-histories/*/migrations; do
        name=history-$(basename "${path%/migrations}")
        history_script "$path" >"scripts/$name" && echo "$name"
        [ ! -f "${path%/*}/prelude.sql" ] || cp "${path%/*}/prelude.sql" "preludes/$name"
    done
    list_old_states
}

# Those that are no new state and that no case before has.
list_old_states() {
    local path name
    sha256sum "$corpus"/diff-cases/*/*/new.sql "$corpus"/diff-cases/*/*/old.sql | awk '!seen[$1]++' | cut -c67- |
        grep '/old\.sql$' | while IFS= read -r path; do
        name=${path#"$corpus"/diff-cases/}
        name=${name%/old.sql}
        name=${name/\//-}
        cp "$path" "scripts/$name" && echo "$name"
    done | awk -v every="$every" 'NR % every == 0'
}

# quietly <command>...: its output goes to the file `output`.
quietly() {
    "$@" >output 2>&1
}

# says_the_same <source>: it is no other schema than the one that was pulled.
says_the_same() {
    quietly "$SCHEMAGEN" diff --from "$1" --to pulled.json
}

# pull_database <name>: says what fails, if anything; the file `output` tells more.
pull_database() {
    local a=${DATABASE_URL%/*}/a_$worker b=${DATABASE_URL%/*}/b_$worker prelude=/dev/null there= how
    rm -rf split pulled.prisma
    [ ! -f "../preludes/$1" ] || prelude=../preludes/$1 there=$a
    if ! quietly state "b_$worker" "$prelude" "../scripts/$1"; then
        echo "it does not load"
    elif ! quietly state "a_$worker" "$prelude" || ! quietly remake "$b" "$a" $there; then
        echo "the pulled schema cannot be made"
    elif ! is_remade "$b" "$a"; then
        echo "the pulled schema makes another database"
    elif ! says_the_same "$b"; then
        echo "what is pulled differs from the database"
    elif ! quietly "$SCHEMAGEN" pull --url "$b" --to prisma -o pulled.prisma || ! says_the_same pulled.prisma; then
        echo "in the Prisma language it is another schema"
    else
        for how in schema kind; do
            rm -rf split
            quietly "$SCHEMAGEN" pull --url "$b" --split $how -o split && says_the_same split ||
                { echo "in several files, by $how, it is another schema" && break; }
        done
    fi
}

work() {
    local failure
    failure=$(pull_database "$1")
    printf '%s\t%s\n' "$1" "$failure" >>results
    [ -z "$failure" ] || head -n "${SCHEMAGEN_LINES:-12}" output | cut -c1-300 |
        awk -v name="$1" '{ print name "\t" $0 }' >>details
}

list_databases >all
if [ $# -gt 0 ]; then
    printf '%s\n' "$@" |
        awk 'NR == FNR { wanted[$0]; next } { for (w in wanted) if (index($0, w) == 1) { print; next } }' - all
else
    cat all
fi >names
make_roles
work_all names
cat worker?/results >results
cat worker?/details >details 2>/dev/null

# Failures that no rule knows, and rules that nothing needs.
awk -F '\t' '
    FILENAME == ARGV[1] { if ($0 !~ /^#/ && NF > 1) reason[$1] = $2; next }
    FILENAME == ARGV[2] { detail[$1] = detail[$1] "    " substr($0, length($1) + 2) "\n"; next }
    { count++ }
    $2 == "" { if ($1 in reason) { print "not needed: " $1 " (" reason[$1] ")"; bad++ } next }
    $1 in reason { listed++; next }
    { print $1 ": " $2; printf "%s", detail[$1]; bad++ }
    END { printf "%d databases, %d failures, %d of them listed\n", count, bad + listed, listed; exit bad > 0 }' \
    "$rules" details results
