/* webhook.h: what an alert says as a POST: {"kind":"page"|"news"|"test","console":URL}, and nothing else. */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include "err.h"
#include "msg.h"

enum { WEBHOOK_BYTES = 512 };

/* console: as address.h wants it, so that it needs no escapes. The same length for every kind. GW_ELIMIT: it is too
 * long; GW_EINPUT: no such kind. */
GW_CHECKED enum gw_err webhook_write(enum alert_kind kind, const char *console, char out[WEBHOOK_BYTES]);
#endif
