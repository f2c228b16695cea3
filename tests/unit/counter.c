/* counter.c: forks the desk, plays its vault on this process's loop, asks over real TLS. */
#include "counter.h"

#include <arpa/inet.h>
#include <check.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "counter_vault.h"
#include "desk.h"
#include "secret.h"
#include "wire.h"

struct counter_machine {
	struct event_base *base;
	struct wire *control, *vault;
	struct counter_vault play;
	pid_t desk;
	int port;
	SSL_CTX *trust;
	bool is_ready, is_over;
};

static void
on_vault(void *arg, struct msg *m)
{
	struct counter *c = arg;

	counter_vault_answer(c, &c->machine->play, c->machine->vault, m);
}

static void
on_control(void *arg, struct msg *m)
{
	struct counter *c = arg;

	ck_assert_int_eq(m->type, MSG_READY);
	c->machine->is_ready = true;
	event_base_loopbreak(c->machine->base);
}

static void
on_lost(void *arg)
{
	struct counter *c = arg;

	c->machine->is_over = true;
	event_base_loopbreak(c->machine->base);
}

static void
on_vault_lost(void *arg)
{
	(void)arg;
}

/* A certificate for "localhost" that signs itself: the client trusts exactly it. */
static void
make_certificate(struct buf *pem, SSL_CTX *trust)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_NAME *name = X509_get_subject_name(cert);
	BIO *out = BIO_new(BIO_s_mem());
	char *bytes;
	long n;

	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(cert, name);
	X509_set_pubkey(cert, key);
	ck_assert_int_gt(X509_sign(cert, key, EVP_sha256()), 0);
	ck_assert_int_eq(PEM_write_bio_X509(out, cert), 1);
	ck_assert_int_eq(PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL), 1);
	n = BIO_get_mem_data(out, &bytes);
	ck_assert_int_eq(buf_add(pem, (struct span){ (const uint8_t *)bytes, (size_t)n }), GW_OK);
	ck_assert_int_eq(X509_STORE_add_cert(SSL_CTX_get_cert_store(trust), cert), 1);
	SSL_CTX_set_verify(trust, SSL_VERIFY_PEER, NULL);
	BIO_free(out);
	X509_free(cert);
	EVP_PKEY_free(key);
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

static void
run_desk(struct child_setup *setup, struct buf *pem)
{
	static char home[] = "<!doctype html><title>desk</title>";
	static struct config config;
	struct policy *policy = calloc(1, sizeof *policy);
	uint8_t *tickets = secret_page(KEY_BYTES);
	int status;

	ck_assert(signal(SIGPIPE, SIG_IGN) != SIG_ERR);		/* as main does for every process */
	policy->staff_home = (struct page){ home, sizeof home - 1 };
	memset(tickets, 8, KEY_BYTES);
	setup->kind = CHILD_DESK;
	setup->config = &config;
	setup->policy = policy;
	setup->secrets = (struct child_secrets){ NULL, (char *)pem->p, pem->n, tickets, (uint64_t)time(NULL) / 3600 };
	status = desk_run(setup);
	_exit(status);
}

void
counter_open(struct counter *c, bool is_pinned)
{
	struct counter_machine *machine = calloc(1, sizeof *machine);
	struct child_setup setup = { .listener = { -1, -1 } };
	struct buf pem;
	int control[2], vault[2];

	*c = (struct counter){ .page = 2, .machine = machine };
	buf_init(&pem, LIMIT_WIRE);
	machine->trust = SSL_CTX_new(TLS_client_method());
	make_certificate(&pem, machine->trust);
	counter_vault_make(c, &machine->play, is_pinned, &setup.pin);
	ck_assert_int_eq(wire_pair(control), GW_OK);
	ck_assert_int_eq(wire_pair(vault), GW_OK);
	setup.listener[0] = listen_somewhere(&machine->port);
	setup.control = control[1];
	setup.vault = vault[1];
	machine->desk = fork();
	ck_assert_int_ge(machine->desk, 0);
	if (machine->desk == 0) {
		close(control[0]);
		close(vault[0]);
		run_desk(&setup, &pem);
	}
	close(control[1]);
	close(vault[1]);
	close(setup.listener[0]);
	buf_free(&pem);
	machine->base = event_base_new();
	ck_assert_int_eq(wire_new(machine->base, vault[0], on_vault, on_vault_lost, c, &machine->vault), GW_OK);
	ck_assert_int_eq(wire_new(machine->base, control[0], on_control, on_lost, c, &machine->control), GW_OK);
	ck_assert_int_ge(event_base_dispatch(machine->base), 0);
	ck_assert(machine->is_ready);
}

void
counter_close(struct counter *c)
{
	struct counter_machine *machine = c->machine;
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status = -1;

	ck_assert_int_eq(wire_send(machine->control, &drain), GW_OK);
	while (!machine->is_over)
		ck_assert_int_ge(event_base_dispatch(machine->base), 0);
	ck_assert_int_eq(waitpid(machine->desk, &status, 0), machine->desk);
	ck_assert_int_eq(status, 0);
	wire_free(machine->control);
	wire_free(machine->vault);
	event_base_free(machine->base);
	SSL_CTX_free(machine->trust);
	counter_vault_end(c, &machine->play);
	free(machine);
}

static void
on_client_event(struct bufferevent *bev, short what, void *arg)
{
	struct counter *c = arg;

	(void)bev;
	if ((what & BEV_EVENT_CONNECTED) == 0)
		event_base_loopbreak(c->machine->base);
}

static void
answer_split(struct counter_answer *a)
{
	const char *text = (const char *)a->whole.p, *end = strstr(text, "\r\n\r\n");

	ck_assert_msg(end != NULL && strncmp(text, "HTTP/1.1 ", 9) == 0, "no answer");
	a->status = atoi(text + 9);
	a->body = end + 4;
	a->body_n = a->whole.n - 1 - (size_t)(a->body - text);
}

void
counter_ask(struct counter *c, const char *line, const char *fields, const char *body, struct counter_answer *a)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)c->machine->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	SSL *ssl = SSL_new(c->machine->trust);
	struct bufferevent *bev;
	struct evbuffer *in;
	size_t n;

	SSL_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
	bev = bufferevent_openssl_socket_new(c->machine->base, -1, ssl, BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_client_event, c);
	ck_assert_int_eq(bufferevent_enable(bev, EV_READ | EV_WRITE), 0);
	evbuffer_add_printf(bufferevent_get_output(bev), "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s",
	    line, fields);
	if (body != NULL)
		evbuffer_add_printf(bufferevent_get_output(bev), "Content-Length: %zu\r\n", strlen(body));
	evbuffer_add_printf(bufferevent_get_output(bev), "\r\n%s", body == NULL ? "" : body);
	ck_assert_int_eq(bufferevent_socket_connect(bev, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_ge(event_base_dispatch(c->machine->base), 0);
	in = bufferevent_get_input(bev);
	n = evbuffer_get_length(in);
	buf_init(&a->whole, 1 << 22);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ evbuffer_pullup(in, -1), n }), GW_OK);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	bufferevent_free(bev);
	answer_split(a);
}

void
counter_forget(struct counter_answer *a)
{
	buf_free(&a->whole);
}
