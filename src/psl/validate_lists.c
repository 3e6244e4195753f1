/* The lists of fields in keys, indexes and relations: every element is a field, once, and no relation. */
#include <string.h>

#include "validate_private.h"

/* A list in the making. */
typedef struct field_list {
    const sg_psl_table *table;
    const sg_psl_attribute *attribute;
    const sg_psl_field *of; /* the relation whose key it is, or NULL */
    size_t count;           /* of elements up to now */
    bool with_arguments;    /* title(sort: Desc) is allowed */
    sg_map seen;
    sg_diag *unknown, *relation,
        *twice; /* one mistake of a sort for the whole list, with a note for each further one */
} field_list;

/* Of a relation with `fields: [a]`, the field to index instead, or NULL. */
static const char *key_field(const sg_psl_field *relation)
{
    const sg_psl_attribute *attribute = sg_psl_attribute_named(relation->item, "relation");
    const sg_psl_value *fields =
        attribute != NULL ? sg_psl_argument_named(attribute->arguments, "fields", false) : NULL;
    const char *name = sg_psl_list_count(fields) > 0 ? sg_psl_first_element(fields)->text : NULL;

    const sg_psl_field *field = name != NULL ? sg_psl_field_named(relation->table, name) : NULL;

    return field != NULL && field->sort != SG_PSL_RELATION_FIELD ? name : NULL;
}

/* True when the list has a mistake of this sort already, which is told of the element too. */
static bool is_told(sg_psl_check *check, sg_diag *diag, const sg_psl_value *value)
{
    if (diag != NULL)
        sg_diag_note(check->diags, diag, value->span, "and \"%s\"", value->text);
    return diag != NULL;
}

static sg_diag *report_relation(sg_psl_check *check, const sg_psl_value *value, const sg_psl_field *field)
{
    const char *instead = key_field(field);
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_KEY, value->span,
                                "the field \"%s\" is a relation and has no column", value->text);

    if (instead != NULL)
        sg_diag_hint(check->diags, diag, "name its field \"%s\" instead", instead);
    return diag;
}

/* The field of a relation's key that is missing, of the type that it refers to. */
static void hint_key(sg_psl_check *check, const field_list *list, const char *name)
{
    const sg_psl_value *said =
        sg_psl_argument_named(sg_psl_attribute_named(list->of->item, "relation")->arguments, "references", false);
    sg_psl_elements elements = sg_psl_elements_of(said);
    const sg_psl_value *value = NULL;

    for (size_t i = 0; i < list->count; i++)
        value = sg_psl_next_element(&elements);
    const sg_psl_field *field =
        value != NULL && value->sort == SG_PSL_WORD ? sg_psl_field_named(list->of->target, value->text) : NULL;
    if (field == NULL || (field->sort != SG_PSL_SCALAR_FIELD && field->sort != SG_PSL_ENUM_FIELD))
        return;
    sg_span native = field->native_written != NULL ? field->native_written->span : (sg_span){0};
    sg_diag_hint(check->diags, list->unknown, "add it: %s %s%s%s%.*s", name, field->item->type.name.text,
                 list->of->item->type.arity == SG_PSL_OPTIONAL ? "?" : "", native.source != NULL ? " " : "",
                 (int)(native.end - native.start), native.source != NULL ? native.source->text + native.start : "");
}

static void check_element_field(sg_psl_check *check, field_list *list, const sg_psl_value *value)
{
    const sg_psl_field *field = sg_psl_field_named(list->table, value->text);

    if (field == NULL && !is_told(check, list->unknown, value)) {
        list->unknown = sg_diag_add(check->diags, SG_PSL_NO_SUCH_NAME, value->span, "\"%s\" has no field \"%s\"",
                                    list->table->item->name.text, value->text);
        if (list->of != NULL)
            hint_key(check, list, value->text);
        sg_psl_suggest_field(check, list->unknown, value->text, list->table);
    } else if (field != NULL && field->sort == SG_PSL_RELATION_FIELD && !is_told(check, list->relation, value)) {
        list->relation = report_relation(check, value, field);
    } else if (field != NULL && sg_map_put(&list->seen, value->text, (void *)value) != NULL &&
               !is_told(check, list->twice, value)) {
        list->twice =
            sg_diag_add(check->diags, SG_PSL_BAD_KEY, value->span, "the field \"%s\" stands here twice", value->text);
    }
}

