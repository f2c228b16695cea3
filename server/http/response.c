/* response.c: heads and problems. Nothing names this server's make or version. */
#include "response.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEAD_MAX = 4 * 1024 };

/* No page tells another site where its reader came from, nothing loads from elsewhere; scripts are those of a site's
 * own, as files. A link or a script may still go elsewhere by way of a redirect; a form may not (Chromium holds
 * form-action against every step). The staff's forms must say which site they stand on, and with no-referrer a browser
 * says "null" for Origin. */
#define GUARDED(REFERRER, CONTENT) \
	"Referrer-Policy: " REFERRER "\r\n" \
	"X-Content-Type-Options: nosniff\r\n" \
	"Strict-Transport-Security: max-age=63072000\r\n" \
	"Content-Security-Policy: " CONTENT "\r\n" \
	"Cross-Origin-Opener-Policy: same-origin\r\n" \
	"Cross-Origin-Embedder-Policy: require-corp\r\n" \
	"Cross-Origin-Resource-Policy: same-origin\r\n" \
	"Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()\r\n"
#define PAGE(IMAGES, MORE) \
	"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " MORE "img-src 'self'" IMAGES \
	"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define NO_FRAME "X-Robots-Tag: noindex, nofollow\r\nX-Frame-Options: DENY\r\n"

static const char REPORTER_GUARD[] = GUARDED("no-referrer", PAGE("", "manifest-src 'none'; "));
static const char STAFF_GUARD[] = GUARDED("same-origin", PAGE(" data:", "")) NO_FRAME;
/* What somebody outside made: were it a document after all, it would have no origin, and could load and run nothing. */
static const char FOREIGN_GUARD[] = GUARDED("no-referrer", "sandbox; default-src 'none'") NO_FRAME;

/* Nothing is kept by browsers or proxies, but what is the same for everybody; proxies keep not even that. */
static const char STORE_NOTHING[] = "Cache-Control: no-store\r\n";
static const char KEEP_A_DAY[] = "Cache-Control: private, max-age=86400, immutable\r\n";

/* Not "cache": Chromium then walks through all that it ever cached before it goes on (with 10,000 files in it, leaving
 * took 2.1 s instead of 1.0 s; others report minutes), and the page that is left is put aside only afterwards, so Back
 * shows it all the same. That it is never put aside takes a status other than 200: see struct reply. Not "cookies":
 * there are none, and it would sign its reader out of every site under the same registered domain. */
static const char CLEAR[] = "Clear-Site-Data: \"storage\"\r\n";

static const struct { int status; const char *title; } titles[] = {
	{ 200, "OK" }, { 201, "Created" }, { 203, "Non-Authoritative Information" },
	{ 204, "No Content" }, { 303, "See Other" }, { 400, "Bad Request" },
	{ 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
	{ 408, "Request Timeout" }, { 409, "Conflict" }, { 410, "Gone" }, { 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" }, { 423, "Locked" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" }, { 503, "Service Unavailable" },
};

struct text {
	char p[HEAD_MAX];
	size_t n;
};

/* What a status is called: "Not Found". */
static const char *
title_of(int status)
{
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Answer";
}

static void
put(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (n > sizeof t->p - t->n)
		n = sizeof t->p - t->n;
	memcpy(t->p + t->n, s, n);
	t->n += n;
}

static void
put_field(struct text *t, const char *name, const char *value, const char *end)
{
	if (value == NULL)
		return;
	put(t, name);
	put(t, value);
	put(t, end);
}

static const char *
guard_of(const struct response *r)
{
	if (r->foreign)
		return FOREIGN_GUARD;
	return r->staff ? STAFF_GUARD : REPORTER_GUARD;
}

static void
put_head(struct text *t, const struct response *r)
{
	const struct reply *reply = &r->reply;
	char number[24];

	snprintf(number, sizeof number, "%d ", reply->status);
	put_field(t, "HTTP/1.1 ", number, title_of(reply->status));
	put(t, "\r\n");
	put(t, guard_of(r));
	put(t, reply->may_keep ? KEEP_A_DAY : STORE_NOTHING);
	put(t, reply->clears ? CLEAR : "");
	put_field(t, "Location: ", reply->location, "\r\n");
	put_field(t, "Content-Type: ", reply->type, "\r\n");
	put_field(t, "Content-Encoding: ", reply->gzip ? "gzip" : NULL, "\r\n");
	put_field(t, "Vary: ", reply->vary ? "Accept-Encoding" : NULL, "\r\n");
	put_field(t, r->shown ? "Content-Disposition: inline; filename=\"" :
	    "Content-Disposition: attachment; filename=\"", reply->file_name, "\"\r\n");
	put_field(t, "Allow: ", r->allow, "\r\n");
	put_field(t, "Connection: ", r->close ? "close" : "keep-alive", "\r\n");
	if (reply->status != 204) {
		snprintf(number, sizeof number, "%" PRIu64, r->length);
		put_field(t, "Content-Length: ", number, "\r\n");
	}
}

enum gw_err
response_write(struct evbuffer *out, const struct response *r)
{
	struct text head = { .n = 0 };

	put_head(&head, r);
	if (head.n == sizeof head.p)
		return GW_EBUG;
	if (evbuffer_expand(out, head.n + r->cookies.n + 2 + r->reply.body.n) != 0)
		return GW_ENOMEM;
	/* The room is there, so these only copy. */
	if (evbuffer_add(out, head.p, head.n) != 0 || evbuffer_add(out, r->cookies.p, r->cookies.n) != 0 ||
	    evbuffer_add(out, "\r\n", 2) != 0 || evbuffer_add(out, r->reply.body.p, r->reply.body.n) != 0)
		return GW_ENOMEM;
	return GW_OK;
}

static enum gw_err
add_string(struct buf *out, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	enum gw_err e = buf_add_text(out, "\"");

	for (const char *c = text; e == GW_OK && *c != '\0'; c++) {
		const unsigned char u = (unsigned char)*c;
		const char escaped[] = { '\\', 'u', '0', '0', hex[u >> 4], hex[u & 15], '\0' };

		if (u < ' ' || u == '"' || u == '\\')
			e = buf_add_text(out, escaped);
		else
			e = buf_add(out, (struct span){ (const uint8_t *)c, 1 });
	}
	return e == GW_OK ? buf_add_text(out, "\"") : e;
}

static enum gw_err
add_member(struct buf *out, const char *name, const char *value)
{
	enum gw_err e = buf_add_text(out, name);

	return e == GW_OK ? add_string(out, value) : e;
}

enum gw_err
response_problem(struct buf *out, int status, const char *detail, const char *field)
{
	char end[32];
	enum gw_err e;

	if ((e = add_member(out, "{\"title\":", title_of(status))) != GW_OK)
		return e;
	if ((e = add_member(out, ",\"detail\":", detail)) != GW_OK)
		return e;
	if (field != NULL && (e = add_member(out, ",\"field\":", field)) != GW_OK)
		return e;
	snprintf(end, sizeof end, ",\"status\":%d}", status);
	return buf_add_text(out, end);
}
