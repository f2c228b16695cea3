/* exchange.h: one request and its answer, as conn.c sees it; handlers see site.h. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdalign.h>
#include <stddef.h>

#include "conn.h"
#include "lookup.h"
#include "site.h"

struct exchange {
	struct conn *c;
	const struct route *route;
	struct http_req req;		/* its spans point into memory */
	struct span rest;
	char allow[LOOKUP_ALLOW];	/* "" but for 405 */
	struct buf body;		/* collected for a route without body() */
	struct buf cookies;
	uint64_t body_left;		/* bytes that are still to be given to the route */
	uint64_t stream_left;		/* bytes that the route has still to write */
	void (*more)(struct exchange *x);
	bool replied;
	bool telling;			/* inside of a tell: what it cannot do is JSON */
	bool overruled;			/* the answer was not the route's, which may not know yet */
	bool paused;			/* the route took fewer bytes than there were */
	size_t size;			/* of this struct and its memory */
	alignas(max_align_t) uint8_t memory[];	/* the route's state, then the head */
};

/* Finds the route and copies the head, which *req points into. A request that cannot be served has been replied to.
 * NULL: no memory. */
struct exchange *exchange_new(struct conn *c, const struct site *site, const struct http_req *req, struct span head);
/* For what is no request: an exchange that has replied, and closes. NULL: no memory. */
struct exchange *exchange_refuse(struct conn *c, int status, const char *why);
/* Gives the route some of the body; how many bytes it took. */
size_t exchange_feed(struct exchange *x, struct span bytes);
/* Answers in the route's place; what the route answers later is dropped. */
void exchange_overrule(struct exchange *x, int status, const char *detail);
/* Tells the route, then wipes and frees. NULL is fine. */
void exchange_free(struct exchange *x);
#endif
