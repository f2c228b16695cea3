/* counter_vault.c: one member, one report; every answer can be made a lie. */
#include "counter_vault.h"

#include <check.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "counter_files.h"
#include "report.h"
#include "secret.h"

/* --- the case --- */

static void
head_make(struct counter *c, struct buf *head)
{
	uint8_t key[KEY_BYTES], digest[SEAL_DIGEST];
	struct chain chain;

	report_key_of(c->case_key, key);
	chain_start(&chain, c->report);
	for (size_t i = 0; i < c->n_parts; i++) {
		part_digest(buf_span(&c->part[i].sealed), digest);
		chain_add(&chain, c->part[i].kind, digest);
	}
	buf_clear(head);
	ck_assert_int_eq(chain_seal(&chain, key, c->report, head), GW_OK);
}

static void
part_add(struct counter *c, enum part_kind kind, struct span plain)
{
	const struct part_place at = { c->report, kind, (uint32_t)c->n_parts };
	struct counter_part *p = &c->part[c->n_parts++];
	uint8_t key[KEY_BYTES];

	ck_assert_uint_le(c->n_parts, COUNTER_PARTS);
	p->kind = kind;
	buf_init(&p->sealed, LIMIT_WIRE);
	if (kind == PART_DECISION || kind == PART_NOTE)
		casework_key_of(c->case_key, key);
	else
		report_key_of(c->case_key, key);
	ck_assert_int_eq(part_seal(key, at, plain, &p->sealed), GW_OK);
	head_make(c, &c->old_head);
}

static void
words_add(struct counter *c, enum part_kind kind, const char *text, size_t from, size_t to)
{
	struct report r;
	struct buf plain;

	report_init(&r);
	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(buf_add_text(&r.text, text), GW_OK);
	for (size_t i = from; i < to; i++) {
		struct report_file *f = &r.file[r.n_files++];

		crypto_hash_sha256(f->sha256, c->file[i], c->file_size[i]);
		f->size = c->file_size[i];
		strcpy(f->name, "photo.jpg");
	}
	ck_assert_int_eq(report_encode(&r, 1795858140, &plain), GW_OK);
	part_add(c, kind, buf_span(&plain));
	report_free(&r);
	buf_free(&plain);
}

void
counter_entry(struct counter *c, const struct entry *e)
{
	struct buf plain;

	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(entry_encode(e, &plain), GW_OK);
	part_add(c, PART_NOTE, buf_span(&plain));
	head_make(c, &c->head);
	buf_free(&plain);
}

void
counter_vault_make(struct counter *c, struct counter_vault *v, bool is_pinned, struct roster_pin *pin)
{
	struct roster *r = calloc(1, sizeof *r);
	uint8_t seed[KEY_BYTES] = { 1 }, other[KEY_BYTES] = { 2 };

	keypair_make(&c->member);
	keypair_make(&c->team);
	keypair_make(&c->own);
	case_key_make(c->case_key);
	secret_random(c->report, ID_BYTES);
	secret_random(c->second, sizeof c->second);
	secret_random(c->invite, sizeof c->invite);
	ck_assert_int_eq(member_lock(span_of(COUNTER_NAME), span_of(COUNTER_PASSPHRASE), c->member.sk, &v->lock),
	    GW_OK);
	r->version = 3;
	memcpy(r->recovery_pk, c->own.pk, KEY_BYTES);
	r->n = 1;
	strcpy(r->team[0].code, "lado");
	r->team[0].kind = TEAM_LADO;
	memcpy(r->team[0].pk, c->team.pk, KEY_BYTES);
	buf_init(&v->roster, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(r, is_pinned ? seed : other, &v->roster, v->signature), GW_OK);
	roster_key(seed, pin->pk);
	pin->version = 3;
	free(r);
	counter_files_make(c);
	buf_init(&c->head, LIMIT_WIRE);
	buf_init(&c->old_head, LIMIT_WIRE);
	words_add(c, PART_BODY, COUNTER_TEXT, 0, 2);
	part_add(c, PART_DECISION, span_of("{\"band\":\"urgent\",\"category\":\"weapon\",\"reasons\":[]}"));
	words_add(c, PART_FROM_REPORTER, "there is more", 2, 3);
	words_add(c, PART_FROM_REPORTER, "are you there?", 0, 0);
	c->n_parts--;
	head_make(c, &c->old_head);
	c->n_parts++;
	head_make(c, &c->head);
}

