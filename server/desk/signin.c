/* signin.c: name, pause, lock, unlock, code, session; each step to the next is one function, the last step first. */
#include "signin.h"

#include <string.h>
#include <time.h>

#include "log.h"
#include "second.h"
#include "secret.h"

/* High: whoever fills it with one person's name keeps that person out. */
enum { PAUSING_MAX = 512 };

struct signin {
	struct desk *desk;
	signin_fn *done;
	void *arg;
	struct event *pause;		/* before a name that failed is tried again; also starts the first step */
	bool is_counted;		/* among those who pause */
	struct unlock *unlock;
	uint32_t ticket;
	size_t passphrase_n;
	char name[LIMIT_NAME + 1];
	uint8_t passphrase[LIMIT_PASSPHRASE];	/* until its child has it */
	int64_t asked;				/* seconds: waiting in our line makes no code too old */
	bool is_recovery;
	struct refcode recovery;
	char code[SECOND_TEXT];			/* digits and spaces */
	uint8_t token[SESSION_TOKEN];
	uint8_t pk[KEY_BYTES], second[SECOND_SEALED];
};

static void
pause_end(struct signin *s)
{
	if (s->pause != NULL)
		event_free(s->pause);
	s->pause = NULL;
	if (s->is_counted)
		s->desk->pausing--;
	s->is_counted = false;
}

static void
finish(struct signin *s, enum gw_err e)
{
	s->done(s->arg, e, e == GW_OK ? s->token : NULL);
}

/* --- the session --- */

/* The vault refuses a code that was used before, and writes that down itself. */
static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct signin *s = arg;

	(void)m;
	s->ticket = 0;
	if (e == GW_EABSENT)
		e = GW_EDENIED;		/* left since their lock was asked for */
	if (e == GW_OK) {
		throttle_cleared(&s->desk->throttle, span_of(s->name));
		log_count(LOG_SIGN_IN);
	} else if (e == GW_EDENIED) {
		throttle_failed(&s->desk->throttle, span_of(s->name), office_seconds());
		throttle_code_failed(&s->desk->throttle, span_of(s->name), office_seconds());
	}
	finish(s, e);
}

static enum gw_err
session_begin(struct signin *s, const uint8_t sk[KEY_BYTES], struct msg *m)
{
	secret_random(s->token, sizeof s->token);
	session_id(s->token, m->u.sign_in.session);
	session_seal(s->token, span_of(s->name), sk, m->u.sign_in.sealed);
	memcpy(m->u.sign_in.name, s->name, sizeof s->name);
	return link_ask(s->desk->link, m, MSG_RESULT, on_session, s, &s->ticket);
}

/* --- refused --- */

static void
on_recorded(void *arg, enum gw_err e, struct msg *m)
{
	struct signin *s = arg;

	(void)m;
	s->ticket = 0;
	if (e != GW_OK)
		log_fault(LOG_SIGN_IN, e);
	finish(s, GW_EDENIED);
}

/* Only once the audit chain knows it. */
static void
record_failure(struct signin *s)
{
	struct msg m = { .type = MSG_SIGN_IN_FAILED, .fd = -1 };
	enum gw_err e;

	throttle_failed(&s->desk->throttle, span_of(s->name), office_seconds());
	memcpy(m.u.name.name, s->name, sizeof s->name);
	e = link_ask(s->desk->link, &m, MSG_RESULT, on_recorded, s, &s->ticket);
	if (e != GW_OK)
		finish(s, e);
}

/* --- the code --- */

/* Fills in step or code. GW_EDENIED: it is wrong, or too many were. Only who knows the passphrase comes this far, so
 * only they can use a name's tries up. */
static enum gw_err
code_take(const struct signin *s, const uint8_t sk[KEY_BYTES], struct msg_sign_in *m)
{
	uint8_t secret[SECOND_SECRET];
	enum gw_err e;

	if (!throttle_may_try_code(&s->desk->throttle, span_of(s->name), office_seconds()))
		return GW_EDENIED;
	m->by_code = s->is_recovery;
	if (s->is_recovery) {
		recovery_code_tag(sk, &s->recovery, m->code);
		return GW_OK;
	}
	e = second_open(sk, span_of(s->name), s->second, secret);
	if (e == GW_OK)
		e = second_check(secret, span_of(s->code), s->asked, &m->step);
	secret_wipe(secret, sizeof secret);
	return e == GW_EINPUT ? GW_EDENIED : e;
}

static void
on_unlocked(void *arg, enum gw_err e, const uint8_t *sk)
{
	struct signin *s = arg;
	struct msg m = { .type = MSG_SIGN_IN, .fd = -1 };
	struct keypair member;

	s->unlock = NULL;
	if (e == GW_EDENIED) {
		record_failure(s);
		return;
	}
	if (e != GW_OK) {
		finish(s, e);
		return;
	}
	keypair_from_secret(&member, sk);
	e = memcmp(member.pk, s->pk, KEY_BYTES) == 0 ? GW_OK : GW_EDENIED;
	if (e != GW_OK)
		log_fault(LOG_SIGN_IN, e);	/* the lock and the public key are not one person's */
	else if ((e = code_take(s, member.sk, &m.u.sign_in)) == GW_EDENIED)
		throttle_code_failed(&s->desk->throttle, span_of(s->name), office_seconds());
	if (e == GW_OK)
		e = session_begin(s, member.sk, &m);
	keypair_wipe(&member);
	secret_wipe(&m, sizeof m);
	if (e == GW_EDENIED)
		record_failure(s);
	else if (e != GW_OK)
		finish(s, e);
}

