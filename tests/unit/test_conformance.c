/* The table of kinds keeps its promises: every fact that a phase relies on is there, for every kind, field and
 * operation. Operations that depend on definitions are met in the plans of the golden cases. */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden_case.h"
#include "kind.h"
#include "plan.h"
#include "source.h"
#include "suite.h"

extern const char sg_model_guard_sql[];

/* An operation as a plan of a golden case used it, or as a row of a kind names it. */
typedef struct met {
    const sg_kind *kind;
    const sg_op *op;
    bool planned;
} met;

static sg_arena *arena;
static sg_vec ops;        /* met* */
static sg_buf cases_text; /* of all golden cases */
static sg_buf guards;     /* all guard functions there are */
static sg_buf calls;      /* all that the aspects of planned steps ask */

/* Names what is wrong, since CUnit only knows the line. */
static void expect(bool fine, const char *kind, const char *part, const char *what)
{
    if (!fine)
        fprintf(stderr, "\n%s, %s: %s\n", kind, part, what);
    CU_ASSERT_TRUE(fine);
}

static void meet(const sg_kind *kind, const sg_op *op, bool planned)
{
    for (size_t i = 0; op != NULL && i < ops.count; i++) {
        met *known = ops.items[i];
        if (known->kind == kind && known->op == op) {
            known->planned |= planned;
            return;
        }
    }
    if (op == NULL)
        return;
    met *added = SG_NEW(arena, met);
    *added = (met){kind, op, planned};
    sg_vec_push(&ops, added);
}

static void meet_kind(const sg_kind *kind)
{
    const sg_op *const own[] = {kind->create, kind->drop, kind->rename, kind->replace};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        meet(kind, own[i], false);
    for (const sg_field *field = kind->fields; field->key != NULL; field++)
        meet(kind, field->op, false);
    if (kind->guard_sql != NULL)
        sg_buf_add(&guards, kind->guard_sql);
}

static void meet_steps(const sg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const sg_step *step = plan->steps[i];
        const sg_object *object = step->to != NULL ? step->to : step->from;
        meet(step->kind, step->op, true);
        if (object != NULL && !step->op->self_guarded)
            sg_step_aspect(step)->ask(&calls, object, NULL);
    }
}

static void plan_way(const char *from_text, const char *to_text, bool down)
{
    const sg_plan_options options = {.down = down};
    sg_diags *diags = sg_diags_new();
    sg_model *from = sg_source_text("from", from_text, strlen(from_text), false, diags);
    sg_model *to = sg_source_text("to", to_text, strlen(to_text), false, diags);
    sg_plan *plan = from != NULL && to != NULL ? sg_plan_make(from, to, &options, diags) : NULL;
    if (plan != NULL)
        meet_steps(plan);
    sg_plan_free(plan);
    sg_model_free(to);
    sg_model_free(from);
    sg_diags_free(diags);
}

static int set_up(void)
{
    const char *source = getenv("SCHEMAGEN_SOURCE");
    glob_t files;
    arena = sg_arena_new();
    sg_buf_init(&cases_text);
    sg_buf_init(&guards);
    sg_buf_init(&calls);
    sg_buf_add(&guards, sg_model_guard_sql);
    for (size_t i = 0; i < sg_kind_count; i++)
        meet_kind(sg_kinds[i]);
    const char *pattern = sg_arena_printf(arena, "%s/tests/golden/cases/*.case", source != NULL ? source : ".");
    if (glob(pattern, 0, NULL, &files) != 0)
        return 1;
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const golden_case *it = golden_case_read(arena, files.gl_pathv[i]);
        if (it == NULL)
            return 1;
        const char *from = golden_case_get(it, "from"), *to = golden_case_get(it, "to");
        sg_buf_addf(&cases_text, "%s%s", from, to);
        plan_way(from, to, false);
        plan_way(to, from, true);
    }
    globfree(&files);
    return 0;
}

static int tear_down(void)
{
    sg_vec_release(&ops);
    sg_buf_release(&calls);
    sg_buf_release(&guards);
    sg_buf_release(&cases_text);
    sg_arena_free(arena);
    return 0;
}

static void test_kinds(void)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds[i];
        bool silent = (kind->flags & SG_KIND_NO_COMMENT) != 0, unseen = (kind->flags & SG_KIND_NOT_IN_CATALOG) != 0;
        expect(kind->json_key != NULL && kind->json_key[0] != '\0', kind->name, "kind", "has no key in schema files");
        expect(kind->create != NULL && kind->drop != NULL, kind->name, "kind", "cannot be created or dropped");
        expect(silent || (kind->address != NULL && kind->identity != NULL), kind->name, "kind",
               "takes comments, and the server cannot be told on what");
        expect(unseen == (kind->catalog_sql == NULL), kind->name, "kind", "is read from the catalog or is not");
        for (const char *const *parent = kind->parents; parent != NULL && *parent != NULL; parent++)
            expect(sg_kind_named(*parent) != NULL && sg_kind_named(*parent)->order < kind->order, kind->name, *parent,
                   "is no parent that comes before");
        expect(!(kind->flags & SG_KIND_INLINE) || kind->clause != NULL, kind->name, "kind",
               "stands inside its parent and has no clause");
    }
}