void
counter_vault_end(struct counter *c, struct counter_vault *v)
{
	for (size_t i = 0; i < c->n_parts; i++)
		buf_free(&c->part[i].sealed);
	counter_files_end(c);
	buf_free(&c->head);
	buf_free(&c->old_head);
	buf_free(&v->roster);
}

/* --- answers --- */

static void
give_session(struct counter *c, struct msg *m)
{
	static const struct { unsigned role; const char *team; } teams[] = {
		{ COUNTER_READER, "lado" }, { COUNTER_ADMIN, "admin" },
	};
	struct msg_session *s = &m->u.session;
	const struct keypair *team = c->lie == LIE_OWN_TEAM_KEY ? &c->own : &c->team;
	struct grant_subject what;

	m->type = MSG_SESSION;
	strcpy(s->name, COUNTER_NAME);
	memcpy(s->pk, c->member.pk, KEY_BYTES);
	memcpy(s->sealed, c->session.sealed, SESSION_SEALED);
	s->is_auditor = (c->roles & COUNTER_AUDITOR) != 0;
	s->by_code = c->by_code;
	s->idle_ends = 1795858140 + 900;
	s->ends = 1795858140 + 8 * 3600;
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++) {
		struct msg_team_key *key = &s->team[s->n];

		if (!(c->roles & teams[i].role))
			continue;
		s->n++;
		key->rewrap = c->is_late;
		strcpy(key->team, teams[i].team);
		memcpy(key->pk, team->pk, KEY_BYTES);
		team_subject(span_of(key->team), &what);
		grant_seal(c->member.pk, &what, team->sk, key->sealed);
	}
	s->n_old = c->is_rotated && !c->is_late;
	strcpy(s->old[0].team, "lado");
	memcpy(s->old[0].pk, c->own.pk, KEY_BYTES);
	team_subject(span_of("lado"), &what);
	grant_seal(c->member.pk, &what, c->own.sk, s->old[0].sealed);
}

static void
give_grant(struct counter *c, uint8_t sealed[GRANT_BYTES])
{
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, c->report, ID_BYTES);
	what.id[0] ^= c->lie == LIE_OTHER_GRANT;
	grant_seal(c->lie == LIE_OWN_TEAM_KEY || c->is_rotated ? c->own.pk : c->team.pk, &what, c->case_key, sealed);
}

static void
give_list(struct counter *c, struct msg *m)
{
	struct msg_list_row *r = &m->u.list.row[0];

	m->type = MSG_LIST;
	m->u.list.n = 1;
	memcpy(r->report, c->report, ID_BYTES);
	give_grant(c, r->grant);
	strcpy(r->team, "lado");
	r->band = BAND_URGENT;
	r->received = 1795858140;
	r->due = 1795861740;
	r->decision = buf_span(&c->part[1].sealed);
}

static void
give_invited(struct msg *m)
{
	m->type = MSG_INVITED;
	strcpy(m->u.invited.name, "bola");
	m->u.invited.n = 1;
	strcpy(m->u.invited.place[0].team, "lado");
}

static enum gw_err
take_sign_in(struct counter *c, struct counter_vault *v, const struct msg_sign_in *in)
{
	if (c->is_strict && !in->by_code && in->step <= c->step)
		return GW_EDENIED;
	c->step = in->step;
	c->sessions++;
	c->session = *in;
	v->has_session = true;
	return GW_OK;
}

