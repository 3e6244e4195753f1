/* Primary keys, uniques and indexes of a model. */
#include <ctype.h>
#include <string.h>

#include "text.h"
#include "validate_private.h"

enum { KEY_COLUMNS_MAX = 32 };

static void add_key(sg_psl_check *check, sg_psl_key ***end, sg_psl_key_sort sort, const sg_psl_attribute *attribute)
{
    **end = SG_NEW(check->names->arena, sg_psl_key);
    (**end)->sort = sort;
    (**end)->attribute = attribute;
}

/* Of @id, @unique on a field. */
static void add_field_key(sg_psl_check *check, sg_psl_key ***end, sg_psl_key_sort sort, const sg_psl_field *field,
                          const sg_psl_attribute *attribute)
{
    add_key(check, end, sort, attribute);
    (**end)->parts = SG_NEW(check->names->arena, sg_psl_part);
    (**end)->parts[0] = (sg_psl_part){field, attribute->arguments, attribute->span};
    (**end)->count = 1;
    *end = &(**end)->next;
}

static void add_block_key(sg_psl_check *check, sg_psl_key ***end, sg_psl_key_sort sort, const sg_psl_table *table,
                          const sg_psl_attribute *attribute)
{
    const sg_psl_value *fields = sg_psl_argument_named(attribute->arguments, "fields", true);
    sg_psl_elements elements = sg_psl_elements_of(fields);

    add_key(check, end, sort, attribute);
    sg_psl_key *key = **end;
    key->of_block = true;
    key->parts = SG_NEW_ARRAY(check->names->arena, sg_psl_part, sg_psl_list_count(fields));
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const sg_psl_field *field = value->text != NULL ? sg_psl_field_named(table, value->text) : NULL;
        if (field != NULL)
            key->parts[key->count++] = (sg_psl_part){field, value->arguments, value->span};
    }
    *end = &key->next;
}

static void collect_keys(sg_psl_check *check, const sg_psl_table *table, sg_psl_key **end)
{
    static const struct {
        const char *name;
        sg_psl_key_sort sort;
    } sorts[] = {{"id", SG_PSL_KEY_ID}, {"unique", SG_PSL_KEY_UNIQUE}, {"index", SG_PSL_KEY_INDEX}};

    for (size_t i = 0; i < table->count; i++) {
        for (const sg_psl_attribute *attribute = table->fields[i].item->attributes; attribute != NULL;
             attribute = attribute->next) {
            for (size_t j = 0; j < 2; j++) {
                if (strcmp(attribute->name.text, sorts[j].name) == 0)
                    add_field_key(check, &end, sorts[j].sort, &table->fields[i], attribute);
            }
        }
    }
    SG_PSL_EACH_LINE(item, table->item)
    {
        for (size_t j = 0; j < 3; j++) {
            if (strcmp(item->attributes->name.text, sorts[j].name) == 0)
                add_block_key(check, &end, sorts[j].sort, table, item->attributes);
        }
    }
}

void sg_psl_collect_keys(sg_psl_check *check)
{
    for (size_t i = 0; i < check->names->table_count; i++) {
        if (!check->broken_tables[i])
            collect_keys(check, &check->names->tables[i], &check->keys[i]);
    }
}

/* A key that tells one row from all others: no field is optional, none has an unknown type. That a primary key has
 * optional fields is a mistake of its own. */
static bool is_criterion(const sg_psl_key *key)
{
    for (size_t i = 0; i < key->count; i++) {
        bool optional = key->parts[i].field->item->type.arity == SG_PSL_OPTIONAL && key->sort != SG_PSL_KEY_ID;
        if (optional || key->parts[i].field->sort == SG_PSL_RAW_FIELD)
            return false;
    }
    return key->sort != SG_PSL_KEY_INDEX && key->count > 0;
}

static void check_criterion(sg_psl_check *check, const sg_psl_table *table)
{
    const sg_psl_key *key = sg_psl_keys_of(check, table);

    while (key != NULL && !is_criterion(key))
        key = key->next;
    if (key != NULL || table->view || sg_psl_is_ignored(check, table))
        return;
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_KEY, table->item->name.span,
                                "the model \"%s\" has no @id, @@id, @unique or @@unique on required fields",
                                table->item->name.text);
    sg_diag_hint(check->diags, diag, "add a key, or @@ignore");
}

/* The field with a column whose name is that under which clients know a key of several fields by default: a_b. */
static const sg_psl_field *default_namesake(const sg_psl_table *table, const sg_psl_key *key)
{
    sg_buf name;

    sg_buf_init(&name);
    for (size_t i = 0; i < key->count; i++)
        sg_buf_addf(&name, "%s%s", i > 0 ? "_" : "", key->parts[i].field->item->name.text);
    const sg_psl_field *field = sg_psl_field_named(table, name.data);
    sg_buf_release(&name);
    return field != NULL && field->sort != SG_PSL_RELATION_FIELD ? field : NULL;
}

static bool is_client_name(const char *name)
{
    while (isalnum((unsigned char)*name) || *name == '_')
        name++;
    return *name == '\0';
}

static void report_name(sg_psl_check *check, const sg_psl_key *key, const sg_psl_key *other, const char *name)
{
    sg_diag *diag =
        sg_diag_add(check->diags, SG_DUPLICATE_NAME, key->attribute->span, "two keys are named \"%s\"", name);

    sg_diag_note(check->diags, diag, other->attribute->span, "the other one");
}

