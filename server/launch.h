/* launch.h: from the warden's fork to a process of its kind: what is not its own is closed, keys it may not have are
 * wiped, the sandbox is entered, and it runs. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <sys/types.h>

#include "child.h"

const char *child_kind_name(enum child_kind kind);
/* Gives *pid. setup's descriptors stay the caller's to close. GW_EBUSY: no process could be made. */
GW_CHECKED enum gw_err launch(const struct child_setup *setup, pid_t *pid);
#endif
