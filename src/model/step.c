#include "step.h"

#include <string.h>

#include "signature.h"
#include "text.h"

void sg_sql_alter_parent(sg_buf *buf, const sg_object *child)
{
    sg_buf_add(buf, "ALTER TABLE ");
    sg_parent_sql(buf, child);
    sg_buf_addc(buf, ' ');
}

void sg_sql_name_literal(sg_buf *buf, const sg_object *object)
{
    char room[SG_BUF_ROOM];
    sg_buf name;
    sg_buf_init_in(&name, room, sizeof room);
    sg_object_sql(&name, object);
    sg_sql_literal(buf, name.data);
    sg_buf_release(&name);
}

void sg_sql_sides(sg_buf *sql, const sg_object *object, const sg_object *other,
                  void (*say)(sg_buf *text, const sg_object *object))
{
    const sg_object *const sides[] = {object, other};
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_clear(&text);
        say(&text, sides[i]);
        sg_buf_add(sql, i > 0 ? ", " : "");
        sg_sql_literal(sql, text.data);
    }
    sg_buf_release(&text);
}

static void add_clause(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ADD ");
    object->kind->clause(buf, object);
}

static void drop_clause(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "DROP CONSTRAINT ");
    sg_sql_ident(buf, object->name);
}

void sg_sql_drop(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "DROP ");
    step->kind->identity(buf, step->from);
    sg_buf_add(buf, ";\n");
}

void sg_sql_replace(sg_buf *buf, const sg_step *step)
{
    sg_sql_drop(buf, step);
    step->kind->create->sql(buf, step);
}

const sg_step_rare sg_no_step_rare;

sg_step_rare *sg_step_own_rare(sg_arena *arena, sg_step *step)
{
    if (step->rare == NULL)
        step->rare = SG_NEW(arena, sg_step_rare);
    return step->rare;
}

static void hold(sg_buf *buf, const sg_step *step)
{
    const sg_step_rare *rare = sg_step_rare_of(step);
    for (size_t i = 0; i < rare->held_count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "SET CONSTRAINTS ");
        sg_sql_ident(buf, rare->held[i]->schema);
        sg_buf_addc(buf, '.');
        sg_sql_ident(buf, rare->held[i]->name);
    }
    sg_buf_add(buf, rare->held_count > 0 ? " IMMEDIATE;\n" : "");
}

const char *sg_step_no_inverse(const sg_step *step)
{
    const char *unknown = sg_step_rare_of(step)->unknown;
    return unknown != NULL ? unknown : step->op->no_inverse;
}

const char *sg_step_lost(const sg_step *step)
{
    const char *unknown = sg_step_rare_of(step)->unknown;
    if (unknown != NULL || step->cause != NULL)
        return unknown;
    if (step->op->class == SG_OP_CREATE)
        return step->kind->drop->no_inverse;
    return step->op->class == SG_OP_DROP ? step->kind->create->no_inverse : step->op->no_inverse;
}

void sg_step_sql(sg_buf *buf, const sg_step *step)
{
    hold(buf, step);
    step->op->sql(buf, step);
}

void sg_sql_guard_name(sg_buf *sql, const sg_kind *kind)
{
    sg_buf_add(sql, "pg_temp.sg_");
    for (const char *c = kind->name; *c != '\0'; c++)
        sg_buf_addc(sql, *c == ' ' ? '_' : *c);
}

void sg_sql_ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_sql_guard_name(sql, object->kind);
    sg_buf_addc(sql, '(');
    sg_sql_literal(sql, object->schema);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

void sg_sql_add_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    add_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
    sg_sql_attach_part(buf, step->to);
}

void sg_sql_attach_part(sg_buf *buf, const sg_object *object)
{
    const sg_object *whole = sg_object_whole(object);
    if (whole == NULL || !(whole->kind->flags & SG_KIND_RELATION) || whole->mark == NULL || whole->step != NULL)
        return;
    for (const sg_object *link = object->parent->first_child; link != NULL; link = link->next) {
        if ((link->kind->flags & SG_KIND_BASE) && link->step != NULL)
            return; /* attaching the table does it */
    }
    sg_buf_add(buf, "ALTER INDEX ");
    sg_object_sql(buf, whole);
    sg_buf_add(buf, " ATTACH PARTITION ");
    sg_object_sql(buf, object);
    sg_buf_add(buf, ";\n");
}

