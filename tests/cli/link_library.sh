#!/bin/bash
# A program outside the tree is built against the installed library and migrates a database with it.
set -eu
[ -n "${DATABASE_URL:-}" ] || exit 77
# An instrumented library needs more than its pkg-config file says.
grep -qE '^SG_(SANITIZE|COVERAGE):.*=ON' "$SCHEMAGEN_BUILD/CMakeCache.txt" && exit 77

name="link_$$"
dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-link.XXXXXX")
trap 'rm -rf "$dir"; psql -q -X "$DATABASE_URL" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"' EXIT
psql -q -X "$DATABASE_URL" -c "CREATE DATABASE $name"

cmake --install "$SCHEMAGEN_BUILD" --prefix "$dir/usr" >/dev/null
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$dir/usr" -name schemagen.pc)")
cc -Wall -Wextra -Werror -o "$dir/link_library" "$(dirname "$0")/link_library.c" \
    $(pkg-config --cflags --libs schemagen)
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(pkg-config --variable=libdir schemagen)

cat >"$dir/schema.json" <<'END'
{
  "schemagen": 1,
  "tables": {
    "notes": {
      "columns": {
        "id": { "type": "bigint", "identity": "always", "primaryKey": true },
        "title": { "type": "text", "unique": true }
      }
    }
  },
  "seeds": { "notes": { "key": ["title"], "rows": [{ "title": "first" }] } }
}
END
"$dir/link_library" "$dir/schema.json" "$dir/generated" "${DATABASE_URL%/*}/$name"
[ "$(psql -X -A -t "${DATABASE_URL%/*}/$name" -c 'SELECT title FROM public.notes')" = first ]
