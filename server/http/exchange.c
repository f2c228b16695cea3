/* exchange.c: what a handler may ask of the request it works on, and how it answers. */
#include "exchange.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "response.h"
#include "secret.h"

enum { PROBLEM_MAX = 2 * 1024, COOKIES_MAX = 512 + sizeof "Set-Cookie: \r\n" };

static const char UNABLE[] =
    "This did not work just now. Please try again. If someone is in danger now, call 999.";

static const char NO_DEVICE[] = "This needs a device certificate: see certs/README.md.";

/* What a request is worked on by when no row of the site will. */
static const struct route nowhere = { .path = "" };

static const struct { int status; const char *detail; } failures[GW_ERR_N] = {
	[GW_EINPUT] = { 422, "Something in this request is not written as it should be." },
	[GW_ELIMIT] = { 413, "This is more than can be taken at once." },
	[GW_EDENIED] = { 403, "This is not allowed." },
	[GW_EABSENT] = { 404, "There is nothing here." },
	[GW_ECONFLICT] = { 409, "Somebody else changed this first. Look again, then try again." },
	[GW_EBUSY] = { 503, UNABLE }, [GW_EFULL] = { 503, UNABLE }, [GW_EIO] = { 503, UNABLE },
	[GW_ENOMEM] = { 503, UNABLE },
};

static void
rebase(struct span *s, const uint8_t *from, const uint8_t *to)
{
	if (s->p != NULL)
		s->p = to + (s->p - from);
}

static void
keep_head(struct exchange *x, struct span head)
{
	uint8_t *copy = x->memory + x->route->state;
	struct span *const spans[] = { &x->req.path, &x->req.query, &x->req.host, &x->req.content_type,
	    &x->req.cookie, &x->req.origin, &x->rest };

	memcpy(copy, head.p, head.n);
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		rebase(spans[i], head.p, copy);
}

static void
problem_json(struct exchange *x, int status, const char *detail, const char *field)
{
	struct buf body;

	buf_init(&body, PROBLEM_MAX);
	if (response_problem(&body, status, detail, field) != GW_OK) {
		buf_clear(&body);	/* the number alone must do */
		log_fault(LOG_REQUEST, GW_ENOMEM);
	}
	exchange_reply(x, status, "application/problem+json", buf_span(&body));
	buf_free(&body);
}

/* The machine interface is for known devices: who has none learns nothing else about it. */
static bool
lacks_device(const struct exchange *x)
{
	const char *below = conn_site(x->c)->device;
	const size_t n = below == NULL ? 0 : strlen(below);

	return n > 0 && x->req.path.n >= n && memcmp(x->req.path.p, below, n) == 0 && !exchange_has_device(x);
}

/* Answers what no handler should see. */
static void
screen(struct exchange *x, enum gw_err found)
{
	const bool asks_only = x->req.method == HTTP_GET || x->req.method == HTTP_HEAD;

	if (lacks_device(x))
		problem_json(x, 403, NO_DEVICE, NULL);
	else if (found == GW_EABSENT)
		exchange_problem(x, 404, "There is no such page here.", NULL);
	else if (found == GW_EDENIED)
		exchange_problem(x, 405, "This page cannot be used in this way.", NULL);
	else if (asks_only && x->req.length > 0)
		exchange_problem(x, 400, "A request that only asks for a page must not have a body.", NULL);
	else if (x->req.length > x->route->max_body)
		exchange_problem(x, 413, "This is larger than can be taken here.", NULL);
}

struct exchange *
exchange_new(struct conn *c, const struct site *site, const struct http_req *req, struct span head)
{
	const struct route *route = &nowhere;
	char allow[LOOKUP_ALLOW] = "";
	struct span rest = { NULL, 0 };
	enum gw_err found = lookup_route(site, req, &route, &rest, allow);
	size_t size = sizeof(struct exchange) + route->state + head.n;
	struct exchange *x = calloc(1, size);

	if (x == NULL)
		return NULL;
	x->c = c;
	x->route = route;
	x->req = *req;
	x->rest = rest;
	x->size = size;
	x->body_left = req->length;
	memcpy(x->allow, allow, sizeof allow);
	buf_init(&x->body, route->max_body < LIMIT_REPORT_JSON ? (size_t)route->max_body : LIMIT_REPORT_JSON);
	buf_init(&x->cookies, COOKIES_MAX);
	keep_head(x, head);
	screen(x, found);
	return x;
}

struct exchange *
exchange_refuse(struct conn *c, int status, const char *why)
{
	struct exchange *x = calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->c = c;
	x->route = &nowhere;
	x->req.method = HTTP_GET;
	x->size = sizeof *x;
	x->body_left = 1;	/* at least: nobody knows where it ends */
	buf_init(&x->cookies, COOKIES_MAX);
	exchange_problem(x, status, why, NULL);
	return x;
}

static size_t
collect(struct exchange *x, struct span bytes)
{
	enum gw_err e = buf_add(&x->body, bytes);

	if (e != GW_OK)
		exchange_fail(x, e);
	return bytes.n;
}

size_t
exchange_feed(struct exchange *x, struct span bytes)
{
	size_t took;

	x->paused = true;	/* exchange_more inside of body() clears it */
	took = x->route->body != NULL ? x->route->body(x, bytes) : collect(x, bytes);
	if (took >= bytes.n) {
		took = bytes.n;
		x->paused = false;
	}
	return took;
}

void
exchange_overrule(struct exchange *x, int status, const char *detail)
{
	exchange_problem(x, status, detail, NULL);
	x->overruled = true;
}

void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	if (x->route->gone != NULL)
		x->route->gone(x);
	buf_free(&x->body);
	buf_free(&x->cookies);
	secret_wipe(x, x->size);
	free(x);
	secret_wipe_stack();
}

