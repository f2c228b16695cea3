/* conn.c: moves a connection from its handshake through its requests to its end. */
#include "conn.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event_struct.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "exchange.h"
#include "log.h"

enum {
	SLOWEST = 64 * 1024,		/* bytes that buy a large body or answer another second */
	DRAIN_SECONDS = 5
};

static const char CONTINUE[] = "HTTP/1.1 100 Continue\r\n\r\n";
static const char TOO_SLOW[] = "The connection was too slow to send this in time. Please try again.";
static const char NO_ANSWER[] =
    "No answer could be found in time. Please try again. If someone is in danger now, call 999.";

enum conn_state { CONN_TLS, CONN_IDLE, CONN_HEAD, CONN_BODY, CONN_WORK, CONN_SEND, CONN_LINGER, CONN_GONE };
enum conn_event { ON_UP, ON_BYTES, ON_ANSWER, ON_SENT, ON_LATE, ON_LOST, ON_DRAIN, ON_N };

struct conn {
	TAILQ_ENTRY(conn) link;
	struct conn_home *home;
	struct bufferevent *bev;
	struct event clock;		/* the deadline of the state it is in */
	struct exchange *x;		/* NULL between requests */
	enum conn_state state;
	bool stepping;			/* inside conn_step: it sees an answer when the handler is back */
	bool closing;			/* ends behind the answer */
	bool broken;			/* ends now */
	bool full;			/* holds so much input that it reads no more */
	size_t lingered;
	time_t since;			/* when it came into its state, by a clock that only runs forward */
	uint64_t whole;			/* how much was to be moved then */
};

typedef enum conn_state conn_fn(struct conn *c);

static conn_fn stay, gone, up, head, body, answered, sent, linger, late_body, late_work, late_send, hurry;

/* Where bodies move, what has moved already buys more time; what was only promised does not. */
static const struct { int seconds; conn_fn *on[ON_N]; } states[] = {
	/*                         up    bytes   answer    sent  late       lost  drain */
	[CONN_TLS]    = { 10,    { up,   stay,   stay,     stay, gone,      gone, hurry } },
	[CONN_IDLE]   = { 60,    { stay, head,   stay,     stay, gone,      gone, gone  } },
	[CONN_HEAD]   = { 20,    { stay, head,   stay,     stay, gone,      gone, hurry } },
	[CONN_BODY]   = { 60,    { stay, body,   answered, stay, late_body, gone, stay  } },
	[CONN_WORK]   = { 20,    { stay, stay,   answered, stay, late_work, gone, stay  } },
	[CONN_SEND]   = { 60,    { stay, stay,   stay,     sent, late_send, gone, stay  } },
	[CONN_LINGER] = { 10,    { stay, linger, stay,     stay, gone,      gone, stay  } },
};

static struct evbuffer *
input(const struct conn *c)
{
	return bufferevent_get_input(c->bev);
}

static struct evbuffer *
output(const struct conn *c)
{
	return bufferevent_get_output(c->bev);
}

static void
set_clock(struct conn *c, uint64_t seconds)
{
	const struct timeval tv = { (time_t)seconds, 0 };

	if (event_add(&c->clock, &tv) != 0)
		conn_cut(c);
}

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

static uint64_t
left_to_move(const struct conn *c)
{
	if (c->state == CONN_BODY)
		return c->x->body_left;
	return (c->x != NULL ? c->x->stream_left : 0) + evbuffer_get_length(output(c));
}

static void
conn_enter(struct conn *c, enum conn_state next)
{
	set_clock(c, (uint64_t)states[next].seconds);
	c->state = next;
	c->since = seconds();
	c->whole = left_to_move(c);
}

/* At its deadline: whether so much has moved that it may go on. */
static bool
has_earned_time(struct conn *c)
{
	const uint64_t earned = (uint64_t)states[c->state].seconds + (c->whole - left_to_move(c)) / SLOWEST;
	const uint64_t spent = (uint64_t)(seconds() - c->since);

	if (spent < earned)
		set_clock(c, earned - spent);
	return spent < earned;
}

static void
conn_free(struct conn *c)
{
	struct conn_home *home = c->home;

	exchange_free(c->x);
	event_del(&c->clock);
	tls_close(c->bev);
	TAILQ_REMOVE(&home->conns, c, link);
	home->open--;
	free(c);
	home->gone(home->arg);
}

/* Not by libevent's high watermark: it stops in the middle of a TLS record, and nothing wakes it for the rest, which
 * has left the socket already. This stops between records: at most one more (16 KiB) is kept. */
