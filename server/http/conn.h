/* conn.h: one TLS connection and its requests, one after the other. A table of states, each with a total deadline;
 * callbacks only delegate, one function moves a connection, one frees it. */
#ifndef CONN_H
#define CONN_H

#include <event2/event.h>
#include <sys/queue.h>

#include "response.h"
#include "site.h"

struct conn;
TAILQ_HEAD(conn_list, conn);

/* What all connections of a server share. */
struct conn_home {
	struct event_base *base;
	struct tls *tls;
	const struct site *site;
	struct conn_list conns;
	size_t open;
	bool draining;
	void (*gone)(void *arg);	/* a connection was freed */
	void *arg;
};

/* Takes fd, whatever comes of it. Over LIMIT_CONNECTIONS: closed at once. */
void conn_open(struct conn_home *home, int fd);
/* The server goes: idle connections end now, others when they have answered. */
void conn_drain(struct conn_home *home);
void conn_free_all(struct conn_home *home);

/* --- for exchange.c; none of these frees anything before the caller is back in the loop --- */
const struct site *conn_site(const struct conn *c);
bool conn_has_device(const struct conn *c);
/* Sends the head and what of the body is here; r->close on entry: this request ends the connection. */
void conn_answer(struct conn *c, struct response *r);
void conn_send(struct conn *c, struct span bytes);
void conn_wake(struct conn *c);		/* looks at the bytes that are here already, soon */
void conn_cut(struct conn *c);		/* ends it, soon, whatever was promised */
#endif
