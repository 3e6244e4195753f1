/* Transactions inside a script. */
#include "script.h"
#include "statement.h"
#include "vec.h"

/* One walk over all statements. */
typedef struct parting {
    sg_script *script;
    sg_arena *arena;
    sg_diags *diags;
    sg_statement *kept; /* those that stay */
    size_t kept_count;
    sg_vec parts;         /* sg_script_step * */
    sg_script_step *part; /* the one that grows, or NULL */
    sg_script_step *last; /* the last one that holds a statement, or NULL */
    bool opened;          /* between a BEGIN and its COMMIT */
    bool outside;         /* the file asks for no transaction */
    bool fine;
} parting;

static sg_script_step *begin_part(parting *p, const sg_script_step *step)
{
    p->part = SG_NEW(p->arena, sg_script_step);
    *p->part = *step;
    p->part->statements = p->kept + p->kept_count;
    p->part->count = 0;
    sg_vec_push(&p->parts, p->part);
    return p->part;
}

/* Behind all that is kept so far the transaction ends. */
static void end_part(parting *p)
{
    if (p->last != NULL)
        p->last->commits = true;
    p->part = NULL;
}

static void keep(parting *p, const sg_script_step *step, const sg_statement *statement)
{
    if (p->part == NULL)
        begin_part(p, step);
    p->kept[p->kept_count++] = *statement;
    p->part->count++;
    p->part->opened |= p->opened;
    p->last = p->part;
}

/* A statement with a transaction to itself, or none. */
static void keep_alone(parting *p, const sg_script_step *step, const sg_statement *statement)
{
    end_part(p);
    begin_part(p, step)->outside = true;
    keep(p, step, statement);
    end_part(p);
}

static void refuse(parting *p, const sg_statement *statement, const char *why, const char *hint)
{
    sg_diag *diag =
        sg_diag_add(p->diags, SG_BAD_STEP, (sg_span){p->script->source, statement->start, statement->end}, "%s", why);
    sg_diag_hint(p->diags, diag, "%s", hint);
    p->fine = false;
}

/* Our own migrations keep to one transaction, for their row of history is in it. */
static bool may_stand(parting *p, const sg_statement *statement, sg_statement_class class)
{
    bool own = p->script->migration->layout->own;
    if (class == SG_STATEMENT_PLAIN || class == SG_STATEMENT_ALONE)
        return true;
    if (own)
        refuse(p, statement, "a migration may not open or end transactions",
               "remove the statement; the runner keeps each migration in a transaction");
    else if (class == SG_STATEMENT_ROLLBACK || class == SG_STATEMENT_TWO_PHASES)
        refuse(p, statement, "a migration may not give up its transaction",
               "remove the statement and what it takes back");
    else
        return true;
    return false;
}

static void take(parting *p, const sg_script_step *step, const sg_statement *statement)
{
    sg_statement_class class = sg_statement_classify(statement->text);
    if (!may_stand(p, statement, class))
        return;
    switch (class) {
    case SG_STATEMENT_BEGIN_AS:
        end_part(p);
        begin_part(p, step)->begin = statement->text;
        p->opened = true;
        break;
    case SG_STATEMENT_BEGIN:
        p->opened = true;
        break;
    case SG_STATEMENT_COMMIT:
        end_part(p);
        p->opened = false;
        break;
    default:
        /* Inside a transaction of the file's own the server shall say no, as it does to every other tool. */
        if (!p->opened && !p->script->migration->layout->own && (class == SG_STATEMENT_ALONE || p->outside))
            keep_alone(p, step, statement);
        else
            keep(p, step, statement);
    }
}

/* Parts without statements are left out, except the first and steps of our own. */
static void set_parts(sg_script *script, const parting *p)
{
    script->statements = p->kept;
    script->statement_count = p->kept_count;
    script->steps = SG_NEW_ARRAY(p->arena, sg_script_step, p->parts.count);
    script->count = 0;
    for (size_t i = 0; i < p->parts.count; i++) {
        const sg_script_step *part = p->parts.items[i];
        if (i > 0 && part->count == 0 && !script->migration->layout->own)
            continue;
        script->steps[script->count] = *part;
        script->steps[script->count].number = (unsigned)script->count;
        script->count++;
    }
    script->last = (unsigned)script->count - 1;
}

bool sg_script_part(sg_script *script, bool outside, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    parting p = {.script = script, .arena = arena, .diags = diags, .outside = outside, .fine = true};
    p.kept = SG_NEW_ARRAY(arena, sg_statement, script->statement_count);
    for (size_t i = 0; i < script->count; i++) {
        const sg_script_step *step = &script->steps[i];
        begin_part(&p, step);
        for (size_t k = 0; k < step->count; k++)
            take(&p, step, &step->statements[k]);
    }
    set_parts(script, &p);
    sg_vec_release(&p.parts);
    return p.fine;
}
