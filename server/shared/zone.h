/* zone.h: the clock changes of one time zone, taken from the system's tz database once, when policy is loaded, so that
 * a process in its sandbox needs no file and no libc state. */
#ifndef ZONE_H
#define ZONE_H

#include "policy.h"

/* Reads c->zone, fills c->change. Puts the process's own TZ back. GW_EABSENT: no such zone. */
GW_CHECKED enum gw_err zone_read(struct calendar *c);
#endif
