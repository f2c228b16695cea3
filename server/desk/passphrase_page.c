/* passphrase_page.c: present lock → present passphrase → new lock → the vault. */
#include "passphrase_page.h"

#include <string.h>

#include "account_page.h"
#include "log.h"
#include "passphrase.h"

struct work {
	struct account account;		/* first: the page may be shown again */
	struct unlock *unlock;
};

static void
work_end(void *work)
{
	struct work *w = work;

	unlock_forget(w->unlock);
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		seat_out(s);
	else
		seat_fail(s, e);
}

static void
on_locked(void *arg, enum gw_err e, const struct member_lock *lock)
{
	struct seat *s = arg;
	struct work *w = s->work;
	struct msg m = { .type = MSG_PASSPHRASE_PUT, .fd = -1 };

	w->unlock = NULL;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	memcpy(m.u.passphrase_put.session, s->session_id, SESSION_ID);
	m.u.passphrase_put.lock = *lock;
	seat_ask(s, &m, MSG_RESULT, on_put);
}

static void
on_recorded(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e != GW_OK)
		log_fault(LOG_SIGN_IN, e);
	account_error(s->work, "old", "This is not your present passphrase.");
	account_page_again(s);
}

/* Somebody else at an open console: told only once the audit chain knows it. */
static void
record_failure(struct seat *s)
{
	struct msg m = { .type = MSG_SIGN_IN_FAILED, .fd = -1 };

	throttle_failed(&s->desk->throttle, span_of(s->session.name), office_seconds());
	memcpy(m.u.name.name, s->session.name, sizeof m.u.name.name);
	seat_ask(s, &m, MSG_RESULT, on_recorded);
}

static void
on_unlocked(void *arg, enum gw_err e, const uint8_t *sk)
{
	struct seat *s = arg;
	struct work *w = s->work;

	w->unlock = NULL;
	if (e == GW_EDENIED) {
		record_failure(s);
		return;
	}
	if (e == GW_OK)
		e = lock_ask(s->desk->unlock, span_of(s->session.name), form_value(&s->form, "passphrase"), sk,
		    on_locked, s, &w->unlock);
	if (e != GW_OK)
		seat_fail(s, e);
}

static void
on_member(struct seat *s, enum gw_err e, struct msg *m)
{
	struct work *w = s->work;
	struct unlock_try try = { span_of(s->session.name), form_value(&s->form, "old"), NULL };

	if (e == GW_OK) {
		try.lock = &m->u.member.lock;
		e = unlock_ask(s->desk->unlock, &try, on_unlocked, s, &w->unlock);
	}
	if (e != GW_OK)
		seat_fail(s, e);
}

static void
fields_check(struct seat *s, struct account *a)
{
	const struct span old = form_value(&s->form, "old"), fresh = form_value(&s->form, "passphrase");
	const char *fault = passphrase_fault(fresh, span_of(s->session.name));

	if (throttle_pause(&s->desk->throttle, span_of(s->session.name), office_seconds()) >= THROTTLE_PAUSE_MS)
		account_error(a, "old", "There were too many wrong passphrases for your name. Wait ten minutes, then "
		    "try again.");
	else if (old.n < LIMIT_PASSPHRASE_MIN || old.n > LIMIT_PASSPHRASE)
		account_error(a, "old", "This is not your present passphrase.");
	if (fault != NULL)
		account_error(a, "passphrase", fault);
	else if (span_equal(fresh, old))
		account_error(a, "passphrase", "This is the passphrase that you have now.");
	else if (!span_equal(fresh, form_value(&s->form, "again")))
		account_error(a, "again", "The two passphrases are not the same.");
}

void
passphrase_page_send(struct seat *s)
{
	struct msg m = { .type = MSG_MEMBER_GET, .fd = -1 };
	struct work *w = seat_work(s, sizeof *w, work_end);

	if (w == NULL)
		return;
	fields_check(s, &w->account);
	if (w->account.n_errors > 0) {
		account_page_again(s);
		return;
	}
	memcpy(m.u.name.name, s->session.name, sizeof m.u.name.name);
	seat_ask(s, &m, MSG_MEMBER, on_member);
}
