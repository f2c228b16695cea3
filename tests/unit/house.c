/* house.c: the site, and the server around it. */
#include "house.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"

enum { PATIENCE = 5, DAY = 86400, MIB = 1024 * 1024 };

struct house house;

static struct tls *tls;
static int listening;

static void
tick(void (*fn)(evutil_socket_t, short, void *), void *arg)
{
	const struct timeval soon = { 0, 1000 };

	ck_assert_int_eq(event_base_once(house.base, -1, EV_TIMEOUT, fn, arg, &soon), 0);
}

static void
hello(struct exchange *x)
{
	exchange_reply(x, 200, "text/plain", span_of("hello"));
}

static void
echo(struct exchange *x)
{
	exchange_reply(x, 200, "text/plain", exchange_body(x));
}

static void
rest(struct exchange *x)
{
	exchange_reply(x, 200, "text/plain", exchange_rest(x));
}

static void
early(struct exchange *x)
{
	exchange_problem(x, 403, "Not \"today\".", "field");
}

static void
later(struct exchange *x)
{
	house.ended++;
	house.waiting = x;
}

static void
never(struct exchange *x)
{
	house.begun++;
	house.waiting = x;
	ck_assert_int_eq(*(uint8_t *)exchange_state(x), 0);
	*(uint8_t *)exchange_state(x) = 1;
}

static void
count_gone(struct exchange *x)
{
	house.waiting = house.waiting == x ? NULL : house.waiting;
	house.gone++;
}

struct slow { uint64_t sum; unsigned pauses; bool asleep; };

static void
wake(evutil_socket_t fd, short what, void *x)
{
	struct slow *s = exchange_state(x);

	(void)fd;
	(void)what;
	s->asleep = false;
	exchange_more(x);
}

/* Takes a little, then sleeps a little; never is it given more while it sleeps. */
static size_t
slow_body(struct exchange *x, struct span bytes)
{
	struct slow *s = exchange_state(x);
	size_t n = bytes.n < 3000 ? bytes.n : 3000;

	ck_assert(!s->asleep);
	for (size_t i = 0; i < n; i++)
		s->sum += bytes.p[i];
	if (n < bytes.n && ++s->pauses % 3 == 0)
		exchange_more(x);	/* at once is allowed, too */
	else if (n < bytes.n)
		tick(wake, x), s->asleep = true;
	return n;
}

static size_t
deaf_body(struct exchange *x, struct span bytes)
{
	(void)x;
	(void)bytes;
	return 0;
}

static void
slow_end(struct exchange *x)
{
	const struct slow *s = exchange_state(x);
	char text[64];

	snprintf(text, sizeof text, "%llu", (unsigned long long)s->sum);
	exchange_reply(x, s->pauses > 0 ? 201 : 200, "text/plain", span_of(text));
}

static void
big_more(struct exchange *x)
{
	static uint8_t block[64 * 1024];

	memset(block, 'b', sizeof block);
	exchange_write(x, (struct span){ block, sizeof block });
}

static void
big(struct exchange *x)
{
	exchange_stream(x, MIB, "attachment", big_more);
}

static void
cut_more(struct exchange *x)
{
	if (house.ended++ == 0)
		exchange_write(x, span_of("0123456789"));
	else
		exchange_abort(x);
}

static void
cut(struct exchange *x)
{
	exchange_stream(x, 100, "attachment", cut_more);
}

static void
cookie(struct exchange *x)
{
	char large[600];

	memset(large, 'c', sizeof large - 1);
	large[sizeof large - 1] = '\0';
	ck_assert_int_eq(exchange_cookie(x, large), GW_ELIMIT);
	ck_assert_int_eq(exchange_cookie(x, "a=b\r\nX: y"), GW_EINPUT);
	ck_assert_int_eq(exchange_cookie(x, "a=b; Secure"), GW_OK);
	exchange_reply(x, 204, NULL, (struct span){ NULL, 0 });
	exchange_reply(x, 200, NULL, (struct span){ NULL, 0 });
}

static void
failing(struct exchange *x)
{
	exchange_fail(x, (enum gw_err)atoi((const char *)exchange_rest(x).p));
}

/* --- as pages --- */

static void
tell(struct exchange *x, int status, const char *detail, const char *field)
{
	char text[256];

	house.told++;
	snprintf(text, sizeof text, "<p>%d %s (%s)", status, detail, field != NULL ? field : "no field");
	exchange_reply(x, status, "text/html", span_of(text));
}

static void
tell_nothing(struct exchange *x, int status, const char *detail, const char *field)
{
	(void)x;
	(void)status;
	(void)detail;
	(void)field;
	house.told++;
}

/* Cannot tell either: what comes of that must not be told again. */
static void
tell_badly(struct exchange *x, int status, const char *detail, const char *field)
{
	(void)status;
	(void)detail;
	(void)field;
	house.told++;
	exchange_fail(x, GW_ENOMEM);
}

static void
tell_any(struct exchange *x, int status, const char *detail, const char *field)
{
	if (house.tells)
		tell(x, status, detail, field);
}

static void
leave(struct exchange *x)
{
	exchange_answer(x, &(struct reply){ .status = 303, .location = "https://weather.example/uk?a=b",
	    .clears = true });
}

/* Where to, as whoever asks wishes. */
static void
astray(struct exchange *x)
{
	static const char *const locations[] = { "/a\r\nX: y", "/a\nb", "/a b", "/\x7f", "/caf\xc3\xa9", "/\"", "/\\" };
	const size_t i = (size_t)atoi((const char *)exchange_rest(x).p), n = sizeof locations / sizeof *locations;

	if (i < n)
		exchange_answer(x, &(struct reply){ .status = 303, .location = locations[i] });
	else
		exchange_answer(x, &(struct reply){ .status = 200, .file_name = locations[i - n] });
}

