/* second_page.c: secret → proof → sealed under the member's key → the vault → recovery codes. */
#include "second_page.h"

#include <string.h>

#include "check_words.h"
#include "second_show.h"
#include "secret.h"

struct work { struct codes codes; };

/* The page with this secret. */
static void
show(struct seat *s, const uint8_t secret[SECOND_SECRET], const struct console_error *wrong)
{
	struct console m = { .errors = wrong, .errors_n = wrong != NULL };
	struct second_show second = { .text = "" };
	enum gw_err e = second_show(&second, span_of(s->session.name), secret, &m.second);

	if (e == GW_OK)
		seat_show(s, wrong != NULL ? 422 : 200, CONSOLE_SECOND, &m);
	else
		seat_fail(s, e);
	second_show_free(&second);
}

void
second_page_show(struct seat *s)
{
	uint8_t secret[SECOND_SECRET];

	secret_random(secret, sizeof secret);
	show(s, secret, NULL);
	secret_wipe(secret, sizeof secret);
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct work *w = s->work;
	struct console page = { .codes = { .is_enrolment = false } };
	struct console_code shown[LIMIT_RECOVERY_CODES];
	char words[CHECK_WORDS_TEXT];

	(void)m;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	check_words(s->session.pk, words);
	codes_show(&w->codes, shown, &page.codes);
	page.codes.check_words = span_of(words);
	seat_show(s, 200, CONSOLE_CODES, &page);
}

/* With new recovery codes. m has second and step. */
static void
put(struct seat *s, struct msg *m, const struct keypair *member)
{
	struct msg_second_put *p = &m->u.second_put;
	struct work *w = seat_work(s, sizeof *w, NULL);

	if (w == NULL)
		return;
	codes_make(&w->codes);
	codes_tags(&w->codes, member->sk, p->code);
	p->n = LIMIT_RECOVERY_CODES;
	memcpy(p->session, s->session_id, SESSION_ID);
	seat_ask(s, m, MSG_RESULT, on_put);
}

void
second_page_send(struct seat *s)
{
	const struct console_error wrong = { "proof", span_of(SECOND_UNPROVED) };
	struct msg m = { .type = MSG_SECOND_PUT, .fd = -1 };
	uint8_t secret[SECOND_SECRET];
	struct keypair member;
	enum gw_err e;

	if (second_read(form_value(&s->form, "secret"), secret) != GW_OK) {
		seat_fail(s, GW_EINPUT);
		return;
	}
	if (second_check(secret, form_value(&s->form, "proof"), s->now, &m.u.second_put.step) != GW_OK) {
		show(s, secret, &wrong);
	} else if ((e = seat_member(s, &member)) != GW_OK) {
		seat_fail(s, e);
	} else {
		second_seal(member.sk, span_of(s->session.name), secret, m.u.second_put.second);
		put(s, &m, &member);
		keypair_wipe(&member);
	}
	secret_wipe(secret, sizeof secret);
}

/* The second factor stays; step 0 leaves the last one that was used as it is. */
static void
on_member(struct seat *s, enum gw_err e, struct msg *m)
{
	struct msg q = { .type = MSG_SECOND_PUT, .fd = -1 };
	struct keypair member = { { 0 }, { 0 } };

	if (e == GW_OK)
		e = seat_member(s, &member);
	if (e == GW_OK) {
		memcpy(q.u.second_put.second, m->u.member.second, SECOND_SEALED);
		put(s, &q, &member);
		keypair_wipe(&member);
	} else {
		seat_fail(s, e);
	}
}

void
second_page_codes(struct seat *s)
{
	struct msg m = { .type = MSG_MEMBER_GET, .fd = -1 };

	memcpy(m.u.name.name, s->session.name, sizeof m.u.name.name);
	seat_ask(s, &m, MSG_MEMBER, on_member);
}
