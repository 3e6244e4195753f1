/* Names, places and equality of single objects. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "model.h"
#include "signature.h"
#include "text.h"

const char *sg_object_key(sg_arena *arena, const sg_object *object)
{
    return sg_arena_printf(arena, "%s\x1f%s\x1f%s\x1f%s", object->kind->name, object->schema ? object->schema : "",
                           object->parent != NULL ? object->parent->name : "", object->name);
}

void sg_object_title(sg_buf *buf, const sg_object *object)
{
    sg_buf_join(buf, object->kind->name, " ");
    if (object->schema != NULL)
        sg_buf_join(buf, object->schema, ".");
    if (object->parent != NULL)
        sg_buf_join(buf, object->parent->name, ".");
    sg_buf_add(buf, object->name != NULL ? object->name : "(unnamed)");
}

static void routine_sql(sg_buf *buf, const sg_object *routine)
{
    const char *types = sg_signature_split(routine->name), *mode = routine->kind->argument_mode;
    sg_sql_ident(buf, routine->schema);
    sg_buf_addc(buf, '.');
    sg_routine_bare(buf, routine);
    if (mode != NULL && types != NULL && strcmp(types, "()") != 0)
        sg_buf_join(buf, "(", mode, " ", types + 1);
    else
        sg_buf_add(buf, types != NULL ? types : "");
}

void sg_object_sql(sg_buf *buf, const sg_object *object)
{
    if (object->kind->flags & SG_KIND_ROUTINE) {
        routine_sql(buf, object);
        return;
    }
    if (object->schema != NULL) {
        sg_sql_ident(buf, object->schema);
        sg_buf_addc(buf, '.');
    }
    sg_sql_ident(buf, object->name);
}

void sg_routine_bare(sg_buf *buf, const sg_object *routine)
{
    sg_buf name;
    sg_buf_init(&name);
    const char *types = sg_signature_split(routine->name); /* NULL: a passing name has none */
    sg_buf_addn(&name, routine->name, types != NULL ? (size_t)(types - routine->name) : strlen(routine->name));
    sg_sql_ident(buf, name.data);
    sg_buf_release(&name);
}

void sg_parent_sql(sg_buf *buf, const sg_object *object)
{
    sg_object_sql(buf, object->parent);
}

/* JSON pointer: ~ and / inside a key are written ~0 and ~1 (RFC 6901). */
void sg_pointer_add(sg_buf *buf, const char *key)
{
    sg_buf_addc(buf, '/');
    for (size_t run; *key != '\0'; key += run) {
        run = strcspn(key, "~/");
        sg_buf_addn(buf, key, run);
        if (key[run] != '\0')
            sg_buf_add(buf, key[run++] == '~' ? "~0" : "~1");
    }
}

static void add_pointer(sg_buf *buf, const sg_object *object)
{
    if (object->implied && sg_rare_of(object)->inherits != NULL) {
        add_pointer(buf, sg_rare_of(object)->inherits);
        return;
    }
    if (sg_rare_of(object)->origin != NULL) {
        add_pointer(buf, sg_rare_of(object)->origin);
        sg_pointer_add(buf, sg_rare_of(object)->origin_key);
        return;
    }
    if (object->parent != NULL)
        add_pointer(buf, object->parent);
    sg_pointer_add(buf, object->kind->json_key);
    if (!(object->kind->flags & SG_KIND_SINGLE))
        sg_pointer_add(buf, object->written != NULL ? object->written : object->name);
}

