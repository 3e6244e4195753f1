/* Datasource and generators. */
#include <string.h>

#include "text.h"
#include "validate_private.h"

typedef enum feature_state { ACTIVE, BUILT_IN, RENAMED } feature_state;

/* Preview features: those that do something, and those that older files still name. */
static const struct feature {
    const char *name;
    feature_state state;
    const char *now; /* the new name of a renamed one */
} features[] = {
    {"nativeDistinct", ACTIVE, NULL},
    {"partialIndexes", ACTIVE, NULL},
    {"postgresqlExtensions", ACTIVE, NULL},
    {"relationJoins", ACTIVE, NULL},
    {"schemaEngineDriverAdapters", ACTIVE, NULL},
    {"shardKeys", ACTIVE, NULL},
    {"strictUndefinedChecks", ACTIVE, NULL},
    {"typedSql", ACTIVE, NULL},
    {"views", ACTIVE, NULL},
    {"fullTextSearchPostgres", ACTIVE, NULL},
    {"fullTextSearch", RENAMED, "fullTextSearchPostgres"},
    {"aggregateApi", BUILT_IN, NULL},
    {"atomicNumberOperations", BUILT_IN, NULL},
    {"clientExtensions", BUILT_IN, NULL},
    {"cockroachdb", BUILT_IN, NULL},
    {"connectOrCreate", BUILT_IN, NULL},
    {"createMany", BUILT_IN, NULL},
    {"dataProxy", BUILT_IN, NULL},
    {"deno", BUILT_IN, NULL},
    {"distinct", BUILT_IN, NULL},
    {"driverAdapters", BUILT_IN, NULL},
    {"extendedIndexes", BUILT_IN, NULL},
    {"extendedWhereUnique", BUILT_IN, NULL},
    {"fieldReference", BUILT_IN, NULL},
    {"filterJson", BUILT_IN, NULL},
    {"filteredRelationCount", BUILT_IN, NULL},
    {"fullTextIndex", BUILT_IN, NULL},
    {"groupBy", BUILT_IN, NULL},
    {"improvedQueryRaw", BUILT_IN, NULL},
    {"insensitiveFilters", BUILT_IN, NULL},
    {"interactiveTransactions", BUILT_IN, NULL},
    {"jsonProtocol", BUILT_IN, NULL},
    {"metrics", BUILT_IN, NULL},
    {"microsoftSqlServer", BUILT_IN, NULL},
    {"middlewares", BUILT_IN, NULL},
    {"mongoDb", BUILT_IN, NULL},
    {"multiSchema", BUILT_IN, NULL},
    {"nApi", BUILT_IN, NULL},
    {"namedConstraints", BUILT_IN, NULL},
    {"nativeTypes", BUILT_IN, NULL},
    {"omitApi", BUILT_IN, NULL},
    {"orderByAggregateGroup", BUILT_IN, NULL},
    {"orderByNulls", BUILT_IN, NULL},
    {"orderByRelation", BUILT_IN, NULL},
    {"prismaSchemaFolder", BUILT_IN, NULL},
    {"queryCompiler", BUILT_IN, NULL},
    {"referentialActions", BUILT_IN, NULL},
    {"referentialIntegrity", BUILT_IN, NULL},
    {"selectRelationCount", BUILT_IN, NULL},
    {"tracing", BUILT_IN, NULL},
    {"transactionApi", BUILT_IN, NULL},
    {"uncheckedScalarInputs", BUILT_IN, NULL},
};
#define FEATURES (sizeof features / sizeof *features)

static void check_feature(sg_psl_check *check, const sg_psl_value *value)
{
    const char *name = sg_psl_text(value), *known[FEATURES];
    size_t i = 0;

    if (name == NULL) {
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, value->span, "a preview feature is a text in quotes");
        return;
    }
    while (i < FEATURES && strcasecmp(features[i].name, name) != 0)
        i++;
    if (i == FEATURES) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, value->span, "there is no preview feature \"%s\"", name);
        for (size_t j = 0; j < FEATURES; j++)
            known[j] = features[j].name;
        sg_psl_suggest(check, diag, name, known, FEATURES);
        return;
    }
    check->views |= strcmp(features[i].name, "views") == 0;
    check->partial_indexes |= strcmp(features[i].name, "partialIndexes") == 0;
    check->extensions |= strcmp(features[i].name, "postgresqlExtensions") == 0;
    if (features[i].state == RENAMED)
        sg_diag_add(check->diags, SG_PSL_OLD_FEATURE, value->span, "the preview feature \"%s\" is called \"%s\" now",
                    name, features[i].now);
    else if (features[i].state == BUILT_IN)
        sg_diag_add(check->diags, SG_PSL_OLD_FEATURE, value->span,
                    "the preview feature \"%s\" is no preview any more: its line can go", name);
}

