/* escalation_post.c: what a computer of community safety's tells about a case: that it has it, and an entry for it. */
#include "escalations_api.h"

#include <string.h>

#include <sodium.h>

#include "path.h"
#include "reply.h"
#include "secret.h"
#include "sheet.h"

struct post {
	uint32_t ticket;
	struct msg_case_put put;
	struct buf part, head;
};

/* Sheets that stop no clock and need no page: of the others the desk would have to read the case to know what is due.
 * */
static bool
is_outcome(enum sheet s)
{
	static const enum sheet outcomes[] = {
		SHEET_DECISION, SHEET_ASK, SHEET_ASK_DONE, SHEET_PLAN, SHEET_REFERRAL, SHEET_PANEL
	};

	for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
		if (outcomes[i] == s)
			return true;
	return false;
}

/* What the meeting itself decided is no news for the next one. */
static bool
is_news(enum sheet s)
{
	return s == SHEET_REFERRAL || s == SHEET_PANEL;
}

void
escalation_post_begin(struct exchange *x)
{
	request_is_own(x);
}

static bool
number_read(const json_t *v, const char *key, int64_t most, int64_t *n)
{
	const json_t *number = json_object_get(v, key);

	*n = json_integer_value(number);
	return json_is_integer(number) && *n >= 0 && *n <= most;
}

/* --- taken --- */

static void
on_taken(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct post **p = exchange_state(x);

	(void)m;
	(*p)->ticket = 0;
	if (e == GW_OK)
		exchange_json_take(x, 200, json_object());
	else if (e == GW_EABSENT)
		exchange_problem(x, 404, "There is no such case of community safety's.", NULL);
	else
		exchange_fail(x, e);
}

static void
ack(struct exchange *x, const json_t *v)
{
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_TAKEN_PUT, .fd = -1 };
	int64_t upto;
	enum gw_err e;

	if (!number_read(v, "upto", INT64_MAX, &upto) || upto == 0 || json_object_size(v) != 1) {
		exchange_problem(x, 422, "Say with upto which change was taken.", "upto");
		return;
	}
	memcpy(m.u.taken_put.session, (*p)->put.session, SESSION_ID);
	memcpy(m.u.taken_put.report, (*p)->put.report, ID_BYTES);
	m.u.taken_put.upto = (uint64_t)upto;
	if ((e = link_ask(d->link, &m, MSG_RESULT, on_taken, x, &(*p)->ticket)) != GW_OK)
		exchange_fail(x, e);
}

/* --- an outcome --- */

static void
on_put(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct post **p = exchange_state(x);

	(void)m;
	(*p)->ticket = 0;
	if (e == GW_OK)
		exchange_json_take(x, 201, json_object());
	else if (e == GW_EABSENT)
		exchange_problem(x, 404, "There is no such case of community safety's.", NULL);
	else if (e == GW_ELIMIT)
		exchange_problem(x, 422, "This case has as many parts as it can hold.", NULL);
	else
		exchange_fail(x, e);
}

