/* libpq.h - libpq, loaded when the first connection is made.
 *
 * Linked in the ordinary way it brings twenty more libraries into every start, also of commands that need no
 * server, and that costs more time than such a command takes. So the library is opened at run time. Its
 * functions are called by their own names: a macro leads each call through a table. */
#ifndef SG_LIBPQ_H
#define SG_LIBPQ_H

#include <libpq-fe.h>

/* Every function of libpq that this room calls. */
#define SG_LIBPQ_FUNCTIONS(each)                                                                                    \
    each(PQcancel) each(PQclear) each(PQcmdTuples) each(PQconnectdbParams) each(PQconninfo) each(PQconninfoFree)    \
        each(PQconninfoParse) each(PQconsumeInput) each(PQenterPipelineMode) each(PQerrorMessage)                   \
            each(PQexitPipelineMode) each(PQfinish) each(PQfname) each(PQfreeCancel) each(PQfreemem) each(PQftype)  \
                each(PQgetCancel) each(PQgetCopyData) each(PQgetResult) each(PQgetisnull) each(PQgetvalue)          \
                    each(PQisBusy) each(PQmakeEmptyPGresult) each(PQnfields) each(PQntuples) each(PQpass)           \
                        each(PQpipelineSync) each(PQputCopyEnd) each(PQresultErrorField) each(PQresultErrorMessage) \
                            each(PQresultStatus) each(PQsendFlushRequest) each(PQsendPrepare) each(PQsendQuery)     \
                                each(PQsendQueryParams) each(PQsendQueryPrepared) each(PQserverVersion)             \
                                    each(PQsetNoticeReceiver) each(PQsocket) each(PQstatus) each(PQtransactionStatus)

typedef struct sg_libpq {
#define SG_LIBPQ_MEMBER(name) __typeof__(name) *name;
    SG_LIBPQ_FUNCTIONS(SG_LIBPQ_MEMBER)
#undef SG_LIBPQ_MEMBER
} sg_libpq;

/* The functions, once sg_libpq_load has been content. */
extern sg_libpq sg_libpq_table;

/* Loads libpq unless that was done before; may be called from several threads. NULL, or why it cannot be loaded. */
const char *sg_libpq_load(void);

#define PQcancel(...) sg_libpq_table.PQcancel(__VA_ARGS__)
#define PQclear(...) sg_libpq_table.PQclear(__VA_ARGS__)
#define PQcmdTuples(...) sg_libpq_table.PQcmdTuples(__VA_ARGS__)
#define PQconnectdbParams(...) sg_libpq_table.PQconnectdbParams(__VA_ARGS__)
#define PQconninfo(...) sg_libpq_table.PQconninfo(__VA_ARGS__)
#define PQconninfoFree(...) sg_libpq_table.PQconninfoFree(__VA_ARGS__)
#define PQconninfoParse(...) sg_libpq_table.PQconninfoParse(__VA_ARGS__)
#define PQconsumeInput(...) sg_libpq_table.PQconsumeInput(__VA_ARGS__)
#define PQenterPipelineMode(...) sg_libpq_table.PQenterPipelineMode(__VA_ARGS__)
#define PQerrorMessage(...) sg_libpq_table.PQerrorMessage(__VA_ARGS__)
#define PQexitPipelineMode(...) sg_libpq_table.PQexitPipelineMode(__VA_ARGS__)
#define PQfinish(...) sg_libpq_table.PQfinish(__VA_ARGS__)
#define PQfname(...) sg_libpq_table.PQfname(__VA_ARGS__)
#define PQfreeCancel(...) sg_libpq_table.PQfreeCancel(__VA_ARGS__)
#define PQfreemem(...) sg_libpq_table.PQfreemem(__VA_ARGS__)
#define PQftype(...) sg_libpq_table.PQftype(__VA_ARGS__)
#define PQgetCancel(...) sg_libpq_table.PQgetCancel(__VA_ARGS__)
#define PQgetCopyData(...) sg_libpq_table.PQgetCopyData(__VA_ARGS__)
#define PQgetResult(...) sg_libpq_table.PQgetResult(__VA_ARGS__)
#define PQgetisnull(...) sg_libpq_table.PQgetisnull(__VA_ARGS__)
#define PQgetvalue(...) sg_libpq_table.PQgetvalue(__VA_ARGS__)
#define PQisBusy(...) sg_libpq_table.PQisBusy(__VA_ARGS__)
#define PQmakeEmptyPGresult(...) sg_libpq_table.PQmakeEmptyPGresult(__VA_ARGS__)
#define PQnfields(...) sg_libpq_table.PQnfields(__VA_ARGS__)
#define PQntuples(...) sg_libpq_table.PQntuples(__VA_ARGS__)
#define PQpass(...) sg_libpq_table.PQpass(__VA_ARGS__)
#define PQpipelineSync(...) sg_libpq_table.PQpipelineSync(__VA_ARGS__)
#define PQputCopyEnd(...) sg_libpq_table.PQputCopyEnd(__VA_ARGS__)
#define PQresultErrorField(...) sg_libpq_table.PQresultErrorField(__VA_ARGS__)
#define PQresultErrorMessage(...) sg_libpq_table.PQresultErrorMessage(__VA_ARGS__)
#define PQresultStatus(...) sg_libpq_table.PQresultStatus(__VA_ARGS__)
#define PQsendFlushRequest(...) sg_libpq_table.PQsendFlushRequest(__VA_ARGS__)
#define PQsendPrepare(...) sg_libpq_table.PQsendPrepare(__VA_ARGS__)
#define PQsendQuery(...) sg_libpq_table.PQsendQuery(__VA_ARGS__)
#define PQsendQueryParams(...) sg_libpq_table.PQsendQueryParams(__VA_ARGS__)
#define PQsendQueryPrepared(...) sg_libpq_table.PQsendQueryPrepared(__VA_ARGS__)
#define PQserverVersion(...) sg_libpq_table.PQserverVersion(__VA_ARGS__)
#define PQsetNoticeReceiver(...) sg_libpq_table.PQsetNoticeReceiver(__VA_ARGS__)
#define PQsocket(...) sg_libpq_table.PQsocket(__VA_ARGS__)
#define PQstatus(...) sg_libpq_table.PQstatus(__VA_ARGS__)
#define PQtransactionStatus(...) sg_libpq_table.PQtransactionStatus(__VA_ARGS__)

#endif
