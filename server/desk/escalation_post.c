/* escalation_post.c: what a computer of community safety's tells about a case: that it has it, and what became of it.
 * That is written by the desk as any person's sheet is, under the name that the session has, with the key of this one
 * case, which the computer gives for the moment of writing. */
#include "escalations_api.h"

#include <string.h>

#include <sodium.h>

#include "act.h"
#include "path.h"
#include "reply.h"
#include "secret.h"

struct post {
	uint32_t ticket;
	uint8_t report[ID_BYTES];
	json_t *body;			/* lends what order's fields hold */
	uint8_t key[KEY_BYTES];		/* the case's, until its entry is written */
	struct act_order order;
	struct act *act;
};

/* What a meeting brings forth; and a lock, which nothing may hold up. Whatever stops a clock is for those who did it,
 * and an original is for people. */
static bool
is_outcome(enum sheet s)
{
	static const enum sheet outcomes[] = {
		SHEET_DECISION, SHEET_ASK, SHEET_ASK_DONE, SHEET_PLAN, SHEET_REFERRAL, SHEET_PANEL, SHEET_HOLD
	};

	for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
		if (outcomes[i] == s)
			return true;
	return false;
}

void
escalation_post_begin(struct exchange *x)
{
	request_is_own(x);
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
ack(struct exchange *x, const uint8_t token[SESSION_TOKEN])
{
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_TAKEN_PUT, .fd = -1 };
	const json_t *v = (*p)->body, *upto = json_object_get(v, "upto");
	enum gw_err e;

	if (!json_is_integer(upto) || json_integer_value(upto) <= 0 || json_object_size(v) != 1) {
		exchange_problem(x, 422, "Say with upto which change was taken.", "upto");
		return;
	}
	session_id(token, m.u.taken_put.session);
	memcpy(m.u.taken_put.report, (*p)->report, ID_BYTES);
	m.u.taken_put.upto = (uint64_t)json_integer_value(upto);
	if ((e = link_ask(d->link, &m, MSG_RESULT, on_taken, x, &(*p)->ticket)) != GW_OK)
		exchange_fail(x, e);
}

/* --- an outcome --- */

static void
on_done(void *arg, const struct act_result *r)
{
	struct exchange *x = arg;
	struct post **p = exchange_state(x);

	secret_wipe((*p)->key, sizeof (*p)->key);
	switch (r->end) {
	case ACT_DONE:
		exchange_json_take(x, 201, json_pack("{s:I}", "part", (json_int_t)r->part));
		return;
	case ACT_LATE:
		exchange_problem(x, 409, "Others are writing in this case all the time. Try again.", NULL);
		return;
	case ACT_REFUSED:
		exchange_problem(x, 422, r->said, r->field != NULL && strncmp(r->field, "f-", 2) == 0 ? r->field + 2 :
		    r->field);
		return;
	case ACT_FULL:
		exchange_problem(x, 422, "This case has as many parts as it can hold.", NULL);
		return;
	default:
		if (r->opening == OPENING_ABSENT)
			exchange_problem(x, 404, "There is no such case of community safety's.", NULL);
		else
			opening_refuse(x, r->opening, r->e);
	}
}

/* The base64 of it goes at once, too. */
static bool
key_take(json_t *v, uint8_t key[KEY_BYTES])
{
	const struct span text = json_text(v, "key");
	size_t n = 0;
	const bool is_key = sodium_base642bin(key, KEY_BYTES, (const char *)text.p, text.n, NULL, &n, NULL,
	    sodium_base64_VARIANT_ORIGINAL) == 0 && n == KEY_BYTES;

	json_object_del(v, "key");
	return is_key;
}

/* NULL, or what is wrong with it, and where. What it gives is lent by v. */
static const char *
fields_read(json_t *v, struct entry *e, const char **field)
{
	const char *key;
	json_t *text;
	size_t i;

	json_object_foreach(json_object_get(v, "fields"), key, text) {
		*field = "fields";
		if ((i = sheet_field(e->sheet, key)) == SHEET_FIELDS || !json_is_string(text))
			return "The sheet has no such field, or it is no text.";
		e->field[i] = (struct span){ (const uint8_t *)json_string_value(text), json_string_length(text) };
	}
	if (sheet_check(e->sheet, e->field, &i) == GW_OK)
		return NULL;
	*field = sheet_kind(e->sheet)->field[i].key;
	return "This field of the sheet is missing, or is not what it takes.";
}

static const char *
outcome_read(json_t *v, struct post *p, const char **field)
{
	struct entry *e = &p->order.entry;
	const bool is_key = key_take(v, p->key);

	*field = NULL;
	if (!is_key || json_object_size(v) != 2 || !json_is_object(json_object_get(v, "fields")))
		return "This takes key, sheet and fields.";
	p->order.key = p->key;
	e->act = ACT_RECORD;
	e->sheet = sheet_of(json_text(v, "sheet"));
	*field = "sheet";
	if (e->sheet == SHEET_N || !is_outcome(e->sheet))
		return "A computer writes decisions, asks and what became of them, plans, referrals and the panel's "
		    "answers, and locks attachments; for anything else use the console.";
	return fields_read(v, e, field);
}

static void
outcome(struct exchange *x, const uint8_t token[SESSION_TOKEN])
{
	struct post **p = exchange_state(x);
	const char *field, *fault = outcome_read((*p)->body, *p, &field);
	enum gw_err e;

	if (fault != NULL) {
		exchange_problem(x, 422, fault, field);
		return;
	}
	e = act_new(exchange_site(x), token, (*p)->report, &(*p)->order, on_done, x, &(*p)->act);
	if (e != GW_OK)
		exchange_fail(x, e);
}

/* --- both --- */

void
escalation_post_end(struct exchange *x)
{
	struct post **p = exchange_state(x);
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	char fault[JSON_FAULT];
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
	if ((*p = secret_malloc(sizeof **p)) == NULL) {
		exchange_fail(x, GW_ENOMEM);
		return;
	}
	memset(*p, 0, sizeof **p);
	memcpy((*p)->report, report, ID_BYTES);
	if (json_read(exchange_body(x), &(*p)->body, fault) != GW_OK || !json_is_object((*p)->body))
		exchange_problem(x, 422, "This is not a JSON object that can be read.", NULL);
	else if (is_ack)
		ack(x, token);
	else
		outcome(x, token);
	secret_wipe(token, sizeof token);
}

void
escalation_post_gone(struct exchange *x)
{
	struct post **p = exchange_state(x);
	struct desk *d = exchange_site(x);

	if (*p == NULL)
		return;
	link_forget(d->link, (*p)->ticket);
	act_free((*p)->act);
	json_decref((*p)->body);
	secret_free(*p);
}