const struct http_req *
exchange_request(const struct exchange *x)
{
	return &x->req;
}

struct span
exchange_rest(const struct exchange *x)
{
	return x->rest;
}

struct span
exchange_body(const struct exchange *x)
{
	return buf_span(&x->body);
}

bool
exchange_is_type(const struct exchange *x, const char *media_type)
{
	struct span type = x->req.content_type;
	size_t n = 0;

	while (n < type.n && type.p[n] != ';')
		n++;
	while (n > 0 && (type.p[n - 1] == ' ' || type.p[n - 1] == '\t'))
		n--;
	return span_is_nocase((struct span){ type.p, n }, media_type);
}

bool
exchange_has_device(const struct exchange *x)
{
	return conn_has_device(x->c);
}

void *
exchange_state(struct exchange *x)
{
	return x->memory;
}

void *
exchange_site(struct exchange *x)
{
	return conn_site(x->c)->arg;
}

bool
exchange_replied(const struct exchange *x)
{
	return x->replied;
}

void
exchange_more(struct exchange *x)
{
	if (!x->paused)
		return;
	x->paused = false;
	conn_wake(x->c);
}

/* The one way out for every answer. */
static void
answer(struct exchange *x, struct response *r)
{
	const bool head_only = x->req.method == HTTP_HEAD;

	if (x->replied) {
		if (!x->overruled)
			log_fault(LOG_REQUEST, GW_EBUG);
		return;
	}
	x->replied = true;
	if (head_only) {
		r->reply.body = (struct span){ NULL, 0 };
		x->stream_left = 0;
	}
	r->allow = x->allow[0] != '\0' ? x->allow : NULL;
	r->cookies = buf_span(&x->cookies);
	r->close = !x->req.keep_alive || x->body_left > 0;
	conn_answer(x->c, r);
	buf_clear(&x->cookies);
}

void
exchange_answer(struct exchange *x, const struct reply *reply)
{
	struct response r = { .reply = *reply, .length = reply->body.n };

	if ((reply->location == NULL || text_is_harmless(reply->location)) &&
	    (reply->file_name == NULL || text_is_harmless(reply->file_name))) {
		answer(x, &r);
		return;
	}
	log_fault(LOG_REQUEST, GW_EBUG);
	exchange_fail(x, GW_EBUG);
}

void
exchange_reply(struct exchange *x, int status, const char *type, struct span body)
{
	const struct reply reply = { .status = status, .type = type, .body = body };

	exchange_answer(x, &reply);
}

void
exchange_json_take(struct exchange *x, int status, json_t *v)
{
	enum gw_err e = GW_ENOMEM;
	struct buf body;

	buf_init(&body, LIMIT_JSON_ANSWER);
	if (v != NULL)
		e = json_write(v, &body);
	if (e == GW_OK)
		exchange_reply(x, status, "application/json", buf_span(&body));
	else
		exchange_fail(x, e == GW_ENOMEM ? e : GW_EBUG);
	json_decref(v);
	buf_free(&body);
}

void
exchange_problem(struct exchange *x, int status, const char *detail, const char *field)
{
	exchange_tell_fn *tell = x->route == &nowhere ? conn_site(x->c)->tell : x->route->tell;

	if (tell != NULL && !x->telling && !x->replied) {
		x->telling = true;
		tell(x, status, detail, field);
		x->telling = false;
		if (x->replied)
			return;
	}
	problem_json(x, status, detail, field);
}

void
exchange_fail(struct exchange *x, enum gw_err e)
{
	if (failures[e].status != 0)
		exchange_problem(x, failures[e].status, failures[e].detail, NULL);
	else
		exchange_problem(x, 500, UNABLE, NULL);
}

enum gw_err
exchange_cookie(struct exchange *x, const char *text)
{
	const size_t before = x->cookies.n;
	enum gw_err e;

	if (strpbrk(text, "\r\n") != NULL)
		return GW_EINPUT;
	if ((e = buf_add_text(&x->cookies, "Set-Cookie: ")) != GW_OK ||
	    (e = buf_add_text(&x->cookies, text)) != GW_OK ||
	    (e = buf_add_text(&x->cookies, "\r\n")) != GW_OK) {
		secret_wipe(x->cookies.p + before, x->cookies.n - before);
		x->cookies.n = before;
	}
	return e;
}

static void
stream(struct exchange *x, struct response *r, void (*more)(struct exchange *x))
{
	if (!x->replied) {
		x->stream_left = r->length;
		x->more = more;
	}
	answer(x, r);
}

void
exchange_stream(struct exchange *x, uint64_t length, const char *file_name, void (*more)(struct exchange *x))
{
	struct response r = { .length = length,
	    .reply = { .status = 200, .type = "application/octet-stream", .file_name = file_name } };

	stream(x, &r, more);
}

void
exchange_stream_foreign(struct exchange *x, uint64_t length, const struct stream_as *as,
    void (*more)(struct exchange *x))
{
	struct response r = { .length = length, .foreign = true, .shown = as->shown,
	    .reply = { .status = 200, .type = as->type, .file_name = as->file_name } };

	stream(x, &r, more);
}

void
exchange_write(struct exchange *x, struct span bytes)
{
	if (x->overruled)
		return;
	if (bytes.n > x->stream_left) {
		log_fault(LOG_REQUEST, GW_EBUG);
		conn_cut(x->c);
		return;
	}
	x->stream_left -= bytes.n;
	conn_send(x->c, bytes);
}

void
exchange_abort(struct exchange *x)
{
	if (!x->overruled)
		conn_cut(x->c);
}
