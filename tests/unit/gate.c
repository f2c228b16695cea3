/* gate.c: forks the intake, plays its vault on this process's loop, asks over real TLS. */
#include "gate.h"

#include <arpa/inet.h>
#include <check.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "intake.h"
#include "report.h"
#include "secret.h"
#include "triage.h"
#include "wire.h"

static const char *const teams[] = { "school:norlington", "school:lammas", "community", "lado", "admin" };

struct gate_machine {
	struct event_base *base;
	struct wire *control, *vault;
	struct buf roster;
	uint8_t signature[SIGNATURE_BYTES];
	pid_t intake;
	int port;
	SSL_CTX *trust;
	bool is_ready, is_over;
};

static void
send_to_intake(struct gate *g, struct msg *m)
{
	ck_assert_int_eq(wire_send(g->machine->vault, m), GW_OK);
}

static void
send_result(struct gate *g, uint32_t request, enum gw_err e)
{
	struct msg m = { .type = MSG_RESULT, .request = request, .fd = -1 };

	m.u.result.err = (uint8_t)e;
	send_to_intake(g, &m);
}

static void
spool_open(struct gate *g, uint32_t request)
{
	struct msg m = { .type = MSG_SPOOL, .request = request, .fd = -1 };

	if (g->spool_is_full) {
		send_result(g, request, GW_EFULL);
		return;
	}
	ck_assert_uint_lt(g->opened, GATE_FILES);
	g->spool[g->opened] = g->spool_is_device ? open("/dev/full", O_RDWR) : memfd_create("spool", 0);
	ck_assert_int_ge(g->spool[g->opened], 0);
	snprintf(m.u.spool.name, sizeof m.u.spool.name, "%032x", g->opened);
	m.fd = g->spool[g->opened++];
	send_to_intake(g, &m);
}

static void
keep_part(struct gate *g, enum part_kind kind, struct span sealed)
{
	struct gate_part *p = &g->part[g->n_parts];

	ck_assert_uint_lt(g->n_parts, GATE_PARTS);
	g->n_parts++;
	p->kind = kind;
	buf_init(&p->sealed, LIMIT_WIRE);
	ck_assert_int_eq(buf_add(&p->sealed, sealed), GW_OK);
}

static void
keep_head(struct gate *g, struct span head)
{
	buf_clear(&g->head);
	ck_assert_int_eq(buf_add(&g->head, head), GW_OK);
}

static void
forget_parts(struct gate *g)
{
	while (g->n_parts > 0)
		buf_free(&g->part[--g->n_parts].sealed);
}

static void
report_put(struct gate *g, const struct msg *m)
{
	g->reports++;
	if (g->put_result == GW_OK) {
		buf_clear(&g->report_bytes);
		ck_assert_int_eq(msg_encode(m, &g->report_bytes), GW_OK);
		ck_assert_int_eq(msg_decode(buf_span(&g->report_bytes), &g->report), GW_OK);
		forget_parts(g);
		keep_part(g, PART_BODY, m->u.report_put.body);
		keep_part(g, PART_DECISION, m->u.report_put.decision);
		keep_head(g, m->u.report_put.head);
		g->files = m->u.report_put.n_files;
	}
	send_result(g, m->request, g->put_result);
}

static void
reply_put(struct gate *g, const struct msg *m)
{
	const struct msg_part_put *put = &m->u.reply_put.put;

	g->replies++;
	if (g->conflicts > 0) {
		g->conflicts--;
		gate_staff_writes(g, "first");
		send_result(g, m->request, GW_ECONFLICT);
		return;
	}
	ck_assert_uint_eq(put->seq, g->n_parts);
	if (g->put_result == GW_OK) {
		keep_part(g, PART_FROM_REPORTER, put->part);
		keep_head(g, put->head);
		g->files += put->n_files;
	}
	send_result(g, m->request, g->put_result);
}

static void
thread_get(struct gate *g, const struct msg *ask)
{
	const struct msg_report_put *r = &g->report.u.report_put;
	const uint32_t from = ask->u.thread_by_tag.from;
	struct msg m = { .type = MSG_THREAD, .request = ask->request, .fd = -1 };
	struct msg_thread *t = &m.u.thread;
	uint32_t most = g->page > 0 ? g->page : 4;

	if (g->report_bytes.n == 0 || memcmp(r->tag, ask->u.thread_by_tag.tag, TAG_BYTES) != 0) {
		send_result(g, ask->request, GW_EABSENT);
		return;
	}
	memcpy(t->report, r->report, sizeof t->report);
	memcpy(t->grant, r->reporter_grant, sizeof t->grant);
	t->state = CASE_RECEIVED;
	t->band = r->band;
	t->due = r->due;
	t->total = (uint32_t)g->n_parts;
	t->files = g->files + g->files_said;
	t->head = buf_span(&g->head);
	for (uint32_t i = from; i < g->n_parts && t->n < most; i++) {
		struct msg_part *p = &t->part[t->n++];

		p->kind = (uint8_t)g->part[i].kind;
		p->seq = i;
		part_digest(buf_span(&g->part[i].sealed), p->digest);
		if (part_is_reporters(g->part[i].kind))
			p->sealed = buf_span(&g->part[i].sealed);
	}
	send_to_intake(g, &m);
}

