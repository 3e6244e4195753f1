#!/bin/bash
# schema/schemagen.schema.json accepts what schemagen accepts (the sample and tests/accepted), and refuses the files of
# tests/badinput whose mistake is one of structure: SG0100 to SG0103. A description cannot know names, types and SQL.
set -u

python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null || exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-jsonschema.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# One line a file: "accepted" or the codes that schemagen found, and the path.
judge() {
    local codes
    codes=$("$SCHEMAGEN" validate --schema "$1" --out "$dir/none" 2>&1 | grep -o 'error\[SG[0-9]*\]' | sort -u | tr -d '\n')
    echo "${codes:-accepted} $1"
}

for file in "$SCHEMAGEN_SOURCE"/schema/schema.json "$SCHEMAGEN_SOURCE"/tests/accepted/*.json \
    "$SCHEMAGEN_SOURCE"/tests/badinput/*.json; do
    judge "$file"
done >verdicts

python3 - "$SCHEMAGEN_SOURCE/schema/schemagen.schema.json" verdicts <<'END'
import json, os, sys
import jsonschema

# What only schemagen can know, although the code is one of structure.
beyond = {
    "foreign_key_column_count": "how many columns the other side has",
    "identity_of_text": "which types count",
    "partition_of_a_plain_table": "what the other table says",
    "seed_row_without_key": "which columns are the key",
}
description = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(description)
validator = jsonschema.Draft202012Validator(description)
failed = checked = 0
for line in open(sys.argv[2]):
    codes, path = line.rstrip("\n").split(" ", 1)
    name = os.path.basename(path)[:-5]
    try:
        document = json.load(open(path, encoding="utf-8"))
    except (ValueError, RecursionError):
        continue
    case = name.split("_", 1)[-1]
    if case.startswith("older_"):
        continue
    mistakes = [error.message for error in validator.iter_errors(document)]
    structural = any(f"SG{number:04}" in codes for number in (100, 101, 102, 103))
    checked += 1
    if codes != "accepted" and "/accepted/" in path:
        print(f"{path}: schemagen refuses it ({codes})")
        failed = 1
    if codes == "accepted" and mistakes:
        print(f"{path}: schemagen accepts it, the JSON Schema does not: {mistakes[0]}")
        failed = 1
    if structural and not mistakes and not beyond.get(case):
        print(f"{path}: schemagen refuses it ({codes}), the JSON Schema does not")
        failed = 1
if checked < 90:
    print(f"only {checked} files were compared")
    failed = 1
sys.exit(failed)
END