static void
asset(struct exchange *x)
{
	const bool gzip = exchange_request(x)->accepts_gzip;

	exchange_answer(x, &(struct reply){ .status = 200, .type = "text/css", .gzip = gzip, .vary = true,
	    .may_keep = true, .body = span_of(gzip ? "squeezed" : "p { color: red }") });
}

static void
picture(struct exchange *x)
{
	exchange_answer(x, &(struct reply){ .status = 200, .type = "image/png", .file_name = "picture.png",
	    .body = span_of("PNG") });
}

static const struct route routes[] = {
	{ HTTP_GET, "/hello", 0, 0, NULL, NULL, hello, NULL, NULL },
	{ HTTP_POST, "/echo", 64, 0, NULL, NULL, echo, NULL, NULL },
	{ HTTP_GET, "/files/*", 0, 0, NULL, NULL, rest, NULL, NULL },
	{ HTTP_DELETE, "/files/*", 0, 0, NULL, NULL, rest, NULL, NULL },
	{ HTTP_POST, "/early", 4 * MIB, 0, early, NULL, NULL, NULL, NULL },
	{ HTTP_GET, "/later", 0, 0, NULL, NULL, later, count_gone, NULL },
	{ HTTP_POST, "/never", 4 * MIB, 1, never, NULL, hello, count_gone, NULL },
	{ HTTP_POST, "/slow", 4 * MIB, sizeof(struct slow), NULL, slow_body, slow_end, NULL, NULL },
	{ HTTP_POST, "/deaf", 4 * MIB, 0, NULL, deaf_body, NULL, NULL, NULL },
	{ HTTP_GET, "/big", 0, 0, NULL, NULL, big, count_gone, NULL },
	{ HTTP_GET, "/cut", 0, 0, NULL, NULL, cut, count_gone, NULL },
	{ HTTP_GET, "/cookie", 0, 0, NULL, NULL, cookie, NULL, NULL },
	{ HTTP_GET, "/fail/*", 0, 0, NULL, NULL, failing, NULL, NULL },
	{ HTTP_POST, "/page", 64, 1, never, NULL, echo, count_gone, tell },
	{ HTTP_GET, "/page/later", 0, 0, NULL, NULL, later, count_gone, tell },
	{ HTTP_GET, "/page/fail/*", 0, 0, NULL, NULL, failing, NULL, tell },
	{ HTTP_GET, "/page/silent/*", 0, 0, NULL, NULL, failing, NULL, tell_nothing },
	{ HTTP_GET, "/page/lost/*", 0, 0, NULL, NULL, failing, NULL, tell_badly },
	{ HTTP_POST, "/page/early", 4 * MIB, 0, early, NULL, NULL, NULL, tell },
	{ HTTP_GET, "/leave", 0, 0, NULL, NULL, leave, NULL, NULL },
	{ HTTP_GET, "/astray/*", 0, 0, NULL, NULL, astray, NULL, NULL },
	{ HTTP_GET, "/asset", 0, 0, NULL, NULL, asset, NULL, NULL },
	{ HTTP_GET, "/picture", 0, 0, NULL, NULL, picture, NULL, NULL },
	{ HTTP_GET, "/known/hello", 0, 0, NULL, NULL, hello, NULL, NULL },
	{ HTTP_POST, "/known/early", 4 * MIB, 0, early, NULL, NULL, NULL, tell },
};
static const struct site site = { routes, sizeof routes / sizeof *routes, NULL, false, tell_any, "/known/" };

static const struct cert *
authority(void)
{
	static struct cert by;

	if (by.pem[0] == '\0')
		cert_sign(NULL, CERT_AUTHORITY, time(NULL) - DAY, time(NULL) + DAY, &by);
	return &by;
}

void
house_device(struct cert *device)
{
	cert_sign(authority(), CERT_CLIENT, time(NULL) - DAY, time(NULL) + DAY, device);
}

void
house_open(void)
{
	const struct cert *by = authority();
	static char cert[CERT_PEM], key[CERT_PEM], pem[2 * CERT_PEM];
	char fault[TLS_FAULT];
	const int small = 32 * 1024;	/* so that what the system keeps is little beside a body */
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof address;

	signal(SIGPIPE, SIG_IGN);
	cert_make(CERT_P256, time(NULL) - DAY, time(NULL) + DAY, cert, key);
	snprintf(pem, sizeof pem, "%s%s", cert, key);
	ck_assert_int_eq(tls_new(span_of(pem), time(NULL), &tls, fault), GW_OK);
	ck_assert_int_eq(tls_devices(tls, span_of(by->pem), fault), GW_OK);
	house = (struct house){ .base = event_base_new() };
	listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(setsockopt(listening, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
	ck_assert_int_eq(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(listen(listening, 64), 0);
	ck_assert_int_eq(getsockname(listening, (struct sockaddr *)&address, &n), 0);
	house.port = ntohs(address.sin_port);
	ck_assert_int_eq(server_new(house.base, tls, &site, (const int[]){ listening, -1 }, 2, &house.server), GW_OK);
}

void
house_close(void)
{
	server_free(house.server);
	event_base_free(house.base);
	tls_free(tls);
	close(listening);
}

static void
on_drained(void *arg)
{
	(void)arg;
	house.drained++;
}

void
house_drain(void)
{
	server_drain(house.server, on_drained, NULL);
}

void
house_wait(const unsigned *what, unsigned n)
{
	const time_t until = time(NULL) + PATIENCE;

	while (*what < n && time(NULL) < until)
		event_base_loop(house.base, EVLOOP_NONBLOCK);
	ck_assert_uint_eq(*what, n);
}