bool sg_always_in_block(const sg_step *step)
{
    (void)step;
    return true;
}

void sg_sql_nothing(sg_buf *buf, const sg_step *step)
{
    (void)buf, (void)step;
}

/* Of what a partition has, nothing is its own. */
void sg_sql_drop_from_heirs(sg_buf *buf, const sg_step *step, const sg_object *object, const char *drop)
{
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *heir = object->users.items[i];
        if (sg_rare_of(heir)->inherits != object || heir->step != step)
            continue;
        if (sg_rare_of(heir->parent)->sole_base == NULL) {
            sg_sql_alter_parent(buf, heir);
            sg_buf_join(buf, drop, " IF EXISTS ", "");
            sg_sql_ident(buf, heir->name);
            sg_buf_add(buf, ";\n");
        }
        sg_sql_drop_from_heirs(buf, step, heir, drop);
    }
}

void sg_sql_then_add(sg_buf *buf, const sg_step *step, const char *drop)
{
    sg_buf heirs;
    sg_buf_init(&heirs);
    sg_sql_drop_from_heirs(&heirs, step, step->from, drop);
    sg_buf_join(buf, heirs.length > 0 ? ";\n" : ", ", heirs.data);
    if (heirs.length > 0)
        sg_sql_alter_parent(buf, step->to);
    sg_buf_release(&heirs);
}

void sg_sql_drop_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->from);
    drop_clause(buf, step->from);
    sg_buf_add(buf, ";\n");
    sg_sql_drop_from_heirs(buf, step, step->from, "DROP CONSTRAINT");
}

/* One statement, so that no moment is without the constraint. */
void sg_sql_replace_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    drop_clause(buf, step->from);
    sg_sql_then_add(buf, step, "DROP CONSTRAINT");
    add_clause(buf, step->to);
    sg_buf_add(buf, ";\n");
}

void sg_sql_validate_constraint(sg_buf *buf, const sg_step *step)
{
    sg_sql_alter_parent(buf, step->to);
    sg_buf_add(buf, "VALIDATE CONSTRAINT ");
    sg_sql_ident(buf, step->to->name);
    sg_buf_add(buf, ";\n");
}

void sg_sql_rename_constraint(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        sg_sql_alter_parent(buf, rename->object);
        sg_buf_add(buf, "RENAME CONSTRAINT ");
        sg_sql_ident(buf, rename->from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, rename->to);
        sg_buf_add(buf, ";\n");
    }
}

void sg_sql_constraint(sg_buf *buf, const char *name)
{
    sg_buf_add(buf, "CONSTRAINT ");
    sg_sql_ident(buf, name);
    sg_buf_addc(buf, ' ');
}

void sg_sql_constraint_identity(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    sg_buf_add(buf, "ON ");
    sg_parent_sql(buf, object);
}

void sg_say_columns(sg_buf *buf, const sg_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        sg_sql_ident_as_server(buf, names->items[i]);
    }
}

/* `name` instead of the object's own: before a rename it has another one. And `kind`, since a step on indexes renames
 * those of keys as well. */
static void name_in_place(sg_buf *buf, const sg_kind *kind, const sg_object *object, const char *schema,
                          const char *name)
{
    bool on_parent = kind->parents != NULL && !(kind->flags & SG_KIND_OWN_ADDRESS);
    if (!on_parent && schema != NULL) {
        sg_sql_ident(buf, schema);
        sg_buf_addc(buf, '.');
    }
    sg_sql_ident(buf, name);
    if (on_parent) {
        sg_buf_add(buf, " ON ");
        sg_parent_sql(buf, object);
    }
}

void sg_sql_identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_join(buf, object->kind->word, " ");
    name_in_place(buf, object->kind, object, object->schema, object->name);
}

void sg_sql_rename(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_rename *rename = &step->rare->renames[i];
        sg_buf_join(buf, "ALTER ", step->kind->word, rename->hidden ? " IF EXISTS " : " ");
        name_in_place(buf, step->kind, rename->object, rename->from_schema, rename->from);
        sg_buf_add(buf, " RENAME TO ");
        sg_sql_ident(buf, rename->to);
        sg_buf_add(buf, ";\n");
    }
}

bool sg_step_moves(const sg_step *step)
{
    bool found = false;
    for (size_t i = 0; i < step->rename_count && !found; i++)
        found = sg_rename_moves(&step->rare->renames[i]);
    return found;
}