static void
set_flow(struct conn *c)
{
	const bool full = evbuffer_get_length(input(c)) >= LIMIT_HTTP_BUFFER;

	if (full == c->full)
		return;
	c->full = full;
	if ((full ? bufferevent_disable(c->bev, EV_READ) : bufferevent_enable(c->bev, EV_READ)) != 0)
		conn_cut(c);
}

static void
conn_step(struct conn *c, enum conn_event ev)
{
	enum conn_state next;

	c->stepping = true;
	next = c->broken ? CONN_GONE : states[c->state].on[ev](c);
	c->stepping = false;
	if (next == CONN_GONE) {
		conn_free(c);
		return;
	}
	if (next != c->state)
		conn_enter(c, next);	/* a new state starts a new clock; staying does not */
	set_flow(c);
}

/* --- the cells of the table --- */

static enum conn_state
stay(struct conn *c)
{
	return c->state;
}

static enum conn_state
gone(struct conn *c)
{
	(void)c;
	return CONN_GONE;
}

static enum conn_state
up(struct conn *c)
{
	(void)c;
	return CONN_HEAD;
}

static enum conn_state
hurry(struct conn *c)
{
	c->closing = true;
	set_clock(c, DRAIN_SECONDS);
	return c->state;
}

/* Not a request: one sentence, and no second look at what else this client sends. */
static enum conn_state
refuse(struct conn *c, int status, const char *why)
{
	log_count(LOG_REFUSED);
	c->x = exchange_refuse(c, status, why);
	return c->x != NULL ? CONN_SEND : CONN_GONE;
}

static enum conn_state
body(struct conn *c)
{
	struct exchange *x = c->x;
	struct evbuffer_iovec v;

	while (x->body_left > 0 && !x->replied && !x->paused && evbuffer_get_length(input(c)) > 0) {
		size_t took;

		if (evbuffer_peek(input(c), -1, NULL, &v, 1) < 1)
			return CONN_GONE;
		took = exchange_feed(x, (struct span){ v.iov_base,
		    v.iov_len < x->body_left ? v.iov_len : (size_t)x->body_left });
		if (evbuffer_drain(input(c), took) != 0)
			return CONN_GONE;
		x->body_left -= took;
	}
	if (!x->replied && x->body_left > 0)
		return CONN_BODY;
	if (!x->replied)
		x->route->end(x);
	return x->replied ? CONN_SEND : CONN_WORK;
}

static enum conn_state
begin(struct conn *c, const struct http_req *req, struct span bytes)
{
	struct exchange *x = exchange_new(c, c->home->site, req, bytes);

	if (x == NULL || evbuffer_drain(input(c), bytes.n) != 0)
		return CONN_GONE;
	c->x = x;
	log_count(LOG_REQUEST);
	if (!x->replied && x->route->begin != NULL)
		x->route->begin(x);
	if (x->replied)
		return CONN_SEND;
	if (req->expect_continue && req->minor == 1 && x->body_left > 0 && evbuffer_get_length(input(c)) == 0 &&
	    evbuffer_add(output(c), CONTINUE, sizeof CONTINUE - 1) != 0)
		return CONN_GONE;
	return body(c);
}

static enum conn_state
head(struct conn *c)
{
	const size_t all = evbuffer_get_length(input(c)), n = all < LIMIT_HTTP_HEAD ? all : LIMIT_HTTP_HEAD;
	const struct span in = { evbuffer_pullup(input(c), (ev_ssize_t)n), n };
	const char *why = "";
	struct http_req req;
	size_t used;

	if (n == 0)
		return c->state;
	if (in.p == NULL)
		return CONN_GONE;
	switch (http_parse(in, &req, &used, &why)) {
	case GW_OK:
		return begin(c, &req, (struct span){ in.p, used });
	case GW_MORE:
		return CONN_HEAD;
	case GW_ELIMIT:
		return refuse(c, 431, why);
	default:
		return refuse(c, 400, why);
	}
}

static enum conn_state
answered(struct conn *c)
{
	(void)c;
	return CONN_SEND;
}

