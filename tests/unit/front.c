/* front.c: forks, plays the other ends of its wires on this process's loop, asks over real TLS. */
#include "front.h"

#include <arpa/inet.h>
#include <check.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/pem.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "secret.h"

enum { ANSWER_MAX = 4 * 1024 * 1024, HOUR = 3600 };

static void
on_control(void *arg, struct msg *m)
{
	struct front *f = arg;

	ck_assert_int_eq(m->type, MSG_READY);
	f->is_ready = true;
	ck_assert_int_eq(event_base_loopbreak(f->base), 0);
}

static void
on_lost(void *arg)
{
	struct front *f = arg;

	f->is_over = true;
	(void)event_base_loopbreak(f->base);
}

static void
on_vault_lost(void *arg)
{
	(void)arg;
}

/* Certificate and key as one text; the client trusts exactly this certificate. */
static void
certify(struct buf *pem, SSL_CTX *trust)
{
	const int64_t now = time(NULL);
	char cert[CERT_PEM], key[CERT_PEM];
	BIO *in;
	X509 *x;

	cert_make(CERT_P256, now - HOUR, now + HOUR, cert, key);
	ck_assert_int_eq(buf_add_text(pem, cert), GW_OK);
	ck_assert_int_eq(buf_add_text(pem, key), GW_OK);
	in = BIO_new_mem_buf(cert, -1);
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	ck_assert_int_eq(X509_STORE_add_cert(SSL_CTX_get_cert_store(trust), x), 1);
	SSL_CTX_set_verify(trust, SSL_VERIFY_PEER, NULL);
	X509_free(x);
	BIO_free(in);
}

/* One authority, and a device of its own that the client shows to whoever asks, as a desk does. */
static void
give_device(struct child_setup *setup, SSL_CTX *client)
{
	static struct cert authority;
	const int64_t now = time(NULL);
	struct cert device;

	cert_sign(NULL, CERT_AUTHORITY, now - HOUR, now + HOUR, &authority);
	cert_sign(&authority, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	cert_show(&device, client);
	setup->staff_ca = span_of(authority.pem);
}

static int
listen_somewhere(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(fd, 64), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

/* exit, not _exit: a sanitizer then looks for what was not freed. */
static _Noreturn void
be_child(struct front *f, struct child_setup *setup, struct buf *pem, front_run_fn *run, void *arg)
{
	uint8_t *tickets = secret_page(KEY_BYTES);
	int status;

	ck_assert(signal(SIGPIPE, SIG_IGN) != SIG_ERR);		/* as main does for every process */
	memset(tickets, 8, KEY_BYTES);
	setup->secrets = (struct child_secrets){ .tls_pem = (char *)pem->p, .tls_pem_n = pem->n, .ticket_seed = tickets,
	    .ticket_epoch = (uint64_t)time(NULL) / HOUR };
	status = run(arg, setup);
	secret_page_free(tickets);
	buf_free(pem);
	SSL_CTX_free(f->trust);
	exit(status);
}

void
front_open(struct front *f, struct child_setup *setup, front_run_fn *run, wire_message_fn *vault, void *arg)
{
	int control[2], channel[2];
	struct buf pem;

	*f = (struct front){ .trust = SSL_CTX_new(TLS_client_method()) };
	buf_init(&pem, 2 * CERT_PEM);
	certify(&pem, f->trust);
	give_device(setup, f->trust);
	ck_assert_int_eq(wire_pair(control), GW_OK);
	ck_assert_int_eq(wire_pair(channel), GW_OK);
	setup->listener[0] = listen_somewhere(&f->port);
	setup->listener[1] = -1;
	setup->control = control[1];
	setup->vault = channel[1];
	f->child = fork();
	ck_assert_int_ge(f->child, 0);
	if (f->child == 0) {
		close(control[0]);
		close(channel[0]);
		be_child(f, setup, &pem, run, arg);
	}
	close(control[1]);
	close(channel[1]);
	close(setup->listener[0]);
	buf_free(&pem);
	f->base = event_base_new();
	ck_assert_int_eq(wire_new(f->base, channel[0], vault, on_vault_lost, arg, &f->vault), GW_OK);
	ck_assert_int_eq(wire_new(f->base, control[0], on_control, on_lost, f, &f->control), GW_OK);
	ck_assert_int_ge(event_base_dispatch(f->base), 0);
	ck_assert(f->is_ready);
}

void
front_close(struct front *f)
{
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status = -1;

	ck_assert_int_eq(wire_send(f->control, &drain), GW_OK);
	while (!f->is_over)
		ck_assert_int_ge(event_base_dispatch(f->base), 0);
	ck_assert_int_eq(waitpid(f->child, &status, 0), f->child);
	ck_assert_int_eq(status, 0);
	wire_free(f->control);
	wire_free(f->vault);
	event_base_free(f->base);
	SSL_CTX_free(f->trust);
}

static void
on_client_event(struct bufferevent *bev, short what, void *arg)
{
	struct front *f = arg;

	(void)bev;
	if ((what & BEV_EVENT_CONNECTED) == 0)
		ck_assert_int_eq(event_base_loopbreak(f->base), 0);
}

static void
answer_split(struct front_answer *a)
{
	const char *text = (const char *)a->whole.p, *end;

	ck_assert_msg(a->whole.n > 0 && strncmp(text, "HTTP/1.1 ", 9) == 0, "no answer");
	a->status = atoi(text + 9);
	end = memmem(text, a->whole.n, "\r\n\r\n", 4);
	ck_assert_ptr_nonnull(end);
	a->body = end + 4;
	a->body_n = a->whole.n - (size_t)(a->body - text);
}

void
front_ask(struct front *f, struct span request, struct front_answer *a)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)f->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	SSL *ssl = SSL_new(f->trust);
	struct bufferevent *bev;
	struct evbuffer *in;
	size_t n;

	SSL_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
	bev = bufferevent_openssl_socket_new(f->base, -1, ssl, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_client_event, f);
	ck_assert_int_eq(bufferevent_enable(bev, EV_READ | EV_WRITE), 0);
	ck_assert_int_eq(bufferevent_write(bev, request.p, request.n), 0);
	ck_assert_int_eq(bufferevent_socket_connect(bev, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_ge(event_base_dispatch(f->base), 0);
	in = bufferevent_get_input(bev);
	n = evbuffer_get_length(in);
	buf_init(&a->whole, ANSWER_MAX);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ evbuffer_pullup(in, -1), n }), GW_OK);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ (const uint8_t *)"", 1 }), GW_OK);	/* for strstr */
	a->whole.n = n;
	answer_split(a);
	bufferevent_free(bev);
}

void
front_forget(struct front_answer *a)
{
	buf_free(&a->whole);
}