const char *sg_object_pointer(const sg_model *model, const sg_object *object)
{
    char room[SG_BUF_ROOM];
    sg_buf buf;
    sg_buf_init_in(&buf, room, sizeof room);
    add_pointer(&buf, object);
    char *pointer = sg_arena_strndup(model->arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return pointer;
}

/* The part of a definition that `part` names, or the nearest one around it; SG_NOWHERE when not even that is there. */
static sg_span part_span(const sg_model *model, const char *pointer, const char *part)
{
    bool key = part[0] == '\x1f';
    char *path = sg_arena_strdup(model->arena, part + key);
    while (path[0] != '\0') {
        const char *whole = sg_arena_printf(model->arena, "%s/%s", pointer, path);
        sg_span span = model->locate(model->locate_context, whole, key);
        if (span.source != NULL)
            return span;
        char *slash = strrchr(path, '/');
        *(slash != NULL ? slash : path) = '\0';
    }
    return SG_NOWHERE;
}

static sg_span object_span(const sg_model *model, const sg_object *object, const char *subpath)
{
    if (model->locate == NULL)
        return SG_NOWHERE;
    const char *pointer = sg_object_pointer(model, object);
    if (subpath == NULL)
        return model->locate(model->locate_context, pointer, !(object->kind->flags & SG_KIND_SINGLE));
    const char *slash = strchr(subpath, '/');
    const char *inner = slash != NULL ? slash + 1 : "";
    /* a short form is the value of its first key; one that made another object may have parts of it too */
    sg_span span = part_span(model, pointer, object->short_form ? inner : subpath);
    if (span.source == NULL && sg_rare_of(object)->origin != NULL)
        span = part_span(model, pointer, inner);
    return span.source != NULL ? span : model->locate(model->locate_context, pointer, false);
}

sg_diag *sg_object_error(const sg_model *model, sg_diags *diags, const sg_object *object, const char *subpath,
                         sg_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sg_diag *diag = sg_diag_vadd(diags, code, object_span(model, object, subpath), format, args);
    va_end(args);
    return diag;
}

void sg_diag_narrow(sg_diag *diag, size_t at)
{
    sg_span span = diag->span;
    if (span.source == NULL || span.end <= span.start + 2 || span.source->text[span.start] != '"')
        return;
    size_t place = span.start + 1 + at;
    if (place >= span.end || memchr(span.source->text + span.start, '\\', place - span.start) != NULL)
        return;
    diag->span.start = place;
    diag->span.end = place + 1;
}

static const sg_field *field_of_type(const sg_object *object, const char *key, const sg_field_type *type)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type == type && strcmp(field->key, key) == 0)
            return field;
    }
    return NULL;
}

bool sg_object_bool(const sg_object *object, const char *key)
{
    const sg_field *field = field_of_type(object, key, &sg_field_bool);
    return field != NULL && field->type->is_set(object, field);
}

const char *sg_object_text(const sg_object *object, const char *key)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->is_set == sg_text_field_is_set && strcmp(field->key, key) == 0)
            return *(const char *const *)sg_field_at(object, field);
    }
    return NULL;
}

bool sg_object_says(const sg_object *object, const char *key)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (strcmp(field->key, key) == 0)
            return field->type->is_set(object, field);
    }
    return false;
}

const sg_sqltype *sg_object_type(const sg_object *object)
{
    const sg_field *field = field_of_type(object, "type", &sg_field_sqltype);
    return field != NULL ? sg_sqltype_of(*(const sg_sqltype *const *)sg_field_at(object, field)) : NULL;
}

bool sg_object_has_type(const sg_object *user, const sg_object *type)
{
    const sg_sqltype *its = sg_object_type(user);
    if (!(type->kind->flags & SG_KIND_TYPE))
        return sg_collation_is(sg_object_text(user, "collation"), type);
    if (its == NULL) /* a range of it */
        return (user->kind->flags & SG_KIND_TYPE) && !(user->kind->flags & SG_KIND_RELATION);
    if (its->name == NULL)
        return false;
    for (size_t i = 0; i < user->deps.count; i++) {
        const sg_object *dep = user->deps.items[i];
        if ((dep->kind->flags & SG_KIND_TYPE) && strcmp(dep->name, its->name) == 0 &&
            sg_text_equal(dep->schema, its->schema))
            return dep == type;
    }
    return true;
}

static bool has_comment(const sg_object *object, const sg_object *other)
{
    return sg_text_equal(object->comment, other->comment) ||
           (object->comment == NULL && sg_rare_of(object)->born_comment != NULL &&
            sg_text_equal(sg_rare_of(object)->born_comment, other->comment));
}

bool sg_object_same_comment(const sg_object *a, const sg_object *b)
{
    return has_comment(a, b) || has_comment(b, a);
}

bool sg_object_equal(const sg_object *a, const sg_object *b, unsigned long long *fields)
{
    unsigned long long different = 0, bit = 1;
    for (const sg_field *field = a->kind->fields; field->key != NULL; field++, bit <<= 1) {
        if (!field->only_born && !field->type->equal(a, b, field))
            different |= bit;
    }
    if (fields != NULL)
        *fields = different;
    return different == 0;
}

const sg_op *sg_field_op(const sg_field *field, const sg_object *from, const sg_object *to)
{
    return field->choose != NULL ? field->choose(from, to) : field->op;
}

bool sg_object_changes_to(const sg_object *from, const sg_object *to)
{
    unsigned long long different;
    bool changes = true;
    sg_object_equal(from, to, &different);
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++, different >>= 1)
        changes &= !(different & 1) || sg_field_op(field, from, to) != NULL;
    return changes;
}

bool sg_object_is_rebuilt(const sg_object *from, const sg_object *to)
{
    unsigned long long different;
    if (sg_object_equal(from, to, &different))
        return false;
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++, different >>= 1) {
        const sg_op *op = sg_field_op(field, from, to);
        op = op != NULL ? op : to->kind->replace;
        if ((different & 1) && op != NULL && op->rebuilds)
            return true;
    }
    return false;
}
