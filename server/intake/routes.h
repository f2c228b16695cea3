/* routes.h: everything the reporters' port answers, one row each. */
#ifndef ROUTES_H
#define ROUTES_H

#include "reception.h"
#include "site.h"

/* Lends r to every handler. */
void routes_site(struct reception *r, struct site *out);
#endif
