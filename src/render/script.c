/* migration.sql and down.sql. */
#include <string.h>

#include "guards.h"
#include "render_private.h"
#include "text.h"

static void heading(sg_buf *buf, const sg_plan *plan, const sg_step *step, const sg_render_header *about)
{
    sg_buf_add(buf, "\n-- Step ");
    sg_buf_add_size(buf, step->order + 1);
    sg_buf_add(buf, " of ");
    sg_buf_add_size(buf, plan->count);
    sg_buf_join(buf, step->alone && !about->one_send ? ", outside the transaction" : "", ": ");
    sg_sql_comment_text(buf, step->title);
    sg_buf_addc(buf, '\n');
}

static void sentence(sg_buf *buf, const char *text)
{
    if (text == NULL)
        return;
    sg_buf_add(buf, "-- ");
    sg_sql_comment_text(buf, text);
    sg_buf_add(buf, ".\n");
}

/* The length of what begins with a quote, a dollar quote with its tag included. The statement is our own, so the end
 * is there; a doubled quote ends one text and begins another, which comes to the same. */
static size_t quoted_length(const char *text)
{
    const char *end;
    size_t tag = 1;
    if (*text != '$') {
        end = strchr(text + 1, *text);
    } else {
        tag += strcspn(text + 1, "$ \n") + 1;
        if (text[tag - 1] != '$')
            return 1;
        for (end = strchr(text + tag, '$'); end != NULL && strncmp(end, text, tag) != 0;)
            end = strchr(end + 1, '$');
    }
    return end != NULL ? (size_t)(end - text) + tag : strlen(text);
}

/* Lines of the statement, indented; lines inside quotes stay as they are, so only the first of each is touched. */
static void indented(sg_buf *buf, const char *text, const char *indent)
{
    const char *done = text, *end = strchr(text, '\n');
    if (end != NULL && end > text && end[1] == '\0') { /* most are a single line */
        sg_buf_join(buf, indent, text);
        return;
    }
    for (bool start = true; *text != '\0';) {
        if (start && *text != '\n') {
            sg_buf_addn(buf, done, (size_t)(text - done));
            sg_buf_add(buf, indent);
            done = text;
        }
        start = *text == '\n';
        size_t plain = start ? 1 : strcspn(text, "'\"$\n");
        text += plain > 0 ? plain : quoted_length(text);
    }
    sg_buf_addn(buf, done, (size_t)(text - done));
}

/* Opens a block; returns where its body begins. */
static size_t open_do(sg_buf *buf)
{
    sg_buf_add(buf, "DO $sg$ BEGIN\n");
    return buf->length;
}

static bool holds(const char *text, const char *tag)
{
    size_t length = strlen(tag);
    while ((text = strchr(text, '$')) != NULL && strncmp(text, tag, length) != 0)
        text++;
    return text != NULL;
}

/* The tag gets a number when the body holds it; returns by how many bytes that moves the body. */
static size_t close_do(sg_buf *buf, size_t begin)
{
    char tag[24] = "$sg$";
    unsigned number = 0;
    while (holds(buf->data + begin, tag))
        snprintf(tag, sizeof tag, "$sg%u$", ++number);
    size_t moved = strlen(tag) - strlen("$sg$");
    if (moved > 0)
        sg_buf_insert(buf, begin - strlen("$ BEGIN\n"), tag + strlen("$sg"), moved);
    sg_buf_join(buf, "END ", tag, ";\n");
    return moved;
}

/* Questions that were noted stand in the body. */
static void close_step(sg_script *script, size_t body)
{
    size_t moved = close_do(script->buf, body);
    for (size_t i = 0; i < script->noted.count; i++) {
        sg_question *question = script->noted.items[i];
        question->ask.at += moved;
        question->state.at += moved;
    }
    script->noted.count = 0;
}

