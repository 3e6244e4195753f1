/* Without foreign keys actions are carried out by clients, which cannot follow a circle of them. */
#include <string.h>

#include "validate_private.h"

/* Whether an action that is said changes no rows. */
static bool keeps_still(const sg_psl_value *action)
{
    return strcmp(action->text, "NoAction") == 0 || strcmp(action->text, "Restrict") == 0;
}

/* Whether a field makes a foreign key that changes rows. By default updates cascade, and deletions are refused where a
 * field is required. */
static bool is_link(const sg_psl_check *check, const sg_psl_field *field)
{
    const sg_psl_value *fields = sg_psl_said(field, "fields"), *deletes = sg_psl_said(field, "onDelete");
    const sg_psl_value *updates = sg_psl_said(field, "onUpdate");

    if (field->sort != SG_PSL_RELATION_FIELD || fields == NULL || sg_psl_is_broken(check, field->table))
        return false;
    bool required =
        field->item->type.arity == SG_PSL_REQUIRED || sg_psl_has_arity(field->table, fields, SG_PSL_REQUIRED);
    bool still = deletes != NULL ? keeps_still(deletes) : required;
    return !still || updates == NULL || !keeps_still(updates);
}

/* All links, those of a table together. */
struct links {
    const sg_psl_field **fields;
    size_t *starts; /* by table; one more than tables */
};

static struct links collect_links(const sg_psl_check *check)
{
    const sg_psl_names *names = check->names;
    struct links all = {.starts = SG_NEW_ARRAY(names->arena, size_t, names->table_count + 1)};
    size_t fields = 0, count = 0;

    for (size_t i = 0; i < names->table_count; i++)
        fields += names->tables[i].count;
    all.fields = SG_NEW_ARRAY(names->arena, const sg_psl_field *, fields);
    for (size_t i = 0; i < names->table_count; i++) {
        all.starts[i] = count;
        for (size_t j = 0; j < names->tables[i].count; j++) {
            if (is_link(check, &names->tables[i].fields[j]))
                all.fields[count++] = &names->tables[i].fields[j];
        }
    }
    all.starts[names->table_count] = count;
    return all;
}

/* The search for circles, after Tarjan: tables that lead to each other and back get the same circle. */
typedef struct circle_search {
    const sg_psl_check *check;
    struct links all;
    size_t *entered; /* by table: when the search came to it, from 1 on; 0: not yet */
    size_t *lowest;  /* by table: the earliest table on the path that it leads back to */
    size_t *circle;  /* by table: the table that its circle was entered by, plus 1; 0: still open */
    size_t *next;    /* by table: the link to follow next */
    sg_vec path;     /* from where the search began to where it is */
    sg_vec open;     /* tables without a circle yet */
    size_t clock;
} circle_search;

static size_t number_of(const circle_search *search, const sg_psl_table *table)
{
    return (size_t)(table - search->check->names->tables);
}

static void enter(circle_search *search, sg_psl_table *table)
{
    size_t number = number_of(search, table);

    search->entered[number] = search->lowest[number] = ++search->clock;
    search->next[number] = search->all.starts[number];
    sg_vec_push(&search->path, table);
    sg_vec_push(&search->open, table);
}

/* Leaves the last table of the path; where nothing led further back, what is open behind it is its circle. */
static void leave(circle_search *search)
{
    size_t number = number_of(search, search->path.items[--search->path.count]), last;

    if (search->path.count > 0) {
        size_t before = number_of(search, search->path.items[search->path.count - 1]);
        if (search->lowest[number] < search->lowest[before])
            search->lowest[before] = search->lowest[number];
    }
    if (search->lowest[number] != search->entered[number])
        return;
    do {
        last = number_of(search, search->open.items[--search->open.count]);
        search->circle[last] = number + 1;
    } while (last != number);
}

static void search_from(circle_search *search, sg_psl_table *first)
{
    enter(search, first);
    while (search->path.count > 0) {
        size_t number = number_of(search, search->path.items[search->path.count - 1]);
        if (search->next[number] == search->all.starts[number + 1]) {
            leave(search);
            continue;
        }
        sg_psl_table *target = search->all.fields[search->next[number]++]->target;
        size_t other = number_of(search, target);
        if (search->entered[other] == 0)
            enter(search, target);
        else if (search->circle[other] == 0 && search->entered[other] < search->lowest[number])
            search->lowest[number] = search->entered[other];
    }
}

void sg_psl_check_circles(sg_psl_check *check)
{
    sg_arena *arena = check->names->arena;
    size_t count = check->names->table_count;
    circle_search search = {.check = check,
                            .all = collect_links(check),
                            .entered = SG_NEW_ARRAY(arena, size_t, count),
                            .lowest = SG_NEW_ARRAY(arena, size_t, count),
                            .circle = SG_NEW_ARRAY(arena, size_t, count),
                            .next = SG_NEW_ARRAY(arena, size_t, count)};

    for (size_t i = 0; i < count; i++) {
        if (search.entered[i] == 0)
            search_from(&search, &check->names->tables[i]);
    }
    for (size_t i = 0; i < search.all.starts[count]; i++) {
        const sg_psl_field *link = search.all.fields[i];
        if (search.circle[number_of(&search, link->table)] == search.circle[number_of(&search, link->target)])
            sg_diag_add(check->diags, SG_PSL_BAD_ACTION, link->item->span,
                        "the relation \"%s\" is part of a circle, whose actions clients cannot carry out",
                        link->item->name.text);
    }
    sg_vec_release(&search.path);
    sg_vec_release(&search.open);
}
