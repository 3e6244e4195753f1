/* access.h - who owns an object, and what roles may do with it. Every kind shares this.
 *
 * A file that says nothing about either leaves it as it is. What a file says is all that there is: other grants are
 * taken away. Of a schema that was read from a server everything is known: what it does not say is as the server has
 * it from the start (`model->live`). Privileges of the owner are the owner's own affair, and roles are never made. */
#ifndef SG_ACCESS_H
#define SG_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "model.h"

struct json_object;
struct sg_reader;

typedef struct sg_grant {
    const char *role;      /* "public": all roles */
    const char *privilege; /* "select" */
    bool grantable;        /* with grant option */
} sg_grant;

typedef struct sg_grants {
    sg_grant *items; /* by role, then by privilege */
    size_t count;
    bool said; /* false: nothing is known or wanted */
} sg_grants;

typedef struct sg_access {
    const char *owner; /* NULL: not said */
    bool owner_seen;   /* only found on a server: compared with what another server has, never written */
    bool owner_born;   /* it is the one that such a server gives to what is there from the start */
    sg_grants grants;
} sg_access;

/* What can be granted on the objects of a kind. */
typedef struct sg_grantable {
    const char *word;              /* GRANT ... ON <word> "name" */
    const char *const *privileges; /* lower case, ended by NULL */
    const char *born;              /* what all roles may from the start; NULL: nothing */
} sg_grantable;

/* An object that every database has from the start, and what roles may do with it then. */
typedef struct sg_birthright {
    const char *name;
    sg_grants older; /* on servers before the major version `since` ... */
    sg_grants newer; /* ... and from then on: part of `older` */
    int since;
} sg_birthright;

/* Something inside objects of a kind that has grants of its own: the sequence of an identity. It is there where the
 * object has a hidden name. */
typedef struct sg_inner_access {
    const char *key; /* of the field that holds the grants */
    const sg_grantable *grantable;
    const sg_grants *(*grants)(const sg_object *object);
    void (*set_grants)(sg_arena *arena, sg_object *object, const sg_grants *grants);
    const struct sg_op *set, *grant; /* from one state to the other; for what is new (sg_step.given) */
} sg_inner_access;

extern const sg_grantable sg_grantable_table, sg_grantable_column, sg_grantable_sequence, sg_grantable_function,
    sg_grantable_type, sg_grantable_schema, sg_grantable_server, sg_grantable_wrapper;
/* Nothing can be granted: such objects only have an owner. */
extern const sg_grantable sg_grantable_nothing;

/* { "app": ["select", "insert with grant option"], "public": ["all"] }. False after reporting at `key`. */
bool sg_grants_read(struct sg_reader *reader, sg_object *object, const char *key, const sg_grantable *grantable,
                    struct json_object *value, sg_grants *grants);
void sg_grants_write(sg_buf *buf, const sg_grants *grants);
/* Lines `<prefix>app: insert, select with grant option`, each with a line break behind it; none of `spared`, or NULL.
 */
void sg_grants_say(sg_buf *text, const char *prefix, const sg_grants *grants, const char *spared);
void sg_grants_sort(sg_grants *grants);
/* What either has. */
sg_grants sg_grants_merge(sg_arena *arena, const sg_grants *a, const sg_grants *b);
bool sg_grants_equal(const sg_grants *a, const sg_grants *b);
/* The same, but for what these two roles have in one and the other; NULL: nothing. */
bool sg_grants_equal_but(const sg_grants *a, const char *a_spared, const sg_grants *b, const char *b_spared);
/* What other roles have; NULL: all. */
sg_grants sg_grants_without(sg_arena *arena, const sg_grants *grants, const char *role);
/* The grant that gives the role that privilege, or NULL. */
const sg_grant *sg_grants_find(const sg_grants *grants, const char *role, const char *privilege);
/* The parts of GRANT and REVOKE that do not depend on who gets what. */
typedef struct sg_granting {
    const char *head;   /* in front of all: "" */
    const char *suffix; /* behind each privilege: the column in parentheses, or "" */
    const char *target; /* " ON TABLE ..." */
    const char *spared; /* this role is given and refused nothing; NULL: there is none */
} sg_granting;

/* Appends the statements that lead from one state to another. */
void sg_grants_sql(sg_buf *buf, const sg_granting *granting, const sg_grants *from, const sg_grants *to);
/* The same for what may have been `given`: nothing that is wanted too is taken away, and all that is wanted given. That
 * may depend on who runs this (default privileges), or on the server. */
void sg_grants_sql_settle(sg_buf *buf, const sg_granting *granting, const sg_grants *given, const sg_grants *wanted);
/* True when a role loses something. */
bool sg_grants_lose(const sg_grants *from, const sg_grants *to);
/* The name of a role, or PUBLIC. */
void sg_role_sql(sg_buf *buf, const char *role);

/* What roles may do with the object: as said, else as it is from the start, on some server. Owned by nobody. */
sg_grants sg_access_grants(const sg_object *object);
/* That of an object which is there from the start; NULL for others. */
const sg_birthright *sg_access_birthright(const sg_object *object);
bool sg_access_says_grants(const sg_object *object);
/* NULL when it is not known. */
const char *sg_access_owner(const sg_object *object);
/* The same of what the object is a part of, where it has none of its own. */
const char *sg_access_holder(const sg_object *object);
/* True when other roles than the owner have the same in both, as far as one of them knows its owner: grants on the
 * objects themselves, or those of what is inside them. */
bool sg_access_same_grants(const sg_object *a, const sg_grants *left, const sg_object *b, const sg_grants *right);
/* Grants of `to` that are the same are written as those of `from`. */
void sg_access_settle(sg_arena *arena, const sg_object *from, sg_object *to);
/* Something that belongs into a definition. */
bool sg_access_is_said(const sg_object *object);
/* True for a remark (SG_KIND_REMARK) that is about grants alone: it comes and goes with these. */
bool sg_access_is_all(const sg_object *object);
/* True for a remark that comes to nothing: a server has nothing to tell of it. */
bool sg_access_is_none(const sg_object *object);
/* True when it, or what has the same owner, grants something to other roles than that one. */
bool sg_access_grants_others(const sg_object *object, const sg_object *same);
/* What a server has: the owner, and the grants as JSON; NULL: what such a server gives from the start. */
bool sg_access_found(sg_model *model, sg_object *object, const char *owner, bool owner_born, const char *grants,
                     sg_diags *diags);

#endif
