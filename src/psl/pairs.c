/* Which two fields are the halves of one relation. */
#include "names.h"

/* The fields of one model that refer to the same model under the same name: the first two. */
typedef struct relation_ends {
    sg_psl_field *first, *second;
} relation_ends;

/* Of two models with one name each is for itself. */
static const char *ends_key(const sg_psl_names *names, const sg_psl_table *from, const sg_psl_table *to,
                            const sg_psl_field *field)
{
    const char *name = sg_psl_relation_name(field);

    return sg_arena_printf(names->arena, "%zu %zu %s%s", (size_t)(from - names->tables), (size_t)(to - names->tables),
                           name != NULL ? "=" : "", name != NULL ? name : "");
}

static void add_end(const sg_psl_names *names, sg_map *all, sg_psl_field *field)
{
    const char *key = ends_key(names, field->table, field->target, field);
    relation_ends *ends = sg_map_get(all, key);

    if (ends == NULL) {
        ends = SG_NEW(names->arena, relation_ends);
        ends->first = field;
        sg_map_put(all, key, ends);
    } else if (ends->second == NULL) {
        ends->second = field;
    }
}

/* The first field that refers back under the same name, and is another one. */
static void find_opposite(const sg_psl_names *names, sg_map *all, sg_psl_field *field)
{
    const relation_ends *ends = sg_map_get(all, ends_key(names, field->target, field->table, field));

    if (ends != NULL)
        field->opposite = ends->first != field ? ends->first : ends->second;
}

static void each_relation(const sg_psl_names *names, sg_map *all,
                          void (*visit)(const sg_psl_names *names, sg_map *all, sg_psl_field *field))
{
    for (size_t i = 0; i < names->table_count; i++) {
        for (size_t j = 0; j < names->tables[i].count; j++) {
            if (names->tables[i].fields[j].target != NULL)
                visit(names, all, &names->tables[i].fields[j]);
        }
    }
}

void sg_psl_pair_relations(const sg_psl_names *names)
{
    sg_map all = SG_MAP_EMPTY;

    each_relation(names, &all, add_end);
    each_relation(names, &all, find_opposite);
    sg_map_release(&all);
}
