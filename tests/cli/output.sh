#!/bin/bash
# Output that does not arrive is a failure; colour only on a terminal that wants it.
. "$(dirname "$0")/common.sh"

schema ''
# ends <exit code> <shell text>: the text with $s for the program ends with that exit code.
ends() {
    local code=0
    s=$SCHEMAGEN bash -c "$2" 2>err || code=$?
    [ "$code" = "$1" ] || fail "$2 ended with $code, not $1"
}
ends 1 '"$s" help >/dev/full'
has err "cannot write to standard output"
ends 1 '"$s" diff >/dev/full'
ends 1 '"$s" help >&-'
ends 1 '"$s" validate --format json >&-'
ends 0 '"$s" generate --quiet >&-'
ends 1 'set -o pipefail; { sleep 0.2; "$s" help --all; } | true'
ends 2 '"$s" nonsense >/dev/full'
# With standard streams closed, no file takes their place and is written to.
rm -rf generated
ends 0 '"$s" generate --quiet <&- >&- 2>&-'
run 0 validate
has out "1 migration"

escape=$(printf '\033')
coloured() { # <variables> <shell text>: through a terminal
    env TERM=xterm $1 s="$SCHEMAGEN" script -qec "$2" /dev/null >out </dev/null || true
}
schema ', "body": "txet"'
if has_terminals; then
    coloured "" '"$s" validate'
    has out "$escape"
    coloured NO_COLOR=1 '"$s" validate'
    has_not out "$escape"
    coloured TERM=dumb '"$s" validate'
    has_not out "$escape"
fi
run 2 validate
has_not err "$escape"
