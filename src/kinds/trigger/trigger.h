/* trigger.h - inside the trigger folder only. */
#ifndef SG_TRIGGER_H
#define SG_TRIGGER_H

#include "json.h"
#include "kind.h"
#include "step.h"

/* In the order in which the server writes them. */
enum { SG_TRIGGER_INSERT = 1, SG_TRIGGER_DELETE = 2, SG_TRIGGER_UPDATE = 4, SG_TRIGGER_TRUNCATE = 8 };

typedef struct sg_trigger {
    sg_object base;
    bool constraint;
    int timing;
    unsigned events;    /* bits */
    sg_names columns;   /* UPDATE OF */
    sg_path references; /* of a constraint trigger; name NULL: none */
    int deferrable;
    const char *old_table, *new_table; /* transition tables */
    int each;                          /* 1: for each row */
    sg_query_text when;
    sg_path function;
    sg_names arguments;
    int enabled;
} sg_trigger;

extern const sg_field_type sg_trigger_events_field, sg_trigger_arguments_field;
/* Words of SQL for the bits of `events`. */
extern const char *const sg_trigger_event_words[];

#endif
