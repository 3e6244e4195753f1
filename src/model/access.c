#include "access.h"

#include <ctype.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

#define WITH_OPTION " with grant option"

const sg_grantable sg_grantable_table = {
    "TABLE", (const char *const[]){"select", "insert", "update", "delete", "truncate", "references", "trigger", NULL},
    NULL};
const sg_grantable sg_grantable_column = {NULL, (const char *const[]){"select", "insert", "update", "references", NULL},
                                          NULL};
const sg_grantable sg_grantable_sequence = {"SEQUENCE", (const char *const[]){"usage", "select", "update", NULL}, NULL};
const sg_grantable sg_grantable_function = {"ROUTINE", (const char *const[]){"execute", NULL}, "execute"};
const sg_grantable sg_grantable_type = {"TYPE", (const char *const[]){"usage", NULL}, "usage"};
const sg_grantable sg_grantable_schema = {"SCHEMA", (const char *const[]){"usage", "create", NULL}, NULL};
const sg_grantable sg_grantable_server = {"FOREIGN SERVER", (const char *const[]){"usage", NULL}, NULL};
const sg_grantable sg_grantable_wrapper = {"FOREIGN DATA WRAPPER", (const char *const[]){"usage", NULL}, NULL};

const sg_grantable sg_grantable_nothing = {NULL, (const char *const[]){NULL}, NULL};

static int by_role(const void *a, const void *b)
{
    const sg_grant *left = a, *right = b;
    int order = strcmp(left->role, right->role);
    return order != 0 ? order : strcmp(left->privilege, right->privilege);
}

const sg_grant *sg_grants_find(const sg_grants *grants, const char *role, const char *privilege)
{
    const sg_grant wanted = {role, privilege, false};
    return grants->count > 0 ? bsearch(&wanted, grants->items, grants->count, sizeof wanted, by_role) : NULL;
}

void sg_grants_sort(sg_grants *grants)
{
    if (grants->count > 1)
        qsort(grants->items, grants->count, sizeof *grants->items, by_role);
}

sg_grants sg_grants_merge(sg_arena *arena, const sg_grants *a, const sg_grants *b)
{
    sg_grants all = {SG_NEW_ARRAY(arena, sg_grant, a->count + b->count + 1), 0, true};
    for (size_t i = 0, k = 0; i < a->count || k < b->count;) {
        int order = i == a->count ? 1 : k == b->count ? -1 : by_role(&a->items[i], &b->items[k]);
        sg_grant *one = &all.items[all.count++];
        *one = order <= 0 ? a->items[i] : b->items[k];
        one->grantable |= order == 0 && b->items[k].grantable;
        i += order <= 0;
        k += order >= 0;
    }
    return all;
}

/* The first grant from `i` on that is not to that role; where the list ends, NULL. */
static const sg_grant *next_grant(const sg_grants *grants, size_t *i, const char *spared)
{
    while (*i < grants->count && sg_text_equal(grants->items[*i].role, spared))
        (*i)++;
    return *i < grants->count ? &grants->items[(*i)++] : NULL;
}

bool sg_grants_equal_but(const sg_grants *a, const char *a_spared, const sg_grants *b, const char *b_spared)
{
    size_t i = 0, k = 0;
    const sg_grant *left, *right;
    do {
        left = next_grant(a, &i, a_spared);
        right = next_grant(b, &k, b_spared);
    } while (left != NULL && right != NULL && by_role(left, right) == 0 && left->grantable == right->grantable);
    return left == NULL && right == NULL;
}

bool sg_grants_equal(const sg_grants *a, const sg_grants *b)
{
    return sg_grants_equal_but(a, NULL, b, NULL);
}

sg_grants sg_grants_without(sg_arena *arena, const sg_grants *grants, const char *role)
{
    sg_grants others = {SG_NEW_ARRAY(arena, sg_grant, grants->count + 1), 0, grants->said};
    size_t i = 0;
    for (const sg_grant *one = next_grant(grants, &i, role); one != NULL; one = next_grant(grants, &i, role))
        others.items[others.count++] = *one;
    return others;
}

/* Reading */

static void add_grant(sg_reader *reader, sg_grants *grants, const char *role, const char *privilege, bool grantable)
{
    sg_grant *items = SG_NEW_ARRAY(reader->model->arena, sg_grant, grants->count + 1);
    if (grants->count > 0)
        memcpy(items, grants->items, grants->count * sizeof *items);
    items[grants->count++] = (sg_grant){role, privilege, grantable};
    grants->items = items;
}

