#include "routine.h"

#include <string.h>
#include <strings.h>

#include "json.h"
#include "text.h"

const sg_word sg_routine_volatility[] = {
    {"volatile", "", 0}, {"stable", " STABLE", 1}, {"immutable", " IMMUTABLE", 2}, {0}};
const sg_word sg_routine_security[] = {{"invoker", "", 0}, {"definer", " SECURITY DEFINER", 1}, {0}};
const sg_word sg_routine_parallel[] = {
    {"unsafe", "", 0}, {"restricted", " PARALLEL RESTRICTED", 1}, {"safe", " PARALLEL SAFE", 2}, {0}};

static const sg_routine *routine_of(const sg_object *object)
{
    return (const sg_routine *)object;
}

/* Finish */

static void check_body(sg_model *model, sg_routine *self, sg_diags *diags)
{
    if ((self->body == NULL) == (self->sql_body.text == NULL)) {
        sg_object_error(model, diags, &self->base, NULL, SG_MISSING_KEY, "the %s needs either \"body\" or \"sqlBody\"",
                        self->base.kind->name);
        return;
    }
    sg_routine_read_body(model, self, diags);
}

/* Settings that are lists of names. */
static bool is_list(const char *setting)
{
    static const char *const lists[] = {"search_path", "temp_tablespaces", "local_preload_libraries",
                                        "session_preload_libraries", "shared_preload_libraries"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(setting, lists[i]) == 0)
            return true;
    }
    return false;
}

/* Calls `add` for each name of a list: "$user", public. */
static void each_name(const char *list, sg_buf *buf, void (*add)(sg_buf *, const char *))
{
    sg_buf name;
    sg_buf_init(&name);
    const char *separator = "";
    while (*list != '\0') {
        list += strspn(list, " \t\n,");
        bool quoted = *list == '"', any = *list != '\0';
        sg_buf_clear(&name);
        for (list += quoted; *list != '\0' && (quoted || strchr(", \t\n", *list) == NULL); list++) {
            if (quoted && *list == '"' && *++list != '"')
                break;
            sg_buf_addc(&name, *list);
        }
        if (!any)
            break;
        sg_buf_add(buf, separator);
        add(buf, name.data);
        separator = ", ";
    }
    if (separator[0] == '\0')
        add(buf, "");
    sg_buf_release(&name);
}

static void spell_settings(sg_model *model, sg_routine *self)
{
    for (size_t i = 0; i < self->settings.count; i++) {
        sg_buf text;
        if (!is_list(self->settings.items[i].name))
            continue;
        sg_buf_init(&text);
        each_name(self->settings.items[i].value, &text, sg_sql_ident_as_server);
        self->settings.items[i].value = sg_arena_strdup(model->arena, text.data);
        sg_buf_release(&text);
    }
}

/* SQL folds names that stand without quotes, as those of languages do everywhere: SQL, PLpgSQL. */
static void fold_language(sg_routine *self)
{
    static const char *const folded[] = {"sql",     "plpgsql", "c",      "internal",  "plperl",
                                         "plperlu", "pltcl",   "pltclu", "plpython3u"};
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++) {
        if (strcasecmp(self->language, folded[i]) == 0)
            self->language = folded[i];
    }
}

static bool is_default(const char *number, const char *value)
{
    return number != NULL && strcmp(number, value) == 0;
}

void sg_routine_finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_routine *self = (sg_routine *)object;
    fold_language(self);
    if (!sg_routine_finish_signature(model, object, diags))
        return;
    check_body(model, self, diags);
    spell_settings(model, self);
    bool compiled = strcmp(self->language, "c") == 0 || strcmp(self->language, "internal") == 0;
    if (is_default(self->cost, compiled ? "1" : "100"))
        self->cost = NULL;
    if (is_default(self->rows, "1000"))
        self->rows = NULL;
}

bool sg_routine_replaces(const sg_object *from, const sg_object *to)
{
    return strcmp(from->name, to->name) == 0 &&
           sg_signature_replaces(routine_of(to)->signature, routine_of(from)->signature) &&
           routine_of(from)->window == routine_of(to)->window;
}

/* Aspect: the same words as guard.sql's sg_routine */

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void add_candidate(sg_buf *sql, const sg_routine *routine)
{
    const char *const parts[] = {or_empty(routine->arguments), routine->returns, routine->sql_body.text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sg_buf_add(sql, ", ");
        if (parts[i] != NULL)
            sg_sql_literal(sql, parts[i]);
        else
            sg_buf_add(sql, "NULL");
    }
}

void sg_routine_ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    sg_buf_addf(sql, "pg_temp.sg_routine('%s', ", object->kind->name);
    sg_sql_literal(sql, object->schema);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    add_candidate(sql, routine_of(object));
    if (other != NULL)
        add_candidate(sql, routine_of(other));
    sg_buf_addc(sql, ')');
}

