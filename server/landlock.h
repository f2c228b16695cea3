/* landlock.h: files, TCP and signals given up for good, where the kernel has Landlock (5.13 and newer). */
#ifndef GW_LANDLOCK_H
#define GW_LANDLOCK_H

#include <stdbool.h>

#include "err.h"

/* Only files below folder from here on, NULL: none. No port is bound, and without connects none connected to.
 * Descriptors that are open stay open. Without Landlock in the kernel GW_OK: the system call filter and the changed
 * root stand alone. Needs no new privileges set. */
GW_CHECKED enum gw_err landlock_enter(const char *folder, bool connects);
#endif
