# Servers of a script's own, each in a directory below $work, on sockets there; to be sourced. SCHEMAGEN is the program.
set -eu
: "${SCHEMAGEN:?path of the program}"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || exit 77
unset ${!PG@} DATABASE_URL DIRECT_URL
work=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-faults.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
    chown postgres "$work"
fi
chmod 755 "$work"

# program <name> <argument...>: one of PostgreSQL's own, as a user that may run servers.
program() {
    local name=$1
    shift
    (cd "$work" && "${as[@]}" "$bin/$name" "$@")
}

# new_server <name> <port> <line...>: a server with further lines of its settings; it is not started.
new_server() {
    local name=$1 port=$2
    shift 2
    program initdb -D "$work/$name" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$work/log"
    printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$work'" "port = $port" "fsync = off" "$@" \
        >>"$work/$name/postgresql.conf"
}

# server <name> <argument of pg_ctl...>
server() {
    local name=$1
    shift
    program pg_ctl -D "$work/$name" -s -w -l "$work/$name.log" "$@"
}

clean_up() {
    local pid
    for pid in "$work"/*/postmaster.pid; do
        [ ! -f "$pid" ] || server "$(basename "$(dirname "$pid")")" stop -m immediate >/dev/null 2>&1 || :
    done
    rm -rf "$work"
}
trap clean_up EXIT

# sql <port> <statement>
sql() {
    psql -X -q -A -t -d "postgresql://postgres@/postgres?host=$work&port=$1" -c "$2"
}

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    [ ! -f "$work/out" ] || sed 's/^/  stdout: /' "$work/out" >&2
    [ ! -f "$work/err" ] || sed 's/^/  stderr: /' "$work/err" >&2
    exit 1
}

# until_true <port> <query>: waits until it answers t.
until_true() {
    local try
    for ((try = 0; try < 600; try++)); do
        [ "$(sql "$1" "$2" 2>/dev/null)" = t ] && return
        sleep 0.1
    done
    fail "never true: $2"
}

# put <file>: a migration of the layout sqlx, from standard input.
put() {
    mkdir -p "$work/migrations"
    cat >"$work/migrations/$1"
}

# migrate <port>[,<port>]: runs what is pending.
migrate() {
    local hosts=$work
    [ "$1" = "${1%,*}" ] || hosts=$work,$work
    "$SCHEMAGEN" apply --layout sqlx --migrations "$work/migrations" --format json \
        --url "host=$hosts port=$1 user=postgres dbname=postgres"
}

# apply: the same; what it says is in $work/out and $work/err.
apply() {
    migrate "$1" >"$work/out" 2>"$work/err"
}