/* Part i as the thread shows it, after the lie. */
static void
give_part(struct counter *c, uint32_t i, struct msg_part *p)
{
	static uint8_t flipped[LIMIT_WIRE];
	uint32_t from = i;

	if (c->lie == LIE_SWAP && i >= 2)
		from = i == 2 ? 3 : 2;
	if (c->lie == LIE_REPLAY && i == 3)
		from = 2;
	if (c->lie == LIE_DROP_MIDDLE && i == 2)
		from = 3;
	p->kind = (uint8_t)c->part[from].kind;
	p->seq = i;
	p->sealed = buf_span(&c->part[from].sealed);
	if (c->lie == LIE_FLIP && i == 2) {
		memcpy(flipped, p->sealed.p, p->sealed.n);
		flipped[100] ^= 1;
		p->sealed.p = flipped;
	}
	if (c->lie == LIE_KIND && i == 2)
		p->kind = PART_FROM_STAFF;
	part_digest(p->sealed, p->digest);
	if (c->lie == LIE_DIGEST && i == 2)
		p->digest[0] ^= 1;
	if (c->lie == LIE_HIDE && i == 2)
		p->sealed.n = 0;
}

static void
give_thread(struct counter *c, uint32_t from, struct msg *m)
{
	struct msg_thread *t = &m->u.thread;

	m->type = MSG_THREAD;
	memcpy(t->report, c->report, ID_BYTES);
	t->report[0] ^= c->lie == LIE_OTHER_REPORT;
	give_grant(c, t->grant);
	strcpy(t->team, "lado");
	t->state = CASE_RECEIVED;
	t->band = BAND_URGENT;
	t->received = 1795858140;
	t->due = 1795861740;
	t->total = (uint32_t)c->n_parts - (c->lie == LIE_DROP_LAST || c->lie == LIE_DROP_MIDDLE);
	t->files = COUNTER_FILES + (c->lie == LIE_FILES);
	t->head = buf_span(c->lie == LIE_OLD_HEAD ? &c->old_head : &c->head);
	for (uint32_t i = from; i < t->total && t->n < c->page && c->lie != LIE_EMPTY_PAGE; i++)
		give_part(c, i, &t->part[t->n++]);
}

static enum gw_err
take_act(struct counter *c, const struct msg_case_put *put)
{
	if (c->conflicts > 0) {
		c->conflicts--;
		words_add(c, PART_FROM_REPORTER, "one more thing", 0, 0);
		head_make(c, &c->head);
		return GW_ECONFLICT;
	}
	if (put->seq != c->n_parts || put->files != COUNTER_FILES || c->n_parts + put->n > COUNTER_PARTS)
		return GW_ECONFLICT;
	for (size_t i = 0; i < put->n; i++) {
		struct counter_part *p = &c->part[c->n_parts++];

		p->kind = (enum part_kind)put->part[i].kind;
		buf_init(&p->sealed, LIMIT_WIRE);
		ck_assert_int_eq(buf_add(&p->sealed, put->part[i].sealed), GW_OK);
	}
	buf_clear(&c->head);
	ck_assert_int_eq(buf_add(&c->head, put->head), GW_OK);
	return GW_OK;
}

static void
give_queue(struct counter *c, const struct msg_queue_get *q, struct msg *m)
{
	struct msg_row *r = &m->u.queue.row[0];

	m->type = MSG_QUEUE;
	m->u.queue.open = 1;
	if (q->after_due != 0)
		return;
	m->u.queue.n = 1;
	memcpy(r->report, c->report, ID_BYTES);
	strcpy(r->team, "lado");
	r->band = BAND_URGENT;
	r->state = CASE_RECEIVED;
	r->received = 1795858140;
	r->due = 1795861740;
}

static enum gw_err
give_member(struct counter *c, const struct counter_vault *v, const char *name, struct msg *m)
{
	if (strcmp(name, COUNTER_NAME) != 0)
		return GW_EABSENT;
	m->type = MSG_MEMBER;
	strcpy(m->u.member.name, COUNTER_NAME);
	memcpy(m->u.member.pk, c->member.pk, KEY_BYTES);
	m->u.member.lock = v->lock;
	second_seal(c->member.sk, span_of(COUNTER_NAME), c->second, m->u.member.second);
	return GW_OK;
}

static bool
is_session(const struct counter *c, const struct counter_vault *v, const uint8_t id[SESSION_ID])
{
	return v->has_session && memcmp(c->session.session, id, SESSION_ID) == 0;
}

