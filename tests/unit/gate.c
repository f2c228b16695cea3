/* gate.c: what the intake needs to run, and the vault that it asks. */
#include "gate.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "formseal.h"
#include "intake.h"
#include "report.h"
#include "secret.h"
#include "triage.h"
#include "wording.h"

static const char *const teams[] = { "school:norlington", "school:lammas", "community", "lado", "admin" };

static void
send_to_intake(struct gate *g, struct msg *m)
{
	ck_assert_int_eq(wire_send(g->front.vault, m), GW_OK);
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
	enum gw_err e = g->put_result;

	g->replies++;
	memcpy(g->replied, put->file, sizeof g->replied);
	if (g->conflicts > 0) {
		g->conflicts--;
		gate_staff_writes(g, "first");
		send_result(g, m->request, GW_ECONFLICT);
		return;
	}
	ck_assert_uint_eq(put->seq, g->n_parts);
	if (e == GW_OK) {
		keep_part(g, PART_FROM_REPORTER, put->part);
		keep_head(g, put->head);
		g->files += put->n_files;
	}
	if (g->doubles > 0) {
		g->doubles--;
		e = GW_ECONFLICT;
	}
	send_result(g, m->request, e);
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
		roster.u.roster.body = buf_span(&g->roster);
		memcpy(roster.u.roster.signature, g->signature, SIGNATURE_BYTES);
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
	buf_init(&g->roster, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(r, is_pinned ? seed : other, &g->roster, g->signature), GW_OK);
	roster_key(seed, pin->pk);
	pin->version = 3;
	free(r);
}

/* What every intake reads, read once: each test is a fork of the program that read it. */
static struct { struct policy *policy; struct triage *triage; struct wording *wording; } goods;

void
gate_read(void)
{
	if (policy_load("policy", stderr, &goods.policy) != GW_OK ||
	    triage_load("policy", stderr, &goods.triage) != GW_OK ||
	    wording_load("policy", stderr, &goods.wording) != GW_OK)
		abort();
}

static int
run_intake(void *arg, struct child_setup *setup)
{
	static struct config config = { .public_host = "concerns.example:8443" };
	struct gate *g = arg;
	uint8_t *pepper = secret_page(KEY_BYTES), *forms = secret_page(KEY_BYTES);
	int status;

	memset(pepper, 7, KEY_BYTES);
	memset(forms, 9, KEY_BYTES);
	setup->kind = CHILD_INTAKE;
	setup->config = &config;
	setup->policy = goods.policy;
	setup->triage = goods.triage;
	setup->wording = goods.wording;
	setup->secrets.pepper = pepper;
	setup->secrets.form_seed = forms;
	setup->secrets.form_epoch = (uint64_t)time(NULL) / FORMSEAL_SECONDS - 1;
	status = g->run(setup);
	secret_page_free(pepper);
	secret_page_free(forms);
	buf_free(&g->roster);
	return status;
}

void
gate_open(struct gate *g, bool is_pinned)
{
	gate_open_as(g, intake_run, is_pinned);
}

void
gate_open_as(struct gate *g, gate_run_fn *run, bool is_pinned)
{
	struct child_setup setup = { .control = -1 };

	*g = (struct gate){ .put_result = GW_OK, .run = run };
	buf_init(&g->report_bytes, LIMIT_WIRE);
	buf_init(&g->head, LIMIT_WIRE);
	make_roster(g, is_pinned, &setup.pin);
	front_open(&g->front, &setup, run_intake, on_vault, g);
}

void
gate_close(struct gate *g)
{
	front_close(&g->front);
	buf_free(&g->roster);
	forget_parts(g);
	buf_free(&g->report_bytes);
	buf_free(&g->head);
	for (unsigned i = 0; i < g->opened; i++)
		close(g->spool[i]);
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
