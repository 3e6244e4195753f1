/* Comparing: what is wanted and what was found. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "catalog.h"
#include "kind.h"
#include "text.h"

typedef struct comparison {
    const sg_model *wanted, *found;
    sg_arena *arena;
    sg_diags *diags;
    sg_asking asking;
    sg_vec differences;
    size_t compared;
    bool failed;
} comparison;

static const char *title_of(comparison *c, const sg_object *object)
{
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, object);
    const char *text = sg_arena_strdup(c->arena, title.data);
    sg_buf_release(&title);
    return text;
}

static void add(comparison *c, sg_difference_class class, const sg_object *wanted, const sg_object *found,
                const char *keys, const char *more)
{
    sg_difference *difference = SG_NEW(c->arena, sg_difference);
    const char *title = title_of(c, wanted != NULL ? wanted : found);
    const char *what = class == SG_DIFFERENCE_MISSING ? " is missing" : " is not wanted";
    const char *sentence = sg_arena_printf(c->arena, "%s%s", title, what);
    if (class == SG_DIFFERENCE_CHANGED)
        sentence = sg_arena_printf(c->arena, "%s differs in %s%s%s", title, keys, more != NULL ? ": " : "",
                                   more != NULL ? more : "");
    *difference = (sg_difference){class, wanted, found, title, keys, sentence};
    sg_vec_push(&c->differences, difference);
}

static bool server_agrees(comparison *c, const sg_aspect *aspect, const sg_object *wanted)
{
    sg_verdict verdict = sg_ask(&c->asking, aspect, wanted, c->diags);
    c->failed |= verdict == SG_VERDICT_FAILED;
    return verdict == SG_VERDICT_SAME;
}

/* The aspect that covers a field: that of the operation which changes it, else that of the whole object. */
static const sg_aspect *field_aspect(const sg_field *field, const sg_object *wanted, const sg_object *found)
{
    const sg_op *op = field->choose != NULL ? field->choose(found, wanted) : field->op;
    return op != NULL && op->aspect != NULL ? op->aspect : wanted->kind->whole;
}

static void add_word(sg_buf *keys, const char *word)
{
    sg_buf_join(keys, keys->length > 0 ? ", " : "", word);
}

/* Appends the keys of fields that differ and that the server cannot tell to be one thing. Returns what explains a
 * difference that no migration takes away: a server too old for the field; or NULL. */
static const char *compare_fields(comparison *c, const sg_object *wanted, const sg_object *found, sg_buf *keys)
{
    const char *why = NULL;
    int major = sg_pg_server_version(c->asking.pg) / 10000;
    unsigned long long different, bit = 1;
    if (sg_object_equal(wanted, found, &different))
        return NULL;
    for (const sg_field *field = wanted->kind->fields; field->key != NULL && !c->failed; field++, bit <<= 1) {
        bool may_differ = wanted->implied && field->stays;
        if ((different & bit) == 0 || may_differ || server_agrees(c, field_aspect(field, wanted, found), wanted))
            continue;
        add_word(keys, field->key);
        if (field->since > major)
            why =
                sg_arena_printf(c->arena, "PostgreSQL %d has no %s, it came with %d", major, field->key, field->since);
    }
    return why;
}

/* What a file does not say of roles may be any way. */
static void compare_access(comparison *c, const sg_object *wanted, const sg_object *found, sg_buf *keys)
{
    const sg_grants wants = sg_access_grants(wanted), has = sg_access_grants(found);
    if (sg_access_says_grants(wanted) && !sg_access_same_grants(wanted, &wants, found, &has))
        add_word(keys, "grants");
    if (sg_access_owner(wanted) != NULL && !sg_text_equal(sg_access_owner(wanted), sg_access_owner(found)))
        add_word(keys, "owner");
    const sg_inner_access *inner = wanted->kind->inner;
    if (inner != NULL && inner->grants(wanted)->said &&
        !sg_access_same_grants(wanted, inner->grants(wanted), found, inner->grants(found)))
        add_word(keys, sg_arena_printf(c->arena, "grants in %s", inner->key));
}

