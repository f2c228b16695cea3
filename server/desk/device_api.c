/* device_api.c: an invitation becomes a device; a name becomes a sealed token. */
#include "device_api.h"

#include <string.h>

#include <sodium.h>

#include "check_words.h"
#include "log.h"
#include "name.h"
#include "reply.h"
#include "secret.h"

/* WAITING: asks at once; more would only be somebody who wants to fill the disk with sessions. ANSWER_MS: longer than
 * the vault takes to keep a session, or to find that there is no such name. MARK: a computer's name in the throttle,
 * where the same name typed by a person is another one. */
enum { WAITING = 8, ANSWER_MS = 100, MARK = 1 };
enum { SEALED_TOKEN = SESSION_TOKEN + crypto_box_SEALBYTES };

struct coming {
	uint32_t ticket;
	struct msg_enrol enrol;
};
struct way_in {
	uint32_t ticket;
	struct event *timer;
	bool is_asked, is_over;		/* the vault was asked; the time of the answer has come */
	bool is_sealed;
	enum gw_err failed;
	char marked[1 + LIMIT_NAME + 1];	/* MARK, the name */
	uint8_t token[SESSION_TOKEN], sealed[SEALED_TOKEN];
};

void
device_api_begin(struct exchange *x)
{
	request_is_own(x);
}

/* --- coming in --- */

static void
on_enrolled(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct coming **c = exchange_state(x);
	char words[CHECK_WORDS_TEXT];

	(void)m;
	(*c)->ticket = 0;
	if (e == GW_EABSENT || e == GW_EDENIED || e == GW_ECONFLICT) {
		exchange_problem(x, 409, "The invitation was used meanwhile, or it has ended.", "code");
		return;
	}
	if (e != GW_OK) {
		exchange_fail(x, e);
		return;
	}
	check_words((*c)->enrol.member.pk, words);
	exchange_json_take(x, 201, json_pack("{s:s, s:s}", "name", (*c)->enrol.member.name, "check_words", words));
}

/* A computer joins community safety as a member, and nothing else. */
static bool
is_for_device(const struct msg_invited *who)
{
	return who->n == 1 && !who->is_auditor && strcmp(who->place[0].team, ROSTER_COMMUNITY) == 0;
}

static void
on_invited(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct coming **c = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg ask = { .type = MSG_ENROL, .fd = -1 };

	(*c)->ticket = 0;
	if (e == GW_EABSENT || e == GW_EDENIED) {
		exchange_problem(x, 404, "There is no such invitation: it was used, it has ended, or the code is not "
		    "quite right.", "code");
		return;
	}
	if (e == GW_OK && !is_for_device(&m->u.invited)) {
		exchange_problem(x, 409, "This invitation is a person's: a computer is invited to community safety "
		    "alone.", "code");
		return;
	}
	if (e == GW_OK) {
		memcpy((*c)->enrol.member.name, m->u.invited.name, sizeof (*c)->enrol.member.name);
		ask.u.enrol = (*c)->enrol;
		e = link_ask(d->link, &ask, MSG_RESULT, on_enrolled, x, &(*c)->ticket);
	}
	if (e != GW_OK)
		exchange_fail(x, e);
}

/* The code and the key of the request. NULL, or what is wrong, with its field. */
static const char *
coming_read(const json_t *v, struct coming *c, const char **field)
{
	const struct span code = json_text(v, "code"), pk = json_text(v, "pk");
	struct refcode parsed;
	enum refcode_fault fault;
	size_t n = 0;
	int group;

	*field = "code";
	if ((fault = refcode_parse(code, &parsed, &group)) != REFCODE_FINE)
		return refcode_fault_text(fault, group);
	invite_id(&parsed, c->enrol.invite);
	secret_wipe(&parsed, sizeof parsed);
	*field = "pk";
	if (sodium_base642bin(c->enrol.member.pk, KEY_BYTES, (const char *)pk.p, pk.n, NULL, &n, NULL,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || n != KEY_BYTES || !key_is_sound(c->enrol.member.pk))
		return "This is no public key.";
	c->enrol.is_device = 1;
	return NULL;
}

void
device_api_enrol_end(struct exchange *x)
{
	static const char *const keys[] = { "code", "pk" };
	struct coming **c = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_INVITED_GET, .fd = -1 };
	const char *field, *fault;
	json_t *v = NULL;
	enum gw_err e;

	if (exchange_replied(x))
		return;
	if ((*c = secret_malloc(sizeof **c)) == NULL) {
		exchange_fail(x, GW_ENOMEM);
		return;
	}
	memset(*c, 0, sizeof **c);
	if (request_json(x, keys, sizeof keys / sizeof *keys, &v)) {
		if ((fault = coming_read(v, *c, &field)) != NULL) {
			exchange_problem(x, 422, fault, field);
		} else {
			memcpy(m.u.invited_get.invite, (*c)->enrol.invite, TAG_BYTES);
			e = link_ask(d->link, &m, MSG_INVITED, on_invited, x, &(*c)->ticket);
			if (e != GW_OK)
				exchange_fail(x, e);
		}
	}
	json_decref(v);
}

