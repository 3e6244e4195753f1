# Where the corpus is and the observer beside it, which says what two databases differ in; to be sourced.

corpus=${SCHEMAGEN_CORPUS:-$SCHEMAGEN_SOURCE/../shared/corpus}
catdiff=$(dirname "$corpus")/tools/catdiff

# observe <url> <url> [<option>...]: the differences, a line each; fails when there are none. Some servers put a mark on
# every column that differs in every database.
observe() {
    "$catdiff" "$@" 2>&1 | grep -v '|options|pg_attver=[0-9]*$'
}
