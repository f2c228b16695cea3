/* lookup.h: which row of a site answers a path. Pure. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "site.h"

enum { LOOKUP_ALLOW = 32 };

/* The first row for this path and method; HEAD is served by GET. Gives *route and *rest, the path behind a "*".
 * GW_EABSENT: no row has this path. GW_EDENIED: another method's row has; allow names the methods. */
GW_CHECKED enum gw_err lookup_route(const struct site *site, const struct http_req *req, const struct route **route,
    struct span *rest, char allow[LOOKUP_ALLOW]);
#endif
