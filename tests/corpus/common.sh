# What the tests share that make a database by way of a schema file; to be sourced. The variable `cases` says how many
# they are. They work in a directory of their own, which is removed at the end; each worker has one below it.

. "$(dirname "$0")/observer.sh"
if [ ! -f "$corpus/diff-cases/index.json" ] || [ ! -x "$catdiff" ]; then
    echo "skipped $cases: no corpus"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-corpus.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PGOPTIONS='-c client_min_messages=error'

sql() {
    psql -q -X -v ON_ERROR_STOP=1 -d "$@"
}

# state <database> <file>...: an empty database with these run in it. Dropping a database and making it again takes most
# of the time of a case, so it is cleaned where that leaves nothing behind.
state() {
    local name=$1
    shift
    sql "${DATABASE_URL%/*}/$name" -f ../clean.sql >/dev/null 2>&1 ||
        sql "$DATABASE_URL" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" -c "CREATE DATABASE $name" || return
    sql "${DATABASE_URL%/*}/$name" "${@/#/--file=}"
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

# difference <source> <source>: the migration between them.
difference() {
    "$SCHEMAGEN" diff --from "$1" --to "$2" --format sql
    case $? in
    0 | 3) ;;
    *) return 1 ;;
    esac
}

# remake <url> <url> [<source>]: makes what the first database holds in the second, by way of a schema file. The source
# says what is there already; otherwise nothing is.
remake() {
    "$SCHEMAGEN" pull --url "$1" --quiet -o pulled.json &&
        difference "${3:-../empty.json}" pulled.json >migration.sql &&
        sql "$2" -f migration.sql
}

# only_spelled_otherwise <url>: what differs is the text of expressions alone, and pulled again they are the same.
only_spelled_otherwise() {
    ! grep -qvE '^[-+](column\|.*\|default\||constraint\|.*\|definition\|CHECK |index\|.*\|definition\|.* WHERE )' output &&
        "$SCHEMAGEN" pull --url "$1" --quiet -o again.json >/dev/null 2>&1 && cmp -s pulled.json again.json
}

# is_remade <url> <url>: the two databases are the same, the order of columns too; the file `output` says what is not.
is_remade() {
    ! observe "$1" "$2" >output || only_spelled_otherwise "$2"
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

# The roles that the cases name, where another test has not made them.
make_roles() {
    list roles "$corpus"/diff-cases/*/*/meta.json | cut -f2 | sort -u | while IFS= read -r role; do
        sql "$DATABASE_URL" -v "role=$role" <<'END'
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role')
\gexec
END
    done
}

# work_all <lines>: two workers, each of which runs `work <line>` in a directory of its own for every other line. What
# `worker` says is part of the names of databases: other tests have theirs on the same server.
work_all() {
    local number
    for number in 0 1; do
        mkdir "worker$number"
        (
            cd "worker$number" || exit 1
            worker=$$_$number
            awk -v number="$number" 'NR % 2 == number' "../$1" | while IFS= read -r line; do work "$line"; done
        ) &
    done
    wait
}