/* --- the lock --- */

static void
on_member(void *arg, enum gw_err e, struct msg *m)
{
	struct signin *s = arg;
	struct unlock_try try = { span_of(s->name), { s->passphrase, s->passphrase_n }, &s->desk->nobody };

	s->ticket = 0;
	if (e == GW_OK) {
		memcpy(s->pk, m->u.member.pk, KEY_BYTES);
		memcpy(s->second, m->u.member.second, SECOND_SEALED);
		try.lock = &m->u.member.lock;
	} else if (e == GW_EABSENT) {
		e = GW_OK;
	}
	if (e == GW_OK)
		e = unlock_ask(s->desk->unlock, &try, on_unlocked, s, &s->unlock);
	secret_wipe(s->passphrase, sizeof s->passphrase);
	if (e != GW_OK)
		finish(s, e);
}

static void
on_pause_over(evutil_socket_t fd, short what, void *arg)
{
	struct signin *s = arg;
	struct msg m = { .type = MSG_MEMBER_GET, .fd = -1 };
	enum gw_err e;

	(void)fd;
	(void)what;
	pause_end(s);
	memcpy(m.u.name.name, s->name, sizeof s->name);
	e = link_ask(s->desk->link, &m, MSG_MEMBER, on_member, s, &s->ticket);
	if (e != GW_OK)
		finish(s, e);
}

/* --- in and out --- */

/* Also when there is nothing to wait for: so done is never called from inside signin_new. */
static enum gw_err
pause_begin(struct signin *s)
{
	const unsigned ms = throttle_pause(&s->desk->throttle, span_of(s->name), office_seconds());
	const struct timeval wait = { ms / 1000, (ms % 1000) * 1000 };

	if (ms > 0 && s->desk->pausing >= PAUSING_MAX)
		return GW_EBUSY;
	s->pause = evtimer_new(s->desk->base, on_pause_over, s);
	if (s->pause == NULL)
		return GW_ENOMEM;
	s->is_counted = ms > 0;
	s->desk->pausing += s->is_counted;
	return evtimer_add(s->pause, &wait) == 0 ? GW_OK : GW_ENOMEM;
}

static bool
has_control(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] == 0x7f)
			return true;
	return false;
}

static bool
recovery_read(struct span typed, struct refcode *code)
{
	int group;

	return refcode_parse(typed, code, &group) == REFCODE_FINE;
}

const char *
signin_fault(const struct signin_words *w, const char **field)
{
	struct refcode code;
	bool is_code;

	*field = "name";
	if (w->name.n == 0 || w->name.n > LIMIT_NAME || has_control(w->name))
		return "A name has 1 to 64 bytes, none of them a control character.";
	*field = "passphrase";
	if (w->passphrase.n < LIMIT_PASSPHRASE_MIN || w->passphrase.n > LIMIT_PASSPHRASE)
		return "A passphrase has 12 to 128 bytes.";
	*field = "code";
	is_code = (w->code.n < SECOND_TEXT && second_is_code(w->code)) || recovery_read(w->code, &code);
	secret_wipe(&code, sizeof code);
	return is_code ? NULL : "A code has six digits, as your phone shows them now; or it is a recovery code.";
}

enum gw_err
signin_new(struct desk *d, const struct signin_words *w, signin_fn *done, void *arg, struct signin **s)
{
	const char *field;
	struct signin *made;
	enum gw_err e;

	*s = NULL;
	if (signin_fault(w, &field) != NULL)
		return GW_EBUG;
	made = secret_malloc(sizeof *made);
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->desk = d;
	made->done = done;
	made->arg = arg;
	made->asked = time(NULL);
	memcpy(made->name, w->name.p, w->name.n);
	memcpy(made->passphrase, w->passphrase.p, w->passphrase.n);
	made->passphrase_n = w->passphrase.n;
	made->is_recovery = !second_is_code(w->code);
	if (!made->is_recovery)
		memcpy(made->code, w->code.p, w->code.n);
	else if (!recovery_read(w->code, &made->recovery))
		log_fault(LOG_SIGN_IN, GW_EBUG);
	e = pause_begin(made);
	if (e == GW_OK)
		*s = made;
	else
		signin_free(made);
	return e;
}

void
signin_free(struct signin *s)
{
	if (s == NULL)
		return;
	pause_end(s);
	unlock_forget(s->unlock);
	link_forget(s->desk->link, s->ticket);
	secret_wipe(s, sizeof *s);
	secret_free(s);
}
