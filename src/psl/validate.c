/* The stages of validation, and which blocks go on to the next one. */
#include "validate_private.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Where a table or enum stands, and its mark. */
typedef struct sg_psl_extent {
    sg_span span;
    bool *broken;
} sg_psl_extent;

static int compare_places(const sg_span *a, const sg_span *b)
{
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static int compare_extents(const void *a, const void *b)
{
    return compare_places(&((const sg_psl_extent *)a)->span, &((const sg_psl_extent *)b)->span);
}

static void list_blocks(sg_psl_check *check)
{
    const sg_psl_names *names = check->names;
    size_t count = 0;

    check->broken_tables = SG_NEW_ARRAY(names->arena, bool, names->table_count);
    check->broken_enums = SG_NEW_ARRAY(names->arena, bool, names->enum_count);
    check->ignored = SG_NEW_ARRAY(names->arena, bool, names->table_count);
    check->keys = SG_NEW_ARRAY(names->arena, sg_psl_key *, names->table_count);
    check->blocks = SG_NEW_ARRAY(names->arena, sg_psl_extent, names->table_count + names->enum_count);
    for (size_t i = 0; i < names->table_count; i++)
        check->ignored[i] = sg_psl_block_attribute(names->tables[i].item, "ignore") != NULL;
    for (size_t i = 0; i < names->table_count; i++)
        check->blocks[count++] = (sg_psl_extent){names->tables[i].item->span, &check->broken_tables[i]};
    for (size_t i = 0; i < names->enum_count; i++)
        check->blocks[count++] = (sg_psl_extent){names->enums[i].item->span, &check->broken_enums[i]};
    check->block_count = count;
    qsort(check->blocks, count, sizeof *check->blocks, compare_extents);
}

/* The last block that begins before the place, or NULL. */
static const sg_psl_extent *block_before(const sg_psl_check *check, const sg_span *place)
{
    size_t low = 0, high = check->block_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_places(&check->blocks[middle].span, place) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &check->blocks[low - 1] : NULL;
}

/* Marks the blocks in which errors were found since the last call. */
static void mark_broken(sg_psl_check *check)
{
    const sg_diag *diag = check->marked != NULL ? check->marked->next : sg_diags_first(check->diags);

    for (; diag != NULL; diag = diag->next) {
        const sg_psl_extent *block = block_before(check, &diag->span);
        if (diag->severity == SG_ERROR && block != NULL && block->span.source == diag->span.source &&
            diag->span.start < block->span.end)
            *block->broken = true;
        check->marked = diag;
    }
}

bool sg_psl_is_broken(const sg_psl_check *check, const sg_psl_table *table)
{
    return check->broken_tables[table - check->names->tables];
}

const sg_psl_key *sg_psl_keys_of(const sg_psl_check *check, const sg_psl_table *table)
{
    return check->keys[table - check->names->tables];
}

void sg_psl_suggest(const sg_psl_check *check, sg_diag *diag, const char *word, const char *const *candidates,
                    size_t count)
{
    const char *near = sg_psl_wants_hint(check->names) ? sg_text_nearest(word, candidates, count) : NULL;

    if (near != NULL)
        sg_diag_hint(check->diags, diag, "did you mean \"%s\"?", near);
}

void sg_psl_suggest_field(const sg_psl_check *check, sg_diag *diag, const char *word, const sg_psl_table *table)
{
    sg_vec known = SG_VEC_EMPTY;

    for (size_t i = 0; i < table->count && sg_psl_wants_hint(check->names); i++)
        if (table->fields[i].sort != SG_PSL_RELATION_FIELD)
            sg_vec_push(&known, (void *)table->fields[i].item->name.text);
    sg_psl_suggest(check, diag, word, (const char *const *)known.items, known.count);
    sg_vec_release(&known);
}

bool sg_psl_is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && ((*words)[0] != text[0] || strcmp(*words, text) != 0))
        words++;
    return *words != NULL;
}

bool sg_psl_is_ignored(const sg_psl_check *check, const sg_psl_table *table)
{
    return check->ignored[table - check->names->tables];
}

const char *sg_psl_sign(const sg_psl_attribute *attribute)
{
    const char *start = attribute->span.source->text + attribute->span.start;

    return start[0] == '@' && start[1] == '@' ? "@@" : "@";
}

const char *sg_psl_text_argument(const sg_psl_attribute *attribute, const char *name, bool first)
{
    return sg_psl_text(sg_psl_argument_named(attribute->arguments, name, first));
}

static void check_tables(sg_psl_check *check, void (*visit)(sg_psl_check *check, const sg_psl_table *table))
{
    for (size_t i = 0; i < check->names->table_count; i++) {
        if (!check->broken_tables[i])
            visit(check, &check->names->tables[i]);
    }
}

static void release(sg_psl_check *check)
{
    sg_vec_release(&check->schemas);
    sg_map_release(&check->schemas_by_name);
    sg_map_release(&check->generators);
}

bool sg_psl_resolves(const sg_psl_names *names)
{
    sg_psl_check check = {.names = names, .diags = names->diags};

    list_blocks(&check);
    sg_psl_check_config(&check); /* its own mistakes do not matter here */
    size_t errors = sg_diags_errors(check.diags);
    sg_psl_check_names(&check);
    sg_psl_check_attributes(&check);
    release(&check);
    return sg_diags_errors(check.diags) == errors;
}

void sg_psl_validate(const sg_psl_names *names)
{
    sg_psl_check check = {.names = names, .diags = names->diags};

    list_blocks(&check);
    sg_psl_check_names(&check);
    sg_psl_check_config(&check);
    sg_psl_check_attributes(&check);
    mark_broken(&check);
    sg_psl_collect_keys(&check);
    check_tables(&check, sg_psl_check_fields);
    check_tables(&check, sg_psl_check_keys);
    sg_psl_check_schemas(&check);
    sg_psl_check_relations(&check);
    mark_broken(&check);
    sg_psl_check_tables(&check);
    sg_psl_check_objects(&check);
    release(&check);
}
