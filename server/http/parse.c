/* parse.c: one HTTP/1.1 request head, line by line. Field rules are one table; each says what is wrong, or nothing. */
#include "parse.h"

#include <string.h>

#include "field.h"

static const char TOO_LARGE[] = "The head of the request is too large.";
static const char NOT_TEXT[] = "The head of the request holds a byte that does not belong there.";
static const char NOT_REQUEST[] = "The first line is not a request of HTTP/1.1.";
static const char NOT_FIELD[] = "A field of the request is not written as HTTP/1.1 demands.";
static const char TWICE[] = "A field that may come only once came twice.";
static const char NO_HOST[] = "The request does not say which host it is for.";

struct cursor {
	const uint8_t *p;
	size_t n, at;
	const char *why;
};

static enum gw_err
refuse(struct cursor *c, enum gw_err e, const char *why)
{
	c->why = why;
	return e;
}

/* The next line, without its CRLF. CR and LF stand together or not at all. */
static enum gw_err
line_next(struct cursor *c, struct span *line)
{
	const uint8_t *p = c->p + c->at;
	size_t left = c->n - c->at, i = 0;

	while (i < left && i <= LIMIT_HTTP_LINE && ((p[i] >= ' ' && p[i] != 0x7f) || p[i] == '\t'))
		i++;
	if (i > LIMIT_HTTP_LINE)
		return refuse(c, GW_ELIMIT, TOO_LARGE);
	if (i == left)
		return GW_MORE;
	if (p[i] != '\r')
		return refuse(c, GW_EINPUT, NOT_TEXT);
	if (i + 1 == left)
		return GW_MORE;
	if (p[i + 1] != '\n')
		return refuse(c, GW_EINPUT, NOT_TEXT);
	*line = (struct span){ p, i };
	c->at += i + 2;
	return GW_OK;
}

static enum http_method
method_of(struct span word)
{
	static const char *const names[HTTP_METHOD_N] = {
		[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_DELETE] = "DELETE",
	};
	enum http_method m = HTTP_GET;

	while (m < HTTP_METHOD_N && !span_is(word, names[m]))
		m++;
	return m;
}

/* Escapes may only stand in a query, where a browser writes the letters of a name so; never for a control byte. */
static bool
query_is_wellformed(struct span query)
{
	if (!field_is_made_of(query, "-._~!$&'()*+,;=:@/?%"))
		return false;
	for (size_t i = 0; i < query.n; i++) {
		int byte = 0;

		if (query.p[i] != '%')
			continue;
		for (size_t n = 1; n <= 2; n++) {
			const char *digits = "0123456789abcdef0123456789ABCDEF", *at;

			if (i + n >= query.n || (at = strchr(digits, query.p[i + n])) == NULL)
				return false;
			byte = byte * 16 + (int)((at - digits) % 16);
		}
		if (byte < ' ' || byte == 0x7f)
			return false;
	}
	return true;
}

static const char *
take_request_line(struct http_req *req, struct span line)
{
	struct span word = field_cut(line, ' ', &line), target = field_cut(line, ' ', &line);

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'A' || word.p[i] > 'Z')
			return NOT_REQUEST;
	if (word.n == 0 || word.n > 16 || target.n == 0 || target.p[0] != '/')
		return NOT_REQUEST;
	req->method = method_of(word);
	req->path = field_cut(target, '?', &req->query);
	if (!field_is_made_of(req->path, "-._~!$&'()*+,;=:@/") || !query_is_wellformed(req->query))
		return NOT_REQUEST;
	if (!span_is(line, "HTTP/1.1") && !span_is(line, "HTTP/1.0"))
		return NOT_REQUEST;
	req->minor = line.p[line.n - 1] - '0';
	req->keep_alive = req->minor == 1;
	return NULL;
}

static const char *
take_host(struct http_req *req, struct span value)
{
	req->host = value;
	return value.n > 0 && field_is_made_of(value, "-._:[]") ? NULL : NO_HOST;
}

static const char *
take_length(struct http_req *req, struct span value)
{
	const uint64_t most = UINT64_C(1) << 53;
	uint64_t n = 0;

	if (value.n == 0 || value.n > 16)
		return NOT_FIELD;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return NOT_FIELD;
		n = n * 10 + (uint64_t)(value.p[i] - '0');
	}
	req->has_length = true;
	req->length = n;
	return n <= most ? NULL : NOT_FIELD;
}

