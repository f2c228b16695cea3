/* front.h: an intake or a desk at work on a loopback port, in a child of the test. The test plays its vault and its
 * warden, and asks it over TLS. */
#ifndef FRONT_H
#define FRONT_H

#include <openssl/ssl.h>

#include "child.h"
#include "wire.h"

struct front {
	struct event_base *base;
	struct wire *control, *vault;	/* the test's ends */
	pid_t child;
	int port;
	SSL_CTX *trust;			/* the client's: it knows this one certificate, and shows a device's */
	bool is_ready, is_over;
};

/* In the child: sets what else setup needs, serves, gives the exit status; what it made it also frees. */
typedef int front_run_fn(void *arg, struct child_setup *setup);

/* Starts the child, with wires, a port, certificates and a ticket seed of its own in setup, and waits until it is
 * ready. vault answers its questions. Both functions get arg. */
void front_open(struct front *f, struct child_setup *setup, front_run_fn *run, wire_message_fn *vault, void *arg);
/* Drains the child; it must leave with status 0. */
void front_close(struct front *f);

/* NUL behind body, which lies in whole. */
struct front_answer { int status; struct buf whole; const char *body; size_t body_n; };
/* One request on a connection of its own, which the child is to close. The answer is the caller's to forget. */
void front_ask(struct front *f, struct span request, struct front_answer *a);
void front_forget(struct front_answer *a);	/* zeroed is fine */
#endif
