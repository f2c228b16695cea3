/* visit.c: a server from made-up certificates, and one visit to it after the other. */
#include "visit.h"

#include <check.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TURNS = 2000 };

SSL_SESSION *visit_kept;
const struct cert *visit_shown;
const struct offer visit_tls13 = { TLS1_3_VERSION, TLS1_3_VERSION, "DEFAULT", "\x02h2\x08http/1.1" };
const struct offer visit_tls12 = { TLS1_2_VERSION, TLS1_2_VERSION, "DEFAULT", NULL };
const struct offer *const visit_versions[] = { &visit_tls12, &visit_tls13 };
static bool is_up;

struct span
visit_pem(char out[2 * CERT_PEM], const char *cert, const char *key)
{
	int n = snprintf(out, 2 * CERT_PEM, "%s%s", cert, key);

	return (struct span){ (const uint8_t *)out, (size_t)n };
}

struct tls *
visit_server(void)
{
	const int64_t now = time(NULL);
	char cert[CERT_PEM], key[CERT_PEM], pem[2 * CERT_PEM], fault[TLS_FAULT];
	struct tls *t;

	cert_make(CERT_P256, now - DAY, now + DAY, cert, key);
	ck_assert_int_eq(tls_new(visit_pem(pem, cert, key), now, &t, fault), GW_OK);
	ck_assert_str_eq(fault, "");
	return t;
}

static int
on_session(SSL *ssl, SSL_SESSION *s)
{
	(void)ssl;
	SSL_SESSION_free(visit_kept);
	visit_kept = s;
	return 1;
}

static SSL *
client_new(const struct offer *o, int fd)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *ssl;

	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_min_proto_version(ctx, o->min);
	SSL_CTX_set_max_proto_version(ctx, o->max);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_session);
	ck_assert_int_eq(SSL_CTX_set_cipher_list(ctx, o->ciphers), 1);
	if (visit_shown != NULL)
		cert_show(visit_shown, ctx);
	ssl = SSL_new(ctx);
	SSL_CTX_free(ctx);
	ck_assert_int_eq(SSL_set_fd(ssl, fd), 1);
	if (o->alpn != NULL)
		ck_assert_int_eq(SSL_set_alpn_protos(ssl, (const uint8_t *)o->alpn, (unsigned)strlen(o->alpn)), 0);
	SSL_set_connect_state(ssl);
	return ssl;
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	(void)arg;
	is_up = is_up || what & BEV_EVENT_CONNECTED;
}

static void
on_read(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_read_buffer(bev, bufferevent_get_output(bev));
}

static void
on_write(struct bufferevent *bev, void *arg)
{
	(void)bev;
	(void)arg;
}

struct visit
visit(struct tls *t, const struct offer *o, SSL_SESSION *resume)
{
	const int64_t now = time(NULL);
	struct event_base *base = event_base_new();
	struct visit v = { false };
	struct bufferevent *bev;
	const unsigned char *alpn;
	unsigned alpn_n;
	bool asked = false;
	int fd[2], n;
	SSL *ssl;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	is_up = false;
	ck_assert_int_eq(tls_accept(t, base, fd[0], &bev), GW_OK);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	ssl = client_new(o, fd[1]);
	if (resume != NULL) {	/* a copy: OpenSSL uses a ticket once */
		SSL_SESSION *copy = SSL_SESSION_dup(resume);

		ck_assert_int_eq(SSL_set_session(ssl, copy), 1);
		SSL_SESSION_free(copy);
	}
	for (int i = 0; i < TURNS && v.echo[0] == '\0'; i++) {
		event_base_loop(base, EVLOOP_NONBLOCK);
		if (!asked && SSL_do_handshake(ssl) == 1)
			asked = SSL_write(ssl, "echo", 4) == 4;
		if (asked && (n = SSL_read(ssl, v.echo, sizeof v.echo - 1)) < 0)
			v.echo[0] = '\0';
	}
	v.up = is_up && SSL_is_init_finished(ssl);
	v.resumed = SSL_session_reused(ssl) == 1;
	v.has_device = tls_has_device(bev, now);
	v.has_device_tomorrow = tls_has_device(bev, now + DAY);
	snprintf(v.version, sizeof v.version, "%s", SSL_get_version(ssl));
	SSL_get0_alpn_selected(ssl, &alpn, &alpn_n);
	snprintf(v.alpn, sizeof v.alpn, "%.*s", (int)alpn_n, alpn != NULL ? (const char *)alpn : "");
	tls_close(bev);
	n = SSL_read(ssl, v.echo + 4, 1);
	v.ended_well = n <= 0 && SSL_get_error(ssl, n) == SSL_ERROR_ZERO_RETURN;
	if (v.ended_well)	/* a client that was not told goodbye forgets its ticket */
		SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd[1]);
	event_base_free(base);
	ERR_clear_error();
	return v;
}
