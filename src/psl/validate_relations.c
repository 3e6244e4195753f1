/* Relations: which two fields make one, and whether names leave that open. */
#include <string.h>

#include "validate_private.h"

/* The fields of one model that refer to the same model under the same name. */
struct group {
    const sg_psl_field *first;
    size_t count;
    bool open; /* more than may be: which belongs to what is not known */
};

/* Of the fields from one model to another that are called like this one. */
static const char *group_key(sg_psl_check *check, const sg_psl_table *from, const sg_psl_table *to,
                             const sg_psl_field *field)
{
    return sg_arena_join(check->names->arena, from->item->name.text, "\n", to->item->name.text, "\n",
                         sg_psl_relation_title(check->names, field));
}

/* Told of two models once, from the first one's side. */
static void report_open(sg_psl_check *check, const sg_map *groups, struct group *group, const sg_psl_field *again)
{
    const char *model = again->table->item->name.text, *target = again->target->item->name.text;
    const char *title = sg_psl_relation_title(check->names, again);
    bool named = sg_psl_relation_name(again) != NULL, first_named = sg_psl_relation_name(group->first) != NULL;
    const struct group *other = sg_map_get(groups, group_key(check, again->target, again->table, again));

    bool told = group->open || (other != NULL && other->open);
    group->open = true;
    if (told)
        return;
    sg_diag *diag = named || first_named
                        ? sg_diag_add(check->diags, SG_PSL_BAD_RELATION, group->first->item->span,
                                      "\"%s\" has too many relations named \"%s\" to \"%s\"", model, title, target)
                        : sg_diag_add(check->diags, SG_PSL_BAD_RELATION, group->first->item->span,
                                      "\"%s\" has several relations to \"%s\" without a name", model, target);
    sg_diag_note(check->diags, diag, again->item->name.span, "this is another one");
    if (named != first_named)
        sg_diag_hint(check->diags, diag, "the one without a name is called \"%s\" too: give it another one", title);
    else
        sg_diag_hint(check->diags, diag, "give each relation a name on both of its fields: @relation(\"...\")");
}

/* Two fields of a named relation of a model to itself are its two sides. */
static size_t most_of(const struct group *group, const sg_psl_field *field)
{
    return field->table == field->target && sg_psl_relation_name(field) != NULL &&
                   sg_psl_relation_name(group->first) != NULL
               ? 2
               : 1;
}

static void add_to_group(sg_psl_check *check, sg_map *groups, const sg_psl_field *field)
{
    const char *key = group_key(check, field->table, field->target, field);
    struct group *found = sg_map_get(groups, key);

    if (found == NULL) {
        found = SG_NEW(check->names->arena, struct group);
        found->first = field;
        sg_map_put(groups, key, found);
    }
    if (++found->count > most_of(found, field))
        report_open(check, groups, found, field);
}

/* Whether the pairing of a field is open on its own side or on the other. */
static bool is_open(sg_psl_check *check, const sg_map *groups, const sg_psl_field *field)
{
    const struct group *own = sg_map_get(groups, group_key(check, field->table, field->target, field));
    const struct group *other = sg_map_get(groups, group_key(check, field->target, field->table, field));

    return own->open || (other != NULL && other->open);
}

static bool is_checked(const sg_psl_check *check, const sg_psl_field *field)
{
    return field->sort == SG_PSL_RELATION_FIELD && !sg_psl_is_broken(check, field->table) &&
           !sg_psl_is_broken(check, field->target);
}

static void report_lone(sg_psl_check *check, const sg_psl_field *field)
{
    const char *name = sg_psl_relation_name(field);
    bool many = field->item->type.arity == SG_PSL_MANY;
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, field->item->span,
                                "the relation \"%s\" has no other side in \"%s\"", field->item->name.text,
                                field->target->item->name.text);

    sg_diag_hint(check->diags, diag, "add a field of type %s%s%s to \"%s\"%s%s%s", field->table->item->name.text,
                 many ? "" : "[]", many ? " or a list of it" : "", field->target->item->name.text,
                 name != NULL ? " with @relation(\"" : "", name != NULL ? name : "", name != NULL ? "\")" : "");
}

static void check_field(sg_psl_check *check, sg_map *groups, const sg_psl_field *field)
{
    const char *name = sg_psl_relation_name(field);

    if (name != NULL && *name == '\0')
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, field->item->span, "the name of a relation is empty");
    else if (is_open(check, groups, field))
        return;
    else if (field->opposite == NULL)
        report_lone(check, field);
    else if (field < field->opposite) /* fields and tables stand in arrays, so one of the two comes first */
        sg_psl_check_pair(check, field, field->opposite);
}

static void each_field(sg_psl_check *check, sg_map *groups,
                       void (*visit)(sg_psl_check *check, sg_map *groups, const sg_psl_field *field))
{
    for (size_t i = 0; i < check->names->table_count; i++) {
        const sg_psl_table *table = &check->names->tables[i];
        for (size_t j = 0; j < table->count; j++) {
            if (is_checked(check, &table->fields[j]))
                visit(check, groups, &table->fields[j]);
        }
    }
}

void sg_psl_check_relations(sg_psl_check *check)
{
    sg_map groups = SG_MAP_EMPTY;

    each_field(check, &groups, add_to_group);
    each_field(check, &groups, check_field);
    if (check->names->no_foreign_keys)
        sg_psl_check_circles(check);
    sg_map_release(&groups);
}
