#!/bin/bash
# Real histories of migrations, run as they are: the database is the one that psql makes of the same files, a second run
# finds nothing to do, and a database that Prisma has migrated is taken over. The files are data of their projects and
# stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
#   histories.sh [<folder of migrations>...]   only these, below the corpus
set -u

. "$(dirname "$0")/observer.sh"
if [ ! -f "$corpus/sql-histories/index.json" ] || [ ! -x "$catdiff" ]; then
    echo "skipped 9: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-histories.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PGOPTIONS='-c client_min_messages=error'

sql() {
    psql -q -X -A -t -v ON_ERROR_STOP=1 -d "$@"
}

# make_database <name>: sets `url`.
make_database() {
    sql "$DATABASE_URL" -c "CREATE DATABASE $1" || exit 1
    url=${DATABASE_URL%/*}/$1
}

complain() {
    echo "$folder: $1"
    [ -z "${2:-}" ] || head -n 12 "$2" | cut -c1-300 | sed 's/^/    /'
}

# run <exit code> <argument...>
run() {
    local wanted=$1 status=0
    shift
    "$SCHEMAGEN" "$@" --layout "$layout" --migrations "$corpus/$folder" --url "$ours" >output 2>&1 || status=$?
    [ $status = "$wanted" ] || complain "schemagen $1 ended with $status instead of $wanted" output
}

# The files in the order in which the tool of the layout takes them.
list_files() {
    case $layout in
    prisma) printf '%s\n' "$corpus/$folder"/*/migration.sql ;;
    diesel)
        for path in "$corpus/$folder"/*/up.sql; do
            id=$(basename "${path%/up.sql}")
            version=${id%%_*}
            echo "${version//-/} $path"
        done | sort | cut -d' ' -f2-
        ;;
    sqlx)
        for path in "$corpus/$folder"/*.sql; do
            [[ $path == *.down.sql ]] || echo "$(basename "${path%%_*}") $path"
        done | sort -n | cut -d' ' -f2-
        ;;
    esac
}

# As the tools do it: a file is one transaction unless PostgreSQL refuses that.
run_with_psql() {
    list_files >files
    {
        while read -r path; do
            if grep -qiE '^[^-]*concurrently' "$path" || grep -qE '^(BEGIN|COMMIT);|ADD VALUE' "$path"; then
                printf "\\\\i '%s'\n" "$path"
            else
                printf "BEGIN;\n\\\\i '%s'\nCOMMIT;\n" "$path"
            fi
            echo 'RESET search_path;'
        done <files
    } >all.sql
    sql "$theirs" -f all.sql >output 2>&1 || complain "psql fails" output
}

# What Prisma notes about each file.
note_like_prisma() {
    {
        echo 'CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL,
            finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
            started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);'
        xargs -d '\n' sha256sum <files | while read -r sum path; do
            path=${path%/migration.sql}
            echo "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
                VALUES (gen_random_uuid()::text, '$sum', now(), '${path##*/}', 1);"
        done
    } >note.sql
    sql "$theirs" -1 -f note.sql >output 2>&1 || complain "the table of Prisma fails" output
}

take_over() {
    note_like_prisma
    ours=$theirs
    run 0 baseline --from prisma
    grep -q "$(wc -l <files) migration" output || complain "not all is taken over" output
    run 0 apply
    grep -q 'Nothing to do' output || complain "something is left to do after the takeover" output
    run 0 status
}

try_history() {
    make_database "a_$BASHPID"
    theirs=$url
    make_database "b_$BASHPID"
    ours=$url
    run_with_psql
    run 3 status
    run 0 apply
    ! observe "$theirs" "$ours" --ignore-schema schemagen >differences || complain "the databases differ" differences
    run 0 apply
    grep -q 'Nothing to do' output || complain "a second run finds something to do" output
    run 0 status
    [ "$(wc -l <files)" = "$(sql "$ours" -c 'SELECT count(*) FROM schemagen.migrations')" ] ||
        complain "history has another number of migrations"
    [ "$layout" != prisma ] || take_over
    sql "$DATABASE_URL" -c "DROP DATABASE a_$BASHPID" -c "DROP DATABASE b_$BASHPID"
}

# worker <number> <of>: every so-manyth history.
worker() {
    mkdir "worker$1" && cd "worker$1" || exit 1
    awk -v first="$1" -v step="$2" 'NR % step == first' ../histories | while read -r layout folder; do
        try_history
        wc -l <files >>counts
    done >complaints 2>&1
}

for path in "$corpus"/prisma/*/migrations "$corpus"/sql-histories/*/migrations; do
    folder=${path#"$corpus"/}
    [ $# -gt 0 ] && [[ " $* " != *" $folder "* ]] && continue
    case $folder in
    prisma/*) echo "prisma $folder" ;;
    *) echo "$(grep -oE 'diesel|sqlx' "${path%/*}/history.json" | head -n 1) $folder" ;;
    esac
done >histories

worker 0 2 &
first=$!
worker 1 2 &
wait $first $!
cat worker?/complaints
echo "$(wc -l <histories) histories, $(cat worker?/counts | paste -sd+ | bc) migrations"
[ ! -s worker0/complaints ] && [ ! -s worker1/complaints ]