/* `sort: Desc` and its like behind a field; one mistake is enough. */
static void check_element_argument(sg_psl_check *check, const field_list *list, const sg_psl_argument *argument)
{
    static const char *const known[] = {"sort", "ops", "length"};
    const char *name = argument->name.text;
    const sg_psl_value *value = argument->value;
    bool indexes = strcmp(list->attribute->name.text, "index") == 0;

    if (name == NULL) {
        sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "an argument of a field needs a name");
    } else if (strcmp(name, "sort") == 0) {
        bool order =
            value->sort == SG_PSL_WORD && (strcmp(value->text, "Asc") == 0 || strcmp(value->text, "Desc") == 0);
        if (!order)
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, value->span, "\"sort\" takes Asc or Desc, without quotes");
        else if (strcmp(list->attribute->name.text, "id") == 0)
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "a primary key has no order in PostgreSQL");
    } else if (strcmp(name, "length") == 0) {
        if (!list->table->view)
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span,
                        "\"length\" is nothing that PostgreSQL has here");
    } else if (strcmp(name, "ops") != 0) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "a field has no argument \"%s\" here", name);
        sg_psl_suggest(check, diag, name, known, indexes ? 2 : 1);
    } else if (!indexes) {
        sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, argument->span, "operator classes belong in @@index");
    } else if (value->sort != SG_PSL_WORD && (value->sort != SG_PSL_CALL || strcmp(value->text, "raw") != 0)) {
        sg_diag_add(check->diags, SG_PSL_BAD_ARGUMENT, value->span, "\"ops\" takes a name or raw(\"name\")");
    }
}

static void check_element(sg_psl_check *check, field_list *list, const sg_psl_value *value)
{
    size_t before = sg_diags_errors(check->diags);

    if (value->sort != SG_PSL_WORD && (value->sort != SG_PSL_CALL || !list->with_arguments)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_KEY, value->span, "a field is named without quotes");
        if (value->sort == SG_PSL_STRING && sg_psl_field_named(list->table, value->text) != NULL)
            sg_diag_hint(check->diags, diag, "write %s", value->text);
        return;
    }
    check_element_field(check, list, value);
    for (const sg_psl_argument *argument = value->arguments->first; argument != NULL; argument = argument->next) {
        if (argument->value != NULL && sg_diags_errors(check->diags) == before)
            check_element_argument(check, list, argument);
    }
}

/* `of`: the relation whose key is listed, or NULL. */
static void check_list(sg_psl_check *check, const sg_psl_table *table, const sg_psl_attribute *attribute,
                       const char *argument, const sg_psl_field *of)
{
    bool key = strcmp(attribute->name.text, "relation") != 0;
    const sg_psl_value *fields = sg_psl_argument_named(attribute->arguments, argument, key);
    field_list list = {.table = table, .attribute = attribute, .of = of, .with_arguments = key};
    sg_psl_elements elements = sg_psl_elements_of(fields);

    if (fields != NULL && sg_psl_list_count(fields) == 0)
        sg_diag_add(check->diags, SG_PSL_BAD_KEY, fields->span, "at least one field has to stand here");
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        list.count++;
        check_element(check, &list, value);
    }
    sg_map_release(&list.seen);
}

void sg_psl_check_field_lists(sg_psl_check *check, const sg_psl_table *table)
{
    static const char *const keys[] = {"id", "unique", "index", NULL};

    for (size_t i = 0; i < table->count; i++) {
        const sg_psl_field *field = &table->fields[i];
        const sg_psl_attribute *relation = sg_psl_attribute_named(field->item, "relation");
        if (relation == NULL || field->sort != SG_PSL_RELATION_FIELD)
            continue;
        check_list(check, table, relation, "fields", field);
        if (!sg_psl_is_broken(check, field->target))
            check_list(check, field->target, relation, "references", NULL);
    }
    SG_PSL_EACH_LINE(item, table->item)
    {
        if (sg_psl_is_one_of(item->attributes->name.text, keys))
            check_list(check, table, item->attributes, "fields", NULL);
    }
}