/* What needs nobody to be signed in. GW_MORE: it does. */
static enum gw_err
answer_anybody(struct counter *c, struct counter_vault *v, const struct msg *q, struct msg *m)
{
	switch (q->type) {
	case MSG_ROSTER_GET:
		m->type = MSG_ROSTER;
		m->u.roster.body = buf_span(&v->roster);
		memcpy(m->u.roster.signature, v->signature, SIGNATURE_BYTES);
		return GW_OK;
	case MSG_MEMBER_GET:
		return give_member(c, v, q->u.name.name, m);
	case MSG_SIGN_IN_FAILED:
		c->failed++;
		strcpy(c->failed_name, q->u.name.name);
		return GW_OK;
	case MSG_SIGN_IN:
		return take_sign_in(c, v, &q->u.sign_in);
	case MSG_INVITED_GET:
		if (memcmp(q->u.invited_get.invite, c->invite, TAG_BYTES) != 0)
			return GW_EABSENT;
		give_invited(m);
		return GW_OK;
	case MSG_ENROL:
		c->enrol = q->u.enrol;
		return GW_OK;
	default:
		return GW_MORE;
	}
}

/* What people do to their own account. GW_MORE: something else is asked. */
static enum gw_err
answer_account(struct counter *c, struct counter_vault *v, const struct msg *q, struct msg *m)
{
	switch (q->type) {
	case MSG_PEOPLE_GET:
		m->type = MSG_PEOPLE;
		m->u.people.n = 1;
		strcpy(m->u.people.person[0].name, "bola");
		return GW_OK;
	case MSG_PASSPHRASE_PUT:
		c->passphrase = q->u.passphrase_put;
		v->has_session = false;
		return GW_OK;
	case MSG_SECOND_PUT:
		c->second_put = q->u.second_put;
		return GW_OK;
	case MSG_AWAY_PUT:
		c->away = q->u.away_put;
		return GW_OK;
	case MSG_REFUSED_PUT:
		strcpy(c->refused, q->u.refused_put.why);
		return GW_OK;
	default:
		return GW_MORE;
	}
}

/* Every one of these questions begins with the session's id. */
static enum gw_err
answer_member(struct counter *c, struct counter_vault *v, const struct msg *q, struct msg *m)
{
	if (!is_session(c, v, q->u.session_id.session))
		return GW_EABSENT;
	switch (q->type) {
	case MSG_SESSION_GET:
		c->looks++;
		c->quiet += q->u.session_id.quiet;
		give_session(c, m);
		return GW_OK;
	case MSG_SIGN_OUT:
		v->has_session = false;
		return GW_OK;
	case MSG_QUEUE_GET:
		give_queue(c, &q->u.queue_get, m);
		return GW_OK;
	case MSG_CASE_GET:
		if (memcmp(q->u.case_get.report, c->report, ID_BYTES) != 0)
			return GW_EABSENT;
		*(q->u.case_get.surveys == CASE_LOOKS ? &c->readings : &c->openings) += 1;
		give_thread(c, q->u.case_get.from, m);
		return GW_OK;
	case MSG_LIST_GET:
		give_list(c, m);
		return GW_OK;
	case MSG_LOOKS_GET:
		m->type = MSG_LOOKS;
		return GW_OK;
	case MSG_CASE_PUT:
		return take_act(c, &q->u.case_put);
	default:
		ck_abort_msg("a question no desk may ask: %d", q->type);
	}
}

void
counter_vault_answer(struct counter *c, struct counter_vault *v, struct wire *w, struct msg *question)
{
	static struct msg m;
	enum gw_err e = c->result;

	memset(&m, 0, sizeof m);
	m.type = MSG_RESULT;
	m.fd = -1;
	m.request = question->request;
	if (e == GW_OK)
		e = answer_anybody(c, v, question, &m);
	if (e == GW_MORE && is_session(c, v, question->u.session_id.session))
		e = answer_account(c, v, question, &m);
	if (e == GW_MORE && (question->type == MSG_SPOOL_OPEN || question->type == MSG_SPOOL_DROP ||
	    is_session(c, v, question->u.session_id.session)))
		e = counter_files_answer(c, question, &m);
	if (e == GW_MORE)
		e = answer_member(c, v, question, &m);
	if (m.type == MSG_RESULT)
		m.u.result.err = (uint8_t)e;
	ck_assert_int_eq(wire_send(w, &m), GW_OK);
}
