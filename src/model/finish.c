/* After reading: names that PostgreSQL would give, namespaces, fields resolved,
 * then what each kind adds. Lower kinds come first, so that references find
 * finished things. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"
#include "text.h"

struct finish {
    sg_model *model;
    sg_diags *diags;
    sg_diags *unheard;
};

/* Those of the kinds alone that have something to do. */
static void visit_kinds(struct finish *finish, bool (*belongs)(const sg_model *model, const sg_kind *kind),
                        void (*visit)(void *context, sg_object *object))
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (belongs(finish->model, kinds[i]))
            sg_model_each_of(finish->model, kinds[i], visit, finish);
    }
}

static bool has_nameless(const sg_model *model, const sg_kind *kind)
{
    return model->nameless[sg_kind_number(kind)];
}

static void fill_name(void *context, sg_object *object)
{
    const struct finish *finish = context;
    if (object->name != NULL)
        return;
    const sg_kind *kind = object->kind;
    if (kind->default_name != NULL)
        sg_object_set_name(object, kind->default_name(finish->model, object));
    if (object->name == NULL) {
        sg_object_error(finish->model, finish->diags, object, "", SG_MISSING_KEY, "the %s needs a \"name\"",
                        kind->name);
        sg_object_set_name(object, "?");
    }
}

static void report_taken(const struct finish *finish, const sg_object *object, const char *name, const sg_object *there)
{
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, there);
    sg_diag *diag = sg_object_error(finish->model, finish->diags, object, NULL, SG_DUPLICATE_NAME,
                                    "the name \"%s\" is taken by the %s", name, title.data);
    if (sg_rare_of(object)->origin != NULL)
        sg_diag_hint(finish->diags, diag, "use the long form, which takes a name of its own");
    sg_buf_release(&title);
}

static const char *taken_key(const sg_model *model, const char *schema, const char *name)
{
    return sg_arena_printf(model->arena, "%s\x1f%s", schema != NULL ? schema : "", name);
}

/* The server numbers the names that it gives, until one is free. */
static void find_free_name(const sg_model *model, const sg_map *names, sg_object *object)
{
    const char *name = object->name;
    for (size_t i = 1; sg_map_get(names, taken_key(model, object->schema, name)) != NULL; i++)
        name = sg_arena_printf(model->arena, "%s%zu", object->name, i);
    sg_object_set_name(object, name);
}

static void take(const struct finish *finish, sg_map *names, const char *schema, const char *name, sg_object *object)
{
    const char *key = taken_key(finish->model, schema, name);
    sg_object *there = sg_map_put(names, key, object);
    if (there == NULL)
        return;
    sg_map_put(names, key, there);
    report_taken(finish, object, name, there);
}

static void take_name(const struct finish *finish, sg_map *names, sg_object *object)
{
    if (object->implied)
        find_free_name(finish->model, names, object);
    take(finish, names, object->schema, object->name, object);
}

static bool takes_relation_name(const sg_object *object)
{
    return (sg_kind_spaces(object->kind) & SG_KIND_RELATION) != 0;
}

/* The constraint of the same table that has the object's name and is of another kind, or NULL. Of two that say so
 * themselves one is told. */
static sg_object *other_constraint(const sg_object *object)
{
    sg_object *there = sg_child_called(object->parent, NULL, object->name);
    while (there != NULL && (!(there->kind->flags & SG_KIND_CONSTRAINT) || there->kind == object->kind ||
                             !(there->implied || sg_kind_number(there->kind) < sg_kind_number(object->kind))))
        there = sg_child_called(object->parent, there, object->name);
    return there;
}

static bool has_constraints(const sg_model *model, const sg_kind *kind)
{
    bool found = false;
    (void)model;
    for (size_t i = 0; i < sg_kind_count; i++)
        found |= (sg_kinds[i]->flags & SG_KIND_CONSTRAINT) && sg_kind_is_below(sg_kinds[i], kind);
    return found;
}