sg_passing_name sg_stray_passes_as(size_t rename, size_t stray)
{
    sg_passing_name name;
    snprintf(name.text, sizeof name.text, "sg_passing_name_%zu_%zu", rename, stray);
    return name;
}

static void alter_stray(sg_buf *buf, const sg_stray *stray, const char *schema, const char *name)
{
    sg_buf_join(buf, "ALTER ", stray->word, " ");
    sg_sql_ident(buf, schema);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, name);
}

/* What is inside the object has passing names while it moves: `back` gives it its own again. */
static void rename_strays(sg_buf *buf, const sg_rename *rename, size_t number, bool back)
{
    for (size_t i = 0; i < rename->stray_count; i++) {
        const sg_stray *stray = rename->strays[i];
        const sg_passing_name passing = sg_stray_passes_as(number, i);
        if (!stray->passes)
            continue;
        alter_stray(buf, stray, back ? rename->to_schema : rename->from_schema, back ? passing.text : stray->name);
        sg_buf_add(buf, " RENAME TO ");
        sg_sql_ident(buf, back ? stray->name : passing.text);
        sg_buf_add(buf, ";\n");
    }
}

static void add_set_schema(sg_buf *buf, const sg_rename *rename)
{
    sg_buf_add(buf, " SET SCHEMA ");
    sg_sql_ident(buf, rename->to_schema);
    sg_buf_add(buf, ";\n");
}

static void move_one(sg_buf *buf, const sg_rename *rename, size_t number)
{
    const sg_kind *kind = rename->object->kind;
    const sg_object before = {.kind = kind, .schema = rename->from_schema, .name = rename->from};
    sg_buf_add(buf, "ALTER ");
    if (kind->flags & SG_KIND_ROUTINE)
        kind->identity(buf, &before);
    else
        sg_sql_identity(buf, &before);
    add_set_schema(buf, rename);
    for (size_t i = 0; i < rename->stray_count; i++) {
        const sg_stray *stray = rename->strays[i];
        const sg_passing_name passing = sg_stray_passes_as(number, i);
        if (!stray->stays)
            continue;
        alter_stray(buf, stray, rename->from_schema, stray->passes ? passing.text : stray->name);
        add_set_schema(buf, rename);
    }
}

void sg_sql_move(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++)
        rename_strays(buf, &step->rare->renames[i], i, false);
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_step alone = {
            .kind = step->kind, .rename_count = 1, .rare = &(sg_step_rare){.renames = &step->rare->renames[i]}};
        if (sg_rename_moves(&step->rare->renames[i]))
            move_one(buf, &step->rare->renames[i], i);
        else
            step->kind->rename->sql(buf, &alone);
    }
    for (size_t i = 0; i < step->rename_count; i++)
        rename_strays(buf, &step->rare->renames[i], i, true);
}

bool sg_step_is_bound(const sg_object *to)
{
    for (size_t i = 0; i < to->deps.count; i++) {
        const sg_step *step = ((const sg_object *)to->deps.items[i])->step;
        for (size_t k = 0;
             step != NULL && (step->kind->flags & SG_KIND_ROUTINE) && k < sg_step_rare_of(step)->user_count; k++) {
            if (sg_step_rare_of(step)->users[k] == to)
                return true;
        }
    }
    return false;
}

void sg_sql_path(sg_buf *buf, const sg_path *path)
{
    /* what is the system's is not in public, although it is written without a schema */
    if (strcmp(path->schema, "public") != 0) {
        sg_sql_ident(buf, path->schema);
        sg_buf_addc(buf, '.');
    }
    sg_sql_ident(buf, path->name);
}

static bool is_renewed(const sg_step *step, const sg_object *user)
{
    const sg_step *change = sg_step_rare_of(step)->renewal;
    while (change != NULL && (change->to != user || change->dropped))
        change = sg_step_rare_of(change)->next_renewal;
    return change != NULL;
}