static void compare_pair(comparison *c, const sg_object *wanted, const sg_object *found)
{
    sg_buf keys;
    sg_buf_init(&keys);
    const char *why = compare_fields(c, wanted, found, &keys);
    if (!(wanted->kind->flags & SG_KIND_NO_COMMENT) && !sg_object_same_comment(wanted, found))
        add_word(&keys, "comment");
    compare_access(c, wanted, found, &keys);
    if (keys.length > 0)
        add(c, SG_DIFFERENCE_CHANGED, wanted, found, sg_arena_strdup(c->arena, keys.data), why);
    sg_buf_release(&keys);
}

/* Rows of a seed are not introspected, so they are never missing as a whole; the server has named those that differ. */
static void add_unseen(comparison *c, const sg_object *wanted)
{
    if (wanted->kind->flags & SG_KIND_NOT_IN_CATALOG)
        add(c, SG_DIFFERENCE_CHANGED, wanted, NULL, "rows", c->asking.answer);
    else
        add(c, SG_DIFFERENCE_MISSING, wanted, NULL, NULL, NULL);
}

static bool parent_is_there(const sg_model *model, const sg_object *object)
{
    return object->parent == NULL || sg_model_counterpart(model, object->parent) != NULL;
}

static void visit_wanted(void *context, sg_object *object)
{
    comparison *c = context;
    const sg_object *found = sg_model_counterpart(c->found, object);
    /* what comes from elsewhere is looked at where the database says something of its own */
    bool follows = object->implied && (found == NULL || found->implied);
    if (c->failed || follows || !parent_is_there(c->found, object))
        return;
    c->compared += !object->implied;
    if (found != NULL)
        compare_pair(c, object, found);
    else if (!server_agrees(c, object->kind->whole, object))
        add_unseen(c, object);
    else if (sg_access_is_all(object) &&
             sg_access_grants_others(object, sg_model_counterpart(c->found, object->parent)))
        add(c, SG_DIFFERENCE_CHANGED, object, NULL, "grants", NULL);
}

static void visit_found(void *context, sg_object *object)
{
    comparison *c = context;
    bool born = object->comment == NULL && sg_access_birthright(object) != NULL;
    if (object->implied || born || sg_access_is_all(object) || sg_access_is_none(object) ||
        sg_model_counterpart(c->wanted, object) != NULL || !parent_is_there(c->wanted, object))
        return;
    const sg_object *part = sg_model_same_part(c->wanted, object);
    if (part != NULL && part->implied)
        return; /* its name is the server's */
    c->compared++;
    add(c, SG_DIFFERENCE_UNWANTED, NULL, object, NULL, NULL);
}

bool sg_catalog_compare(sg_pg *pg, const sg_model *wanted, const sg_model *found, sg_arena *arena,
                        sg_differences *differences, sg_diags *diags)
{
    comparison c = {
        .wanted = wanted, .found = found, .arena = arena, .diags = diags, .asking = {.pg = pg, .arena = arena}};
    sg_model_each(wanted, visit_wanted, &c);
    sg_model_each(found, visit_found, &c);
    sg_ask_end(&c.asking);
    sg_difference *items = SG_NEW_ARRAY(arena, sg_difference, c.differences.count);
    for (size_t i = 0; i < c.differences.count; i++)
        items[i] = *(const sg_difference *)c.differences.items[i];
    *differences = (sg_differences){items, c.differences.count, c.compared};
    sg_vec_release(&c.differences);
    return !c.failed;
}

struct sg_proof {
    sg_asking asking;
};

sg_proof *sg_proof_new(sg_pg *pg)
{
    sg_proof *proof = sg_xrealloc(NULL, sizeof *proof);
    *proof = (sg_proof){.asking = {.pg = pg}};
    return proof;
}

bool sg_proof_same(sg_proof *proof, const sg_object *wanted, const sg_object *found, const sg_object *asked,
                   const sg_field *field)
{
    return sg_ask(&proof->asking, field_aspect(field, wanted, found), asked, NULL) == SG_VERDICT_SAME;
}

bool sg_proof_there(sg_proof *proof, const sg_object *wanted)
{
    return sg_ask(&proof->asking, wanted->kind->whole, wanted, NULL) == SG_VERDICT_SAME;
}

void sg_proof_free(sg_proof *proof)
{
    if (proof != NULL)
        sg_ask_end(&proof->asking);
    free(proof);
}
