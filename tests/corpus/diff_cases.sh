#!/bin/bash
# Pairs of states from the test suites of other tools: old.sql in one database, new.sql in another, the difference
# that schemagen sees applied to the first. Then both are equal, the order of columns aside, and schemagen sees no
# difference either. What is pulled from the second makes the same database again, the order of columns too; there
# expressions may be spelled in schemagen's canonical way. What fails is listed in diff_cases.differences. The cases
# are data of their projects and stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
#   diff_cases.sh [<beginning of suite/case>...]   only these, and more about each failure
#   SCHEMAGEN_CASES=all   all cases, and all new states are pulled: a quarter of an hour. Otherwise every third case
#                         runs, and of these the state of every fourth is pulled.
set -u

cases=983
. "$(dirname "$0")/common.sh"
files=$corpus/diff-cases
rules=$SCHEMAGEN_SOURCE/tests/corpus/diff_cases.differences

every=4 seen=0
[ $# = 0 ] && [ "${SCHEMAGEN_CASES:-}" != all ] || every=1

# run_case <directory> <number of the worker> <pull or not>: says what fails, if anything; the file `output` tells more.
run_case() {
    local a=${DATABASE_URL%/*}/a_$2 b=${DATABASE_URL%/*}/b_$2
    if ! { state "a_$2" "$1/old.sql" && state "b_$2" "$1/new.sql"; } >output 2>&1; then
        echo "it does not load"
    elif ! difference "$a" "$b" >migration.sql 2>output; then
        echo "diff fails"
    elif ! sql "$a" -f migration.sql >output 2>&1; then
        echo "the migration fails"
    elif observe "$a" "$b" --no-colorder >output; then
        echo "the databases differ"
    elif ! "$SCHEMAGEN" diff --from "$a" --to "$b" --format sql >output 2>&1; then
        echo "a difference is left"
    elif [ "$3" != pull ]; then
        :
    elif ! { state "a_$2" /dev/null && remake "$b" "$a"; } >output 2>&1; then
        echo "the pulled schema cannot be made"
    elif ! is_remade "$b" "$a"; then
        echo "the pulled schema makes another database"
    fi
}

work() {
    local failure how=not
    seen=$((seen + 1))
    if [ $((seen % every)) = 0 ] || cut -f1 "$rules" | grep -qxF "$1"; then how=pull; fi
    failure=$(run_case "$files/$1" "$worker" $how)
    printf '%s\t%s\n' "$1" "$failure" >>results
    [ -z "$failure" ] || head -n "${SCHEMAGEN_LINES:-6}" output | cut -c1-300 |
        awk -v name="$1" '{ print name "\t" $0 }' >>details
}

for path in "$files"/*/*/meta.json; do
    name=${path#"$files"/}
    echo "${name%/meta.json}"
done | if [ $# -gt 0 ]; then
    for beginning; do printf '%s\n' "$beginning"; done >wanted
    awk 'NR == FNR { wanted[$0]; next } { for (w in wanted) if (index($0, w) == 1) { print; next } }' wanted -
elif [ $every = 1 ]; then
    cat
else
    awk 'NR % 3 == 1'
fi >cases
list kinds_present "$files"/*/*/meta.json >kinds
make_roles
work_all cases

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