void sg_sql_rebuild_type(sg_buf *buf, const sg_step *step)
{
    const sg_step creation = {.op = step->kind->create, .kind = step->kind, .to = step->to};
    sg_buf_join(buf, "ALTER ", step->kind->word, " ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " RENAME TO \"sg_old_type\";\n");
    creation.op->sql(buf, &creation);
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++) {
        const sg_object *user = sg_step_rare_of(step)->users[i];
        if (user->kind->retype != NULL && sg_object_has_type(user, step->to))
            user->kind->retype(buf, user, is_renewed(step, user));
        else if (user->kind->rebind != NULL)
            user->kind->rebind(buf, user);
    }
    sg_buf_join(buf, "DROP ", step->kind->word, " ");
    sg_sql_ident(buf, step->to->schema);
    sg_buf_add(buf, ".\"sg_old_type\";\n");
}

bool sg_assess_rebuilt_type(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (sg_step_rare_of(step)->user_count > 0) {
        step->lock = SG_LOCK_ACCESS_EXCLUSIVE;
        step->dangers |= SG_DANGER_REWRITE | SG_DANGER_MAY_FAIL;
    }
    return true;
}

/* True when the canonical expression has an operator made of letters outside of quotes and parentheses: among other
 * clauses the grammar takes a default with one (NOT a, a AND b) only in parentheses. */
static bool has_word_operator(const char *text)
{
    static const char *const words[] = {"NOT ",   "AND ",     "OR ",      "IS ", "IN ",     "LIKE ",
                                        "ILIKE ", "SIMILAR ", "BETWEEN ", "AT ", "COLLATE "};
    int depth = 0;
    char quote = '\0', before = ' ';
    for (; *text != '\0'; before = *text++) {
        if (quote != '\0' || *text == '\'' || *text == '"') {
            quote = quote == '\0' ? *text : *text == quote ? '\0' : quote;
            continue;
        }
        depth += (*text == '(') - (*text == ')');
        for (size_t i = 0; depth == 0 && before == ' ' && i < sizeof words / sizeof words[0]; i++) {
            if (*text == words[i][0] && strncmp(text, words[i], strlen(words[i])) == 0)
                return true;
        }
    }
    return false;
}

void sg_sql_default_clause(sg_buf *buf, const char *value)
{
    if (value == NULL)
        return;
    bool in_parentheses = has_word_operator(value);
    sg_buf_join(buf, " DEFAULT ", in_parentheses ? "(" : "", value, in_parentheses ? ")" : "");
}

void sg_sql_collate_clause(sg_buf *buf, const char *collation)
{
    if (collation == NULL)
        return;
    sg_buf_add(buf, " COLLATE ");
    sg_sql_dotted(buf, collation);
}

void sg_say_collation(sg_buf *text, const char *collation)
{
    if (collation == NULL)
        return;
    sg_buf_add(text, " COLLATE ");
    sg_sql_dotted_as_server(text, collation);
}

/* Types are named by one text. */
static bool is_type(const sg_object *object)
{
    return (object->kind->flags & SG_KIND_TYPE) && !(object->kind->flags & SG_KIND_RELATION);
}

/* Routines are named by schema and name, and told apart by the types of their arguments. */
static void routine_address(sg_buf *sql, const sg_object *object)
{
    const char *types = sg_signature_split(object->name);
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_addn(&text, object->name, (size_t)(types - object->name));
    sg_buf_add(sql, "ARRAY[");
    sg_sql_literal(sql, object->schema);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, text.data);
    sg_buf_add(sql, "], pg_temp.sg_types(");
    sg_sql_literal(sql, object->schema);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
    sg_buf_release(&text);
}

void sg_sql_address(sg_buf *sql, const sg_object *object)
{
    if (object->kind->flags & SG_KIND_ROUTINE) {
        routine_address(sql, object);
        return;
    }
    bool of_type = (object->kind->flags & SG_KIND_BY_ARGUMENT) != 0;
    sg_buf_add(sql, "ARRAY[");
    if (is_type(object) || of_type) {
        sg_sql_name_literal(sql, of_type ? object->parent : object);
    } else {
        bool by_parent = object->parent != NULL && !(object->kind->flags & SG_KIND_OWN_ADDRESS);
        const char *const parts[] = {object->schema, by_parent ? object->parent->name : NULL, object->name};
        const char *separator = "";
        for (size_t i = 0; i < 3; i++) {
            if (parts[i] == NULL)
                continue;
            sg_buf_add(sql, separator);
            sg_sql_literal(sql, parts[i]);
            separator = ", ";
        }
    }
    sg_buf_add(sql, "], ");
    if (!of_type) {
        sg_buf_add(sql, "'{}'");
        return;
    }
    sg_buf_add(sql, "ARRAY[");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ']');
}