static bool is_granted_twice(const sg_grants *grants, const char *role, const char *privilege)
{
    for (size_t i = 0; i < grants->count; i++) {
        if (strcmp(grants->items[i].role, role) == 0 && strcmp(grants->items[i].privilege, privilege) == 0)
            return true;
    }
    return false;
}

/* One privilege or "all"; a privilege that this table does not know comes from a newer server. */
static bool read_privilege(sg_reader *reader, sg_object *object, const char *place, const sg_grantable *grantable,
                           const char *role, struct json_object *value, sg_grants *grants)
{
    const char *text = sg_json_string(reader, object, place, value, false);
    if (text == NULL)
        return false;
    size_t length = strlen(text), option = sizeof WITH_OPTION - 1, count = 0, before = grants->count;
    bool with = length > option && strcmp(text + length - option, WITH_OPTION) == 0;
    const char *word = with ? sg_arena_strndup(reader->model->arena, text, length - option) : text;
    for (const char *const *known = grantable->privileges; *known != NULL; known++, count++) {
        if ((strcmp(word, *known) == 0 || strcmp(word, "all") == 0) && !is_granted_twice(grants, role, *known))
            add_grant(reader, grants, role, *known, with);
    }
    if (grants->count > before)
        return true;
    if (reader->canonical) {
        add_grant(reader, grants, role, word, with);
        return true;
    }
    sg_reader_error(reader, object, place, SG_BAD_VALUE, "\"%s\" cannot be granted here, or is granted twice", word);
    sg_reader_suggest(reader, word, grantable->privileges, count);
    return false;
}

bool sg_grants_read(sg_reader *reader, sg_object *object, const char *key, const sg_grantable *grantable,
                    struct json_object *value, sg_grants *grants)
{
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, object, key, SG_WRONG_TYPE,
                               "\"%s\" must be an object: from role to a list of privileges", key);
    reader->model->says_access = grants->said = true;
    json_object_object_foreach(value, name, list)
    {
        const char *role = sg_arena_strdup(reader->model->arena, name);
        if (!sg_json_check_name(reader, object, key, role))
            return false;
        const char *place = sg_arena_printf(reader->model->arena, "%s/%s", key, role);
        if (!json_object_is_type(list, json_type_array))
            return sg_reader_error(reader, object, place, SG_WRONG_TYPE, "privileges are a list: [\"select\"]");
        for (size_t i = 0; i < json_object_array_length(list); i++) {
            const char *item = sg_arena_printf(reader->model->arena, "%s/%zu", place, i);
            if (!read_privilege(reader, object, item, grantable, role, json_object_array_get_idx(list, i), grants))
                return false;
        }
    }
    sg_grants_sort(grants);
    return true;
}

/* Writing */

static bool begins_role(const sg_grants *grants, size_t i)
{
    return i == 0 || strcmp(grants->items[i - 1].role, grants->items[i].role) != 0;
}

void sg_grants_write(sg_buf *buf, const sg_grants *grants)
{
    sg_buf_addc(buf, '{');
    for (size_t i = 0; i < grants->count; i++) {
        const sg_grant *grant = &grants->items[i];
        if (begins_role(grants, i)) {
            sg_buf_add(buf, i > 0 ? "], " : " ");
            sg_buf_add_json(buf, grant->role);
            sg_buf_add(buf, ": [");
        }
        sg_buf_addf(buf, "%s\"%s%s\"", begins_role(grants, i) ? "" : ", ", grant->privilege,
                    grant->grantable ? WITH_OPTION : "");
    }
    sg_buf_add(buf, grants->count > 0 ? "] }" : "}");
}

void sg_grants_say(sg_buf *text, const char *prefix, const sg_grants *grants, const char *spared)
{
    for (size_t i = 0; i < grants->count; i++) {
        const sg_grant *grant = &grants->items[i];
        bool ends = i + 1 == grants->count || begins_role(grants, i + 1);
        if (sg_text_equal(grant->role, spared))
            continue;
        if (begins_role(grants, i))
            sg_buf_join(text, prefix, grant->role, ": ");
        sg_buf_join(text, grant->privilege, grant->grantable ? WITH_OPTION : "", ends ? "\n" : ", ");
    }
}