/* The server gives a foreign key of a partition another name where that of the base's is taken. */
static bool steps_aside(const struct finish *finish, sg_object *there)
{
    bool inherited = there->implied && (there->kind->flags & SG_KIND_LINK) != 0;
    if (inherited)
        sg_object_set_name(there, there->kind->default_name(finish->model, there));
    return inherited;
}

static void check_constraints(void *context, sg_object *parent)
{
    sg_object_fetch_children(parent->next);
    for (sg_object *child = parent->first_child; child != NULL; child = child->next) {
        bool declared = (child->kind->flags & SG_KIND_CONSTRAINT) && !child->implied;
        sg_object *there = declared ? other_constraint(child) : NULL;
        if (there != NULL && !steps_aside(context, there))
            report_taken(context, child, child->name, there);
    }
}

/* Siblings of one kind have one namespace too. */
static void check_siblings(const struct finish *finish, sg_object *object)
{
    if (object->parent == NULL || sg_rare_of(object)->origin == NULL || takes_relation_name(object))
        return;
    sg_object *there = sg_child_named(object->parent, object->kind, object->name);
    if (there != NULL && there != object)
        report_taken(finish, object, object->name, there);
}

static const char *nearest_schema(const sg_model *model, const sg_kind *schema, const char *name)
{
    sg_vec names = SG_VEC_EMPTY;
    sg_vec_push(&names, "public");
    for (const sg_object *object = model->first[sg_kind_number(schema)]; object != NULL; object = object->next)
        sg_vec_push(&names, (void *)object->name);
    const char *near = sg_text_nearest(name, (const char *const *)names.items, names.count);
    sg_vec_release(&names);
    return near;
}

static void check_schema(const struct finish *finish, const sg_object *object)
{
    if (!(object->kind->flags & SG_KIND_IN_SCHEMA) || strcmp(object->schema, "public") == 0)
        return;
    const sg_kind *schema = sg_kind_with(SG_KIND_NAMESPACE);
    sg_object *target = sg_model_find(finish->model, schema, NULL, NULL, object->schema);
    if (target != NULL) {
        sg_object_depend((sg_object *)object, target);
        return;
    }
    sg_diag *diag = sg_object_error(finish->model, finish->diags, object, NULL, SG_UNKNOWN_SCHEMA,
                                    "the schema \"%s\" is not declared", object->schema);
    const char *near = nearest_schema(finish->model, schema, object->schema);
    if (near != NULL)
        sg_diag_hint(finish->diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(finish->diags, diag, "add it: \"schemas\": { \"%s\": {} }", object->schema);
}

static void add_callable(sg_model *model, sg_object *object, const char *name)
{
    sg_named_routine *added = SG_NEW(model->arena, sg_named_routine);
    *added = (sg_named_routine){sg_map_get(&model->routines, name), object};
    sg_map_put(&model->routines, name, added);
}

static void add_routine(sg_model *model, sg_object *object)
{
    const char *types = sg_signature_split(object->name);
    add_callable(model, object, sg_arena_strndup(model->arena, object->name, (size_t)(types - object->name)));
}

/* With the type, and with what it brings along, come functions of their names that make values. */
static void take_brought_names(const struct finish *finish, sg_object *object)
{
    const char *schema, *name = object->kind->brings_type(finish->model->arena, object, object->name, &schema);
    take(finish, &finish->model->types, schema, name, object);
    add_callable(finish->model, object, object->name);
    add_callable(finish->model, object, name);
}

static void name_object(const struct finish *finish, sg_object *object)
{
    check_siblings(finish, object);
    check_schema(finish, object);
    if (takes_relation_name(object))
        take_name(finish, &finish->model->relations, object);
    if (object->kind->flags & SG_KIND_TYPE)
        take_name(finish, &finish->model->types, object);
    if (object->kind->brings_type != NULL)
        take_brought_names(finish, object);
    if (object->kind->flags & SG_KIND_ROUTINE)
        add_routine(finish->model, object);
}

/* Of other kinds nobody asks the names, or only their siblings did. Most of a model are columns, and to look at each
 * once more takes its time. */
static bool is_named(const sg_model *model, const sg_kind *kind)
{
    (void)model;
    return (kind->flags & SG_KIND_IN_SCHEMA) || sg_kind_spaces(kind) != 0 || kind->brings_type != NULL;
}

static void name_declared(void *context, sg_object *object)
{
    if (!object->implied)
        name_object(context, object);
}

static void name_implied(void *context, sg_object *object)
{
    const struct finish *finish = context;
    if (!object->implied)
        return;
    sg_model_hide_name(finish->model, object);
    name_object(finish, object);
}

static bool expands(const sg_model *model, const sg_kind *kind)
{
    return kind->expand != NULL && (!(kind->flags & SG_KIND_COLUMN) || model->serials);
}

static void expand_object(void *context, sg_object *object)
{
    const struct finish *finish = context;
    object->kind->expand(finish->model, object, finish->diags);
}

/* Keys and the like look for columns beside them: those of the next table, for it has such too as a rule. */
SG_FETCH void fetch_columns(const sg_object *object)
{
    enum { LINES = 2 };
    const sg_object *table = (object->kind->flags & SG_KIND_COLUMN) ? NULL : object->parent;
    if (table == NULL || table->next == NULL)
        return;
    sg_object_fetch_children(table->next);
    sg_object_fetch(table->next->next, LINES);
}

/* A mistake is reported where it stands, not for each table that inherits it. */
static void finish_object(void *context, sg_object *object)
{
    const struct finish *all = context, silent = {all->model, all->unheard, NULL};
    const struct finish *finish = object->implied ? &silent : all;
    fetch_columns(object);
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->finish != NULL && field->type->is_set(object, field))
            field->type->finish(finish->model, object, field, finish->diags);
    }
    if (object->kind->finish != NULL)
        object->kind->finish(finish->model, object, finish->diags);
}