static void
on_vault(void *arg, struct msg *m)
{
	struct gate *g = arg;
	struct msg roster = { .type = MSG_ROSTER, .request = m->request, .fd = -1 };

	switch (m->type) {
	case MSG_ROSTER_GET:
		roster.u.roster.body = buf_span(&g->machine->roster);
		memcpy(roster.u.roster.signature, g->machine->signature, SIGNATURE_BYTES);
		send_to_intake(g, &roster);
		break;
	case MSG_SPOOL_OPEN:
		spool_open(g, m->request);
		break;
	case MSG_SPOOL_DROP:
		g->dropped++;
		send_result(g, m->request, GW_OK);
		break;
	case MSG_REPORT_PUT:
		report_put(g, m);
		break;
	case MSG_REPLY_PUT:
		reply_put(g, m);
		break;
	case MSG_THREAD_BY_TAG:
		thread_get(g, m);
		break;
	default:
		ck_abort_msg("the intake asked what it may not ask");
	}
}

static void
on_control(void *arg, struct msg *m)
{
	struct gate *g = arg;

	ck_assert_int_eq(m->type, MSG_READY);
	g->machine->is_ready = true;
	ck_assert_int_eq(event_base_loopbreak(g->machine->base), 0);
}

static void
on_lost(void *arg)
{
	struct gate *g = arg;

	g->machine->is_over = true;
	(void)event_base_loopbreak(g->machine->base);
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
	ck_assert_int_eq(listen(fd, 16), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static void
make_roster(struct gate *g, bool is_pinned, struct roster_pin *pin)
{
	struct roster *r = calloc(1, sizeof *r);
	uint8_t seed[KEY_BYTES] = { 1 }, other[KEY_BYTES] = { 2 };

	keypair_make(&g->team);
	r->version = 3;
	memcpy(r->recovery_pk, g->team.pk, KEY_BYTES);
	for (size_t i = 0; i < sizeof teams / sizeof teams[0]; i++) {
		struct roster_team *t = &r->team[r->n++];

		strcpy(t->code, teams[i]);
		t->kind = i < 2 ? TEAM_SCHOOL : (enum team_kind)i;
		memcpy(t->pk, g->team.pk, KEY_BYTES);
	}
	buf_init(&g->machine->roster, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(r, is_pinned ? seed : other, &g->machine->roster, g->machine->signature), GW_OK);
	roster_key(seed, pin->pk);
	pin->version = 3;
	free(r);
}

static void
run_intake(struct gate *g, struct child_setup *setup, struct buf *pem)
{
	static struct config config = { .public_host = "concerns.example:8443" };
	struct policy *policy = NULL;
	struct triage *triage = NULL;
	uint8_t *pepper = secret_page(KEY_BYTES), *tickets = secret_page(KEY_BYTES);
	int status;

	ck_assert(signal(SIGPIPE, SIG_IGN) != SIG_ERR);		/* as main does for every process */
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	ck_assert_int_eq(triage_load("policy", stderr, &triage), GW_OK);
	memset(pepper, 7, KEY_BYTES);
	memset(tickets, 8, KEY_BYTES);
	setup->kind = CHILD_INTAKE;
	setup->config = &config;
	setup->policy = policy;
	setup->triage = triage;
	setup->secrets = (struct child_secrets){ pepper, (char *)pem->p, pem->n, tickets,
	    (uint64_t)time(NULL) / 3600 };
	status = intake_run(setup);
	policy_free(policy);
	triage_free(triage);
	secret_page_free(pepper);
	secret_page_free(tickets);
	buf_free(pem);
	buf_free(&g->machine->roster);
	SSL_CTX_free(g->machine->trust);
	free(g->machine);
	exit(status);
}

void
gate_open(struct gate *g, bool is_pinned)
{
	struct gate_machine *machine = calloc(1, sizeof *machine);
	struct child_setup setup = { .listener = { -1, -1 } };
	struct buf pem;
	int control[2], vault[2];

	*g = (struct gate){ .put_result = GW_OK, .machine = machine };
	buf_init(&g->report_bytes, LIMIT_WIRE);
	buf_init(&g->head, LIMIT_WIRE);
	buf_init(&pem, LIMIT_WIRE);
	machine->trust = SSL_CTX_new(TLS_client_method());
	make_certificate(&pem, machine->trust);
	make_roster(g, is_pinned, &setup.pin);
	ck_assert_int_eq(wire_pair(control), GW_OK);
	ck_assert_int_eq(wire_pair(vault), GW_OK);
	setup.listener[0] = listen_somewhere(&machine->port);
	machine->intake = fork();
	ck_assert_int_ge(machine->intake, 0);
	setup.control = control[1];
	setup.vault = vault[1];
	if (machine->intake == 0) {
		close(control[0]);
		close(vault[0]);
		run_intake(g, &setup, &pem);
	}
	close(control[1]);
	close(vault[1]);
	close(setup.listener[0]);
	buf_free(&pem);
	machine->base = event_base_new();
	ck_assert_int_eq(wire_new(machine->base, vault[0], on_vault, on_vault_lost, g, &machine->vault), GW_OK);
	ck_assert_int_eq(wire_new(machine->base, control[0], on_control, on_lost, g, &machine->control), GW_OK);
	ck_assert_int_ge(event_base_dispatch(machine->base), 0);
	ck_assert(machine->is_ready);
}

void
gate_close(struct gate *g)
{
	struct gate_machine *machine = g->machine;
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status = -1;

	ck_assert_int_eq(wire_send(machine->control, &drain), GW_OK);
	while (!machine->is_over)
		ck_assert_int_ge(event_base_dispatch(machine->base), 0);
	ck_assert_int_eq(waitpid(machine->intake, &status, 0), machine->intake);
	ck_assert_int_eq(status, 0);
	wire_free(machine->control);
	wire_free(machine->vault);
	event_base_free(machine->base);
	SSL_CTX_free(machine->trust);
	buf_free(&machine->roster);
	free(machine);
	forget_parts(g);
	buf_free(&g->report_bytes);
	buf_free(&g->head);
	for (unsigned i = 0; i < g->opened; i++)
		close(g->spool[i]);
}

static void
on_client_event(struct bufferevent *bev, short what, void *arg)
{
	struct gate *g = arg;

	(void)bev;
	if ((what & BEV_EVENT_CONNECTED) == 0)
		ck_assert_int_eq(event_base_loopbreak(g->machine->base), 0);
}

void
gate_ask(struct gate *g, struct span request, struct gate_answer *a)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)g->machine->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	SSL *ssl = SSL_new(g->machine->trust);
	struct bufferevent *bev;
	struct evbuffer *in;
	const uint8_t *end;
	size_t n;

	SSL_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
	bev = bufferevent_openssl_socket_new(g->machine->base, -1, ssl, BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_client_event, g);
	ck_assert_int_eq(bufferevent_enable(bev, EV_READ | EV_WRITE), 0);
	ck_assert_int_eq(bufferevent_write(bev, request.p, request.n), 0);
	ck_assert_int_eq(bufferevent_socket_connect(bev, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_ge(event_base_dispatch(g->machine->base), 0);
	in = bufferevent_get_input(bev);
	n = evbuffer_get_length(in);
	ck_assert_msg(n > 12, "no answer");
	buf_init(&a->whole, 1 << 20);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ evbuffer_pullup(in, -1), n }), GW_OK);
	ck_assert_int_eq(buf_add(&a->whole, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	a->status = atoi((const char *)a->whole.p + 9);
	end = memmem(a->whole.p, n, "\r\n\r\n", 4);
	ck_assert_ptr_nonnull(end);
	a->body = (struct span){ end + 4, n - (size_t)(end + 4 - a->whole.p) };
	bufferevent_free(bev);
}

void
gate_case_key(const struct gate *g, uint8_t key[KEY_BYTES])
{
	const struct msg_report_put *r = &g->report.u.report_put;
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, r->report, sizeof what.id);
	ck_assert_uint_ge(r->n_grants, 1);
	ck_assert_int_eq(grant_open(&g->team, &what, r->grant[0].sealed, key), GW_OK);
}

