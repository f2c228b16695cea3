/* people_page.c: asks for a page of people, then for who waits behind it, then for invitations; shows. */
#include "people_page.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "team_name.h"
#include "title.h"
#include "words_of.h"

/* --- in words --- */

static struct span
day_words(struct seat *s, int64_t at)
{
	struct people_page *w = s->work;
	char text[WORDS_TIME];

	words_day(&s->desk->setup->policy->calendar, at, text);
	return scrap_copy(&w->scrap, span_of(text));
}

static struct console_place *
places(struct seat *s, const struct msg_place *p, size_t n)
{
	struct people_page *w = s->work;
	struct console_place *list = scrap_take(&w->scrap, n, sizeof *list);

	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = (struct console_place){ span_of(p[i].team), team_name(s->desk->setup->policy, p[i].team),
		    span_of(title_words(p[i].title)), p[i].is_waiting };
	return list;
}

static struct span
key_words(struct people_page *w, const uint8_t pk[KEY_BYTES])
{
	char text[CHECK_WORDS_TEXT];

	check_words(pk, text);
	return scrap_copy(&w->scrap, span_of(text));
}

static struct span
away_words(struct seat *s, const struct msg_person *p)
{
	struct people_page *w = s->work;
	char text[WORDS_AWAY];

	words_away(&s->desk->setup->policy->calendar, p->away_until, p->cover, text);
	return scrap_copy(&w->scrap, span_of(text));
}

static void
person_say(struct seat *s, const struct msg_person *p, struct console_person *out)
{
	struct people_page *w = s->work;

	out->name = span_of(p->name);
	out->places = places(s, p->place, p->n);
	out->places_n = p->n;
	out->is_auditor = p->is_auditor;
	out->is_device = p->is_device;
	out->is_me = strcmp(p->name, s->session.name) == 0;
	out->is_gone = p->left != 0;
	if (out->is_gone)
		out->left = day_words(s, p->left);
	else
		out->check_words = key_words(w, p->pk);
	if (!out->is_gone && p->away_until > s->now)
		out->away = away_words(s, p);
}

static void
invite_say(struct seat *s, const struct msg_invite *i, struct console_invite *out)
{
	struct people_page *w = s->work;
	struct console_place *list;
	char id[2 * TAG_BYTES + 1];

	sodium_bin2hex(id, sizeof id, i->invite, TAG_BYTES);
	out->id = scrap_copy(&w->scrap, span_of(id));
	out->name = span_of(i->who.name);
	out->by = span_of(i->by);
	out->ends = day_words(s, i->ends);
	list = places(s, i->who.place, i->who.n);
	for (size_t n = 0; list != NULL && n < i->who.n; n++)
		list[n].is_waiting = false;	/* who has not come yet waits for nobody */
	out->places = list;
	out->places_n = i->who.n;
	out->is_auditor = i->who.is_auditor;
}

/* --- the form that invites --- */

static int
by_code(const void *a, const void *b)
{
	const struct roster_team *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}