static void guarded(sg_script *script, const sg_step *step)
{
    sg_buf *buf = script->buf, *statement = &script->statement;
    sg_buf_clear(statement);
    sg_step_sql(statement, step);
    sg_render_circle_note(script, step);
    if (statement->length == 0)
        return;
    size_t body = open_do(buf);
    if (step->op->self_guarded) {
        indented(buf, statement->data, "  ");
    } else {
        sg_buf_add(buf, "IF ");
        if (step->settles)
            sg_render_difference(script, step);
        else
            sg_render_guard(script, step);
        sg_buf_add(buf, " THEN\n");
        indented(buf, statement->data, "  ");
        sg_buf_add(buf, "END IF;\n");
    }
    close_step(script, body);
}

/* PostgreSQL refuses it inside DO: the guard goes before the plain statement. */
static void checked(sg_script *script, const sg_step *step)
{
    size_t body = open_do(script->buf);
    sg_buf_add(script->buf, "  PERFORM ");
    sg_render_guard(script, step);
    sg_buf_add(script->buf, ";\n");
    close_step(script, body);
    sg_step_sql(script->buf, step);
}

static void header(sg_buf *buf, const sg_plan *plan, const sg_render_header *header, bool down)
{
    sg_buf_addf(buf, "-- %s/%s, %zu step%s\n", header->name, header->file, plan->count, plan->count == 1 ? "" : "s");
    sg_buf_addf(buf, "-- %s\n",
                down ? "The way back. Steps say where not all comes back."
                     : "Every step looks first and does nothing where it was done before.");
    sg_buf_addf(buf, "-- By hand: psql -v ON_ERROR_STOP=1 -f %s\n\n", header->file);
    if (header->one_send && plan->count > 0 && plan->steps[0]->online)
        return;
    sg_buf_add(buf, "SET standard_conforming_strings = on;\n"
                    "SET client_encoding = 'UTF8';\n"
                    "SET client_min_messages = warning;\n"
                    "SET check_function_bodies = off;\n"
                    "SET search_path = \"public\";\n");
}

bool sg_render_fits_one_send(const sg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->steps[i]->online && plan->count > 1)
            return false;
    }
    return true;
}

/* True when a script sent in one piece changes its transaction between two steps, either of which may be none. */
static bool changes(const sg_plan *plan, size_t before)
{
    bool left = before > 0 && plan->steps[before - 1]->alone;
    bool right = before < plan->count && plan->steps[before]->alone;
    return left != right;
}

static void add_step(sg_script *script, const sg_step *step)
{
    sg_buf *buf = script->buf;
    const sg_plan *plan = script->plan;
    const sg_render_header *about = script->about;
    bool own = about->one_send && step->alone && !step->online;
    if (own && changes(plan, step->order))
        sg_buf_add(buf, "BEGIN;\n");
    if (step->online && about->one_send)
        sg_step_sql(buf, step);
    else if (step->online)
        checked(script, step);
    else
        guarded(script, step);
    if (own && changes(plan, step->order + 1))
        sg_buf_add(buf, "COMMIT;\n");
}

/* Adds the guard functions that are in use. */
static void define_functions(sg_guards *guards, sg_buf *buf)
{
    static const char heading_text[] =
        "\n-- What the steps ask of the catalog; these functions are gone with the session.\n";
    size_t begin = buf->length;
    sg_guards_define(guards, buf);
    if (buf->length > begin)
        sg_buf_insert(buf, begin, heading_text, sizeof heading_text - 1);
    sg_guards_free(guards);
}

void sg_rendered_join(const sg_rendered *script, sg_buf *buf)
{
    sg_buf_reserve(buf, script->head.length + script->steps.length);
    sg_buf_addn(buf, script->head.data, script->head.length);
    sg_buf_addn(buf, script->steps.data, script->steps.length);
}

void sg_rendered_release(sg_rendered *script)
{
    sg_buf_release(&script->head);
    sg_buf_release(&script->steps);
}

static sg_script open_script(sg_rendered *to, const sg_plan *plan, const sg_render_header *about)
{
    sg_script script = {.head = &to->head,
                        .buf = &to->steps,
                        .plan = plan,
                        .about = about,
                        .down = strcmp(about->file, "down.sql") == 0};
    sg_buf_init(&to->head);
    sg_buf_init(&to->steps);
    sg_buf_init(&script.statement);
    sg_buf_init(&script.state);
    sg_buf_reserve(&to->steps, plan->count * SG_STEP_BYTES);
    header(&to->head, plan, about, script.down);
    script.guards = sg_guards_new();
    return script;
}

