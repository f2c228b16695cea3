/* cage.h: the system calls that a worker may make once it meets the file (seccomp, libseccomp), within what the cleaner
 * may (filter.c): memory, threads, time, and bytes to its pipe. No file, no socket, no process. Any other ends it. */
#ifndef CAGE_H
#define CAGE_H

#include <sched.h>

#include "err.h"

/* What the C library makes a thread with; without CLONE_THREAD it would be a process. */
enum { CAGE_THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS |
	CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID };

/* Makes it, once, for all workers that are forked from here. GW_ENOMEM, GW_EIO. */
GW_CHECKED enum gw_err cage_make(void);
/* In a worker, after cage_make: from here on bytes go to out alone. */
GW_CHECKED enum gw_err cage_enter(int out);
#endif
