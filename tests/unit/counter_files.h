/* counter_files.h: the attachments of counter.c's report: what was sent, and its clean copies, sealed for real; a spool
 * for what the desk makes, and the cleaner that makes it. */
#ifndef COUNTER_FILES_H
#define COUNTER_FILES_H

#include "counter.h"
#include "wire.h"

/* Once the case has its keys. */
void counter_files_make(struct counter *c);
void counter_files_end(struct counter *c);
/* FILE_GET, COPY_PUT, SPOOL_OPEN, SPOOL_DROP. GW_MORE: something else is asked. */
enum gw_err counter_files_answer(struct counter *c, const struct msg *q, struct msg *m);
/* The cleaner's answer to CLEAN, as c says. */
void counter_clean(struct counter *c, struct wire *cleaner, struct msg *m);
#endif
