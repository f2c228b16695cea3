/* people_invite.c: what an administrator does with invitations. The code is made here and shown once; the vault keeps
 * its hash. */
#include "people_page.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "name.h"
#include "secret.h"
#include "title.h"

static const char AUDITOR[] = "auditor";

struct invite {
	struct people_page page;
	struct refcode code;
	struct msg_invited who;
};

static void
invite_end(void *work)
{
	struct invite *w = work;

	scrap_end(&w->page.scrap);
	secret_wipe(&w->code, sizeof w->code);
}

/* --- what was typed --- */

/* As at concernd enrol: a name is what a person is known by in the record, for good. */
static bool
name_is_wellformed(struct span s)
{
	return name_is_clear(s) && s.p[0] != '(' && !span_is(s, "recovery");
}

/* One team and what the person is in it. GW_EINPUT: there is no such team; GW_EDENIED: no such title in it. */
static enum gw_err
place_take(const struct seat *s, const char *team_field, const char *title_field, struct msg_invited *who)
{
	const struct span team = form_value(&s->form, team_field);
	const unsigned title = form_value(&s->form, title_field).n == 0 ? TITLE_MEMBER
	    : title_of(form_value(&s->form, title_field));
	struct msg_place *p = &who->place[who->n];

	if (span_is(team, AUDITOR)) {
		who->is_auditor = 1;
		return GW_OK;
	}
	if (roster_find(&s->desk->roster, team) == NULL)
		return GW_EINPUT;
	memcpy(p->team, team.p, team.n);
	p->title = (uint8_t)title;
	if (!title_fits(title, p->team))
		return GW_EDENIED;
	if (who->n > 0 && strcmp(who->place[0].team, p->team) == 0)
		return GW_EINPUT;
	who->n++;
	return GW_OK;
}

/* True: *who is whole. Else the page is shown again. */
static bool
form_take(struct seat *s, struct msg_invited *who)
{
	const struct span name = form_value(&s->form, "name");
	const char *team = "team", *title = "title";
	enum gw_err e;

	if (!name_is_wellformed(name)) {
		people_page_fault(s, "name", "Type the person's name, in at most 64 letters, as colleagues know it.");
		return false;
	}
	memcpy(who->name, name.p, name.n);
	e = place_take(s, team, title, who);
	if (e == GW_OK && form_value(&s->form, "team_b").n > 0)
		e = place_take(s, team = "team_b", title = "title_b", who);
	if (e == GW_OK)
		return true;
	if (e == GW_EDENIED)
		people_page_fault(s, title, "Schools have leads and deputies, community safety has co-ordinators. "
		    "Choose what fits the team, or member.");
	else
		people_page_fault(s, team, "Choose a team of the list, and no team twice.");
	return false;
}

/* --- the invitation --- */

static void
invited_show(struct seat *s)
{
	struct invite *w = s->work;
	const struct span host = exchange_request(s->x)->host;
	char code[REFCODE_TEXT], ends[CLOCK_WORDS], link[256 + sizeof "https:///desk/enrol#" + REFCODE_TEXT];
	struct console m = { .people = { .name = span_of(w->who.name) } };

	refcode_text(&w->code, code);
	clock_words(&s->desk->setup->policy->calendar, s->now + LIMIT_INVITE_DAYS * 86400, ends);
	/* The host that the administrator's own browser came to: the http layer let it through. */
	if (host.n > 0 && host.n < 256)
		snprintf(link, sizeof link, "https://%.*s/desk/enrol#%s", (int)host.n, (const char *)host.p, code);
	else
		snprintf(link, sizeof link, "/desk/enrol#%s", code);
	m.people.code = span_of(code);
	m.people.link = span_of(link);
	m.people.ends = span_of(ends);
	seat_show(s, 200, CONSOLE_INVITED, &m);
	secret_wipe(code, sizeof code);
	secret_wipe(link, sizeof link);
}

static void
on_invited(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		invited_show(s);
	else if (e == GW_ECONFLICT)
		people_page_fault(s, "name", "There is already somebody of this name, or an open invitation. Names "
		    "stay in the record for good: add an initial.");
	else if (e == GW_ELIMIT)
		people_page_fault(s, "name", "There are too many open invitations. Withdraw one first.");
	else
		seat_fail(s, e);
}

void
people_invite(struct seat *s)
{
	struct msg m = { .type = MSG_INVITE_PUT, .fd = -1 };
	struct invite *w = seat_work(s, sizeof *w, invite_end);

	if (w == NULL || !form_take(s, &w->who))
		return;
	refcode_make(&w->code);
	memcpy(m.u.invite_put.session, s->session_id, SESSION_ID);
	invite_id(&w->code, m.u.invite_put.invite);
	m.u.invite_put.who = w->who;
	seat_ask(s, &m, MSG_RESULT, on_invited);
}

/* --- and its end --- */

static void
on_dropped(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		seat_go(s, "/desk/people?done=dropped");
	else
		seat_fail(s, e);
}

void
people_drop(struct seat *s)
{
	struct msg m = { .type = MSG_INVITE_DROP, .fd = -1 };
	const struct span id = form_value(&s->form, "id");
	size_t n;

	if (sodium_hex2bin(m.u.invite_drop.invite, TAG_BYTES, (const char *)id.p, id.n, NULL, &n, NULL) != 0 ||
	    n != TAG_BYTES) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	memcpy(m.u.invite_drop.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_RESULT, on_dropped);
}
