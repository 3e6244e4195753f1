#include "expr_tree.h"

#include <stdint.h>
#include <string.h>

#include "text.h"

static void visit_field(char *base, const ProtobufCFieldDescriptor *field, sg_message_visitor visit, void *context)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        size_t count = *(size_t *)(base + field->quantifier_offset);
        ProtobufCMessage **items = *(ProtobufCMessage ***)(base + field->offset);
        for (size_t i = 0; i < count; i++) {
            visit(context, items[i]);
        }
    } else if (*(ProtobufCMessage **)(base + field->offset)) {
        visit(context, *(ProtobufCMessage **)(base + field->offset));
    }
}

/* The generated descriptors say where they are. */
void sg_message_each_part(ProtobufCMessage *message, sg_message_visitor visit, void *context)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    if (descriptor == &pg_query__node__descriptor) {
        /* One of hundreds of fields is set: look at that one only. */
        unsigned chosen = ((sg_node *)message)->node_case;
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(descriptor, chosen);
        if (field) {
            visit_field((char *)message, field, visit, context);
        }
        return;
    }
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        bool absent = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
                      *(uint32_t *)((char *)message + field->quantifier_offset) != field->id;
        if (field->type == PROTOBUF_C_TYPE_MESSAGE && !absent) {
            visit_field((char *)message, field, visit, context);
        }
    }
}

struct walk {
    sg_message_visitor visit;
    void *context;
};

/* All messages below and `message` itself, children first. */
static void walk_message(void *context, ProtobufCMessage *message)
{
    const struct walk *walk = context;
    sg_message_each_part(message, walk_message, context);
    walk->visit(walk->context, message);
}

static void walk_messages(ProtobufCMessage *message, sg_message_visitor visit, void *context)
{
    struct walk walk = {visit, context};
    walk_message(&walk, message);
}

struct node_visit {
    sg_node_visitor visit;
    void *context;
};

static void visit_node(void *context, ProtobufCMessage *message)
{
    const struct node_visit *v = context;
    if (message->descriptor == &pg_query__node__descriptor) {
        v->visit(v->context, (sg_node *)message);
    }
}

void sg_node_walk(sg_node *node, sg_node_visitor visit, void *context)
{
    struct node_visit v = {visit, context};
    walk_messages(&node->base, visit_node, &v);
}

static void forget_place(void *context, ProtobufCMessage *message)
{
    (void)context;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "location");
    if (field) {
        *(int32_t *)((char *)message + field->offset) = 0;
    }
}

void sg_node_forget_places(ProtobufCMessage *message)
{
    walk_messages(message, forget_place, NULL);
}

const char *sg_node_string(const sg_node *node)
{
    return node->node_case == PG_QUERY__NODE__NODE_STRING ? node->string->sval : NULL;
}

static const PgQuery__AConst *constant(const sg_node *node)
{
    return node && node->node_case == PG_QUERY__NODE__NODE_A_CONST && !node->a_const->isnull ? node->a_const : NULL;
}

const char *sg_node_literal(const sg_node *node)
{
    const PgQuery__AConst *value = constant(node);
    return value && value->val_case == PG_QUERY__A__CONST__VAL_SVAL ? value->sval->sval : NULL;
}

bool sg_node_is_null(const sg_node *node)
{
    return node && node->node_case == PG_QUERY__NODE__NODE_A_CONST && node->a_const->isnull;
}

bool sg_node_number(const sg_node *node, sg_buf *buf)
{
    const PgQuery__AConst *value = constant(node);
    if (value && value->val_case == PG_QUERY__A__CONST__VAL_IVAL) {
        sg_buf_addf(buf, "%d", value->ival->ival);
        return true;
    }
    if (value && value->val_case == PG_QUERY__A__CONST__VAL_FVAL) {
        sg_buf_add(buf, value->fval->fval);
        return true;
    }
    return false;
}

const char *sg_node_column(const sg_node *node)
{
    if (node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF) {
        return NULL;
    }
    return sg_node_string(node->column_ref->fields[node->column_ref->n_fields - 1]);
}

const char *sg_node_function(const sg_node *node, bool *foreign)
{
    if (node->node_case != PG_QUERY__NODE__NODE_FUNC_CALL) {
        return NULL;
    }
    const PgQuery__FuncCall *call = node->func_call;
    *foreign = call->n_funcname > 1 && strcmp(sg_node_string(call->funcname[0]), "pg_catalog") != 0;
    return sg_node_string(call->funcname[call->n_funcname - 1]);
}

const char *sg_node_function_schema(const sg_node *node)
{
    const PgQuery__FuncCall *call = node->func_call;
    return call->n_funcname > 1 ? sg_node_string(call->funcname[call->n_funcname - 2]) : "public";
}

const char *sg_node_operator(const sg_node *node)
{
    if (node->node_case != PG_QUERY__NODE__NODE_A_EXPR || node->a_expr->n_name != 1) {
        return "";
    }
    return sg_node_string(node->a_expr->name[0]);
}

/* Which fields an interval's first modifier stands for: bits of INTERVAL_MASK in the server. */
static const char *interval_fields(int32_t mask)
{
    enum { MONTH = 1 << 1, YEAR = 1 << 2, DAY = 1 << 3, HOUR = 1 << 10, MINUTE = 1 << 11, SECOND = 1 << 12 };
    static const struct {
        int32_t mask;
        const char *fields;
    } rows[] = {
        {YEAR, "year"},
        {MONTH, "month"},
        {DAY, "day"},
        {HOUR, "hour"},
        {MINUTE, "minute"},
        {SECOND, "second"},
        {YEAR | MONTH, "year to month"},
        {DAY | HOUR, "day to hour"},
        {DAY | HOUR | MINUTE, "day to minute"},
        {DAY | HOUR | MINUTE | SECOND, "day to second"},
        {HOUR | MINUTE, "hour to minute"},
        {HOUR | MINUTE | SECOND, "hour to second"},
        {MINUTE | SECOND, "minute to second"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].mask == mask) {
            return rows[i].fields;
        }
    }
    return "";
}