static void next_step(sg_script *script, const sg_step *step)
{
    size_t begin = script->buf->length;
    heading(script->buf, script->plan, step, script->about);
    sentence(script->buf, script->down ? sg_step_lost(step) : step->detail);
    add_step(script, step);
    sg_guards_use(script->guards, script->buf->data + begin, script->buf->length - begin);
}

static void close_script(sg_script *script)
{
    sg_buf_release(&script->statement);
    sg_buf_release(&script->state);
    sg_vec_release(&script->noted);
    define_functions(script->guards, script->head);
}

void sg_render_script(sg_rendered *to, const sg_plan *plan, const sg_render_header *about, const sg_rendered *up)
{
    sg_script script = open_script(to, plan, about);
    script.up = up != NULL ? up->steps.data : NULL;
    for (size_t i = 0; i < plan->count; i++) {
        sg_step_fetch_whole(plan->steps, plan->count, i);
        next_step(&script, plan->steps[i]);
    }
    close_script(&script);
}

/* `length`: from which on it is worth the while. */
static void drain(sg_buf *text, const sg_render_sink *sink, size_t length)
{
    if (sink == NULL || text->length < length)
        return;
    sink->take(sink->context, text->data, text->length);
    sg_buf_clear(text);
}

void sg_render_migration(sg_rendered *to, sg_buf *json, const sg_plan *plan, const sg_plan *recorded,
                         const sg_render_header *about, const sg_render_sink *sink)
{
    enum { PIECE = 256 << 10 }; /* stays in the cache */
    sg_script script = open_script(to, plan, about);
    sg_buf_reserve(json, sink == NULL ? plan->count * SG_STEP_BYTES : PIECE);
    sg_plan_json_begin(json, plan, recorded, about->name);
    for (size_t i = 0; i < plan->count; i++) {
        sg_step_fetch_whole(plan->steps, plan->count, i);
        next_step(&script, plan->steps[i]);
        sg_plan_json_step(json, plan, recorded, plan->steps[i]);
        drain(json, sink, PIECE);
    }
    sg_plan_json_end(json, plan, recorded);
    drain(json, sink, 0);
    close_script(&script);
}

static void add_plain_step(sg_buf *buf, const sg_step *step)
{
    sg_buf statements;
    if (step->op->in_block == NULL || !step->op->in_block(step)) {
        sg_step_sql(buf, step);
        return;
    }
    sg_buf_init(&statements);
    sg_step_sql(&statements, step);
    size_t body = open_do(buf);
    indented(buf, statements.data, "  ");
    close_do(buf, body);
    sg_buf_release(&statements);
}

/* Before what stands behind `begin` come the functions that it calls. */
static void add_functions(sg_buf *buf, size_t begin)
{
    sg_guards *guards = sg_guards_new();
    sg_buf functions;
    sg_guards_use(guards, buf->data + begin, buf->length - begin);
    sg_buf_init(&functions);
    define_functions(guards, &functions);
    sg_buf_insert(buf, begin, functions.data, functions.length);
    sg_buf_release(&functions);
}

void sg_render_plain_step(sg_buf *buf, const sg_step *step)
{
    size_t begin = buf->length;
    add_plain_step(buf, step);
    add_functions(buf, begin);
}

static bool makes_routine(const sg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->steps[i]->to != NULL && (plan->steps[i]->kind->flags & SG_KIND_ROUTINE))
            return true;
    }
    return false;
}

void sg_render_plain_sql(sg_buf *buf, const sg_plan *plan)
{
    size_t begin = buf->length;
    if (makes_routine(plan))
        sg_buf_add(buf, "SET check_function_bodies = off; -- a body may name what is not there yet\n");
    for (size_t i = 0; i < plan->count; i++)
        add_plain_step(buf, plan->steps[i]);
    add_functions(buf, begin);
}
