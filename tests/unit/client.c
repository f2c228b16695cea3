/* client.c: says and hears, one turn of the server for each of its own. */
#include "client.h"

#include <arpa/inet.h>
#include <check.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "house.h"

enum { PATIENCE = 20, SILENCE = 300, GOT = 2 * 1024 * 1024 };

static struct client
client_by(SSL_CTX *ctx)
{
	struct client c = { .ssl = SSL_new(ctx), .got = calloc(1, GOT + 1) };
	const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)house.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const int small = 32 * 1024;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	SSL_CTX_free(ctx);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
	ck_assert_int_eq(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	ck_assert_int_eq(SSL_set_fd(c.ssl, fd), 1);
	SSL_set_connect_state(c.ssl);
	SSL_set_mode(c.ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return c;
}

struct client
client_new(void)
{
	return client_by(SSL_CTX_new(TLS_client_method()));
}

struct client
client_with(const struct cert *device)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	cert_show(device, ctx);
	return client_by(ctx);
}

void
client_free(struct client *c)
{
	close(SSL_get_fd(c->ssl));
	SSL_free(c->ssl);
	free(c->got);
	ERR_clear_error();
}

/* One turn of the server, one of the client. */
static void
turn(struct client *c)
{
	int n = 1;

	event_base_loop(house.base, EVLOOP_NONBLOCK);
	ERR_clear_error();
	if (c->over || !SSL_is_init_finished(c->ssl))
		return;
	while (c->n < GOT && (n = SSL_read(c->ssl, c->got + c->n, (int)(GOT - c->n))) > 0)
		c->n += (size_t)n;
	n = SSL_get_error(c->ssl, n);
	c->over = n != SSL_ERROR_WANT_READ && n != SSL_ERROR_WANT_WRITE;
}

void
client_send(struct client *c, const char *p, size_t n)
{
	const time_t until = time(NULL) + PATIENCE;

	while (n > 0 && !c->over && time(NULL) < until) {
		int sent = SSL_write(c->ssl, p, (int)n);

		p += sent > 0 ? sent : 0;
		n -= sent > 0 ? (size_t)sent : 0;
		turn(c);
	}
	ck_assert_msg(n == 0 || c->over, "nobody took what was sent");
}

size_t
client_push(struct client *c, const char *p, size_t n)
{
	size_t at = 0;

	for (int silent = 0; at < n && silent < SILENCE; silent++) {
		int sent = SSL_write(c->ssl, p + at, (int)(n - at));

		if (sent > 0) {
			at += (size_t)sent;
			silent = 0;
		}
		turn(c);
	}
	return at;
}

void
client_say(struct client *c, const char *text)
{
	client_send(c, text, strlen(text));
}

void
client_hear(struct client *c, const char *text, unsigned times)
{
	const time_t until = time(NULL) + PATIENCE;
	unsigned seen = 0;

	while (seen < times && time(NULL) < until) {
		turn(c);
		seen = 0;
		for (const char *at = c->got; (at = strstr(at, text)) != NULL; at++)
			seen++;
	}
	ck_assert_msg(seen == times, "%u of %u times \"%s\" in:\n%.2000s", seen, times, text, c->got);
}

void
client_hear_the_end(struct client *c)
{
	const time_t until = time(NULL) + PATIENCE;

	while (!c->over && time(NULL) < until)
		turn(c);
	ck_assert_msg(c->over, "the connection stays open after:\n%.2000s", c->got);
}

void
client_let_be(struct client *c)
{
	for (int i = 0; i < SILENCE; i++)
		turn(c);
}