void
device_api_enrol_gone(struct exchange *x)
{
	struct coming **c = exchange_state(x);
	struct desk *d = exchange_site(x);

	if (*c == NULL)
		return;
	link_forget(d->link, (*c)->ticket);
	secret_free(*c);
}

/* --- a session --- */

void
device_api_used(struct desk *d, const char *name)
{
	char marked[1 + LIMIT_NAME + 1] = { MARK };

	memcpy(marked + 1, name, strlen(name) <= LIMIT_NAME ? strlen(name) : 0);
	throttle_cleared(&d->throttle, span_of(marked));
}

/* Once both are there: what is to be said, and the time to say it. */
static void
answer(struct exchange *x)
{
	struct way_in *w = exchange_state(x);
	char text[sodium_base64_ENCODED_LEN(SEALED_TOKEN, sodium_base64_VARIANT_ORIGINAL)];

	if (!w->is_over || (!w->is_sealed && w->failed == GW_OK))
		return;
	if (w->failed != GW_OK) {
		exchange_fail(x, w->failed);
		return;
	}
	sodium_bin2base64(text, sizeof text, w->sealed, sizeof w->sealed, sodium_base64_VARIANT_ORIGINAL);
	exchange_json_take(x, 201, json_pack("{s:s}", "sealed", text));
}

static void
seal(struct way_in *w, const uint8_t pk[KEY_BYTES])
{
	if (crypto_box_seal(w->sealed, w->token, sizeof w->token, pk) == 0)
		w->is_sealed = true;
	else
		w->failed = GW_EIO;		/* kept with a key that nothing can be sealed to */
}

static void
fail(struct exchange *x, enum gw_err e)
{
	struct way_in *w = exchange_state(x);
	struct keypair nobody;

	if (e == GW_EABSENT || e == GW_EDENIED) {
		keypair_make(&nobody);
		seal(w, nobody.pk);
		keypair_wipe(&nobody);
	} else {
		w->failed = e;
	}
	answer(x);
}

static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct way_in *w = exchange_state(x);

	w->ticket = 0;
	if (e != GW_OK) {
		fail(x, e);
		return;
	}
	log_count(LOG_SIGN_IN);
	seal(w, m->u.session.pk);
	answer(x);
}

static void
on_in(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg ask = { .type = MSG_SESSION_GET, .fd = -1 };

	(void)m;
	w->ticket = 0;
	session_id(w->token, ask.u.session_id.session);
	if (e == GW_OK)
		e = link_ask(d->link, &ask, MSG_SESSION, on_session, x, &w->ticket);
	if (e != GW_OK)
		fail(x, e);
}

/* First after the pause of a name that was asked for and never used; then when the answer is due. */
static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval soon = { 0, ANSWER_MS * 1000 };
	struct exchange *x = arg;
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_DEVICE_IN, .fd = -1 };
	enum gw_err e;

	(void)fd;
	(void)what;
	if (w->is_asked) {
		w->is_over = true;
		answer(x);
		return;
	}
	w->is_asked = true;
	throttle_code_failed(&d->throttle, span_of(w->marked), office_seconds());	/* until the session is used */
	secret_random(w->token, sizeof w->token);
	memcpy(m.u.device_in.name, w->marked + 1, sizeof m.u.device_in.name);
	session_id(w->token, m.u.device_in.session);
	e = link_ask(d->link, &m, MSG_RESULT, on_in, x, &w->ticket);
	if (e == GW_OK && evtimer_add(w->timer, &soon) != 0)
		e = GW_ENOMEM;
	if (e != GW_OK)
		exchange_fail(x, e);
}

static enum gw_err
pause_begin(struct exchange *x)
{
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);
	const bool waits = !throttle_may_try_code(&d->throttle, span_of(w->marked), office_seconds());
	const struct timeval wait = { waits ? THROTTLE_PAUSE_MS / 1000 : 0, 0 };

	if (d->devices_waiting >= WAITING)
		return GW_EBUSY;
	if ((w->timer = evtimer_new(d->base, on_time, x)) == NULL)
		return GW_ENOMEM;
	d->devices_waiting++;
	return evtimer_add(w->timer, &wait) == 0 ? GW_OK : GW_ENOMEM;
}

void
device_api_in_end(struct exchange *x)
{
	static const char *const keys[] = { "name" };
	struct way_in *w = exchange_state(x);
	struct span name;
	json_t *v = NULL;
	enum gw_err e;

	if (exchange_replied(x))
		return;
	if (request_json(x, keys, sizeof keys / sizeof *keys, &v)) {
		name = json_text(v, "name");
		if (!name_is_clear(name)) {
			exchange_problem(x, 422, "A name has 1 to 64 bytes, none of them a control character.", "name");
		} else {
			w->marked[0] = MARK;
			memcpy(w->marked + 1, name.p, name.n);
			if ((e = pause_begin(x)) != GW_OK)
				exchange_fail(x, e);
		}
	}
	json_decref(v);
}

void
device_api_in_gone(struct exchange *x)
{
	struct way_in *w = exchange_state(x);
	struct desk *d = exchange_site(x);

	_Static_assert(sizeof *w <= DEVICE_API_STATE, "DEVICE_API_STATE is too small");
	if (w->timer != NULL) {
		event_free(w->timer);
		d->devices_waiting--;
	}
	link_forget(d->link, w->ticket);
}
