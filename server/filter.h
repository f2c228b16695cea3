/* filter.h: the system calls that each process may make (seccomp, libseccomp). Any other ends the process. */
#ifndef FILTER_H
#define FILTER_H

#include "child.h"
#include "err.h"

GW_CHECKED enum gw_err filter_enter(enum child_kind kind);
#endif
