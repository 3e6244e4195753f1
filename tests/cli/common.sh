# What the scripts of this folder share; to be sourced. SCHEMAGEN is the program.
# Each script works in a directory of its own, which is removed at the end.
set -eu

: "${SCHEMAGEN:?path of the program}"
source_root=${SCHEMAGEN_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
unset NO_COLOR SOURCE_DATE_EPOCH
work=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-cli.XXXXXX")
cd "$work"

# The password of the tests' server is nowhere but where a test has put it itself: in .env.
holds_password() {
    [ -n "${SCHEMAGEN_CANARY:-}" ] && grep -rslF --exclude=.env -e "$SCHEMAGEN_CANARY" "$@" >&2
}

# What is left is looked through before it goes.
leave() {
    local code=$?
    set +e
    ! holds_password "$work" || { echo "FAILED: these files hold the password" >&2; code=1; }
    cd /
    rm -rf "$work"
    [ -z "${server_url:-}" ] || psql -q -X "$server_url" -c "DROP DATABASE $database WITH (FORCE)"
    exit "$code"
}
trap leave EXIT

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    [ ! -f out ] || sed 's/^/  stdout: /' out >&2
    [ ! -f err ] || sed 's/^/  stderr: /' err >&2
    exit 1
}

# run <exit code> <argument...>: runs schemagen; its output is in the files out and err.
run() {
    local expected=$1 code=0
    shift
    "$SCHEMAGEN" "$@" >out 2>err || code=$?
    [ "$code" = "$expected" ] || fail "schemagen $* ended with $code, not $expected"
    ! holds_password out err || fail "schemagen $1 printed the password"
}

# has <file> <text>, has_not <file> <text>: a line of the file holds the text.
has() {
    grep -qF -e "$2" "$1" || fail "$1 does not hold: $2"
}

has_not() {
    ! grep -qF -e "$2" "$1" || fail "$1 holds: $2"
}

silent() {
    [ ! -s "$1" ] || fail "$1 is not empty"
}

# What a person sees and types can be tried here; not in a root without /dev/pts.
has_terminals() {
    script -qec true /dev/null >/dev/null 2>&1 </dev/null || { echo "skipped: no terminals here" && false; }
}

# define <members>: a schema file with these at its top.
define() {
    mkdir -p schema
    printf '{"schemagen": 1, "datasource": {"provider": "postgresql", "url": "env(DATABASE_URL)"}, %s}\n' "$1" >schema/schema.json
}

# schema <columns>: a schema file with one table, notes, of an id and these columns.
schema() {
    mkdir -p schema
    cat >schema/schema.json <<END
{
  "schemagen": 1,
  "datasource": { "provider": "postgresql", "url": "env(DATABASE_URL)" },
  "tables": {
    "notes": {
      "columns": {
        "id": { "type": "bigint", "primaryKey": true }$1
      }
    }
  }
}
END
}

# A database of its own on the server of DATABASE_URL, which is changed to name it; without a server the test is skipped.
need_database() {
    [ -n "${DATABASE_URL:-}" ] || exit 77
    database="cli_$$"
    psql -q -X "$DATABASE_URL" -c "CREATE DATABASE $database"
    server_url=$DATABASE_URL
    DATABASE_URL=${DATABASE_URL%/*}/$database
    export DATABASE_URL
}

# sql <statements>: their rows, a line each.
sql() {
    psql -q -X -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" -c "$1"
}

# deploy [<option of generate>...]: brings the database to what the schema file says, by a migration.
deploy() {
    run 0 generate "$@"
    run 0 apply
    run 0 verify
}

# alike: the database and the schema file do not differ, whichever comes first.
alike() {
    run 0 diff --from "$DATABASE_URL" --to schema/schema.json
    run 0 diff --from schema/schema.json --to "$DATABASE_URL"
}
