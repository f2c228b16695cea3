/* account_page.c: the page, and being away. */
#include "account_page.h"

#include <string.h>

#include "check_words.h"
#include "words_of.h"

void
account_error(struct account *a, const char *field, const char *said)
{
	if (a->n_errors < ACCOUNT_ERRORS)
		a->error[a->n_errors++] = (struct console_error){ field, span_of(said) };
}

static void
show(struct seat *s)
{
	const struct account *a = s->work;
	const struct span cover = a->n_errors > 0 ? form_value(&s->form, "cover") : span_of(s->session.cover);
	struct console_option options[ACCOUNT_COLLEAGUES];
	struct console m = { .errors = a->error, .errors_n = a->n_errors };
	char words[CHECK_WORDS_TEXT];

	for (size_t i = 0; i < a->n; i++)
		options[i] = (struct console_option){ span_of(a->colleague[i]), span_of(a->colleague[i]),
		    span_is(cover, a->colleague[i]) };
	check_words(s->session.pk, words);
	m.account.codes_left = s->session.codes;
	m.account.check_words = span_of(words);
	m.account.cover = cover;
	m.account.until = form_value(&s->form, "until");
	m.account.colleagues = options;
	m.account.colleagues_n = a->n;
	seat_show(s, a->n_errors > 0 ? 422 : 200, CONSOLE_ACCOUNT, &m);
}

static void
on_people(struct seat *s, enum gw_err e, struct msg *m)
{
	struct account *a = s->work;
	const struct msg_people *people = &m->u.people;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	for (size_t i = 0; i < people->n && a->n < ACCOUNT_COLLEAGUES; i++) {
		const struct msg_person *p = &people->person[i];

		if (p->left == 0 && strcmp(p->name, s->session.name) != 0)
			memcpy(a->colleague[a->n++], p->name, sizeof p->name);
	}
	if (people->goes_on && people->n > 0 && a->n < ACCOUNT_COLLEAGUES)
		seat_ask_people(s, span_of(people->person[people->n - 1].name), on_people);
	else
		show(s);
}

void
account_page_again(struct seat *s)
{
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}

void
account_page_show(struct seat *s)
{
	if (seat_work(s, sizeof(struct account), NULL) != NULL)
		account_page_again(s);
}

/* --- away --- */

static void
on_away(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_EINPUT || e == GW_EABSENT) {
		account_error(s->work, "cover", "Choose a colleague who is in one of your teams and is not away too.");
		account_page_again(s);
	} else if (e != GW_OK) {
		seat_fail(s, e);
	} else {
		seat_go(s, form_has(&s->form, "until") ? "/desk/account?done=away" : "/desk/account?done=back");
	}
}

void
account_page_away(struct seat *s)
{
	const struct span cover = form_value(&s->form, "cover");
	struct account *a = seat_work(s, sizeof *a, NULL);
	struct msg m = { .type = MSG_AWAY_PUT, .fd = -1 };
	struct msg_away_put *away = &m.u.away_put;

	if (a == NULL)
		return;
	if (words_day_read(&s->desk->setup->policy->calendar, form_value(&s->form, "until"), &away->until) != GW_OK)
		account_error(a, "until", "Give the last day that you are away, as a date.");
	else if (away->until <= s->now)
		account_error(a, "until", "This day is over already.");
	if (cover.n > LIMIT_NAME || span_is(cover, s->session.name))
		account_error(a, "cover", "Choose a colleague who is in one of your teams.");
	if (a->n_errors > 0) {
		account_page_again(s);
		return;
	}
	memcpy(away->session, s->session_id, SESSION_ID);
	memcpy(away->cover, cover.p != NULL ? (const void *)cover.p : "", cover.n);
	seat_ask(s, &m, MSG_RESULT, on_away);
}

void
account_page_back(struct seat *s)
{
	struct msg m = { .type = MSG_AWAY_PUT, .fd = -1 };

	if (seat_work(s, sizeof(struct account), NULL) == NULL)
		return;
	memcpy(m.u.away_put.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_RESULT, on_away);
}
