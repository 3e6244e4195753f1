#!/bin/bash
# What a table has from its base, and somebody changed by hand there alone, is found.
. "$(dirname "$0")/common.sh"
need_database

# The server leaves compression and options of an heir's column alone when those of the base's change. How values are
# compressed follows all the same; options are about the rows of one table.
for more in '' ', "options": { "n_distinct": -0.5 }, "compression": "pglz"'; do
    define '"tables": {
      "plain": { "columns": { "n": { "type": "text"'"$more"' } } },
      "child": { "inherits": { "plain": {} } }
    }'
    run 0 generate --accept-data-loss
    run 0 apply
done
run 0 verify
[ "$(sql "SELECT attcompression FROM pg_attribute WHERE attrelid = 'child'::regclass AND attname = 'n'")" = p ] ||
    fail "the compression has not come along"

define '"tables": {
  "whole": { "columns": { "a": "integer", "b": { "type": "text", "default": "'"'x'"'" }, "c": "text?" }, "partitionBy": "LIST (a)" },
  "part": { "partitionOf": { "table": "whole", "values": "in (1)" } },
  "base": { "columns": { "n": { "type": "integer", "default": 1 } } },
  "heir": { "inherits": { "base": {} } }
}'
deploy --accept-data-loss
cp out clean
sql "ALTER TABLE part ALTER b DROP DEFAULT, ALTER c SET NOT NULL;
    ALTER TABLE heir ALTER n SET DEFAULT 7; COMMENT ON COLUMN heir.n IS 'mine'"
run 3 verify
has out "column public.part.b differs in default"
has out "column public.part.c differs in nullable"
has out "column public.heir.n differs in default, comment"
has out "$(cut -d: -f1 clean): 3 differences."