/* Two ways to say where a body ends is how requests are smuggled: this server knows one. */
static const char *
take_encoding(struct http_req *req, struct span value)
{
	(void)req;
	(void)value;
	return "Send a Content-Length; Transfer-Encoding is not taken here.";
}

static const char *
take_type(struct http_req *req, struct span value)
{
	req->content_type = value;
	return NULL;
}

static const char *
take_cookie(struct http_req *req, struct span value)
{
	req->cookie = value;
	return NULL;
}

static const char *
take_origin(struct http_req *req, struct span value)
{
	req->origin = value;
	return NULL;
}

static const char *
take_expect(struct http_req *req, struct span value)
{
	req->expect_continue = true;
	return span_is_nocase(value, "100-continue") ? NULL : NOT_FIELD;
}

static const char *
take_connection(struct http_req *req, struct span value)
{
	bool close = false;

	while (value.n > 0) {
		struct span word = field_trim(field_cut(value, ',', &value));

		if (word.n > 0 && !field_is_token(word))
			return NOT_FIELD;
		close = close || span_is_nocase(word, "close");
		req->keep_alive = req->keep_alive || span_is_nocase(word, "keep-alive");
	}
	req->keep_alive = req->keep_alive && !close;
	return NULL;
}

static const char *
take_codings(struct http_req *req, struct span value)
{
	req->accepts_gzip = field_lists_coding(value, "gzip");
	return NULL;
}

static const char *
take_accept(struct http_req *req, struct span value)
{
	while (value.n > 0) {
		struct span params, type = field_cut(field_cut(value, ',', &value), ';', &params);

		req->accepts_html = req->accepts_html || span_is_nocase(field_trim(type), "text/html");
	}
	return NULL;
}

/* Each may come once. All others are checked for their form and forgotten: nobody here learns a user agent. */
static const struct {
	const char *name;
	const char *(*take)(struct http_req *req, struct span value);
} fields[] = {
	{ "host", take_host },
	{ "content-length", take_length },
	{ "transfer-encoding", take_encoding },
	{ "content-type", take_type },
	{ "cookie", take_cookie },
	{ "origin", take_origin },
	{ "expect", take_expect },
	{ "connection", take_connection },
	{ "accept-encoding", take_codings },
	{ "accept", take_accept },
};

static const char *
take_field(struct http_req *req, struct span line, unsigned *seen)
{
	struct span value, name = field_cut(line, ':', &value);

	if (!field_is_token(name) || name.n == line.n)
		return NOT_FIELD;
	for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (!span_is_nocase(name, fields[i].name))
			continue;
		if (*seen & 1u << i)
			return TWICE;
		*seen |= 1u << i;
		return fields[i].take(req, field_trim(value));
	}
	return NULL;
}

static enum gw_err
take_head(struct cursor *c, struct http_req *req)
{
	struct span line;
	unsigned seen = 0;
	enum gw_err e;

	if ((e = line_next(c, &line)) != GW_OK)
		return e;
	if ((c->why = take_request_line(req, line)) != NULL)
		return GW_EINPUT;
	for (int n = 0; (e = line_next(c, &line)) == GW_OK && line.n > 0; n++) {
		if (n == LIMIT_HTTP_FIELDS)
			return refuse(c, GW_ELIMIT, TOO_LARGE);
		if ((c->why = take_field(req, line, &seen)) != NULL)
			return GW_EINPUT;
	}
	if (e == GW_OK && req->host.n == 0)
		return refuse(c, GW_EINPUT, NO_HOST);
	return e;
}

enum gw_err
http_parse(struct span in, struct http_req *req, size_t *used, const char **why)
{
	struct cursor c = { in.p, in.n < LIMIT_HTTP_HEAD ? in.n : LIMIT_HTTP_HEAD, 0, NULL };
	struct http_req r = { .method = HTTP_METHOD_N };
	enum gw_err e = take_head(&c, &r);

	if (e == GW_MORE && in.n >= LIMIT_HTTP_HEAD)
		e = refuse(&c, GW_ELIMIT, TOO_LARGE);
	if (e == GW_OK) {
		*req = r;
		*used = c.at;
	} else if (e != GW_MORE) {
		*why = c.why;
	}
	return e;
}
