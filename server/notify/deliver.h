/* deliver.h: mail by SMTP and POST by HTTPS, always over TLS that is verified (libcurl, on a libevent loop). Reads no
 * file, looks up no name: what those would be wanted for is given before the sandbox. A few at once. */
#ifndef DELIVER_H
#define DELIVER_H

#include <event2/event.h>

#include "pins.h"
#include "span.h"

enum { DELIVER_MOST = 4, DELIVER_SECONDS = 30, DELIVER_CONNECT_SECONDS = 10 };

/* All borrowed, for as long as there is a deliver. */
struct deliver_setup {
	const char *server, *from, *user, *password;	/* config.h; "" for a server that asks for no name */
	const char *hello;				/* who we are, for EHLO: a host name */
	struct span ca;					/* whom to believe, PEM */
	const struct pins *pins;
};
/* To a mailbox or to a webhook; the other is "". Bytes are copied. */
struct parcel { const char *mail, *webhook; struct span bytes; };

struct deliver;
/* GW_OK: the server has taken it (2xx). GW_EDENIED: it would not, or it could not prove who it is. GW_EABSENT: nobody
 * there, or not in time. GW_EIO: something else. Not from inside deliver_start. */
typedef void deliver_done_fn(void *arg, enum gw_err e);

/* After libcurl_load and before the sandbox: libcurl tries here whether there is IPv6, with a socket for packets. */
GW_CHECKED enum gw_err deliver_new(const struct deliver_setup *setup, struct deliver **d);
/* In it. */
GW_CHECKED enum gw_err deliver_begin(struct deliver *d, struct event_base *base);
/* GW_EBUSY: DELIVER_MOST are under way. GW_EABSENT: its host has no address. GW_ENOMEM, GW_EIO. On any of them done
 * is not called. */
GW_CHECKED enum gw_err deliver_start(struct deliver *d, const struct parcel *p, deliver_done_fn *done, void *arg);
void deliver_free(struct deliver *d);	/* what is under way is given up without done; NULL is fine */
#endif
