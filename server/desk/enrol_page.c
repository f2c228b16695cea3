/* enrol_page.c: code → name and secret → passphrase and proof → key → lock → the vault → recovery codes. */
#include "enrol_page.h"

#include <stdio.h>
#include <string.h>

#include "check_words.h"
#include "passphrase.h"
#include "second_show.h"
#include "secret.h"
#include "team_name.h"
#include "title.h"

static const char NO_INVITATION[] = "There is no such invitation: it was used, it has ended, or the code is not quite "
    "right. Ask whoever invited you.";

struct work {
	struct msg_invited who;
	struct msg_enrol enrol;
	uint8_t secret[SECOND_SECRET];
	struct keypair pair;
	struct unlock *unlock;
	struct codes codes;
	bool is_choice;			/* passphrase and proof were sent too */
};

static void
work_end(void *work)
{
	struct work *w = work;

	unlock_forget(w->unlock);
}

/* --- the pages --- */

static void
show_form(struct seat *s, const struct console_error *errors, size_t errors_n)
{
	struct console m = { .errors = errors, .errors_n = errors_n };

	seat_show(s, errors_n > 0 ? 422 : 200, CONSOLE_ENROL, &m);
}

static void
show_bad_code(struct seat *s, const char *said)
{
	const struct console_error wrong = { "code", span_of(said) };

	show_form(s, &wrong, 1);
}

/* The form that asks for passphrase and proof, with this secret. */
static void
show_choice(struct seat *s, const struct console_error *errors, size_t errors_n)
{
	const struct work *w = s->work;
	const struct policy *p = s->desk->setup->policy;
	struct console m = { .errors = errors, .errors_n = errors_n };
	struct console_place places[LIMIT_MEMBER_TEAMS] = { { .is_waiting = false } };
	struct second_show second = { .text = "" };
	enum gw_err e;

	for (size_t i = 0; i < w->who.n; i++)
		places[i] = (struct console_place){ .team = span_of(w->who.place[i].team),
		    .name = team_name(p, w->who.place[i].team), .title = span_of(title_words(w->who.place[i].title)) };
	m.enrol.code = form_value(&s->form, "code");
	m.enrol.name = span_of(w->who.name);
	m.enrol.places = places;
	m.enrol.places_n = w->who.n;
	m.enrol.is_auditor = w->who.is_auditor;
	e = second_show(&second, m.enrol.name, w->secret, &m.enrol.second);
	if (e == GW_OK)
		seat_show(s, errors_n > 0 ? 422 : 200, CONSOLE_ENROL, &m);
	else
		seat_fail(s, e);
	second_show_free(&second);
}

/* --- the last step first --- */

static void
on_enrolled(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct work *w = s->work;
	struct console page = { .codes = { .is_enrolment = true } };
	struct console_code shown[LIMIT_RECOVERY_CODES];
	char words[CHECK_WORDS_TEXT];

	(void)m;
	if (e == GW_EABSENT || e == GW_EDENIED || e == GW_ECONFLICT) {
		show_bad_code(s, NO_INVITATION);
		return;
	}
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	check_words(w->pair.pk, words);
	codes_show(&w->codes, shown, &page.codes);
	page.codes.check_words = span_of(words);
	seat_show(s, 200, CONSOLE_CODES, &page);
}

static void
on_locked(void *arg, enum gw_err e, const struct member_lock *lock)
{
	struct seat *s = arg;
	struct work *w = s->work;
	struct msg m = { .type = MSG_ENROL, .fd = -1 };

	w->unlock = NULL;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	w->enrol.member.lock = *lock;
	codes_make(&w->codes);
	codes_tags(&w->codes, w->pair.sk, w->enrol.code);
	w->enrol.n = LIMIT_RECOVERY_CODES;
	m.u.enrol = w->enrol;
	seat_ask(s, &m, MSG_RESULT, on_enrolled);
}

static void
member_make(struct seat *s)
{
	struct work *w = s->work;
	struct msg_member *member = &w->enrol.member;
	const struct span name = span_of(w->who.name);
	enum gw_err e;

	keypair_make(&w->pair);
	memcpy(member->name, w->who.name, sizeof member->name);
	memcpy(member->pk, w->pair.pk, KEY_BYTES);
	second_seal(w->pair.sk, name, w->secret, member->second);
	e = lock_ask(s->desk->unlock, name, form_value(&s->form, "passphrase"), w->pair.sk, on_locked, s, &w->unlock);
	if (e != GW_OK)
		seat_fail(s, e);
}

/* --- what was chosen --- */

static size_t
choice_check(struct seat *s, struct console_error errors[3])
{
	struct work *w = s->work;
	const struct span passphrase = form_value(&s->form, "passphrase");
	const char *fault = passphrase_fault(passphrase, span_of(w->who.name));
	size_t n = 0;

	if (fault != NULL)
		errors[n++] = (struct console_error){ "passphrase", span_of(fault) };
	else if (!span_equal(passphrase, form_value(&s->form, "again")))
		errors[n++] = (struct console_error){ "again", span_of("The two passphrases are not the same.") };
	if (second_check(w->secret, form_value(&s->form, "proof"), s->now, &w->enrol.step) != GW_OK)
		errors[n++] = (struct console_error){ "proof", span_of(SECOND_UNPROVED) };
	return n;
}

static void
on_invited(struct seat *s, enum gw_err e, struct msg *m)
{
	struct work *w = s->work;
	struct console_error errors[3];
	size_t n;

	if (e == GW_EABSENT || e == GW_EDENIED) {
		show_bad_code(s, NO_INVITATION);
		return;
	}
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	w->who = m->u.invited;
	if (!w->is_choice) {
		secret_random(w->secret, sizeof w->secret);
		show_choice(s, NULL, 0);
		return;
	}
	n = choice_check(s, errors);
	if (n > 0)
		show_choice(s, errors, n);
	else
		member_make(s);
}

void
enrol_page_show(struct seat *s)
{
	show_form(s, NULL, 0);
}

void
enrol_page_send(struct seat *s)
{
	struct msg m = { .type = MSG_INVITED_GET, .fd = -1 };
	struct work *w = seat_work(s, sizeof *w, work_end);
	struct refcode code;
	enum refcode_fault fault;
	int group;

	if (w == NULL)
		return;
	w->is_choice = form_is(&s->form, "go", "choose");
	if (w->is_choice && second_read(form_value(&s->form, "secret"), w->secret) != GW_OK) {
		seat_fail(s, GW_EINPUT);
		return;
	}
	fault = refcode_parse(form_value(&s->form, "code"), &code, &group);
	if (fault != REFCODE_FINE) {
		show_bad_code(s, refcode_fault_text(fault, group));
		return;
	}
	invite_id(&code, w->enrol.invite);
	secret_wipe(&code, sizeof code);
	memcpy(m.u.invited_get.invite, w->enrol.invite, TAG_BYTES);
	seat_ask(s, &m, MSG_INVITED, on_invited);
}
