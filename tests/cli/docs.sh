#!/bin/bash
# docs/cli.md is what the table of commands says.
. "$(dirname "$0")/common.sh"

run 0 help --all --format markdown
diff -u "$source_root/docs/cli.md" out ||
    fail "docs/cli.md is not fresh: schemagen help --all --format markdown >docs/cli.md"
