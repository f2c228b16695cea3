/* booth.h: a small site on the reporters' side, of a test's own routes, behind a gate (gate.h): with link, teams and
 * real TLS, but none of intake's pages. exchange_site is its reception. */
#ifndef BOOTH_H
#define BOOTH_H

#include "gate.h"
#include "parts.h"
#include "reception.h"
#include "site.h"

/* For a gate_run_fn. */
int booth_run(const struct child_setup *setup, const struct route *routes, size_t n);

/* Posts a form; gives the answer as JSON, and its status. */
int booth_ask(struct gate *g, const char *path, const struct part *parts, size_t n, json_t **v);
#endif
