/* site.h: what a process serves: its routes, and the exchange (one request and its answer) that a handler works on.
 * conn.c moves connections; handlers never see a socket, and cannot free an exchange. */
#ifndef SITE_H
#define SITE_H

#include <event2/event.h>

#include "buf.h"
#include "err.h"
#include "json.h"
#include "parse.h"
#include "tls.h"

struct child_setup;
struct exchange;

/* Tells of a problem in a site's own way: may reply, once, by exchange_reply or exchange_answer; when it does not, the
 * problem is sent as JSON. Called at any moment before the answer: with state as begin or end left it, or still zeroed.
 * detail and field as in exchange_problem. */
typedef void exchange_tell_fn(struct exchange *x, int status, const char *detail, const char *field);

/* One row a route. Paths match exactly, or, when they end in "*", by prefix; the rest of the path is exchange_rest.
 * No row: 404; another method's row: 405. */
struct route {
	enum http_method method;	/* GET serves HEAD too */
	const char *path;
	uint64_t max_body;		/* over it: 413 before a byte of body is read; 0: a body is refused */
	size_t state;			/* bytes of zeroed, later wiped, memory: exchange_state */
	/* The head is here. May reply at once. NULL: nothing to do before the body. */
	void (*begin)(struct exchange *x);
	/* Body bytes; takes what it can, returns how many. Fewer than given: call exchange_more when ready for more.
	 * NULL: the body is collected (max_body at most) and given whole as exchange_body at end. */
	size_t (*body)(struct exchange *x, struct span bytes);
	/* The body is complete. Reply now or later. */
	void (*end)(struct exchange *x);
	/* The exchange is over, answered or not: forget open questions, free what state holds. NULL: nothing to do. */
	void (*gone)(struct exchange *x);
	/* Every problem of this row, also those found before begin (413) or without it (408, 503). NULL: JSON. */
	exchange_tell_fn *tell;
};

struct site {
	const struct route *routes;
	size_t n;
	void *arg;			/* exchange_site */
	bool staff;			/* the other Content-Security-Policy and headers */
	/* Problems of requests that no row serves: 404, 405; and of what is no request: 400, 431, where
	 * exchange_request has neither path nor field. NULL: JSON. */
	exchange_tell_fn *tell;
	/* Whatever is asked for below this path gets 403, as JSON, from who shows no device certificate, before
	 * anything else is looked at. NULL: nothing. */
	const char *device;
};

struct reply {
	/* A page with fields to type into that is asked for by GET: 203. Chromium sets a 200 aside as it is, no-store
	 * or not, and shows it again, with what was typed, to whoever presses Back. The form also needs
	 * autocomplete="off": else what was typed is put back into the page that is loaded anew. */
	int status;
	const char *type;	/* media type, static text; NULL: no body */
	struct span body;
	const char *location;	/* where to go on (303), as an ASCII reference without spaces; NULL: nowhere */
	const char *file_name;	/* a download by this name: visible ASCII without '"' and '\\'; NULL: none */
	bool clears;		/* the browser is to forget what scripts kept for this site */
	bool gzip;		/* body is compressed (RFC 1952): only for who accepts_gzip */
	bool vary;		/* another Accept-Encoding would get another body */
	bool may_keep;		/* the browser may keep it for a day: the name changes when the bytes do */
};

/* --- what a handler may do --- */
const struct http_req *exchange_request(const struct exchange *x);	/* valid until gone */
struct span exchange_rest(const struct exchange *x);
struct span exchange_body(const struct exchange *x);
/* The body's media type is this one; parameters aside. */
bool exchange_is_type(const struct exchange *x, const char *media_type);
/* Whoever asks has shown a staff device's certificate, which holds now (tls_devices). */
bool exchange_has_device(const struct exchange *x);
void *exchange_state(struct exchange *x);
void *exchange_site(struct exchange *x);
bool exchange_replied(const struct exchange *x);
/* Ready for more body bytes after having taken fewer. */
void exchange_more(struct exchange *x);

/* Each reply is one head and one body in one run of bytes; copies. Before the body was read whole the connection is
 * closed after the answer. A second reply is a bug: ignored and counted. So is a location or file_name that could end
 * its line: counted, and answered with 500. Unless it may be kept, nobody stores it. */
void exchange_answer(struct exchange *x, const struct reply *reply);
/* The same, of these alone. */
void exchange_reply(struct exchange *x, int status, const char *type, struct span body);
/* Takes v (NULL: there was no memory for it) and answers with it as application/json. */
void exchange_json_take(struct exchange *x, int status, json_t *v);
/* By the route's tell, or the site's when no row serves this; else application/problem+json (RFC 9457): title from the
 * status; detail and field are static text; field may be NULL. */
void exchange_problem(struct exchange *x, int status, const char *detail, const char *field);
/* The problem that this error is: EINPUT 422, ELIMIT 413, EDENIED 403, EABSENT 404, ECONFLICT 409, EBUSY, EFULL, EIO,
 * ENOMEM 503 with "try again, and if someone is in danger call 999", else 500 with the same advice. */
void exchange_fail(struct exchange *x, enum gw_err e);
/* Adds "Set-Cookie: text" to the coming reply; copied, wiped. GW_ELIMIT over 512 bytes. */
GW_CHECKED enum gw_err exchange_cookie(struct exchange *x, const char *text);

/* A long reply: length bytes as application/octet-stream, attachment with this neutral file name; then writes until
 * all were given. more is called each time the connection has room (64 KiB are waiting at most). */
void exchange_stream(struct exchange *x, uint64_t length, const char *file_name, void (*more)(struct exchange *x));
/* The same of what was sent by somebody outside, of this media type: a browser may run nothing of it, nor take it for
 * another type. shown: it is looked at in a page, and file_name only for who saves it; else a download. */
struct stream_as { const char *type, *file_name; bool shown; };
void exchange_stream_foreign(struct exchange *x, uint64_t length, const struct stream_as *as,
    void (*more)(struct exchange *x));
void exchange_write(struct exchange *x, struct span bytes);
/* The rest cannot be given: the connection is cut, so that the client sees a short body. */
void exchange_abort(struct exchange *x);

/* --- what a process does --- */
struct server;
/* Serves site on these listening sockets (borrowed, -1 for none). Gives *s. */
GW_CHECKED enum gw_err server_new(struct event_base *base, struct tls *tls, const struct site *site, const int *fd,
    size_t n, struct server **s);
/* The same for a child of the warden, with the certificate and sockets of its setup, borrowed. For staff, devices are
 * asked for by staff_ca; for others there are tickets from the seed, which it wipes. */
GW_CHECKED enum gw_err server_serve(struct event_base *base, const struct child_setup *setup, const struct site *site,
    struct server **s);
/* Stops accepting, closes idle connections, lets open exchanges end, then calls done (once). */
void server_drain(struct server *s, void (*done)(void *arg), void *arg);
size_t server_connections(const struct server *s);
void server_free(struct server *s);
#endif