/* Keys once each and with a value. `known` NULL: any key. */
static void check_properties(sg_psl_check *check, const sg_psl_item *block, const char *const *known)
{
    sg_map seen = SG_MAP_EMPTY;
    size_t count = 0;

    while (known != NULL && known[count] != NULL)
        count++;
    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort != SG_PSL_PROPERTY)
            continue;
        if (known != NULL && !sg_psl_is_one_of(item->name.text, known)) {
            sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, item->name.span,
                                        "a datasource has no property \"%s\"", item->name.text);
            sg_psl_suggest(check, diag, item->name.text, known, count);
        }
        const sg_psl_item *first = sg_map_put(&seen, item->name.text, item);
        if (first != NULL) {
            sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, item->name.span,
                                        "the property \"%s\" stands here twice", item->name.text);
            sg_diag_note(check->diags, diag, first->name.span, "it stands here first");
        }
        if (item->value == NULL) {
            sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, block->span,
                                        "the property \"%s\" has no value", item->name.text);
            sg_diag_note(check->diags, diag, item->span, "it stands here");
        }
    }
    sg_map_release(&seen);
}

static bool is_env(const sg_psl_value *value)
{
    return value->sort == SG_PSL_CALL && strcmp(value->text, "env") == 0;
}

static const sg_psl_value *required_text(sg_psl_check *check, const sg_psl_item *block, const char *key)
{
    const sg_psl_item *property = sg_psl_property_named(block, key);

    if (property == NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, block->name.span, "the %s \"%s\" has no %s", block->keyword.text,
                    block->name.text, key);
    else if (property->value != NULL && is_env(property->value))
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, block->span, "the %s is a text in quotes, not env()", key);
    else if (property->value != NULL && property->value->sort != SG_PSL_STRING)
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, property->value->span, "the %s is a text in quotes", key);
    else
        return property->value;
    return NULL;
}

/* The property of a block, or NULL. */
static const sg_psl_value *value_of(const sg_psl_item *block, const char *key)
{
    const sg_psl_item *property = sg_psl_property_named(block, key);

    return property != NULL ? property->value : NULL;
}

/* What every generator may say, as text; all other keys are its own. */
static void check_common_keys(sg_psl_check *check, const sg_psl_item *block)
{
    static const struct {
        const char *name;
        bool many, env;
    } keys[] = {{"output", false, true}, {"engineType", false, false}, {"binaryTargets", true, true}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const sg_psl_value *value = value_of(block, keys[i].name);
        sg_psl_elements elements = keys[i].many ? sg_psl_elements_of(value) : (sg_psl_elements){NULL, value};
        for (const sg_psl_value *each; (each = sg_psl_next_element(&elements)) != NULL;) {
            if (each->sort != SG_PSL_STRING && !(keys[i].env && is_env(each)))
                sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, each->span, "%s takes a text in quotes", keys[i].name);
        }
    }
}

static void check_generator(sg_psl_check *check, const sg_psl_item *block)
{
    const sg_psl_item *property = sg_psl_property_named(block, "previewFeatures");
    const sg_psl_item *provider = sg_psl_property_named(block, "provider");
    const sg_psl_item *first = sg_map_put(&check->generators, block->name.text, (void *)block);

    if (first != NULL) {
        sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, block->name.span,
                                    "there is a generator \"%s\" already", block->name.text);
        sg_diag_note(check->diags, diag, first->name.span, "it stands here first");
    }
    check_properties(check, block, NULL);
    if (provider == NULL || provider->value == NULL || provider->value->sort != SG_PSL_CALL)
        required_text(check, block, "provider");
    sg_psl_elements elements = sg_psl_elements_of(property != NULL ? property->value : NULL);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;)
        check_feature(check, value);
    check_common_keys(check, block);
}

/* A text, or env("NAME"). */
static void check_url(sg_psl_check *check, const sg_psl_item *block, const char *key)
{
    const sg_psl_value *value = value_of(block, key);

    if (value == NULL || value->sort == SG_PSL_STRING)
        return;
    if (!is_env(value)) {
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, value->span, "%s takes a text or env(\"NAME\")", key);
        return;
    }
    const sg_psl_argument *argument = value->arguments->first;
    if (value->arguments->count != 1 || argument->name.text != NULL || sg_psl_text(argument->value) == NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, value->span,
                    "env() takes the name of a variable, a text in quotes");
}

/* The same text, or the same variable. */
static bool is_same_url(const sg_psl_value *a, const sg_psl_value *b)
{
    if (a == NULL || b == NULL || a->sort != b->sort)
        return false;
    if (a->sort == SG_PSL_STRING)
        return *a->text != '\0' && strcmp(a->text, b->text) == 0;
    return is_env(a) && is_env(b) && a->arguments->count == 1 && b->arguments->count == 1 &&
           sg_text_equal(sg_psl_text(a->arguments->first->value), sg_psl_text(b->arguments->first->value));
}

