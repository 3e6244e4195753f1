#!/bin/bash
# What has changed since the last migration, or between two files.
. "$(dirname "$0")/common.sh"

schema ''
run 3 diff
has out "create table public.notes"
run 0 generate
run 0 diff
has out "No difference."
run 0 diff --quiet
has out "No difference."

cp schema/schema.json old.json
schema ', "body": "text?"'
run 3 diff
has out "add column public.notes.body"
run 3 diff --format sql
has out 'ADD COLUMN "body" text'
has_not out "DO "
run 3 diff --format json
has out '"equal": false'
has out "add column public.notes.body"
run 3 diff --from old.json --to schema/schema.json
has out "add column public.notes.body"
run 3 diff --from schema/schema.json --to generated/snapshot.json
has out "drop column public.notes.body"
run 0 diff --from old.json --to generated/snapshot.json
run 2 diff --from nowhere.json
has err "error[SG0001]"
