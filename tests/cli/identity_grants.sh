#!/bin/bash
# Names of roles are only names, whatever they look like, where the name of an identity's sequence is put in at run time.
. "$(dirname "$0")/common.sh"
need_database

roles=("sg_passing_name_$$" "a%1\$s%% '$$" "say \"\"$$\"\"")
forget_roles() {
    local code=$?
    set +e
    for role in "${roles[@]}"; do
        sql "DROP OWNED BY \"$role\"; DROP ROLE \"$role\"" 2>/dev/null
    done
    (exit $code)
    leave
}
trap forget_roles EXIT
grants=
for role in "${roles[@]}"; do
    sql "CREATE ROLE \"$role\""
    name=${role//\"\"/\\\"}
    grants="$grants${grants:+, }\"$name\": [\"usage\"]"
done

change() { # <grants>
    define '"tables": {"t": {"columns": {"id": {"type": "bigint", "identity": {"generated": "always", "grants": {'"$1"'}}}}}}'
    deploy
}
change ''
change "$grants"
change "${grants//usage/select}"
run 0 rollback --yes
