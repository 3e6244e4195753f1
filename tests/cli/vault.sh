#!/bin/bash
# Values under a password: kept, used, changed and removed; the file is its owner's alone; no secret is ever printed.
. "$(dirname "$0")/common.sh"

value='postgresql://me:canary-value@127.0.0.1/shop'
clean() {
    for secret in canary-value canary-word; do
        has_not out $secret
        has_not err $secret
        ! grep -rq $secret .schemagen 2>/dev/null || fail "the file holds $secret"
    done
}
vault() { # <exit code> <argument...>: the password comes through descriptor 3
    local expected=$1
    shift
    exec 3<<<"${password:-canary-word}"
    run "$expected" vault --password-fd 3 "$@"
    exec 3<&-
    clean
}

vault 0 set DIRECT_URL <<<"$value"
has out "Kept DIRECT_URL in the vault."
[ "$(stat -c %a .schemagen .schemagen/vault | tr '\n' ' ')" = "700 600 " ] || fail "others may read it"
vault 0 set A_URL <<<"first"
vault 0 set A_URL <<<"second"
exec 3<<<"canary-word"
"$SCHEMAGEN" vault run --password-fd 3 -- sh -c 'printf "%s|%s" "$A_URL" "$DIRECT_URL"; exit 7' >out 2>err && code=0 || code=$?
[ "$code" = 7 ] || fail "ended with $code, not with the code of the command"
[ "$(cat out)" = "second|$value" ] || fail "the command does not see the values"
exec 3<&-
vault 127 run -- no-such-program

# The same file twice has no byte in common but its head: salt and nonce are new.
cp .schemagen/vault before
vault 0 set A_URL <<<"second"
! cmp -s before .schemagen/vault || fail "the same bytes again"

# Another password, a changed byte, a shorter file, a greedy header: nothing is used.
password=wrong vault 1 run -- true
has err "error[SG0506]"
password=wrong vault 1 set A_URL <<<"x"
cp .schemagen/vault whole
for at in 30 60; do
    cp whole .schemagen/vault
    other='\377' # by chance the byte is that already
    [ "$(od -An -tu1 -j $at -N 1 whole | tr -d ' ')" != 255 ] || other='\376'
    printf "$other" | dd of=.schemagen/vault bs=1 seek=$at conv=notrunc 2>/dev/null
    vault 1 run -- true
done
head -c 40 whole >.schemagen/vault
vault 1 run -- true
cp whole .schemagen/vault
printf '\036' | dd of=.schemagen/vault bs=1 seek=18 conv=notrunc 2>/dev/null
vault 1 run -- true
has err "not a vault that this program can open"
cp whole .schemagen/vault
chmod 644 .schemagen/vault
vault 1 run -- true
has err "chmod 600"
chmod 600 .schemagen/vault
mv .schemagen/vault elsewhere
ln -s ../elsewhere .schemagen/vault
vault 2 run -- true
rm .schemagen/vault
mv elsewhere .schemagen/vault

vault 2 rm NOTHING
vault 0 rm A_URL
vault 2 set 'A B' <<<"x"
run 2 vault
run 2 vault set
run 2 vault paint X
run 2 vault set X --password-fd none </dev/null
vault 0 rm DIRECT_URL
[ ! -e .schemagen/vault ] || fail "an empty vault stays"
vault 2 run -- true

# On a terminal, without echo; twice when it begins.
if has_terminals; then
    type_slowly() { # the terminal is ready when the question is there
        (for line in $1; do sleep 1; printf '%s\n' "$line"; done; sleep 1) |
            script -qec "\"$SCHEMAGEN\" vault $2" /dev/null >out 2>err
    }
    type_slowly "canary-word canary-word canary-value" "set URL" || fail "not kept"
    clean
    has out "Once more:"
    exec 3<<<"canary-word"
    [ "$("$SCHEMAGEN" vault run --password-fd 3 -- sh -c 'echo "$URL"')" = canary-value ] || fail "another value"
    exec 3<&-
    type_slowly "canary-word canary-wort" "set URL --vault other" && fail "two passwords were taken"
    [ ! -e other ] || fail "a vault was made"
fi
