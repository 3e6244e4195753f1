#!/bin/bash
# The single changes of a schema with which the catalog observer tests itself: what it sees, `schemagen diff` sees too, as
# a step or among what it names as not managed; what is no change is none here either. The observer is data of the
# corpus and stays outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the repository.
set -u

corpus=${SCHEMAGEN_CORPUS:-$SCHEMAGEN_SOURCE/../shared/corpus}
tools=$(dirname "$corpus")/tools
if [ ! -f "$tools/catalog-selftest.sh" ]; then
    echo "skipped 130: no observer"
    exit 77
fi
[ -n "${DATABASE_URL:-}" ] || exit 77

dir=$(mktemp -d "${TMPDIR:-/tmp}/schemagen-changes.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT

# The self-test calls the observer that stands beside it. This one asks the real one and schemagen, and notes when the
# two do not agree. Columns bear a mark on some servers that differs in every database; their order is no difference.
ln -s "$tools/catalog-selftest.sh" "$dir/"
cat >"$dir/catdiff" <<'END'
#!/bin/bash
observed=$("$OBSERVER" "$@" 2>&1)
status=$?
printf '%s\n' "$observed"
case "$*" in
*catst_base*catst_x) ;;
*) exit $status ;;
esac
changes=$(grep '^[-+]' <<<"$observed" | grep -vE '\|options\|pg_attver=[0-9]*$|^.colorder\|')
"$SCHEMAGEN" diff --from "$1" --to "$2" >"$NOTES/out" 2>"$NOTES/err"
code=$?
sed -i 's/catst_x/catst_base/' "$NOTES/err"
[ -f "$NOTES/unmanaged" ] || "$SCHEMAGEN" diff --from "$1" --to "$1" >"$NOTES/out" 2>"$NOTES/unmanaged"
seen=no
[ $code = 0 ] && cmp -s "$NOTES/err" "$NOTES/unmanaged" || seen=yes
[ $code = 0 ] || [ $code = 3 ] || printf 'FAILED with %s: %s\n' $code "$changes" >>"$NOTES/wrong"
case $seen${changes:+/change} in
yes/change | no) echo fine >>"$NOTES/fine" ;;
no/change) printf 'UNSEEN %s\n' "$changes" >>"$NOTES/wrong" ;;
yes) printf 'FALSE %s\n' "$(cat "$NOTES/out" "$NOTES/err")" >>"$NOTES/wrong" ;;
esac
exit $status
END
chmod +x "$dir/catdiff"
OBSERVER=$tools/catdiff NOTES=$dir bash "$dir/catalog-selftest.sh" "$DATABASE_URL" >"$dir/self" 2>&1
touch "$dir/wrong" "$dir/fine"
cat "$dir/wrong"
echo "$(wc -l <"$dir/fine") changes seen alike, $(grep -cE '^(UNSEEN|FALSE|FAILED)' "$dir/wrong") not"
[ ! -s "$dir/wrong" ] && [ "$(wc -l <"$dir/fine")" -ge 120 ] || { tail -3 "$dir/self"; exit 1; }
