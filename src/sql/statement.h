/* statement.h - what a statement means for the transaction around it. */
#ifndef SG_STATEMENT_H
#define SG_STATEMENT_H

#include <stddef.h>

typedef enum sg_statement_class {
    SG_STATEMENT_PLAIN,     /* runs inside a transaction as well as alone */
    SG_STATEMENT_ALONE,     /* PostgreSQL refuses it in a transaction block */
    SG_STATEMENT_BEGIN,     /* opens a transaction like any other */
    SG_STATEMENT_BEGIN_AS,  /* opens one of a certain kind: isolation level, read only, deferrable */
    SG_STATEMENT_COMMIT,    /* END, COMMIT AND CHAIN */
    SG_STATEMENT_ROLLBACK,  /* not: ROLLBACK TO a savepoint */
    SG_STATEMENT_TWO_PHASES /* PREPARE TRANSACTION */
} sg_statement_class;

/* `text` begins with the first word of the statement, as sg_split gives it. */
sg_statement_class sg_statement_classify(const char *text);
/* What the statement runs: what stands between the dollar quotes of DO, else all of it. */
const char *sg_statement_body(const char *text, size_t *length);

#endif
