/* test_parse.c: what is a request, what is not, and what is not yet. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge.h"
#include "parse.h"
#include "run.h"

#define GET "GET / HTTP/1.1\r\n"
#define HOST "Host: h\r\n"
#define HEAD GET HOST
#define POST "POST /r?a=1&b HTTP/1.1\r\nHost: h:8443\r\nContent-Length: 12\r\nContent-Type: a/b; c=\"d\"\r\n" \
	"Cookie: k=v\r\nOrigin: https://h\r\nExpect: 100-Continue\r\nX: \ty z \r\nConnection: Close\r\n\r\n"

struct text { const char *p; size_t n; };
#define TEXT(s) { s, sizeof(s) - 1 }

static enum gw_err
parse(const char *p, size_t n, struct http_req *req)
{
	const char *why = NULL;
	size_t used = 99;
	enum gw_err e = http_parse(edge(p, n), req, &used, &why);

	ck_assert_msg((e == GW_EINPUT || e == GW_ELIMIT) == (why != NULL), "a sentence exactly when refused");
	ck_assert_msg((e == GW_OK) == (used != 99), "used was written though nothing was");
	return e;
}

/* What smuggles, splits or confuses; each is refused for ever. */
static const struct text vectors[] = {
	TEXT(HEAD "Content-Length: 2\r\nContent-Length: 3\r\n\r\n"),
	TEXT(HEAD "Content-Length: 2\r\nContent-Length: 2\r\n\r\n"),
	TEXT(HEAD "Content-Length: 2, 2\r\n\r\n"),
	TEXT(HEAD "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding:chunked\r\n\r\n"),
	TEXT(HEAD "transfer-encoding: \tChunKed\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: identity\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: chunked, identity\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: xchunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding:\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding : chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding\t: chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding: \x0b" "chunked\r\n\r\n"),
	TEXT(HEAD "X: y\r\n Transfer-Encoding: chunked\r\n\r\n"),
	TEXT(HEAD "X: y\nTransfer-Encoding: chunked\r\n\r\n"),
	TEXT(HEAD "Transfer-Encoding:\r\n chunked\r\n\r\n"),
	TEXT(HEAD "\0Transfer-Encoding: chunked\r\n\r\n"),
	TEXT("GET / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
	TEXT(HEAD "Content-Length: +3\r\n\r\n"), TEXT(HEAD "Content-Length: -3\r\n\r\n"),
	TEXT(HEAD "Content-Length: 0x3\r\n\r\n"), TEXT(HEAD "Content-Length: 3 4\r\n\r\n"),
	TEXT(HEAD "Content-Length: 3;4\r\n\r\n"), TEXT(HEAD "Content-Length: 3e1\r\n\r\n"),
	TEXT(HEAD "Content-Length:\r\n\r\n"), TEXT(HEAD "Content-Length: \"3\"\r\n\r\n"),
	TEXT(HEAD "Content-Length: 9007199254740993\r\n\r\n"),
	TEXT(HEAD "Content-Length: 18446744073709551618\r\n\r\n"),
	TEXT(HEAD "Content-Length: 00000000000000003\r\n\r\n"),
	TEXT(HEAD "Content-Length: 3\t\r\n\r\n"), TEXT(HEAD "Content-Length:\t3\r\n\r\n"),
	TEXT(HEAD "Content-Length : 3\r\n\r\n"), TEXT(HEAD "Content_Length\x01: 3\r\n\r\n"),
	TEXT("GET / HTTP/1.1\nHost: h\n\n"), TEXT("GET / HTTP/1.1\r\nHost: h\n\r\n"),
	TEXT(HEAD "A: b\nB: c\r\n\r\n"), TEXT(HEAD "A: b\rB: c\r\n\r\n"), TEXT(HEAD "\rA: b\r\n\r\n"),
	TEXT(HEAD "A: b\r\r\n\r\n"), TEXT(HEAD "\n"), TEXT(HEAD "\r\rX"),
	TEXT(HEAD "A: b\r\n c\r\n\r\n"), TEXT(HEAD "A: b\r\n\tc\r\n\r\n"), TEXT(GET " " HOST "\r\n"),
	TEXT(HEAD "A: b\0c\r\n\r\n"), TEXT(HEAD "A: b\x01" "c\r\n\r\n"), TEXT(HEAD "A: b\x7f\r\n\r\n"),
	TEXT(HEAD "A\0: b\r\n\r\n"), TEXT(HEAD "A\x80: b\r\n\r\n"),
	TEXT(HEAD "A : b\r\n\r\n"), TEXT(HEAD "A\t: b\r\n\r\n"), TEXT(HEAD ": b\r\n\r\n"), TEXT(HEAD "A\r\n\r\n"),
	TEXT(HEAD "(A): b\r\n\r\n"), TEXT(HEAD "A b: c\r\n\r\n"),
	TEXT(GET "\r\n"), TEXT(GET "A: b\r\n\r\n"), TEXT("GET / HTTP/1.0\r\n\r\n"),
	TEXT(HEAD HOST "\r\n"), TEXT(HEAD "host: other\r\n\r\n"),
	TEXT(GET "Host:\r\n\r\n"), TEXT(GET "Host: a b\r\n\r\n"), TEXT(GET "Host: a/b\r\n\r\n"),
	TEXT(GET "Host: u@h\r\n\r\n"), TEXT(GET "Host: a,b\r\n\r\n"), TEXT(GET "Host : h\r\n\r\n"),
	TEXT("GET /\r\n\r\n"), TEXT("GET /\r\n" HOST "\r\n"), TEXT("GET / HTTP/0.9\r\n" HOST "\r\n"),
	TEXT("GET / HTTP/2.0\r\n" HOST "\r\n"), TEXT("GET / HTTP/1.2\r\n" HOST "\r\n"),
	TEXT("GET / HTTP/1.10\r\n" HOST "\r\n"), TEXT("GET / HTTP/01.1\r\n" HOST "\r\n"),
	TEXT("GET / http/1.1\r\n" HOST "\r\n"), TEXT("GET / HTTP/1.1 \r\n" HOST "\r\n"),
	TEXT("GET  / HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /  HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET\t/\tHTTP/1.1\r\n" HOST "\r\n"), TEXT(" GET / HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("\r\n" HEAD "\r\n"), TEXT("\n" HEAD "\r\n"), TEXT("\r\n\r\n"),
	TEXT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), TEXT("\x16\x03\x01\x02"),
	TEXT("GET http://h/ HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET h:443 HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("CONNECT h:443 HTTP/1.1\r\n" HOST "\r\n"), TEXT("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET a HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET ?a HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /%2e HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /?%00 HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /?a=%0a HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /?a=%7F HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /?a=%g0 HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /?a=%4 HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /?a=% HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /%20?a HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /#a HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /?a#b HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /\x7f HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /\x80 HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /\0 HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET /\\ HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("GET /\"<> HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("get / HTTP/1.1\r\n" HOST "\r\n"), TEXT("Get / HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("G3T / HTTP/1.1\r\n" HOST "\r\n"), TEXT("GET/ / HTTP/1.1\r\n" HOST "\r\n"),
	TEXT("ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\n" HOST "\r\n"), TEXT(" / HTTP/1.1\r\n" HOST "\r\n"),
	TEXT(HEAD "Expect: 200-ok\r\n\r\n"), TEXT(HEAD "Expect:\r\n\r\n"),
	TEXT(HEAD "Expect: 100-continue\r\nExpect: 100-continue\r\n\r\n"),
	TEXT(HEAD "Cookie: a=b\r\nCookie: c=d\r\n\r\n"), TEXT(HEAD "Connection: close\r\nConnection: close\r\n\r\n"),
	TEXT(HEAD "Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n"), TEXT(HEAD "Origin: a\r\nOrigin: b\r\n\r\n"),
	TEXT(HEAD "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n\r\n"),
	TEXT(HEAD "Accept-Encoding: gzip\x01\r\n\r\n"), TEXT(HEAD "Accept: a/b\r\nAccept: c/d\r\n\r\n"),
	TEXT(HEAD "Connection: clo se\r\n\r\n"), TEXT(HEAD "Connection: a;b\r\n\r\n"),
};

START_TEST(whatever_smuggles_or_confuses_is_refused)
{
	struct http_req req = { .minor = 7 };

	ck_assert_msg(parse(vectors[_i].p, vectors[_i].n, &req) == GW_EINPUT, "vector %d: %s", _i, vectors[_i].p);
	ck_assert_int_eq(req.minor, 7);
}
END_TEST

START_TEST(a_refusal_does_not_depend_on_how_the_bytes_arrive)
{
	struct http_req req;
	enum gw_err e = GW_MORE;

	for (size_t n = 0; n <= vectors[_i].n && e == GW_MORE; n++)
		e = parse(vectors[_i].p, n, &req);
	ck_assert_int_eq(e, GW_EINPUT);
}
END_TEST

START_TEST(a_request_is_read_into_its_parts)
{
	struct http_req req;

	ck_assert_int_eq(parse(POST, sizeof POST - 1, &req), GW_OK);
	ck_assert_int_eq(req.method, HTTP_POST);
	ck_assert(span_is(req.path, "/r") && span_is(req.query, "a=1&b"));
	ck_assert(span_is(req.host, "h:8443") && span_is(req.content_type, "a/b; c=\"d\""));
	ck_assert(span_is(req.cookie, "k=v") && span_is(req.origin, "https://h"));
	ck_assert(req.has_length && req.length == 12 && req.expect_continue && !req.keep_alive && req.minor == 1);
}
END_TEST

START_TEST(a_request_cut_anywhere_asks_for_more)
{
	struct http_req req = { .minor = 7 };

	ck_assert_int_eq(parse(POST, (size_t)_i, &req), GW_MORE);
	ck_assert_int_eq(req.minor, 7);
}
END_TEST

START_TEST(what_follows_the_head_is_left_alone)
{
	static const char two[] = HEAD "\r\n\0\1\2 anything";
	struct http_req req;
	const char *why = NULL;
	size_t used = 0;

	ck_assert_int_eq(http_parse(edge(two, sizeof two - 1), &req, &used, &why), GW_OK);
	ck_assert_uint_eq(used, sizeof HEAD - 1 + 2);
}
END_TEST

static const struct { const char *line, *fields; enum http_method method; bool keep_alive; } good[] = {
	{ "GET / HTTP/1.1", "", HTTP_GET, true },
	{ "HEAD /a/b.c~d HTTP/1.1", "Connection: keep-alive\r\n", HTTP_HEAD, true },
	{ "DELETE /a HTTP/1.1", "Connection: TE, close\r\n", HTTP_DELETE, false },
	{ "POST /a? HTTP/1.1", "Connection: close, keep-alive\r\n", HTTP_POST, false },
	{ "GET //a/../b;c=d@e HTTP/1.0", "", HTTP_GET, false },
	{ "GET /a?b=Zo%C3%AB+O%27Brien%20 HTTP/1.1", "", HTTP_GET, true },
	{ "GET /a?b=c/d? HTTP/1.0", "Connection: , Keep-Alive\r\n", HTTP_GET, true },
	{ "PUT /a HTTP/1.1", "", HTTP_METHOD_N, true },
	{ "GET /a HTTP/1.1", "A:\r\nB: \xc3\xa9\r\nC!#$%&'*+-.^_`|~: d\r\n", HTTP_GET, true },
	{ "GET /a HTTP/1.1", "Content-Length: 9007199254740992\r\n", HTTP_GET, true },
};

START_TEST(every_permitted_form_is_taken)
{
	char text[512];
	struct http_req req;
	int n = snprintf(text, sizeof text, "%s\r\n%sHOST:[::1]:8443\r\n\r\n", good[_i].line, good[_i].fields);

	ck_assert_int_eq(parse(text, (size_t)n, &req), GW_OK);
	ck_assert_int_eq(req.method, good[_i].method);
	ck_assert_int_eq(req.keep_alive, good[_i].keep_alive);
	ck_assert(span_is(req.host, "[::1]:8443"));
}
END_TEST

static const struct { const char *codings; bool gzip; } accepted[] = {
	{ "gzip", true }, { "gzip, deflate, br, zstd", true }, { "br,GZIP", true }, { "deflate , gzip", true },
	{ "*", true }, { "br, *", true }, { "gzip;q=1", true }, { "gzip ; q=0.001", true }, { "gzip;Q=1.000", true },
	{ "br;q=1.0, gzip;q=0.8, *;q=0.1", true }, { "gzip, *;q=0", true }, { ", ,gzip,", true }, { "gzip;q=1.", true },
	{ "", false }, { "br", false }, { "identity", false }, { "gzipx", false }, { "gzi", false },
	{ "x/gzip", false },
	{ "gzip;q=0", false }, { "gzip;q=0.", false }, { "gzip;q=0.000", false }, { "*;q=0", false },
	{ "gzip;q=0, *", false }, { "*, gzip;q=0.0", false }, { "br;q=1, *;q=0.00", false },
	/* malformed anywhere: none of it is believed */
	{ "gzip;", false }, { "gzip;q", false }, { "gzip;q=", false }, { "gzip;q=2", false }, { "gzip;q=1.5", false },
	{ "gzip;q=0.0001", false }, { "gzip;q=-1", false }, { "gzip;q=.5", false }, { "gzip;q=01", false },
	{ "gzip;q=\"1\"", false }, { "gzip;q=1;q=1", false }, { "gzip;level=9", false }, { "gzip;q =1", false },
	{ "gzip;q= 1", false }, { "gzip gzip", false }, { "gzip, br;q=x", false }, { "gzip, b r", false },
	{ "gzip,\tbr", false }, { "gzip;q=1e0", false }, { "gzip;q=0x1", false }, { "gzip, ;q=1", false },
};

START_TEST(gzip_is_sent_to_who_asks_for_it_well)
{
	char text[256];
	struct http_req req;
	int n = snprintf(text, sizeof text, HEAD "Accept-Encoding: %s\r\n\r\n", accepted[_i].codings);

	ck_assert_int_eq(parse(text, (size_t)n, &req), GW_OK);
	ck_assert_msg(req.accepts_gzip == accepted[_i].gzip, "%s", accepted[_i].codings);
	ck_assert_int_eq(parse(HEAD "\r\n", sizeof HEAD + 1, &req), GW_OK);
	ck_assert(!req.accepts_gzip);
}
END_TEST

START_TEST(who_wants_a_page_is_told_from_a_script)
{
	static const struct { const char *ranges; bool html; } wants[] = {
		{ "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true }, { "text/html", true },
		{ "a/b , TEXT/HTML;q=0.1", true }, { "*/*", false }, { "application/json", false }, { "text/*", false },
		{ "", false }, { "text/htmlx", false }, { "x;text/html", false },
	};
	struct http_req req;
	char text[256];

	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
		int n = snprintf(text, sizeof text, HEAD "Accept: %s\r\n\r\n", wants[i].ranges);

		ck_assert_int_eq(parse(text, (size_t)n, &req), GW_OK);
		ck_assert_msg(req.accepts_html == wants[i].html, "%s", wants[i].ranges);
	}
	ck_assert_int_eq(parse(HEAD "\r\n", sizeof HEAD + 1, &req), GW_OK);
	ck_assert(!req.accepts_html);
}
END_TEST

/* HEAD, then n fields of this many bytes a line, then the end. */
static enum gw_err
parse_fields(int n, size_t line)
{
	size_t size = sizeof HEAD + (size_t)n * (line + 2) + 2, at = sizeof HEAD - 1;
	char *text = malloc(size);
	struct http_req req;
	enum gw_err e;

	ck_assert_ptr_nonnull(text);
	memcpy(text, HEAD, at);
	for (int i = 0; i < n; i++) {
		memset(text + at, 'a', line);
		text[at + 1] = ':';
		memcpy(text + at + line, "\r\n", 2);
		at += line + 2;
	}
	memcpy(text + at, "\r\n", 2);
	e = parse(text, at + 2, &req);
	free(text);
	return e;
}

START_TEST(limits_are_exact)
{
	const size_t rest = LIMIT_HTTP_HEAD - (sizeof HEAD - 1) - 2;	/* what fields may fill */

	ck_assert_int_eq(parse_fields(1, LIMIT_HTTP_LINE), GW_OK);
	ck_assert_int_eq(parse_fields(1, LIMIT_HTTP_LINE + 1), GW_ELIMIT);
	ck_assert_int_eq(parse_fields(LIMIT_HTTP_FIELDS - 1, 3), GW_OK);
	ck_assert_int_eq(parse_fields(LIMIT_HTTP_FIELDS, 3), GW_ELIMIT);
	ck_assert_uint_eq(rest % 29, 0);
	ck_assert_int_eq(parse_fields(29, rest / 29 - 2), GW_OK);
	ck_assert_int_eq(parse_fields(29, rest / 29 - 1), GW_ELIMIT);
}
END_TEST

START_TEST(an_endless_line_is_refused_when_it_passes_the_limit)
{
	static char text[LIMIT_HTTP_LINE + 2];
	struct http_req req;

	memset(text, 'a', sizeof text);
	memcpy(text, "GET /", 5);
	ck_assert_int_eq(parse(text, LIMIT_HTTP_LINE, &req), GW_MORE);
	ck_assert_int_eq(parse(text, LIMIT_HTTP_LINE + 1, &req), GW_ELIMIT);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("parse");
	TCase *t = tcase_create("parse");
	const int n = sizeof vectors / sizeof *vectors;

	tcase_add_loop_test(t, whatever_smuggles_or_confuses_is_refused, 0, n);
	tcase_add_loop_test(t, a_refusal_does_not_depend_on_how_the_bytes_arrive, 0, n);
	tcase_add_test(t, a_request_is_read_into_its_parts);
	tcase_add_loop_test(t, a_request_cut_anywhere_asks_for_more, 0, sizeof POST - 1);
	tcase_add_test(t, what_follows_the_head_is_left_alone);
	tcase_add_loop_test(t, every_permitted_form_is_taken, 0, sizeof good / sizeof *good);
	tcase_add_loop_test(t, gzip_is_sent_to_who_asks_for_it_well, 0, sizeof accepted / sizeof *accepted);
	tcase_add_test(t, who_wants_a_page_is_told_from_a_script);
	tcase_add_test(t, limits_are_exact);
	tcase_add_test(t, an_endless_line_is_refused_when_it_passes_the_limit);
	suite_add_tcase(s, t);
	return s;
}