/* Statements */

void sg_role_sql(sg_buf *buf, const char *role)
{
    if (strcmp(role, "public") == 0)
        sg_buf_add(buf, "PUBLIC");
    else
        sg_sql_ident(buf, role);
}

/* What one statement does to all privileges of a role that are in `of` and not, or not so, in `without`. */
static const struct change {
    const char *verb, *preposition, *ending;
    bool revokes;
    bool option; /* about the grant option only */
} changes[] = {
    {"REVOKE ", " FROM ", ";\n", true, false},
    {"REVOKE GRANT OPTION FOR ", " FROM ", ";\n", true, true},
    {"GRANT ", " TO ", ";\n", false, false},
    {"GRANT ", " TO ", " WITH GRANT OPTION;\n", false, true},
};

static bool is_due(const struct change *change, const sg_grant *grant, const sg_grant *other)
{
    if (change->revokes)
        return change->option ? other != NULL && grant->grantable && !other->grantable : other == NULL;
    return change->option == grant->grantable && (other == NULL || (grant->grantable && !other->grantable));
}

static void add_privilege(sg_buf *buf, const char *privilege, const char *suffix)
{
    for (; *privilege != '\0'; privilege++)
        sg_buf_addc(buf, (char)toupper((unsigned char)*privilege));
    sg_buf_add(buf, suffix);
}

static void add_change(sg_buf *buf, const struct change *change, const sg_granting *granting, const sg_grants *of,
                       const sg_grants *without)
{
    const char *open = NULL; /* the role of the statement that is being written */
    for (size_t i = 0; i <= of->count; i++) {
        const sg_grant *grant = i < of->count ? &of->items[i] : NULL;
        if (open != NULL && (grant == NULL || strcmp(open, grant->role) != 0)) {
            sg_buf_join(buf, granting->target, change->preposition);
            sg_role_sql(buf, open);
            sg_buf_add(buf, change->ending);
            open = NULL;
        }
        bool spared = grant == NULL || sg_text_equal(grant->role, granting->spared);
        if (spared || !is_due(change, grant, sg_grants_find(without, grant->role, grant->privilege)))
            continue;
        sg_buf_join(buf, open == NULL ? granting->head : ", ", open == NULL ? change->verb : "");
        add_privilege(buf, grant->privilege, granting->suffix);
        open = grant->role;
    }
}

void sg_grants_sql(sg_buf *buf, const sg_granting *granting, const sg_grants *from, const sg_grants *to)
{
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        bool revokes = changes[i].revokes;
        add_change(buf, &changes[i], granting, revokes ? from : to, revokes ? to : from);
    }
}

void sg_grants_sql_settle(sg_buf *buf, const sg_granting *granting, const sg_grants *given, const sg_grants *wanted)
{
    const sg_grants none = {0};
    sg_arena *arena = sg_arena_new();
    sg_grants kept = {SG_NEW_ARRAY(arena, sg_grant, given->count + 1), 0, true};
    for (size_t i = 0; i < given->count; i++) {
        sg_grant one = given->items[i];
        const sg_grant *found = sg_grants_find(wanted, one.role, one.privilege);
        one.grantable = one.grantable && found != NULL && found->grantable;
        if (found != NULL)
            kept.items[kept.count++] = one;
    }
    sg_grants_sql(buf, granting, given, &kept);
    sg_grants_sql(buf, granting, &none, wanted);
    sg_arena_free(arena);
}

bool sg_grants_lose(const sg_grants *from, const sg_grants *to)
{
    for (size_t i = 0; i < from->count; i++) {
        if (sg_grants_find(to, from->items[i].role, from->items[i].privilege) == NULL)
            return true;
    }
    return false;
}

/* Objects */

const sg_birthright *sg_access_birthright(const sg_object *object)
{
    const sg_birthright *right = object->kind->birthright;
    return right != NULL && strcmp(object->name, right->name) == 0 ? right : NULL;
}

sg_grants sg_access_grants(const sg_object *object)
{
    static sg_grant execute = {"public", "execute", false}, usage = {"public", "usage", false};
    const sg_grantable *grantable = object->kind->grantable;
    if (sg_access_says_grants(object))
        return sg_rare_of(object)->access->grants;
    if (sg_access_birthright(object) != NULL)
        return sg_access_birthright(object)->older;
    if (grantable == NULL || grantable->born == NULL)
        return (sg_grants){0};
    return (sg_grants){strcmp(grantable->born, usage.privilege) == 0 ? &usage : &execute, 1, false};
}