/* What a shadow database holds is thrown away. */
static void check_shadow(sg_psl_check *check, const sg_psl_item *block)
{
    const sg_psl_value *url = value_of(block, "url"), *shadow = value_of(block, "shadowDatabaseUrl");

    if (!is_same_url(url, shadow))
        return;
    sg_diag *diag =
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, url->span, "url and shadowDatabaseUrl name the same database");
    sg_diag_note(check->diags, diag, shadow->span, "the other one");
}

static void check_relation_mode(sg_psl_check *check, const sg_psl_item *block)
{
    static const char *const modes[] = {"foreignKeys", "prisma", NULL};
    const sg_psl_item *mode = sg_psl_property_named(block, "relationMode");
    const sg_psl_item *old = sg_psl_property_named(block, "referentialIntegrity");

    if (old != NULL)
        sg_diag_add(check->diags, SG_PSL_OLD_FEATURE, old->name.span,
                    "the property referentialIntegrity is called relationMode now");
    if (old != NULL && mode != NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, old->span,
                    "relationMode and referentialIntegrity are the same: keep relationMode");
    const sg_psl_value *value = mode != NULL ? mode->value : old != NULL ? old->value : NULL;
    if (value == NULL)
        return;
    const char *text = sg_psl_text(value);
    if (text == NULL || !sg_psl_is_one_of(text, modes)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, text != NULL ? block->span : value->span,
                                    "relationMode is \"foreignKeys\" or \"prisma\"");
        sg_diag_note(check->diags, diag, value->span, "not this");
        if (text != NULL)
            sg_psl_suggest(check, diag, text, modes, 2);
    }
}

static void check_schema_list(sg_psl_check *check, const sg_psl_item *block)
{
    const sg_psl_item *property = sg_psl_property_named(block, "schemas");
    sg_psl_elements elements = sg_psl_elements_of(property != NULL ? property->value : NULL);

    check->has_schemas = property != NULL;
    if (property != NULL && property->value != NULL && sg_psl_list_count(property->value) == 0)
        sg_diag_add(check->diags, SG_PSL_BAD_SCHEMA, property->value->span, "the list of schemas is empty");
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const char *name = sg_psl_text(value);
        if (name == NULL) {
            sg_diag_add(check->diags, SG_PSL_BAD_SCHEMA, value->span, "a schema is a text in quotes");
        } else if (sg_map_put(&check->schemas_by_name, name, (void *)value) != NULL) {
            sg_diag_add(check->diags, SG_DUPLICATE_NAME, value->span, "the schema \"%s\" stands here twice", name);
        } else {
            sg_vec_push(&check->schemas, (void *)name);
        }
    }
}

static void check_datasource(sg_psl_check *check, const sg_psl_item *block)
{
    static const char *const providers[] = {"postgresql", "postgres", NULL};
    static const char *const known[] = {"provider",
                                        "url",
                                        "directUrl",
                                        "shadowDatabaseUrl",
                                        "relationMode",
                                        "schemas",
                                        "extensions",
                                        "referentialIntegrity",
                                        NULL};
    const sg_psl_item *features_here = sg_psl_property_named(block, "previewFeatures");
    const sg_psl_item *extensions = sg_psl_property_named(block, "extensions");

    if (features_here != NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, features_here->span, "preview features belong in a generator");
    else
        check_properties(check, block, known);
    const sg_psl_value *provider = required_text(check, block, "provider");
    if (provider != NULL && !sg_psl_is_one_of(provider->text, providers)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_CONFIG, provider->span,
                                    "the provider \"%s\" is not PostgreSQL", provider->text);
        sg_diag_hint(check->diags, diag, "only \"postgresql\" is known here");
    }
    for (size_t i = 1; i <= 3; i++)
        check_url(check, block, known[i]);
    check_shadow(check, block);
    check_relation_mode(check, block);
    check_schema_list(check, block);
    if (extensions != NULL)
        sg_psl_check_extensions(check, extensions);
}

void sg_psl_check_config(sg_psl_check *check)
{
    /* generators first: what they switch on counts for the datasource */
    static const sg_psl_block_sort order[] = {SG_PSL_GENERATOR, SG_PSL_DATASOURCE};

    for (size_t i = 0; i < 2; i++) {
        for (const sg_psl_file *file = check->names->schema->first; file != NULL; file = file->next) {
            SG_PSL_EACH(item, &file->items)
            {
                if (item->sort != SG_PSL_BLOCK || item->block != order[i])
                    continue;
                if (item->block == SG_PSL_GENERATOR)
                    check_generator(check, item);
                else if (item == check->names->datasource)
                    check_datasource(check, item);
            }
        }
    }
    if (check->names->datasource != NULL)
        check->prefix = check->names->datasource->name.text;
}
