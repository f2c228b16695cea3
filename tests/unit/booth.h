/* booth.h: a small site on the reporters' side, of a test's own routes, behind a gate (gate.h): with link, teams and
 * real TLS, but none of intake's pages. exchange_site is its reception. And multipart forms to ask it with. */
#ifndef BOOTH_H
#define BOOTH_H

#include "gate.h"
#include "reception.h"
#include "site.h"

enum { BOOTH_BODY = 8 * 1024 * 1024 };

/* For a gate_run_fn. */
int booth_run(const struct child_setup *setup, const struct route *routes, size_t n);

struct part {
	const char *name, *file;	/* file: NULL for a field; "" for none chosen */
	const char *bytes;
	size_t n;			/* of bytes, and as many more 'x' as it takes; 0: just bytes */
};
/* Posts a form; gives the answer as JSON, and its status. */
int booth_ask(struct gate *g, const char *path, const struct part *parts, size_t n, json_t **v);
#endif
