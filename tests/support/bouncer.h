/* bouncer.h - a PgBouncer in front of the server of DATABASE_URL. */
#ifndef SG_TEST_BOUNCER_H
#define SG_TEST_BOUNCER_H

#include <stdbool.h>

/* True when the program is installed. */
bool bouncer_is_there(void);
/* Starts one in `folder` (a path that any user may enter). `mode`: "transaction", "session", "statement"; `more`:
 * further lines of its settings. Its port on 127.0.0.1, or 0. One at a time. */
int bouncer_start(const char *folder, const char *server_host, const char *server_port, const char *mode,
                  const char *more);
void bouncer_stop(void);

#endif
