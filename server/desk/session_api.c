/* session_api.c: JSON in, a cookie out. */
#include "session_api.h"

#include <string.h>

#include "reply.h"
#include "second.h"
#include "secret.h"
#include "session.h"
#include "signin.h"

struct way_in {
	struct signin *signin;
	uint32_t ticket;
	char name[LIMIT_NAME + 1];
	uint8_t token[SESSION_TOKEN];
};
_Static_assert(sizeof(struct way_in) <= SESSION_API_STATE, "SESSION_API_STATE is too small");

/* --- in --- */

static json_t *
teams_json(const struct msg_session *session)
{
	json_t *teams = json_array();

	for (size_t i = 0; i < session->n; i++)
		if (json_array_append_new(teams, json_string(session->team[i].team)) != 0) {
			json_decref(teams);
			return NULL;
		}
	return teams;
}

static void
on_teams(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct way_in *w = exchange_state(x);
	char cookie[SESSION_COOKIE];

	w->ticket = 0;
	if (e == GW_OK) {
		session_cookie(w->token, cookie);
		e = exchange_cookie(x, cookie);
		secret_wipe(cookie, sizeof cookie);
	}
	if (e != GW_OK)
		exchange_fail(x, e == GW_EABSENT || e == GW_EDENIED ? GW_EBUSY : e);
	else
		exchange_json_take(x, 201, json_pack("{s:s, s:o}", "name", w->name, "teams",
		    teams_json(&m->u.session)));
}

static void
on_signed_in(void *arg, enum gw_err e, const uint8_t *token)
{
	struct exchange *x = arg;
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_SESSION_GET, .fd = -1 };

	if (e == GW_EDENIED) {
		exchange_problem(x, 403, SIGNIN_WRONG, NULL);
		return;
	}
	if (e == GW_OK) {
		memcpy(w->token, token, SESSION_TOKEN);
		session_id(w->token, m.u.session_id.session);
		e = link_ask(d->link, &m, MSG_SESSION, on_teams, x, &w->ticket);
	}
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
session_api_in_begin(struct exchange *x)
{
	request_is_own(x);
}

void
session_api_in_end(struct exchange *x)
{
	static const char *const keys[] = { "name", "passphrase", "code" };
	struct way_in *w = exchange_state(x);
	struct signin_words words;
	const char *field = NULL, *fault;
	json_t *v = NULL;
	enum gw_err e;

	if (exchange_replied(x))
		return;
	if (request_json(x, keys, sizeof keys / sizeof *keys, &v)) {
		words = (struct signin_words){ json_text(v, "name"), json_text(v, "passphrase"), json_text(v, "code") };
		fault = signin_fault(&words, &field);
		if (fault == NULL && !second_is_code(words.code))
			fault = "A recovery code is for the console's page: sign in there, and set up your new phone.";
		if (fault != NULL) {
			exchange_problem(x, 422, fault, field);
		} else {
			memcpy(w->name, words.name.p, words.name.n);
			if ((e = signin_new(exchange_site(x), &words, on_signed_in, x, &w->signin)) != GW_OK)
				exchange_fail(x, e);
		}
	}
	json_decref(v);
}

void
session_api_in_gone(struct exchange *x)
{
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);

	signin_free(w->signin);
	link_forget(d->link, w->ticket);
}

/* --- out --- */

static void
on_signed_out(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	uint32_t *ticket = exchange_state(x);

	(void)m;
	*ticket = 0;
	if (e == GW_EABSENT || e == GW_EDENIED)
		e = GW_OK;			/* it had ended before */
	if (e == GW_OK)
		e = exchange_cookie(x, session_cookie_end());
	if (e == GW_OK)
		exchange_reply(x, 204, "application/json", (struct span){ NULL, 0 });
	else
		exchange_fail(x, e);
}

void
session_api_out_begin(struct exchange *x)
{
	request_is_own(x);
}

void
session_api_out_end(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_SIGN_OUT, .fd = -1 };
	uint8_t token[SESSION_TOKEN];
	enum gw_err e;

	if (exchange_replied(x) || !request_token(x, token))
		return;
	session_id(token, m.u.session_id.session);
	secret_wipe(token, sizeof token);
	e = link_ask(d->link, &m, MSG_RESULT, on_signed_out, x, exchange_state(x));
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
session_api_out_gone(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	const uint32_t *ticket = exchange_state(x);

	link_forget(d->link, *ticket);
}
