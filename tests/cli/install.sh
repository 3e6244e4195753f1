#!/bin/bash
# What `cmake --install` puts down is enough to build against, shared and static, through pkg-config.
set -eu
# An instrumented library needs more than its pkg-config file says.
grep -qE '^SG_(SANITIZE|COVERAGE):.*=ON' "$SCHEMAGEN_BUILD/CMakeCache.txt" && exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-install.XXXXXX")
trap 'rm -rf "$dir"' EXIT
cmake --install "$SCHEMAGEN_BUILD" --prefix "$dir/usr" >/dev/null
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$dir/usr" -name schemagen.pc)")
libdir=$(pkg-config --variable=libdir schemagen)

cat >"$dir/version.c" <<'END'
#include <schemagen/schemagen.h>
#include <stdio.h>

int main(void)
{
    puts(schemagen_version());
    return 0;
}
END
gcc -o "$dir/shared" "$dir/version.c" $(pkg-config --cflags --libs schemagen)
static_libs=$(pkg-config --static --libs schemagen | sed 's/-lschemagen/-l:libschemagen.a/')
gcc -o "$dir/static" "$dir/version.c" $(pkg-config --cflags schemagen) $static_libs

wanted=$(pkg-config --modversion schemagen)
for program in shared static; do
    found=$(LD_LIBRARY_PATH=$libdir "$dir/$program")
    if [ "$found" != "$wanted" ]; then
        echo "$program: version '$found', the pkg-config file says '$wanted'"
        exit 1
    fi
done
if LD_LIBRARY_PATH=$libdir ldd "$dir/static" | grep -q libschemagen; then
    echo "the static program loads the shared library"
    exit 1
fi
