/* signin.c: name → pause → lock → unlock → session → teams → cookie; each arrow is one function. */
#include "signin.h"

#include <string.h>
#include <time.h>

#include "log.h"
#include "reply.h"
#include "secret.h"
#include "session.h"

/* High: whoever fills it with one person's name keeps that person out. */
enum { PAUSING_MAX = 512 };

struct signin {
	struct event *pause;
	struct unlock *unlock;
	uint32_t ticket;
	size_t passphrase_n;
	char name[LIMIT_NAME + 1];
	uint8_t passphrase[LIMIT_PASSPHRASE];	/* until its child has it */
	uint8_t token[SESSION_TOKEN];
	uint8_t pk[KEY_BYTES];
};
_Static_assert(sizeof(struct signin) <= SIGNIN_STATE, "SIGNIN_STATE is too small");

static int64_t
seconds(void)
{
	struct timespec t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void
pause_end(struct exchange *x)
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);

	if (s->pause == NULL)
		return;
	event_free(s->pause);
	s->pause = NULL;
	d->pausing--;
}

/* --- the way in, last step first --- */

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
	struct signin *s = exchange_state(x);
	char cookie[SESSION_COOKIE];

	s->ticket = 0;
	if (e == GW_OK) {
		session_cookie(s->token, cookie);
		e = exchange_cookie(x, cookie);
		secret_wipe(cookie, sizeof cookie);
	}
	if (e != GW_OK) {
		exchange_fail(x, e == GW_EABSENT || e == GW_EDENIED ? GW_EBUSY : e);
		return;
	}
	log_count(LOG_SIGN_IN);
	exchange_json_take(x, 201, json_pack("{s:s, s:o}", "name", s->name, "teams", teams_json(&m->u.session)));
}

static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg q = { .type = MSG_SESSION_GET, .fd = -1 };

	(void)m;
	s->ticket = 0;
	session_id(s->token, q.u.session_id.session);
	if (e == GW_OK)
		e = link_ask(d->link, &q, MSG_SESSION, on_teams, x, &s->ticket);
	if (e != GW_OK)
		exchange_fail(x, e == GW_EABSENT || e == GW_EDENIED ? GW_EBUSY : e);
}

static void
session_begin(struct exchange *x, const uint8_t sk[KEY_BYTES])
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_SIGN_IN, .fd = -1 };
	enum gw_err e;

	secret_random(s->token, sizeof s->token);
	session_id(s->token, m.u.sign_in.session);
	session_seal(s->token, span_of(s->name), sk, m.u.sign_in.sealed);
	memcpy(m.u.sign_in.name, s->name, sizeof s->name);
	e = link_ask(d->link, &m, MSG_RESULT, on_session, x, &s->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
on_recorded(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct signin *s = exchange_state(x);

	(void)m;
	s->ticket = 0;
	if (e != GW_OK)
		log_fault(LOG_SIGN_IN, e);
	exchange_problem(x, 403, "The name or the passphrase is wrong.", NULL);
}

/* Refused, but only once the audit chain knows it. */
static void
record_failure(struct exchange *x)
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_SIGN_IN_FAILED, .fd = -1 };
	enum gw_err e;

	throttle_failed(&d->throttle, span_of(s->name), seconds());
	memcpy(m.u.name.name, s->name, sizeof s->name);
	e = link_ask(d->link, &m, MSG_RESULT, on_recorded, x, &s->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
on_unlocked(void *arg, enum gw_err e, const uint8_t *sk)
{
	struct exchange *x = arg;
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct keypair member;

	s->unlock = NULL;
	if (e == GW_EDENIED) {
		record_failure(x);
		return;
	}
	if (e != GW_OK) {
		exchange_fail(x, e);
		return;
	}
	keypair_from_secret(&member, sk);
	if (memcmp(member.pk, s->pk, KEY_BYTES) == 0) {
		throttle_cleared(&d->throttle, span_of(s->name));
		session_begin(x, member.sk);
	} else {
		log_fault(LOG_SIGN_IN, GW_EDENIED);	/* the lock and the public key are not one person's */
		record_failure(x);
	}
	keypair_wipe(&member);
}

static void
on_member(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct unlock_try try = { span_of(s->name), { s->passphrase, s->passphrase_n }, &d->nobody };

	s->ticket = 0;
	if (e == GW_OK) {
		memcpy(s->pk, m->u.member.pk, KEY_BYTES);
		try.lock = &m->u.member.lock;
	} else if (e == GW_EABSENT) {
		e = GW_OK;
	}
	if (e == GW_OK)
		e = unlock_ask(d->unlock, &try, on_unlocked, x, &s->unlock);
	secret_wipe(s->passphrase, sizeof s->passphrase);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
ask_member(struct exchange *x)
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_MEMBER_GET, .fd = -1 };
	enum gw_err e;

	memcpy(m.u.name.name, s->name, sizeof s->name);
	e = link_ask(d->link, &m, MSG_MEMBER, on_member, x, &s->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
on_pause_over(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	pause_end(arg);
	ask_member(arg);
}

static void
pause_begin(struct exchange *x, unsigned ms)
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	const struct timeval wait = { ms / 1000, (ms % 1000) * 1000 };

	if (d->pausing >= PAUSING_MAX || (s->pause = evtimer_new(d->base, on_pause_over, x)) == NULL) {
		exchange_fail(x, GW_EBUSY);
		return;
	}
	d->pausing++;
	if (evtimer_add(s->pause, &wait) != 0)
		exchange_fail(x, GW_EBUSY);
}

static bool
has_control(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] == 0x7f)
			return true;
	return false;
}

/* What cannot be a name or a passphrase is told so before any work: it says nothing about who exists. */
static bool
credentials_read(struct exchange *x, const json_t *v)
{
	struct signin *s = exchange_state(x);
	const struct span name = json_text(v, "name"), passphrase = json_text(v, "passphrase");

	if (name.n == 0 || name.n > LIMIT_NAME || has_control(name)) {
		exchange_problem(x, 422, "A name has 1 to 64 bytes, none of them a control character.", "name");
		return false;
	}
	if (passphrase.n < LIMIT_PASSPHRASE_MIN || passphrase.n > LIMIT_PASSPHRASE) {
		exchange_problem(x, 422, "A passphrase has 12 to 128 bytes.", "passphrase");
		return false;
	}
	memcpy(s->name, name.p, name.n);
	memcpy(s->passphrase, passphrase.p, passphrase.n);
	s->passphrase_n = passphrase.n;
	return true;
}

void
signin_begin(struct exchange *x)
{
	request_is_own(x);
}

void
signin_end(struct exchange *x)
{
	static const char *const keys[] = { "name", "passphrase" };
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	json_t *v = NULL;
	unsigned ms;

	if (exchange_replied(x))
		return;
	if (request_json(x, keys, 2, &v) && credentials_read(x, v)) {
		ms = throttle_pause(&d->throttle, span_of(s->name), seconds());
		if (ms > 0)
			pause_begin(x, ms);
		else
			ask_member(x);
	}
	json_decref(v);
}

void
signin_gone(struct exchange *x)
{
	struct signin *s = exchange_state(x);
	struct desk *d = exchange_site(x);

	pause_end(x);
	unlock_forget(s->unlock);
	link_forget(d->link, s->ticket);
}

/* --- the way out --- */

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
signout_begin(struct exchange *x)
{
	request_is_own(x);
}

void
signout_end(struct exchange *x)
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
signout_gone(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	const uint32_t *ticket = exchange_state(x);

	link_forget(d->link, *ticket);
}
