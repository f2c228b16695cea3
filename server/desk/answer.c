/* answer.c: open, append, compare and set; somebody else was first: open again. */
#include "answer.h"

#include <string.h>
#include <time.h>

#include "clock.h"
#include "log.h"
#include "path.h"
#include "reply.h"
#include "secret.h"

enum { ANSWER_TRIES = 5 };

struct answer {
	struct opening *opening;
	uint32_t ticket;
	int tries;
	int64_t at;
	json_t *text;
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
};
_Static_assert(sizeof(struct answer) <= ANSWER_STATE, "ANSWER_STATE is too small");

static void on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c);

static void
try(struct exchange *x)
{
	struct answer *a = exchange_state(x);
	enum gw_err e;

	a->tries++;
	e = opening_new(exchange_site(x), a->token, a->report, on_opened, x, &a->opening);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
on_put(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct answer *a = exchange_state(x);
	char at[CLOCK_TEXT];

	(void)m;
	a->ticket = 0;
	if (e == GW_ECONFLICT && a->tries < ANSWER_TRIES) {
		try(x);
		return;
	}
	if (e != GW_OK) {
		opening_refuse(x, e == GW_EABSENT || e == GW_EDENIED ? OPENING_ABSENT : OPENING_FAILED, e);
		return;
	}
	log_count(LOG_MESSAGE);
	clock_text(a->at, at);
	exchange_json_take(x, 201, json_pack("{s:s, s:s}", "from", "staff", "at", at));
}

static enum gw_err
words_encode(const struct answer *a, struct buf *plain)
{
	struct report words;
	enum gw_err e;

	report_init(&words);
	e = buf_add(&words.text, (struct span){ (const uint8_t *)json_string_value(a->text),
	    json_string_length(a->text) });
	if (e == GW_OK)
		e = report_encode(&words, a->at, plain);
	report_free(&words);
	return e;
}

/* Seals the text behind the last part of c, and the head over all of it. */
static enum gw_err
answer_seal(const struct answer *a, const struct opened *c, struct buf *part, struct buf *head)
{
	const struct part_place at = { c->report, PART_FROM_STAFF, c->chain.n };
	struct chain chain = c->chain;
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, LIMIT_WIRE);
	e = words_encode(a, &plain);
	if (e == GW_OK)
		e = chain_append(&chain, c->report_key, at, buf_span(&plain), part);
	buf_free(&plain);
	return e == GW_OK ? chain_seal(&chain, c->report_key, c->report, head) : e;
}

static enum gw_err
put(struct exchange *x, const struct opened *c)
{
	struct answer *a = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_ANSWER_PUT, .fd = -1 };
	struct buf part, head;
	enum gw_err e;

	if (c->chain.n >= LIMIT_MESSAGES)
		return GW_ELIMIT;
	buf_init(&part, LIMIT_WIRE);
	buf_init(&head, LIMIT_WIRE);
	e = answer_seal(a, c, &part, &head);
	if (e != GW_OK)
		goto out;
	memcpy(m.u.answer_put.session, c->session, SESSION_ID);
	memcpy(m.u.answer_put.put.report, c->report, ID_BYTES);
	m.u.answer_put.put.seq = c->chain.n;
	m.u.answer_put.put.files = c->files;
	m.u.answer_put.put.part = buf_span(&part);
	m.u.answer_put.put.head = buf_span(&head);
	e = link_ask(d->link, &m, MSG_RESULT, on_put, x, &a->ticket);
out:
	buf_free(&part);
	buf_free(&head);
	return e;
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct exchange *x = arg;
	struct answer *a = exchange_state(x);

	if (end == OPENING_DONE) {
		e = put(x, c);
		if (e == GW_ELIMIT)
			exchange_problem(x, 409, "This report has as many messages as it can hold.", NULL);
		else if (e != GW_OK)
			exchange_fail(x, e);
	} else {
		opening_refuse(x, end, e);
	}
	opening_free(a->opening);
	a->opening = NULL;
}

void
answer_begin(struct exchange *x)
{
	request_is_own(x);
}

void
answer_end(struct exchange *x)
{
	static const char *const keys[] = { "text" };
	struct answer *a = exchange_state(x);
	struct span rest;
	json_t *v = NULL;
	size_t n;

	if (exchange_replied(x))
		return;
	if (path_report(exchange_rest(x), a->report, &rest) != GW_OK || !span_is(rest, "/messages")) {
		exchange_fail(x, GW_EABSENT);
		return;
	}
	if (request_token(x, a->token) && request_json(x, keys, 1, &v)) {
		a->text = json_incref(json_object_get(v, "text"));
		a->at = time(NULL) / 60 * 60;	/* coarse on purpose */
		n = json_string_length(a->text);
		if (n == 0)
			exchange_problem(x, 422, "Write something first.", "text");
		else if (n > LIMIT_TEXT)
			exchange_problem(x, 422, "A message has at most 16 KiB.", "text");
		else
			try(x);
	}
	json_decref(v);
}

void
answer_gone(struct exchange *x)
{
	struct answer *a = exchange_state(x);
	struct desk *d = exchange_site(x);

	link_forget(d->link, a->ticket);
	opening_free(a->opening);
	json_decref(a->text);
}