void
gate_staff_writes(struct gate *g, const char *text)
{
	const uint8_t *id = g->report.u.report_put.report;
	const struct part_place at = { id, PART_FROM_STAFF, (uint32_t)g->n_parts };
	uint8_t case_key[KEY_BYTES], key[KEY_BYTES], digest[SEAL_DIGEST];
	struct report said;
	struct buf plain, sealed;
	struct chain chain;

	gate_case_key(g, case_key);
	report_key_of(case_key, key);
	report_init(&said);
	buf_init(&plain, LIMIT_WIRE);
	buf_init(&sealed, LIMIT_WIRE);
	ck_assert_int_eq(buf_add_text(&said.text, text), GW_OK);
	ck_assert_int_eq(report_encode(&said, 1795858140, &plain), GW_OK);
	ck_assert_int_eq(part_seal(key, at, buf_span(&plain), &sealed), GW_OK);
	keep_part(g, PART_FROM_STAFF, buf_span(&sealed));
	chain_start(&chain, id);
	for (size_t i = 0; i < g->n_parts; i++) {
		part_digest(buf_span(&g->part[i].sealed), digest);
		chain_add(&chain, g->part[i].kind, digest);
	}
	buf_clear(&g->head);
	ck_assert_int_eq(chain_seal(&chain, key, id, &g->head), GW_OK);
	report_free(&said);
	buf_free(&plain);
	buf_free(&sealed);
}
