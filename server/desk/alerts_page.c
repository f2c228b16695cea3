/* alerts_page.c: the policy's ladders at this hour, and what the vault knows of each person. */
#include "alerts_page.h"

#include <string.h>

#include "alerts.h"
#include "moment.h"
#include "scrap.h"
#include "team_name.h"

enum { MINUTE = 60 };

struct alerts_work { struct scrap scrap; };

static struct span
moment_words(struct seat *s, int64_t at)
{
	struct alerts_work *w = s->work;

	return moment_say(&w->scrap, &s->desk->setup->policy->calendar, "", at);
}

/* --- ladders --- */

/* "amy, ben"; "" for nobody. */
static struct span
rung_words(struct seat *s, const char *team, unsigned rung)
{
	const struct child_setup *setup = s->desk->setup;
	const struct alert_person *who[ALERT_ON_DUTY];
	const size_t n = alerts_on_duty(setup->alerts, setup->policy, team, rung, s->now, who);
	struct span part[2 * ALERT_ON_DUTY];
	struct alerts_work *w = s->work;

	for (size_t i = 0; i < n; i++) {
		part[2 * i] = span_of(i == 0 ? "" : ", ");
		part[2 * i + 1] = span_of(who[i]->code);
	}
	return n == 0 ? (struct span){ NULL, 0 } : scrap_join(&w->scrap, part, 2 * n);
}

static void
ladder_say(struct seat *s, const char *team, unsigned rungs, struct console_ladder *out)
{
	struct alerts_work *w = s->work;
	struct console_rung *list = scrap_take(&w->scrap, rungs, sizeof *list);

	*out = (struct console_ladder){ .team = span_of(team), .name = team_name(s->desk->setup->policy, team) };
	if (list == NULL)
		return;
	for (unsigned i = 0; i < rungs; i++)
		list[i] = (struct console_rung){ i + 1, rung_words(s, team, i) };
	out->rungs = list;
	out->rungs_n = rungs;
}

static bool
has_ladder(const struct alerts *a, const char *team)
{
	unsigned rungs;
	const char *one;

	for (size_t i = 0; (one = alerts_team(a, i, &rungs)) != NULL; i++)
		if (strcmp(one, team) == 0)
			return true;
	return false;
}

/* The policy's, and then teams that have cases but no ladder. */
static void
ladders_say(struct seat *s, struct console_alerts *out)
{
	const struct alerts *a = s->desk->setup->alerts;
	const struct roster *r = &s->desk->roster;
	struct alerts_work *w = s->work;
	struct console_ladder *list = scrap_take(&w->scrap, ALERT_LADDERS + r->n, sizeof *list);
	unsigned rungs = 0;
	const char *team;

	out->ladders = list;
	if (list == NULL)
		return;
	while ((team = alerts_team(a, out->ladders_n, &rungs)) != NULL)
		ladder_say(s, team, rungs, &list[out->ladders_n++]);
	for (size_t i = 0; i < r->n; i++)
		if (r->team[i].kind != TEAM_ADMIN && !has_ladder(a, r->team[i].code))
			ladder_say(s, r->team[i].code, 0, &list[out->ladders_n++]);
}

/* --- people --- */

/* Of a webhook the host alone: what stands behind it is often all that whoever calls it has to know. */
static struct span
address_of(const struct alert_person *who)
{
	static const char scheme[] = "https://";
	const size_t n = sizeof scheme - 1;

	if (who->webhook[0] == '\0')
		return span_of(who->mail);
	return (struct span){ (const uint8_t *)who->webhook, n + strcspn(who->webhook + n, "/") };
}

static const struct msg_sending *
sending_of(const struct msg_sendings *m, const char *person)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->row[i].person, person) == 0)
			return &m->row[i];
	return NULL;
}

static void
people_say(struct seat *s, const struct msg_sendings *m, struct console_alerts *out)
{
	size_t n;
	const struct alert_person *who = alerts_people(s->desk->setup->alerts, &n);
	struct alerts_work *w = s->work;
	struct console_told *list = scrap_take(&w->scrap, n, sizeof *list);

	for (size_t i = 0; list != NULL && i < n; i++) {
		const struct msg_sending *row = sending_of(m, who[i].code);

		list[i] = (struct console_told){ .person = span_of(who[i].code),
			.address = address_of(&who[i]) };
		if (row == NULL)
			continue;
		list[i].sent = moment_words(s, row->sent);
		list[i].since = moment_words(s, row->since);
		list[i].tries = row->tries;
	}
	out->people = list;
	out->people_n = n;
}

/* --- the page --- */

static void
on_sendings(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct child_setup *setup = s->desk->setup;
	struct alerts_work *w = s->work;
	struct console page = { .alerts = { .is_on = setup->config->has_alerts,
		.every_immediate = (size_t)(alerts_every(setup->alerts, BAND_IMMEDIATE) / MINUTE),
		.every_urgent = (size_t)(alerts_every(setup->alerts, BAND_URGENT) / MINUTE) } };

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	ladders_say(s, &page.alerts);
	people_say(s, &m->u.sendings, &page.alerts);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_ALERTS, &page);
}

void
alerts_page(struct seat *s)
{
	struct msg m = { .type = MSG_SENDINGS_GET, .fd = -1 };

	if (seat_work(s, sizeof(struct alerts_work), scrap_work_end) == NULL)
		return;
	memcpy(m.u.sendings_get.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_SENDINGS, on_sendings);
}

/* --- a test --- */

static void
on_test(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		seat_go(s, "/desk/alerts?done=alert-test");
	else
		seat_fail(s, e);
}

void
alerts_page_test(struct seat *s)
{
	const struct span person = form_value(&s->form, "person");
	struct msg m = { .type = MSG_ALERT_TEST, .fd = -1 };
	struct msg_alert_test *q = &m.u.alert_test;

	memcpy(q->session, s->session_id, SESSION_ID);
	if (person.n > 0 && person.n < sizeof q->person)
		memcpy(q->person, person.p, person.n);
	if (alerts_person(s->desk->setup->alerts, q->person) == NULL)
		seat_fail(s, GW_EABSENT);
	else if (!s->desk->setup->config->has_alerts)
		seat_refuse(s, 409, "Alerts are off: whoever runs the gateway has to set up its mail server first.");
	else
		seat_ask(s, &m, MSG_RESULT, on_test);
}
