/* filter.h: the system calls that each process may make (seccomp, libseccomp). Any other ends the process. */
#ifndef FILTER_H
#define FILTER_H

#include "child.h"
#include "err.h"

/* scans: the cleaner may connect to a local socket; nothing to all others. */
GW_CHECKED enum gw_err filter_enter(enum child_kind kind, bool scans);
#endif
