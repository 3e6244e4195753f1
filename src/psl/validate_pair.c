/* The two fields of one relation: one to many, one to one, many to many. */
#include <string.h>

#include "lower_private.h"
#include "validate_private.h"

const sg_psl_value *sg_psl_said(const sg_psl_field *field, const char *argument)
{
    const sg_psl_attribute *relation = sg_psl_attribute_named(field->item, "relation");

    return relation != NULL ? sg_psl_argument_named(relation->arguments, argument, false) : NULL;
}

static const char both_say[] = "both sides of the relation say what only one has to:";

static bool says_one_of(const sg_psl_field *field, const char *argument, const char *other)
{
    return sg_psl_said(field, argument) != NULL || sg_psl_said(field, other) != NULL;
}

/* The same mistake on both sides of a relation. */
static void report_both(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other, const char *what,
                        const char *argument)
{
    const sg_psl_field *sides[] = {one, other};

    for (size_t i = 0; i < 2; i++) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_RELATION, sides[i]->item->span, "%s \"%s\"", what, argument);
        sg_diag_note(check->diags, diag, sides[1 - i]->item->name.span, "the other side");
    }
}

static void check_join_side(sg_psl_check *check, const sg_psl_field *side, bool view)
{
    static const char *const arguments[] = {"references", "onDelete", "onUpdate"};

    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        const sg_psl_value *value = sg_psl_said(side, arguments[i]);
        if (value != NULL)
            sg_diag_add(check->diags, SG_PSL_BAD_RELATION, value->span,
                        "\"%s\" does not belong here: the relation is of many to many and has a table of its own",
                        arguments[i]);
    }
    if (view)
        sg_diag_add(check->diags, SG_PSL_BAD_VIEW, side->item->span, "a view cannot be in a relation of many to many");
    if (side->target->single_id == NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, side->item->span,
                    "a relation of many to many needs a primary key of one field in \"%s\"",
                    side->target->item->name.text);
}

static void check_many_to_many(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other)
{
    bool view = one->table->view || other->table->view;

    if (says_one_of(one, "fields", "fields") || says_one_of(other, "fields", "fields")) {
        report_both(check, one, other, "a relation of many to many has a table of its own and takes no", "fields");
        return;
    }
    check_join_side(check, one, view);
    check_join_side(check, other, view);
}

/* Whether the fields of a key are those of a list, in any order. */
static bool is_key_on(const sg_psl_key *key, const sg_psl_table *table, const sg_psl_value *list)
{
    size_t found = 0;

    if (key->sort == SG_PSL_KEY_INDEX || key->count != sg_psl_list_count(list))
        return false;
    sg_psl_elements elements = sg_psl_elements_of(list);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const sg_psl_field *field = sg_psl_field_named(table, value->text);
        for (size_t i = 0; i < key->count; i++)
            found += key->parts[i].field == field;
    }
    return found == key->count;
}

static bool has_key_on(const sg_psl_check *check, const sg_psl_table *table, const sg_psl_value *list)
{
    const sg_psl_key *key = sg_psl_keys_of(check, table);

    while (key != NULL && !is_key_on(key, table, list))
        key = key->next;
    return key != NULL;
}

static bool have_same_type(const sg_psl_field *a, const sg_psl_field *b)
{
    if (a->sort != b->sort)
        return false;
    if (a->sort == SG_PSL_ENUM_FIELD)
        return a->labels == b->labels;
    return a->sort == SG_PSL_RAW_FIELD || a->scalar == b->scalar;
}

static void check_types(sg_psl_check *check, const sg_psl_field *owner, const sg_psl_value *fields,
                        const sg_psl_value *references)
{
    sg_psl_elements own = sg_psl_elements_of(fields), others = sg_psl_elements_of(references);

    for (const sg_psl_value *value; (value = sg_psl_next_element(&own)) != NULL;) {
        const sg_psl_field *field = sg_psl_field_named(owner->table, value->text);
        const sg_psl_field *other = sg_psl_field_named(owner->target, sg_psl_next_element(&others)->text);
        if (!have_same_type(field, other))
            sg_diag_add(check->diags, SG_PSL_BAD_RELATION, value->span,
                        "the type of \"%s\" is not that of \"%s\" in \"%s\"", value->text, other->item->name.text,
                        owner->target->item->name.text);
    }
}