static void add_attributes(sg_buf *buf, const sg_routine *self)
{
    sg_buf_add(buf, self->window ? " WINDOW" : "");
    sg_buf_add(buf, sg_routine_volatility[self->volatility].sql);
    sg_buf_add(buf, self->leakproof ? " LEAKPROOF" : "");
    sg_buf_add(buf, self->strict ? " STRICT" : "");
    sg_buf_add(buf, sg_routine_security[self->security].sql);
    sg_buf_add(buf, sg_routine_parallel[self->parallel].sql);
    if (self->cost != NULL)
        sg_buf_join(buf, " COST ", self->cost);
    if (self->rows != NULL)
        sg_buf_join(buf, " ROWS ", self->rows);
}

void sg_routine_say(sg_buf *text, const sg_object *object)
{
    const sg_routine *self = routine_of(object);
    sg_buf_join(text, "(", or_empty(self->arguments), ")");
    if (self->returns != NULL)
        sg_buf_join(text, " RETURNS ", self->returns);
    sg_buf_join(text, " LANGUAGE ", self->language);
    add_attributes(text, self);
    for (size_t i = 0; i < self->settings.count; i++)
        sg_buf_join(text, " SET ", self->settings.items[i].name, "=", self->settings.items[i].value);
    if (self->library != NULL)
        sg_buf_join(text, " IN ", self->library);
    sg_buf_join(text, "\n", self->sql_body.text != NULL ? self->sql_body.text : self->body);
}

/* Statements */

void sg_routine_identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_join(buf, object->kind->word, " ");
    sg_object_sql(buf, object);
}

static void add_settings(sg_buf *buf, const sg_routine *self)
{
    for (size_t i = 0; i < self->settings.count; i++) {
        const struct sg_param *setting = &self->settings.items[i];
        const char *dot = strchr(setting->name, '.');
        sg_buf_add(buf, "\n  SET ");
        if (dot != NULL) {
            sg_buf_addn(buf, setting->name, (size_t)(dot - setting->name + 1));
            sg_sql_ident(buf, dot + 1);
        } else {
            sg_sql_ident(buf, setting->name);
        }
        sg_buf_add(buf, " TO ");
        if (is_list(setting->name))
            each_name(setting->value, buf, sg_sql_literal);
        else
            sg_sql_literal(buf, setting->value);
    }
}

void sg_routine_write(sg_buf *buf, const char *create, const sg_object *object)
{
    const sg_routine *self = routine_of(object);
    sg_buf_join(buf, create, object->kind->word, " ");
    sg_sql_ident(buf, object->schema);
    sg_buf_addc(buf, '.');
    sg_routine_bare(buf, object);
    sg_buf_join(buf, "(", or_empty(self->arguments), ")");
    if (self->returns != NULL)
        sg_buf_join(buf, "\n  RETURNS ", self->returns);
    sg_buf_add(buf, "\n  LANGUAGE ");
    sg_sql_ident(buf, self->language);
    add_attributes(buf, self);
    add_settings(buf, self);
    if (self->sql_body.text != NULL) {
        sg_buf_join(buf, "\n", self->sql_body.text, ";\n");
        return;
    }
    sg_buf_add(buf, "\n  AS ");
    if (self->library != NULL) {
        sg_sql_literal(buf, self->library);
        sg_buf_add(buf, ", ");
    }
    sg_sql_dollar(buf, self->body);
    sg_buf_add(buf, ";\n");
}

void sg_routine_rename(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        sg_object before = *step->rare->renames[i].object, after = before;
        before.schema = step->rare->renames[i].from_schema;
        before.name = step->rare->renames[i].from;
        after.name = step->rare->renames[i].to;
        sg_buf_add(buf, "ALTER ");
        before.kind->identity(buf, &before);
        sg_buf_add(buf, " RENAME TO ");
        sg_routine_bare(buf, &after);
        sg_buf_add(buf, ";\n");
    }
}

void sg_routine_rebuild(sg_buf *buf, const sg_step *step)
{
    const sg_step creation = {.op = step->kind->create, .kind = step->kind, .to = step->to};
    sg_buf_add(buf, "ALTER ");
    sg_routine_identity(buf, step->from);
    sg_buf_add(buf, " RENAME TO \"sg_old_routine\";\n");
    creation.op->sql(buf, &creation);
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++)
        sg_step_rare_of(step)->users[i]->kind->rebind(buf, sg_step_rare_of(step)->users[i]);
    sg_buf_join(buf, "DROP ", step->kind->word, " ");
    sg_sql_ident(buf, step->from->schema);
    sg_buf_join(buf, ".\"sg_old_routine\"", sg_signature_split(step->from->name), ";\n");
}