static void test_every_kind_has_its_place(void)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        for (size_t k = i + 1; k < sg_kind_count; k++) {
            expect(sg_kinds[i]->order != sg_kinds[k]->order, sg_kinds[i]->name, sg_kinds[k]->name, "share a place");
            expect(strcmp(sg_kinds[i]->name, sg_kinds[k]->name) != 0, sg_kinds[i]->name, "kind", "stands there twice");
        }
    }
}

/* A difference in a field is an operation, or the object is made again. */
static void test_fields(void)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_kind *kind = sg_kinds[i];
        size_t count = 0;
        for (const sg_field *field = kind->fields; field->key != NULL; field++, count++) {
            const sg_field_type *type = field->type;
            bool changes = field->op != NULL || field->choose != NULL || kind->replace != NULL ||
                           (kind->drop != NULL && kind->create != NULL);
            expect(changes, kind->name, field->key, "a difference means nothing");
            expect(field->op == NULL || field->choose == NULL, kind->name, field->key, "has two answers");
            expect(type->json != NULL && type->read != NULL && type->write != NULL && type->is_set != NULL &&
                       type->equal != NULL,
                   kind->name, field->key, "cannot be read, written or compared");
            expect(type != &sg_field_word || field->words != NULL, kind->name, field->key, "has no words");
        }
        expect(count < 64, kind->name, "fields", "are too many for the bits of a comparison");
    }
}

static bool is_verb_of(const sg_kind *kind, const char *verb)
{
    for (size_t i = 0; i < ops.count; i++) {
        const met *other = ops.items[i];
        if (other->kind == kind && strcmp(other->op->verb, verb) == 0)
            return true;
    }
    return false;
}

/* Sentences are set into others: no capital in front, no full stop behind. */
static bool is_sentence(const char *text)
{
    size_t length = strlen(text);
    return length > 10 && !isupper((unsigned char)text[0]) && text[length - 1] != '.';
}

static void test_operations(void)
{
    for (size_t i = 0; i < ops.count; i++) {
        const met *it = ops.items[i];
        const sg_op *op = it->op;
        const char *kind = it->kind->name, *verb = op->verb != NULL ? op->verb : "an operation";
        expect(op->verb != NULL && op->verb[0] != '\0', kind, verb, "has no name");
        expect(op->sql != NULL, kind, verb, "has no SQL");
        const sg_aspect *aspect = op->aspect != NULL ? op->aspect : it->kind->whole;
        expect(aspect != NULL && aspect->ask != NULL && aspect->say != NULL, kind, verb, "has no guard");
        expect(op->lock <= SG_LOCK_ACCESS_EXCLUSIVE && op->online_lock <= SG_LOCK_ACCESS_EXCLUSIVE, kind, verb,
               "takes an unknown lock");
        expect(op->class == SG_OP_RENAME || op->rank > 0, kind, verb, "has no place among the steps");
        expect(op->inverse != NULL || op->no_inverse != NULL, kind, verb, "says nothing about the way back");
        expect(op->inverse == NULL || is_verb_of(it->kind, op->inverse), kind, verb, "has an unknown inverse");
        expect(op->no_inverse == NULL || is_sentence(op->no_inverse), kind, verb, "gives a reason in another style");
        expect(!(op->dangers & SG_DANGER_DATA_LOSS) || op->no_inverse != NULL, kind, verb, "loses data in silence");
        expect(it->planned, kind, verb, "is in no golden case");
    }
}

/* Every pg_temp.sg_... call in a text has a definition. */
static void expect_defined(const char *text)
{
    static const char call[] = "pg_temp.sg_";
    for (const char *at = text; (at = strstr(at, call)) != NULL; at++) {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_.");
        if (at[length] != '(')
            continue;
        const char *head = sg_arena_printf(arena, "CREATE OR REPLACE FUNCTION %.*s(", (int)length, at);
        if (strstr(guards.data, head) == NULL)
            expect(false, "guards", head, "is called and not there");
    }
}

static void test_guards(void)
{
    expect_defined(calls.data);
    expect_defined(guards.data);
    CU_ASSERT_TRUE(calls.length > 0);
}

static void test_cases(void)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        const char *key = sg_arena_printf(arena, "\"%s\"", sg_kinds[i]->json_key);
        expect(strstr(cases_text.data, key) != NULL, sg_kinds[i]->name, key, "is in no golden case");
        for (const sg_field *field = sg_kinds[i]->fields; field->key != NULL; field++) {
            key = sg_arena_printf(arena, "\"%s\"", field->key);
            expect(strstr(cases_text.data, key) != NULL, sg_kinds[i]->name, key, "is in no golden case");
        }
    }
}

int main(void)
{
    CU_TestInfo tests[] = {{"kinds", test_kinds},   {"places", test_every_kind_has_its_place},
                           {"fields", test_fields}, {"operations", test_operations},
                           {"guards", test_guards}, {"golden cases", test_cases},
                           CU_TEST_INFO_NULL};

    return run_suite((CU_SuiteInfo){"kinds", set_up, tear_down, NULL, NULL, tests});
}