/* The clock and the band stay as they are: nobody changes them between this answer and the put, or seq does not fit. */
static void
on_case(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg put = { .type = MSG_CASE_PUT, .fd = -1 };

	(*p)->ticket = 0;
	if (e != GW_OK) {
		on_put(x, e, NULL);
		return;
	}
	(*p)->put.band = m->u.thread.band;
	(*p)->put.state = m->u.thread.state;
	(*p)->put.due = m->u.thread.due;
	put.u.case_put = (*p)->put;
	put.u.case_put.part[0].sealed = buf_span(&(*p)->part);
	put.u.case_put.head = buf_span(&(*p)->head);
	e = m->u.thread.total != (*p)->put.seq ? GW_ECONFLICT
	    : link_ask(d->link, &put, MSG_RESULT, on_put, x, &(*p)->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static bool
bytes_read(const json_t *v, const char *key, struct buf *out)
{
	const struct span text = json_text(v, key);
	uint8_t *at;
	size_t n = 0;

	if (text.n == 0 || buf_reserve(out, text.n, &at) != GW_OK || sodium_base642bin(at, text.n, (const char *)text.p,
	    text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	out->n = n;
	return n > 0 && n % SEAL_STEP == 0;
}

/* NULL, or what is wrong with it, and where. */
static const char *
outcome_read(const json_t *v, struct post *p, const char **field)
{
	struct msg_case_put *put = &p->put;
	const enum sheet sheet = sheet_of(json_text(v, "sheet"));
	int64_t seq, files;

	*field = NULL;
	if (json_object_size(v) != 6 || !json_is_boolean(json_object_get(v, "helps")) ||
	    !number_read(v, "seq", LIMIT_MESSAGES, &seq) || !number_read(v, "files", UINT32_MAX, &files))
		return "This takes seq, files, sheet, helps, part and head.";
	*field = "sheet";
	if (sheet == SHEET_N || !is_outcome(sheet))
		return "A computer writes decisions, asks and what became of them, plans, referrals and the panel's "
		    "answers; "
		    "for anything else use the console.";
	*field = "part";
	if (!bytes_read(v, "part", &p->part))
		return "This is no sealed part.";
	*field = "head";
	if (!bytes_read(v, "head", &p->head))
		return "This is no sealed head.";
	put->act = ACT_RECORD;
	put->seq = (uint32_t)seq;
	put->files = (uint32_t)files;
	put->n = 1;
	put->part[0].kind = PART_NOTE;
	put->sheet = (uint8_t)sheet;
	put->lists = is_news(sheet);
	put->helps = sheet == SHEET_REFERRAL && json_is_true(json_object_get(v, "helps"));
	return NULL;
}

static void
outcome(struct exchange *x, const json_t *v)
{
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_CASE_GET, .fd = -1 };
	const char *field, *fault = outcome_read(v, *p, &field);
	enum gw_err e;

	if (fault != NULL) {
		exchange_problem(x, 422, fault, field);
		return;
	}
	memcpy(m.u.case_get.session, (*p)->put.session, SESSION_ID);
	memcpy(m.u.case_get.report, (*p)->put.report, ID_BYTES);
	m.u.case_get.from = (*p)->put.seq;
	if ((e = link_ask(d->link, &m, MSG_THREAD, on_case, x, &(*p)->ticket)) != GW_OK)
		exchange_fail(x, e);
}

/* --- both --- */

/* False: there is no memory. */
static bool
post_new(struct post **p, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES])
{
	if ((*p = secret_malloc(sizeof **p)) == NULL)
		return false;
	memset(*p, 0, sizeof **p);
	buf_init(&(*p)->part, LIMIT_WIRE);
	buf_init(&(*p)->head, LIMIT_WIRE);
	session_id(token, (*p)->put.session);
	memcpy((*p)->put.report, report, ID_BYTES);
	return true;
}

void
escalation_post_end(struct exchange *x)
{
	struct post **p = exchange_state(x);
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	char fault[JSON_FAULT];
	json_t *v = NULL;
	struct span rest;
	bool is_ack;

	if (exchange_replied(x))
		return;
	if (path_report(exchange_rest(x), report, &rest) != GW_OK || (!span_is(rest, "/ack") && !span_is(rest,
	    "/outcome"))) {
		exchange_fail(x, GW_EABSENT);
		return;
	}
	is_ack = span_is(rest, "/ack");
	if (!request_token(x, token))
		return;
	if (!post_new(p, token, report))
		exchange_fail(x, GW_ENOMEM);
	else if (json_read(exchange_body(x), &v, fault) != GW_OK || !json_is_object(v))
		exchange_problem(x, 422, "This is not a JSON object that can be read.", NULL);
	else if (is_ack)
		ack(x, v);
	else
		outcome(x, v);
	secret_wipe(token, sizeof token);
	json_decref(v);
}

void
escalation_post_gone(struct exchange *x)
{
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);

	if (*p == NULL)
		return;
	link_forget(d->link, (*p)->ticket);
	buf_free(&(*p)->part);
	buf_free(&(*p)->head);
	secret_free(*p);
}