bool sg_psl_has_arity(const sg_psl_table *table, const sg_psl_value *list, sg_psl_arity arity)
{
    sg_psl_elements elements = sg_psl_elements_of(list);

    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        if (sg_psl_field_named(table, value->text)->item->type.arity == arity)
            return true;
    }
    return false;
}

/* Without foreign keys, and without knowing the database, what cannot work is refused; else it is only warned of. */
static void check_action(sg_psl_check *check, const sg_psl_field *owner, const sg_psl_value *fields,
                         const char *argument)
{
    static const char *const emulated[] = {"Cascade", "Restrict", "SetNull", NULL};
    const sg_psl_value *action = sg_psl_said(owner, argument);

    if (action == NULL)
        return;
    if (check->names->no_foreign_keys && !sg_psl_is_one_of(action->text, emulated)) {
        sg_diag_add(check->diags, SG_PSL_BAD_ACTION, action->span,
                    "%s needs foreign keys, and relationMode is \"prisma\"", action->text);
    } else if (strcmp(action->text, "SetNull") == 0 && sg_psl_has_arity(owner->table, fields, SG_PSL_REQUIRED)) {
        bool known = check->names->datasource != NULL && !check->names->no_foreign_keys;
        sg_diag *diag = sg_diag_add(check->diags, known ? SG_PSL_SET_NULL : SG_PSL_BAD_ACTION, action->span,
                                    "%s: SetNull cannot work on a required field", argument);
        sg_diag_hint(check->diags, diag, "make the fields of the relation optional, or choose another action");
    }
}

/* Whether a key or index begins with the fields of a list, in their order. */
static bool is_index_on(const sg_psl_key *key, const sg_psl_table *table, const sg_psl_value *list)
{
    size_t at = 0;

    sg_psl_elements elements = sg_psl_elements_of(list);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL; at++) {
        if (at == key->count || key->parts[at].field != sg_psl_field_named(table, value->text))
            return false;
    }
    return true;
}

/* Without foreign keys the database does not look rows up by itself, and clients do it often. */
static void check_indexed(sg_psl_check *check, const sg_psl_field *owner, const sg_psl_value *fields)
{
    const sg_psl_key *key = sg_psl_keys_of(check, owner->table);

    while (key != NULL && !is_index_on(key, owner->table, fields))
        key = key->next;
    if (key != NULL || !check->names->no_foreign_keys || owner->table->view)
        return;
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_NO_INDEX, sg_psl_attribute_named(owner->item, "relation")->span,
                                "no index begins with the fields of the relation \"%s\"", owner->item->name.text);
    sg_diag_hint(check->diags, diag, "add @@index([...]) with these fields");
}

static void check_owner(sg_psl_check *check, const sg_psl_field *owner, bool to_one)
{
    const sg_psl_value *fields = sg_psl_said(owner, "fields"), *references = sg_psl_said(owner, "references");
    const sg_psl_item *target = owner->target->item;

    if (sg_psl_list_count(fields) != sg_psl_list_count(references)) {
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, references->span,
                    "\"fields\" and \"references\" do not have the same length");
        return;
    }
    check_types(check, owner, fields, references);
    if (!has_key_on(check, owner->target, references)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, references->span,
                                    "\"references\" is no primary key or unique of \"%s\"", target->name.text);
        sg_diag_hint(check->diags, diag, "make these fields of \"%s\" unique, or refer to its key", target->name.text);
    }
    if (owner->item->type.arity == SG_PSL_REQUIRED && sg_psl_has_arity(owner->table, fields, SG_PSL_OPTIONAL))
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, owner->item->span,
                    "the relation \"%s\" is required, but one of its fields is optional", owner->item->name.text);
    if (to_one && !has_key_on(check, owner->table, fields)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, owner->item->span,
                                    "a relation of one to one needs a unique on exactly its fields");
        sg_diag_hint(check->diags, diag,
                     fields->arguments->count > 1 ? "add @@unique([...]) with these fields"
                                                  : "add @unique to the field");
    }
    check_action(check, owner, fields, "onDelete");
    check_action(check, owner, fields, "onUpdate");
    check_indexed(check, owner, fields);
}