static bool checks(const sg_model *model, const sg_kind *kind)
{
    (void)model;
    bool found = kind->check != NULL;
    for (const sg_field *field = kind->fields; field->key != NULL && !found; field++)
        found = field->type->check != NULL;
    return found;
}

static void check_object(void *context, sg_object *object)
{
    const struct finish *finish = context;
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->check != NULL && field->type->is_set(object, field))
            field->type->check(finish->model, object, field, finish->diags);
    }
    if (object->kind->check != NULL)
        object->kind->check(finish->model, object, finish->diags);
}

/* There are as many names of relations as objects that take them, or hardly more. */
static void expect_names(sg_model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (sg_kind_spaces(sg_kinds[i]) & SG_KIND_RELATION)
            count += model->of_kind[sg_kind_number(sg_kinds[i])].count;
    }
    sg_map_reserve(&model->relations, count);
}

bool sg_model_finish(sg_model *model, sg_diags *diags)
{
    struct finish finish = {model, diags, sg_diags_new()};
    size_t errors = sg_diags_errors(diags);
    visit_kinds(&finish, expands, expand_object);
    visit_kinds(&finish, has_nameless, fill_name);
    sg_model_inherit(model);
    expect_names(model);
    visit_kinds(&finish, is_named, name_declared);
    if (model->inherits)
        sg_model_each(model, name_implied, &finish);
    visit_kinds(&finish, has_constraints, check_constraints);
    sg_model_each(model, finish_object, &finish);
    sg_model_check_inherited(model, diags);
    sg_model_settle_inherited(model);
    if (!model->canonical && !model->live && sg_diags_errors(diags) == errors)
        visit_kinds(&finish, checks, check_object);
    sg_diags_free(finish.unheard);
    return sg_diags_errors(diags) == errors;
}
