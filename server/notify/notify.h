/* notify.h: the process that tells people that something came: by mail and webhook, from the vault's outbox. It is sent
 * no word of a report and no number of a case, opens no file, listens to nobody, and connects out alone. */
#ifndef NOTIFY_H
#define NOTIFY_H

#include "child.h"

struct notify;
/* Before the sandbox, for as long as PINS_SECONDS: reads what libraries want from files, looks up the hosts of config
 * and policy. GW_EIO, GW_ENOMEM: with a sentence on stderr. setup is borrowed. */
GW_CHECKED enum gw_err notify_prepare(const struct child_setup *setup, struct notify **n);
/* In it, until it is told to finish. Takes n. Gives an exit status. */
int notify_run(const struct child_setup *setup, struct notify *n);
#endif