static void
teams_say(struct seat *s, struct console_people *out)
{
	const struct roster *r = &s->desk->roster;
	const struct span typed = form_value(&s->form, "team");
	struct people_page *w = s->work;
	const struct roster_team **order = scrap_take(&w->scrap, r->n, sizeof *order);
	struct console_option *list = scrap_take(&w->scrap, r->n + 1, sizeof *list);

	if (order == NULL || list == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		order[i] = &r->team[i];
	qsort(order, r->n, sizeof *order, by_code);
	for (size_t i = 0; i < r->n; i++)
		list[i] = (struct console_option){ span_of(order[i]->code),
		    team_name(s->desk->setup->policy, order[i]->code), span_is(typed, order[i]->code) };
	list[r->n] = (struct console_option){ span_of("auditor"), span_of("Auditor"), span_is(typed, "auditor") };
	out->teams = list;
	out->teams_n = r->n + 1;
}

static void
titles_say(struct seat *s, struct console_people *out)
{
	const unsigned typed = title_of(form_value(&s->form, "title"));
	struct people_page *w = s->work;
	struct console_option *list = scrap_take(&w->scrap, TITLE_N, sizeof *list);

	for (unsigned i = 0; list != NULL && i < TITLE_N; i++)
		list[i] = (struct console_option){ span_of(title_code(i)), span_of(title_words(i)), i == typed };
	out->titles = list;
	out->titles_n = TITLE_N;
}

static void
invites_say(struct seat *s, struct console_people *out)
{
	struct people_page *w = s->work;
	struct console_invite *list = scrap_take(&w->scrap, w->invites.n, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->invites.n; i++)
		invite_say(s, &w->invites.invite[i], &list[i]);
	out->invites = list;
	out->invites_n = w->invites.n;
	teams_say(s, out);
	titles_say(s, out);
	out->typed_name = s->route->method == HTTP_POST ? form_value(&s->form, "name") : (struct span){ NULL, 0 };
}

/* --- the page --- */

static void
admits_say(struct seat *s, struct console_people *out)
{
	struct people_page *w = s->work;
	struct console_admit *list = scrap_take(&w->scrap, w->waiting_n, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->waiting_n; i++) {
		const struct people_waiting *p = &w->waiting[i];

		list[i] = (struct console_admit){ span_of(p->name), span_of(p->team),
		    team_name(s->desk->setup->policy, p->team), span_of(title_words(p->title)), key_words(w, p->pk),
		    p->is_device != 0 };
	}
	out->admits = list;
	out->admits_n = w->waiting_n;
}

static void
show(struct seat *s)
{
	struct people_page *w = s->work;
	struct console m = { .errors = &w->error, .errors_n = w->error.field != NULL };
	struct console_people *out = &m.people;
	struct console_person *list = scrap_take(&w->scrap, w->people.n, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->people.n; i++)
		person_say(s, &w->people.person[i], &list[i]);
	out->persons = list;
	out->persons_n = w->people.n;
	if (w->people.goes_on && w->people.n > 0)
		out->next = span_of(w->people.person[w->people.n - 1].name);
	admits_say(s, out);
	if (s->roles & SEAT_ADMIN)
		invites_say(s, out);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, w->error.field != NULL ? 422 : 200, CONSOLE_PEOPLE, &m);
}

static void
on_invites(struct seat *s, enum gw_err e, struct msg *m)
{
	struct people_page *w = s->work;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	w->invites = m->u.invites;
	show(s);
}

static void
ask_invites(struct seat *s)
{
	struct msg m = { .type = MSG_INVITES_GET, .fd = -1 };

	memcpy(m.u.invites_get.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_INVITES, on_invites);
}

/* --- people --- */

/* Who waits for one of the reader's own teams: nobody else can let them in. */
static void
waiting_take(struct seat *s, const struct msg_person *p)
{
	struct people_page *w = s->work;

	for (size_t i = 0; i < p->n && p->left == 0 && w->waiting_n < PEOPLE_WAITING; i++) {
		struct people_waiting *to = &w->waiting[w->waiting_n];

		if (!p->place[i].is_waiting || !seat_is_in(s, p->place[i].team))
			continue;
		memcpy(to->name, p->name, sizeof to->name);
		memcpy(to->team, p->place[i].team, sizeof to->team);
		to->title = p->place[i].title;
		to->is_device = p->is_device;
		memcpy(to->pk, p->pk, KEY_BYTES);
		w->waiting_n++;
	}
}

static bool
somebody_waits(const struct seat *s)
{
	for (size_t i = 0; i < s->session.n; i++)
		if (s->session.team[i].newcomers > 0)
			return true;
	return false;
}

static void
on_people(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct msg_people *p = &m->u.people;
	struct people_page *w = s->work;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	for (size_t i = 0; i < p->n; i++)
		waiting_take(s, &p->person[i]);
	if (!w->has_people)
		w->people = *p;
	w->has_people = true;
	/* Whoever waits is on the first page, wherever their name stands. */
	if (p->goes_on && p->n > 0 && somebody_waits(s) && w->waiting_n < PEOPLE_WAITING &&
	    !form_has(&s->form, "after"))
		seat_ask_people(s, span_of(p->person[p->n - 1].name), on_people);
	else if (s->roles & SEAT_ADMIN)
		ask_invites(s);
	else
		show(s);
}

void
people_page(struct seat *s)
{
	if (seat_work(s, sizeof(struct people_page), scrap_work_end) != NULL)
		seat_ask_people(s, form_value(&s->form, "after"), on_people);
}

void
people_page_fault(struct seat *s, const char *field, const char *said)
{
	struct people_page *w = s->work;

	w->error = (struct console_error){ field, span_of(said) };
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}
