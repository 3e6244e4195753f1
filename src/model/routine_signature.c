/* The arguments and the result of a routine, and the types in its name. */
#include <string.h>

#include "json.h"
#include "routine.h"
#include "text.h"

static const sg_routine *routine_of(const sg_object *object)
{
    return (const sg_routine *)object;
}

/* The types that the name ends with as the signature has them now. */
static const char *name_now(sg_model *model, const sg_object *object)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_addn(&text, object->name, (size_t)(sg_signature_split(object->name) - object->name));
    sg_signature_types(&text, routine_of(object)->signature);
    const char *name = sg_arena_strdup(model->arena, text.data);
    sg_buf_release(&text);
    return name;
}

/* The types a name ends with name what follows them when it is renamed. */
static void rename_types(sg_model *model, sg_object *object, const sg_object *target, const char *old_schema,
                         const char *old_name)
{
    const sg_routine *self = routine_of(object);
    bool mentioned = false;
    for (size_t i = 0; self->signature != NULL && i <= self->signature->count; i++) {
        const sg_signature *signature = self->signature;
        sg_sqltype *type = i < signature->count ? &signature->arguments[i].type : (sg_sqltype *)&signature->result;
        if (type->name == NULL || type->builtin != NULL || strcmp(type->name, old_name) != 0 ||
            !sg_text_equal(type->schema, old_schema))
            continue;
        type->name = target->name;
        type->schema = target->schema;
        mentioned = true;
    }
    const char *name = mentioned ? name_now(model, object) : object->name;
    if (strcmp(name, object->name) != 0)
        sg_model_rename(model, object, name);
}

/* Puts the canonical texts in the place of the written ones. */
static void spell(sg_model *model, sg_routine *self)
{
    sg_buf text;
    sg_buf_init(&text);
    if (sg_signature_arguments(&text, self->signature))
        self->arguments = text.length > 0 ? sg_arena_strdup(model->arena, text.data) : NULL;
    sg_buf_clear(&text);
    if (self->signature->has_result) {
        sg_signature_result(&text, self->signature);
        self->returns = sg_arena_strdup(model->arena, text.data);
    }
    sg_buf_release(&text);
}

static void arguments_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                             const char *old_schema, const char *old_name)
{
    if (!(target->kind->flags & SG_KIND_TYPE) || field->offset != offsetof(sg_routine, arguments))
        return;
    rename_types(model, object, target, old_schema, old_name);
    spell(model, (sg_routine *)object);
}

static void arguments_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    const sg_signature *signature = routine_of(object)->signature;
    if (signature == NULL || field->offset != offsetof(sg_routine, arguments))
        return;
    bool changed = false;
    for (size_t i = 0; i < signature->count; i++) {
        sg_argument *argument = &signature->arguments[i];
        const sg_expr_scope scope = {NULL, NULL, &argument->type};
        const char *value = argument->value;
        if (value != NULL)
            argument->value = sg_expr_relabel(model->exprs, value, &scope, labels);
        changed |= argument->value != value;
    }
    if (changed)
        spell(model, (sg_routine *)object);
}

const sg_field_type sg_field_arguments = {.json = "a string",
                                          .read = sg_text_field_read,
                                          .write = sg_text_field_write,
                                          .is_set = sg_text_field_is_set,
                                          .equal = sg_text_field_equal,
                                          .rename = arguments_rename,
                                          .relabel = arguments_relabel};

const char *sg_routine_name(sg_arena *arena, const char *written)
{
    const char *types = sg_signature_split(written);
    bool in_result;
    sg_expr_error error;
    if (types == NULL || types == written)
        return NULL;
    const char *inside = sg_arena_strndup(arena, types + 1, strlen(types) - 2);
    const sg_signature *signature = sg_signature_parse(arena, inside, NULL, &in_result, &error);
    if (signature == NULL)
        return NULL;
    sg_buf name;
    sg_buf_init(&name);
    sg_buf_addn(&name, written, (size_t)(types - written));
    sg_signature_types(&name, signature);
    const char *text = sg_arena_strdup(arena, name.data);
    sg_buf_release(&name);
    return text;
}

/* Finish */

static void parse(sg_model *model, sg_routine *self, sg_diags *diags)
{
    const char *types = sg_signature_split(self->base.name);
    const char *inside = sg_arena_strndup(model->arena, types + 1, strlen(types) - 2);
    bool in_result;
    sg_expr_error error;
    self->signature = sg_signature_parse(model->arena, self->arguments != NULL ? self->arguments : inside,
                                         self->returns, &in_result, &error);
    if (self->signature == NULL) {
        sg_diag *diag = sg_object_error(model, diags, &self->base, in_result ? "returns" : "arguments",
                                        SG_BAD_EXPRESSION, "%s", error.message);
        sg_diag_narrow(diag, error.at);
    }
}

static void check_types(sg_model *model, const sg_routine *self, sg_diags *diags)
{
    sg_buf types;
    sg_buf_init(&types);
    sg_signature_types(&types, self->signature);
    if (strcmp(types.data, sg_signature_split(self->base.name)) != 0) {
        sg_diag *diag = sg_object_error(model, diags, &self->base, "arguments", SG_BAD_VALUE,
                                        "the arguments have other types than the name says");
        sg_diag_hint(diags, diag, "with these arguments it ends with %s", types.data);
    }
    sg_buf_release(&types);
}

static void resolve_value(sg_model *model, sg_routine *self, const char *value)
{
    sg_expr_error error;
    const sg_expr *expr = value != NULL ? sg_expr_parse(model->exprs, value, &error) : NULL;
    if (expr != NULL)
        sg_expr_depend(model, &self->base, "arguments", expr);
}

static void resolve_type(sg_model *model, sg_routine *self, const char *key, sg_sqltype *type, sg_diags *diags)
{
    type->schema = sg_type_resolve(model, &self->base, key, type, diags);
}

static void resolve_names(sg_model *model, sg_routine *self, sg_diags *diags)
{
    for (size_t i = 0; i < self->signature->count; i++) {
        resolve_type(model, self, "arguments", &self->signature->arguments[i].type, diags);
        resolve_value(model, self, self->signature->arguments[i].value);
    }
    resolve_type(model, self, "returns", (sg_sqltype *)&self->signature->result, diags);
}

/* A type of an extension is called by the schema that the extension is in, also where the source does not say it; what
 * that makes of the arguments is read like anything else. */
static void take_schemas(sg_model *model, sg_routine *self, sg_diags *diags)
{
    sg_object *object = &self->base;
    const char *name = name_now(model, object);
    if (strcmp(name, object->name) == 0)
        return;
    if (sg_model_find(model, object->kind, object->schema, NULL, name) != NULL) {
        sg_object_error(model, diags, object, NULL, SG_DUPLICATE_NAME, "%s \"%s\" is declared twice",
                        object->kind->name, name);
        return;
    }
    sg_model_rename(model, object, name);
    spell(model, self);
    parse(model, self, diags);
    if (self->signature != NULL)
        resolve_names(model, self, diags);
}

bool sg_routine_finish_signature(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_routine *self = (sg_routine *)object;
    if (sg_signature_split(object->name) - object->name > SG_NAME_BYTES)
        sg_object_error(model, diags, object, NULL, SG_BAD_NAME, "the name is longer than %d bytes", SG_NAME_BYTES);
    parse(model, self, diags);
    if (self->signature == NULL)
        return false;
    check_types(model, self, diags);
    resolve_names(model, self, diags);
    if (!model->verbatim)
        take_schemas(model, self, diags);
    if (!model->verbatim && self->signature != NULL)
        spell(model, self);
    return self->signature != NULL;
}