/* "(10, 2)" as it could have been written. */
static bool add_modifiers(sg_buf *text, const PgQuery__TypeName *name, size_t first)
{
    for (size_t i = first; i < name->n_typmods; i++) {
        const sg_node *item = name->typmods[i];
        sg_buf_add(text, i == first ? "(" : ",");
        if (sg_node_literal(item)) {
            sg_sql_literal(text, sg_node_literal(item));
        } else if (sg_node_column(item)) {
            sg_buf_add(text, sg_node_column(item));
        } else if (!sg_node_number(item, text)) {
            return false;
        }
    }
    sg_buf_add(text, name->n_typmods > first ? ")" : "");
    return true;
}

static bool add_type_text(sg_buf *text, const PgQuery__TypeName *name)
{
    const char *last = sg_node_string(name->names[name->n_names - 1]);
    size_t first = 0;
    if (strcmp(last, "interval") == 0 && name->n_typmods > 0 &&
        name->typmods[0]->node_case == PG_QUERY__NODE__NODE_A_CONST && name->typmods[0]->a_const->ival) {
        sg_buf_addf(text, "interval %s", interval_fields(name->typmods[0]->a_const->ival->ival));
        first = 1;
    } else {
        for (size_t i = 0; i < name->n_names; i++) {
            sg_buf_add(text, i ? "." : "");
            sg_sql_ident(text, sg_node_string(name->names[i]));
        }
    }
    if (!add_modifiers(text, name, first)) {
        return false;
    }
    sg_buf_add(text, name->n_array_bounds ? "[]" : "");
    return true;
}

bool sg_node_type(sg_arena *arena, const PgQuery__TypeName *name, sg_sqltype *type)
{
    if (name->setof || name->pct_type || name->n_names == 0 || name->n_names > 2) {
        return false;
    }
    const char *why;
    size_t at;
    sg_buf text;
    sg_buf_init(&text);
    bool known = add_type_text(&text, name) && sg_sqltype_parse(arena, text.data, type, &why, &at);
    sg_buf_release(&text);
    return known;
}

bool sg_node_plain_cast(sg_arena *arena, const sg_node *node, sg_sqltype *type)
{
    return node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST && sg_node_type(arena, node->type_cast->type_name, type) &&
           !type->modifiers;
}

void sg_node_set_number(sg_arena *arena, sg_node *node, const char *text)
{
    PgQuery__AConst *value = SG_NEW(arena, PgQuery__AConst);
    pg_query__a__const__init(value);
    value->val_case = PG_QUERY__A__CONST__VAL_FVAL;
    value->fval = SG_NEW(arena, PgQuery__Float);
    pg_query__float__init(value->fval);
    value->fval->fval = sg_arena_strdup(arena, text);
    node->node_case = PG_QUERY__NODE__NODE_A_CONST;
    node->a_const = value;
}

void sg_node_set_word(sg_arena *arena, sg_node *node, bool value)
{
    PgQuery__AConst *word = SG_NEW(arena, PgQuery__AConst);
    pg_query__a__const__init(word);
    word->val_case = PG_QUERY__A__CONST__VAL_BOOLVAL;
    word->boolval = SG_NEW(arena, PgQuery__Boolean);
    pg_query__boolean__init(word->boolval);
    word->boolval->boolval = value;
    node->node_case = PG_QUERY__NODE__NODE_A_CONST;
    node->a_const = word;
}

static sg_node *new_string(sg_arena *arena, const char *text)
{
    sg_node *node = SG_NEW(arena, sg_node);
    pg_query__node__init(node);
    node->node_case = PG_QUERY__NODE__NODE_STRING;
    node->string = SG_NEW(arena, PgQuery__String);
    pg_query__string__init(node->string);
    node->string->sval = sg_arena_strdup(arena, text);
    return node;
}

sg_node **sg_node_names(sg_arena *arena, const char *schema, const char *name, size_t *count)
{
    sg_node **names = SG_NEW_ARRAY(arena, sg_node *, 2);
    *count = 0;
    if (schema) {
        names[(*count)++] = new_string(arena, schema);
    }
    names[(*count)++] = new_string(arena, name);
    return names;
}

void sg_node_set_operator(sg_arena *arena, sg_node *node, const char *name, sg_node *left, sg_node *right)
{
    PgQuery__AExpr *op = SG_NEW(arena, PgQuery__AExpr);
    pg_query__a__expr__init(op);
    op->kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
    op->n_name = 1;
    op->name = SG_NEW(arena, sg_node *);
    op->name[0] = new_string(arena, name);
    op->lexpr = left;
    op->rexpr = right;
    node->node_case = PG_QUERY__NODE__NODE_A_EXPR;
    node->a_expr = op;
}

void sg_node_set_cast(sg_arena *arena, sg_node *node, sg_node *argument, PgQuery__TypeName *type)
{
    PgQuery__TypeCast *cast = SG_NEW(arena, PgQuery__TypeCast);
    pg_query__type_cast__init(cast);
    cast->arg = argument;
    cast->type_name = type;
    node->node_case = PG_QUERY__NODE__NODE_TYPE_CAST;
    node->type_cast = cast;
}

sg_node *sg_node_copy(sg_arena *arena, const sg_node *node)
{
    sg_node *copy = SG_NEW(arena, sg_node);
    *copy = *node;
    return copy;
}
