/* answer.c: one act on a case, asked for in JSON. */
#include "answer.h"

#include <string.h>

#include "act.h"
#include "clock.h"
#include "path.h"
#include "reply.h"
#include "secret.h"

struct answer {
	struct act *act;
	json_t *text;
};
_Static_assert(sizeof(struct answer) <= ANSWER_STATE, "ANSWER_STATE is too small");

static void
on_done(void *arg, const struct act_result *r)
{
	struct exchange *x = arg;
	char at[CLOCK_TEXT];

	switch (r->end) {
	case ACT_DONE:
		clock_text(r->at, at);
		exchange_json_take(x, 201, json_pack("{s:s, s:s}", "from", "staff", "at", at));
		break;
	case ACT_FULL:
		exchange_problem(x, 409, "This report has as many messages as it can hold.", NULL);
		break;
	case ACT_REFUSED:
		exchange_problem(x, 409, r->said, r->field);
		break;
	case ACT_LATE:
		exchange_fail(x, GW_ECONFLICT);
		break;
	default:
		opening_refuse(x, r->opening, r->e);
	}
}

void
answer_begin(struct exchange *x)
{
	request_is_own(x);
}

static void
begin(struct exchange *x, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES])
{
	struct answer *a = exchange_state(x);
	struct act_order order = { .entry = { .act = ACT_MESSAGE } };
	enum gw_err e;

	order.message = (struct span){ (const uint8_t *)json_string_value(a->text), json_string_length(a->text) };
	if (order.message.n == 0) {
		exchange_problem(x, 422, "Write something first.", "text");
	} else if (order.message.n > LIMIT_TEXT) {
		exchange_problem(x, 422, "A message has at most 16 KiB.", "text");
	} else {
		e = act_new(exchange_site(x), token, report, &order, on_done, x, &a->act);
		if (e != GW_OK)
			exchange_fail(x, e);
	}
}

void
answer_end(struct exchange *x)
{
	static const char *const keys[] = { "text" };
	struct answer *a = exchange_state(x);
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	struct span rest;
	json_t *v = NULL;

	if (exchange_replied(x))
		return;
	if (path_report(exchange_rest(x), report, &rest) != GW_OK || !span_is(rest, "/messages")) {
		exchange_fail(x, GW_EABSENT);
		return;
	}
	if (request_token(x, token) && request_json(x, keys, 1, &v)) {
		a->text = json_incref(json_object_get(v, "text"));
		begin(x, token, report);
	}
	json_decref(v);
	secret_wipe(token, sizeof token);
}

void
answer_gone(struct exchange *x)
{
	struct answer *a = exchange_state(x);

	act_free(a->act);
	json_decref(a->text);
}
