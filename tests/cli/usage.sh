#!/bin/bash
# Help, mistakes in the call, and the list of commands.
. "$(dirname "$0")/common.sh"

commands="init validate format generate diff apply baseline rollback resolve repair history current unlock reset push status
    verify pull doctor vault dev explain help version"

run 0
has out "Usage: schemagen COMMAND"
cp out overview
for argument in help --help -h; do
    run 0 $argument
    cmp -s out overview || fail "$argument is not the overview"
done
for command in $commands; do
    has overview "  $command "
    run 0 $command --help
    has out "Usage: schemagen $command "
    has out "--help"
    silent err
    cp out one
    run 0 help $command
    cmp -s out one || fail "help $command is not $command --help"
done
run 0 help --all
for command in $commands; do
    has out "--- $command ---"
done

run 0 --version
cp out version
run 0 version
cmp -s out version || fail "version is not --version"
grep -qE '^schemagen [0-9]+\.[0-9]+\.[0-9]+$' out || fail "not a version"

mistake() { # <text on stderr> <argument...>
    local text=$1
    shift
    run 2 "$@"
    silent out
    has err "error[SG0700]"
    has err "$text"
}
mistake "did you mean schemagen generate?" generat
mistake 'there is no command "xyzzy"' xyzzy
mistake "schemagen help lists the commands" help xyzzy
mistake "did you mean --name?" generate --nmae x
mistake "has no option --lock-wait" generate --lock-wait 1
mistake "--name needs a value" generate --name
mistake "--name needs a value that is not empty" generate --name=
mistake "--dry-run takes no value" generate --dry-run=yes
mistake "takes options only" validate here
mistake "takes one argument" explain SG0001 SG0002
mistake "options have two dashes" validate -x
mistake "formats: text, json, sql" diff --format yaml
mistake "whole number above 0" apply --to 0
mistake "whole number above 0" apply --to -1
mistake "whole number above 0" apply --to 99999999999999999999
mistake "number of seconds" apply --lock-wait soon
mistake "number of seconds" apply --lock-wait nan
mistake "is no code" explain SG9999
mistake "is no code" explain "'; drop"

# With --format json a mistake in the call is a document too, wherever the format stands.
json_mistake() { # <command> <text in it> <argument...>
    local command=$1 text=$2
    shift 2
    run 2 "$@"
    silent err
    has out "\"message\":\"$text\""
    python3 -c 'import json, sys
document = json.load(open("out"))
assert document["command"] == sys.argv[1] and document["exit"] == 2 and document["result"] is None' $command ||
        fail "not such a document"
}
if command -v python3 >/dev/null; then
    json_mistake convert "--to needs a language: json or prisma" convert --format json
    json_mistake resolve "resolve needs --applied MIGRATION or --rolled-back MIGRATION" resolve --format json
    json_mistake pull "--split needs schema or kind" pull --split x --format json
    json_mistake rollback "one of N, --to N and --steps K says how far back" rollback 1 --to 2 --format json
    json_mistake apply "schemagen apply has no option --xyzzy" apply --xyzzy --format json
    json_mistake diff "schemagen diff takes options only" diff --format json here
    echo '{ "xyzzy": 1 }' >schemagen.json
    json_mistake diff "unknown key \\\"xyzzy\\\" in the project file" diff --format json
    rm schemagen.json
fi