bool sg_access_says_grants(const sg_object *object)
{
    const sg_access *access = sg_rare_of(object)->access;
    return access != NULL && access->grants.said;
}

const char *sg_access_owner(const sg_object *object)
{
    const sg_access *access = sg_rare_of(object)->access;
    return access != NULL ? access->owner : NULL;
}

const char *sg_access_holder(const sg_object *object)
{
    const char *own = sg_access_owner(object);
    return own != NULL || object->parent == NULL ? own : sg_access_owner(object->parent);
}

bool sg_access_same_grants(const sg_object *a, const sg_grants *left, const sg_object *b, const sg_grants *right)
{
    const char *one = sg_access_holder(a), *other = sg_access_holder(b);
    return sg_grants_equal_but(left, one != NULL ? one : other, right, other != NULL ? other : one);
}

void sg_access_settle(sg_arena *arena, const sg_object *from, sg_object *to)
{
    const sg_access *before = sg_rare_of(from)->access, *after = sg_rare_of(to)->access;
    if (sg_access_says_grants(from) && sg_access_says_grants(to) &&
        sg_access_same_grants(from, &before->grants, to, &after->grants)) {
        sg_access *access = SG_NEW(arena, sg_access);
        *access = *after;
        access->grants = before->grants;
        sg_own_rare(arena, to)->access = access;
    }
    const sg_inner_access *inner = to->kind->inner;
    const sg_grants *had = inner != NULL ? inner->grants(from) : NULL;
    if (had != NULL && had->said && inner->grants(to)->said && sg_access_same_grants(from, had, to, inner->grants(to)))
        inner->set_grants(arena, to, had);
}

bool sg_access_is_said(const sg_object *object)
{
    const sg_access *access = sg_rare_of(object)->access;
    return access != NULL && (access->grants.said || (access->owner != NULL && !access->owner_seen));
}

bool sg_access_grants_others(const sg_object *object, const sg_object *same)
{
    const sg_grants none = {0}, grants = sg_access_grants(object);
    return !sg_access_same_grants(object, &grants, same, &none);
}

/* True for a remark whose fields are those of one that says nothing. */
static bool is_bare_remark(const sg_object *object)
{
    if (!(object->kind->flags & SG_KIND_REMARK))
        return false;
    sg_arena *arena = sg_arena_new();
    sg_object *blank = sg_arena_alloc(arena, object->kind->size);
    *blank =
        (sg_object){.kind = object->kind, .schema = object->schema, .parent = object->parent, .name = object->name};
    bool bare = sg_object_equal(object, blank, NULL);
    sg_arena_free(arena);
    return bare;
}

bool sg_access_is_all(const sg_object *object)
{
    return is_bare_remark(object) && sg_access_grants_others(object, object);
}

bool sg_access_is_none(const sg_object *object)
{
    return is_bare_remark(object) && !sg_access_grants_others(object, object);
}

/* True when all that is granted is what is there from the start. */
static bool is_born(const sg_object *object, const sg_grants *grants)
{
    const sg_grants born = sg_access_grants(object);
    return sg_access_birthright(object) == NULL && sg_grants_equal(grants, &born);
}

bool sg_access_found(sg_model *model, sg_object *object, const char *owner, bool owner_born, const char *grants,
                     sg_diags *diags)
{
    sg_reader reader = {.model = model, .diags = diags, .canonical = true};
    sg_access *access = SG_NEW(model->arena, sg_access);
    struct json_object *json = grants != NULL ? json_tokener_parse(grants) : NULL;
    bool fine =
        json == NULL || sg_grants_read(&reader, object, "grants", object->kind->grantable, json, &access->grants);
    json_object_put(json);
    access->grants.said = access->grants.said && !is_born(object, &access->grants);
    access->owner = sg_arena_strdup(model->arena, owner);
    access->owner_seen = true;
    access->owner_born = owner_born;
    sg_own_rare(model->arena, object)->access = access;
    model->says_access = true;
    if (sg_access_birthright(object) != NULL)
        object->implied = object->comment == NULL && !access->grants.said;
    return fine;
}