/* What the side without the key must leave to the other one. */
static void refuse_arguments(sg_psl_check *check, const sg_psl_field *back)
{
    if (says_one_of(back, "fields", "references"))
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, back->item->span,
                    "\"fields\" and \"references\" do not belong here: the other side of the relation holds the key");
    if (says_one_of(back, "onDelete", "onUpdate"))
        sg_diag_add(check->diags, SG_PSL_BAD_RELATION, back->item->span,
                    "\"onDelete\" and \"onUpdate\" do not belong here: the other side of the relation holds the key");
}

static void check_one_to_many(sg_psl_check *check, const sg_psl_field *owner, const sg_psl_field *back)
{
    static const char *const needed[] = {"fields", "references"};
    bool whole = true;

    for (size_t i = 0; i < 2; i++) {
        if (sg_psl_said(owner, needed[i]) != NULL)
            continue;
        whole = false;
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, owner->item->span,
                                    "the relation \"%s\" does not say its \"%s\"", owner->item->name.text, needed[i]);
        sg_diag_hint(check->diags, diag, "write @relation(fields: [...], references: [...])");
    }
    refuse_arguments(check, back);
    if (whole)
        check_owner(check, owner, false);
}

/* Whether exactly one side of a relation of one to one says what makes the key; else both are told. */
static bool check_said_once(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other)
{
    static const char *const needed[] = {"fields", "references"};
    bool fine = true;

    for (size_t i = 0; i < 2; i++) {
        bool said = sg_psl_said(one, needed[i]) != NULL;
        if (said != (sg_psl_said(other, needed[i]) != NULL))
            continue;
        fine = false;
        report_both(check, one, other, said ? both_say : "one side of the relation has to say", needed[i]);
    }
    return fine;
}

static void check_one_to_one(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other)
{
    if (!check_said_once(check, one, other))
        return;
    const sg_psl_field *owner = sg_psl_said(one, "fields") != NULL ? one : other;
    const sg_psl_field *back = owner == one ? other : one;
    if (sg_psl_said(owner, "references") == NULL) {
        report_both(check, one, other, "the side of the relation that says \"fields\" has to say", "references");
    } else if (back->item->type.arity == SG_PSL_REQUIRED && owner->item->type.arity == SG_PSL_REQUIRED) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, other->item->span,
                                    "both sides of a relation of one to one are required");
        sg_diag_note(check->diags, diag, one->item->name.span, "the other side");
        sg_diag_hint(check->diags, diag, "make the side without the key optional, with ?");
    } else if (back->item->type.arity == SG_PSL_REQUIRED) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_RELATION, owner->item->span,
                                    "the key belongs on the side that is required");
        sg_diag_note(check->diags, diag, back->item->name.span, "which is this one");
    } else {
        if (says_one_of(owner, "onDelete", "onUpdate") && says_one_of(back, "onDelete", "onUpdate"))
            report_both(check, one, other, both_say, "onDelete");
        else
            refuse_arguments(check, back);
        check_owner(check, owner, true);
    }
}

void sg_psl_check_pair(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other)
{
    bool one_many = one->item->type.arity == SG_PSL_MANY, other_many = other->item->type.arity == SG_PSL_MANY;

    if (one_many && other_many)
        check_many_to_many(check, one, other);
    else if (one_many)
        check_one_to_many(check, other, one);
    else if (other_many)
        check_one_to_many(check, one, other);
    else
        check_one_to_one(check, one, other);
}