/* Closing while the client still sends makes its system throw our answer away: say goodbye, then listen on a while. */
static enum conn_state
sent(struct conn *c)
{
	const bool unread = c->x->body_left > 0;

	if (evbuffer_get_length(output(c)) > 0)
		return CONN_SEND;
	if (c->x->stream_left > 0) {
		c->x->more(c->x);
		return CONN_SEND;
	}
	exchange_free(c->x);
	c->x = NULL;
	if ((c->closing || c->home->draining) && !unread)
		return CONN_GONE;
	if (unread) {
		tls_shut(c->bev);
		conn_wake(c);
		return CONN_LINGER;
	}
	if (evbuffer_get_length(input(c)) == 0)
		return CONN_IDLE;
	conn_wake(c);
	return CONN_HEAD;
}

static enum conn_state
linger(struct conn *c)
{
	const size_t n = evbuffer_get_length(input(c));

	c->lingered += n;
	return evbuffer_drain(input(c), n) == 0 && c->lingered <= LIMIT_HTTP_LINGER ? CONN_LINGER : CONN_GONE;
}

static enum conn_state
late_body(struct conn *c)
{
	if (has_earned_time(c))
		return CONN_BODY;
	exchange_overrule(c->x, 408, TOO_SLOW);
	return CONN_SEND;
}

static enum conn_state
late_work(struct conn *c)
{
	exchange_overrule(c->x, 503, NO_ANSWER);
	return CONN_SEND;
}

static enum conn_state
late_send(struct conn *c)
{
	return has_earned_time(c) ? CONN_SEND : CONN_GONE;
}

/* --- callbacks: they only delegate --- */

static void
on_read(struct bufferevent *bev, void *c)
{
	(void)bev;
	conn_step(c, ON_BYTES);
}

static void
on_write(struct bufferevent *bev, void *c)
{
	(void)bev;
	conn_step(c, ON_SENT);
}

static void
on_event(struct bufferevent *bev, short what, void *c)
{
	(void)bev;
	conn_step(c, what & BEV_EVENT_CONNECTED ? ON_UP : ON_LOST);
}

static void
on_clock(evutil_socket_t fd, short what, void *c)
{
	(void)fd;
	(void)what;
	conn_step(c, ON_LATE);
}

/* --- what others may do --- */

void
conn_open(struct conn_home *home, int fd)
{
	struct conn *c = home->open < LIMIT_CONNECTIONS ? calloc(1, sizeof *c) : NULL;

	if (c == NULL) {
		log_count(LOG_REFUSED);
		close(fd);
		return;
	}
	if (tls_accept(home->tls, home->base, fd, &c->bev) != GW_OK) {
		free(c);
		log_fault(LOG_TLS, GW_ENOMEM);
		return;
	}
	log_count(LOG_CONNECTION);
	c->home = home;
	home->open++;
	TAILQ_INSERT_TAIL(&home->conns, c, link);
	event_assign(&c->clock, home->base, -1, 0, on_clock, c);
	bufferevent_setcb(c->bev, on_read, on_write, on_event, c);
	conn_enter(c, CONN_TLS);
	if (bufferevent_enable(c->bev, EV_READ | EV_WRITE) != 0)
		conn_cut(c);
}

void
conn_drain(struct conn_home *home)
{
	struct conn *c, *next;

	home->draining = true;
	for (c = TAILQ_FIRST(&home->conns); c != NULL; c = next) {
		next = TAILQ_NEXT(c, link);
		conn_step(c, ON_DRAIN);
	}
}

void
conn_free_all(struct conn_home *home)
{
	while (!TAILQ_EMPTY(&home->conns))
		conn_free(TAILQ_FIRST(&home->conns));
}

const struct site *
conn_site(const struct conn *c)
{
	return c->home->site;
}

bool
conn_has_device(const struct conn *c)
{
	return tls_has_device(c->bev, time(NULL));
}

void
conn_answer(struct conn *c, struct response *r)
{
	c->closing = c->closing || r->close || c->home->draining;
	r->close = c->closing;
	r->staff = c->home->site->staff;
	if (response_write(output(c), r) != GW_OK) {
		conn_cut(c);
		return;
	}
	if (!c->stepping && !c->broken)		/* what is broken ends in the loop, not under its caller */
		conn_step(c, ON_ANSWER);
}

void
conn_send(struct conn *c, struct span bytes)
{
	if (evbuffer_add(output(c), bytes.p, bytes.n) != 0)
		conn_cut(c);
}

void
conn_wake(struct conn *c)
{
	bufferevent_trigger(c->bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS | BEV_TRIG_IGNORE_WATERMARKS);
}

void
conn_cut(struct conn *c)
{
	c->broken = true;
	event_active(&c->clock, EV_READ, 0);	/* unlike EV_TIMEOUT this outlives a new deadline */
}