/* `name:`, or the default, is a name of its own among fields and keys. */
static void check_client_name(sg_psl_check *check, const sg_psl_table *table, const sg_psl_key *key, sg_map *names)
{
    const char *name = sg_psl_text_argument(key->attribute, "name", false);

    if (name == NULL) {
        const sg_psl_field *field = key->count > 1 ? default_namesake(table, key) : NULL;
        if (field != NULL)
            sg_diag_add(
                check->diags, SG_PSL_BAD_KEY, key->attribute->span,
                "the key is known to clients as \"%s\", which is a field: give it a name:", field->item->name.text);
        return;
    }
    if (*name == '\0' || !is_client_name(name)) {
        sg_diag_add(check->diags, SG_PSL_BAD_NAME, key->attribute->span,
                    "a name: consists of letters, digits and underscores; map: gives the name in the database");
        return;
    }
    const sg_psl_field *field = sg_psl_field_named(table, name);
    if (field != NULL) {
        sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, table->item->name.span,
                                    "a key and a field of \"%s\" are both named \"%s\"", table->item->name.text, name);
        sg_diag_note(check->diags, diag, key->attribute->span, "the key");
        sg_diag_note(check->diags, diag, field->item->name.span, "the field");
    }
    const sg_psl_key *first = sg_map_get(names, name);
    if (first == NULL) {
        sg_map_put(names, name, (void *)key);
        return;
    }
    report_name(check, first, key, name);
    report_name(check, key, first, name);
}

static void check_id(sg_psl_check *check, const sg_psl_table *table, const sg_psl_key *key)
{
    sg_buf loose;

    sg_buf_init(&loose);
    for (size_t i = 0; i < key->count && !sg_psl_is_ignored(check, table); i++) {
        const sg_psl_item *field = key->parts[i].field->item;
        if (field->type.arity != SG_PSL_REQUIRED)
            sg_buf_addf(&loose, "%s\"%s\" (%s)", loose.length > 0 ? ", " : "", field->name.text,
                        field->type.arity == SG_PSL_MANY ? "a list" : "optional");
    }
    if (loose.length > 0)
        sg_diag_add(check->diags, SG_PSL_BAD_KEY, key->attribute->span, "a primary key has required fields, not %s",
                    loose.data);
    sg_buf_release(&loose);
}

/* Views have uniques, which say what clients may rely on, and nothing that would be made. */
static void check_view_key(sg_psl_check *check, const sg_psl_key *key)
{
    bool plain = sg_psl_argument_named(key->attribute->arguments, "map", false) == NULL &&
                 sg_psl_argument_named(key->attribute->arguments, "length", false) == NULL &&
                 sg_psl_argument_named(key->attribute->arguments, "sort", false) == NULL &&
                 sg_psl_argument_named(key->attribute->arguments, "clustered", false) == NULL &&
                 sg_psl_argument_named(key->attribute->arguments, "where", false) == NULL;

    if (key->sort == SG_PSL_KEY_ID) {
        sg_diag_add(check->diags, SG_PSL_OLD_FEATURE, key->attribute->span,
                    "a view has no primary key: this is read as a unique");
    } else if (key->sort == SG_PSL_KEY_INDEX) {
        sg_diag_add(check->diags, SG_PSL_BAD_VIEW, key->attribute->span, "a view has no indexes");
    } else {
        for (size_t i = 0; i < key->count; i++)
            plain &= key->parts[i].arguments->count == 0;
        if (!plain)
            sg_diag_add(check->diags, SG_PSL_BAD_VIEW, key->attribute->span,
                        "a unique of a view only names its fields, because no index is made");
    }
}

static void check_index(sg_psl_check *check, const sg_psl_key *key)
{
    const sg_psl_arguments *arguments = key->attribute->arguments;
    const sg_psl_value *name = sg_psl_argument_named(arguments, "name", false);

    if (name != NULL && sg_psl_argument_named(arguments, "map", false) != NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, key->attribute->span,
                    "name: of an index is an older spelling of map: keep map");
    sg_psl_check_operators(check, key);
}

static void check_key(sg_psl_check *check, const sg_psl_table *table, const sg_psl_key *key, sg_map *names)
{
    const sg_psl_value *where = sg_psl_argument_named(key->attribute->arguments, "where", false);

    if (key->sort == SG_PSL_KEY_ID)
        check_id(check, table, key);
    if (key->sort == SG_PSL_KEY_INDEX)
        check_index(check, key);
    else if (key->of_block)
        check_client_name(check, table, key, names);
    if (key->count > KEY_COLUMNS_MAX)
        sg_diag_add(check->diags, SG_PSL_BAD_KEY, key->attribute->span,
                    "there are %zu fields here, and an index of PostgreSQL has %d columns at most", key->count,
                    KEY_COLUMNS_MAX);
    for (size_t i = 0; i < key->count; i++) {
        const sg_psl_native *native = key->parts[i].field->native;
        if (native != NULL && strcmp(native->name, "Xml") == 0)
            sg_diag_add(check->diags, SG_PSL_BAD_INDEX, key->parts[i].span, "PostgreSQL cannot index the type xml");
    }
    if (where != NULL)
        sg_psl_check_where(check, table, where);
}

void sg_psl_check_keys(sg_psl_check *check, const sg_psl_table *table)
{
    const sg_psl_key *first = NULL;
    sg_map names = SG_MAP_EMPTY;

    check_criterion(check, table);
    for (const sg_psl_key *key = sg_psl_keys_of(check, table); key != NULL; key = key->next) {
        if (table->view) {
            check_view_key(check, key);
            continue;
        }
        check_key(check, table, key, &names);
        if (key->sort == SG_PSL_KEY_ID && first != NULL) {
            sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_KEY, table->item->name.span,
                                        "the model \"%s\" has more than one primary key", table->item->name.text);
            sg_diag_note(check->diags, diag, first->attribute->span, "the first");
            sg_diag_note(check->diags, diag, key->attribute->span, "another one");
        } else if (key->sort == SG_PSL_KEY_ID) {
            first = key;
        }
    }
    sg_map_release(&names);
}
