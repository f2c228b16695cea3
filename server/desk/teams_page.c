/* teams_page.c: the vault's teams and the policy's schools, in one list by their codes. */
#include "teams_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "areas.h"
#include "clock.h"
#include "rotation.h"
#include "scrap.h"

struct teams_work { struct scrap scrap; };

static const struct school *
school_of(const struct seat *s, const char *team)
{
	const size_t n = strlen(ROSTER_SCHOOL);

	return strncmp(team, ROSTER_SCHOOL, n) == 0 ? policy_school(s->desk->setup->policy, span_of(team + n)) : NULL;
}

/* --- the list --- */

static void
team_say(struct seat *s, const struct msg_team_row *r, struct console_team *out)
{
	struct teams_work *w = s->work;
	char at[CLOCK_WORDS];

	*out = (struct console_team){ span_of(r->team), span_of(r->name), { NULL, 0 }, r->members, r->newcomers,
	    r->wants_key, r->rewrap, true, strncmp(r->team, ROSTER_SCHOOL, strlen(ROSTER_SCHOOL)) != 0 };
	if (!out->is_in_policy)
		out->is_in_policy = school_of(s, r->team) != NULL;
	if (r->rotated != 0) {
		clock_words(&s->desk->setup->policy->calendar, r->rotated, at);
		out->rotated = scrap_copy(&w->scrap, span_of(at));
	}
}

static int
by_code(const void *a, const void *b)
{
	const struct console_team *x = a, *y = b;

	return strcmp((const char *)x->team.p, (const char *)y->team.p);
}

static bool
has_row(const struct msg_teams *t, const char *team)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->row[i].team, team) == 0)
			return true;
	return false;
}

/* The page's own part of the list: behind the page before, and before the next one. */
static bool
is_here(const struct seat *s, const struct msg_teams *t, const char *team)
{
	const struct span typed = form_value(&s->form, "after");
	char after[LIMIT_TEAM + 1] = "";

	if (typed.n > 0 && typed.n <= LIMIT_TEAM)
		memcpy(after, typed.p, typed.n);
	return strcmp(team, after) > 0 && (!t->goes_on || t->n == 0 || strcmp(team, t->row[t->n - 1].team) < 0);
}

/* Schools of the policy that have no team. */
static void
schools_add(struct seat *s, const struct msg_teams *t, struct console_teams *out, struct console_team *list)
{
	const struct policy *p = s->desk->setup->policy;
	struct teams_work *w = s->work;

	for (size_t i = 0; i < p->n_schools; i++) {
		char code[LIMIT_TEAM + 1];
		const size_t n = (size_t)snprintf(code, sizeof code, ROSTER_SCHOOL "%s", p->school[i].code);
		char *kept;

		if (!is_here(s, t, code) || has_row(t, code))
			continue;
		kept = scrap_take(&w->scrap, n + 1, 1);
		if (kept == NULL)
			return;
		memcpy(kept, code, n);
		list[out->teams_n++] = (struct console_team){ .team = { (const uint8_t *)kept, n },
		    .name = span_of(p->school[i].name), .is_in_policy = true };
	}
}

static void
list_say(struct seat *s, const struct msg_teams *t, struct console_teams *out)
{
	struct teams_work *w = s->work;
	struct console_team *list = scrap_take(&w->scrap, t->n + s->desk->setup->policy->n_schools, sizeof *list);

	if (list == NULL)
		return;
	for (size_t i = 0; i < t->n; i++)
		team_say(s, &t->row[i], &list[out->teams_n++]);
	schools_add(s, t, out, list);
	qsort(list, out->teams_n, sizeof *list, by_code);
	out->teams = list;
	if (t->goes_on && t->n > 0)
		out->next = span_of(t->row[t->n - 1].team);
}

/* --- wards and areas --- */

static struct span
date_words(struct scrap *scrap, int32_t day)
{
	const time_t at = (time_t)day * 86400;
	struct tm date;

	if (gmtime_r(&at, &date) == NULL)
		return (struct span){ NULL, 0 };
	return scrap_print(scrap, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

static void
areas_say(struct seat *s, struct console_teams *out)
{
	const struct areas *a = s->desk->setup->areas;
	struct teams_work *w = s->work;
	struct console_area *list = scrap_take(&w->scrap, a->n, sizeof *list);

	for (size_t i = 0; list != NULL && i < a->n; i++)
		list[i] = (struct console_area){ span_of(a->row[i].ward), span_of(a->row[i].area),
		    date_words(&w->scrap, a->row[i].from) };
	out->areas = list;
	out->areas_n = a->n;
}

/* --- the page --- */

static void
on_teams(struct seat *s, enum gw_err e, struct msg *m)
{
	struct teams_work *w = s->work;
	struct console page = { .teams = { .version = span_of(s->desk->setup->version) } };

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	list_say(s, &m->u.teams, &page.teams);
	areas_say(s, &page.teams);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_TEAMS, &page);
}

void
teams_page(struct seat *s)
{
	const struct span after = form_value(&s->form, "after");
	struct msg m = { .type = MSG_TEAMS_GET, .fd = -1 };

	if (seat_work(s, sizeof(struct teams_work), scrap_work_end) == NULL)
		return;
	memcpy(m.u.teams_get.session, s->session_id, SESSION_ID);
	if (after.n > 0 && after.n <= LIMIT_TEAM)
		memcpy(m.u.teams_get.after, after.p, after.n);
	seat_ask(s, &m, MSG_TEAMS, on_teams);
}

/* --- keys --- */

static void
on_key(struct seat *s, enum gw_err e)
{
	const struct rotation *r = s->work;

	if (e == GW_OK)
		seat_go(s, r->is_first ? "/desk/teams?done=key_made" : "/desk/teams?done=key_changed");
	else if (e == GW_ECONFLICT)
		seat_refuse(s, 409, "Somebody else changed this team at the same time. Look again, then try again.");
	else if (e == GW_ELIMIT)
		seat_refuse(s, 409, "There are reports that are still sealed to older keys of this team. Colleagues of "
		    "it have to sign in first; then it can get another key.");
	else
		seat_fail(s, e);
}

void
teams_key(struct seat *s)
{
	const struct span typed = form_value(&s->form, "team");
	const struct school *school;
	char team[LIMIT_TEAM + 1] = "";

	if (typed.n > 0 && typed.n <= LIMIT_TEAM)
		memcpy(team, typed.p, typed.n);
	school = school_of(s, team);
	if (roster_find(&s->desk->roster, span_of(team)) == NULL && school == NULL) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	if (seat_work(s, sizeof(struct rotation), rotation_free) == NULL)
		return;
	if (roster_find(&s->desk->roster, span_of(team)) != NULL)
		rotation_begin(s, team, on_key);
	else
		rotation_first(s, team, school->name, on_key);
}
