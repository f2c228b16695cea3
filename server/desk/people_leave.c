/* people_leave.c: somebody leaves: first all access ends, then every team that wants one gets a new key. What fails of
 * the second does not undo the first: the page of teams says what is left to do. */
#include "people_page.h"

#include <string.h>

#include "rotation.h"

enum { LEAVE_TEAMS = 2 * LIMIT_MEMBER_TEAMS };		/* new keys of one request */

struct leave {
	struct rotation rotation;	/* first: rotation.h */
	size_t n, next;
	char team[LEAVE_TEAMS][LIMIT_TEAM + 1];
	bool is_partial;
};

static void ask_teams(struct seat *s, const char *after);

/* --- the question --- */

void
people_leave_ask(struct seat *s)
{
	struct console m = { .people = { .name = form_value(&s->form, "name") } };

	if (m.people.name.n == 0 || m.people.name.n > LIMIT_NAME)
		seat_fail(s, GW_EABSENT);
	else
		seat_show(s, 200, CONSOLE_LEAVE, &m);
}

/* --- new keys --- */

static void
go_back(struct seat *s)
{
	const struct leave *w = s->work;

	seat_go(s, w->is_partial ? "/desk/teams?done=left_keys" : "/desk/people?done=left");
}

static void
on_rotated(struct seat *s, enum gw_err e)
{
	struct leave *w = s->work;

	if (e != GW_OK)
		w->is_partial = true;
	if (w->next < w->n)
		rotation_begin(s, w->team[w->next++], on_rotated);
	else
		go_back(s);
}

static void
on_teams(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct msg_teams *t = &m->u.teams;
	struct leave *w = s->work;

	if (e != GW_OK) {
		w->is_partial = true;
		go_back(s);
		return;
	}
	for (size_t i = 0; i < t->n; i++) {
		if (!t->row[i].wants_key)
			continue;
		if (w->n < LEAVE_TEAMS)
			memcpy(w->team[w->n++], t->row[i].team, sizeof w->team[0]);
		else
			w->is_partial = true;
	}
	if (t->goes_on && t->n > 0)
		ask_teams(s, t->row[t->n - 1].team);
	else
		on_rotated(s, GW_OK);
}

static void
ask_teams(struct seat *s, const char *after)
{
	struct msg m = { .type = MSG_TEAMS_GET, .fd = -1 };

	memcpy(m.u.teams_get.session, s->session_id, SESSION_ID);
	memcpy(m.u.teams_get.after, after, strlen(after));
	seat_ask(s, &m, MSG_TEAMS, on_teams);
}

/* --- the end of access --- */

static void
on_left(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		ask_teams(s, "");
	else
		seat_fail(s, e);
}

void
people_leave(struct seat *s)
{
	const struct span name = form_value(&s->form, "name");
	struct msg m = { .type = MSG_LEAVE, .fd = -1 };

	if (name.n == 0 || name.n > LIMIT_NAME) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	if (span_is(name, s->session.name)) {	/* nobody would be left to change the keys */
		seat_refuse(s, 409, "Nobody can do this to themselves. Ask another administrator.");
		return;
	}
	if (seat_work(s, sizeof(struct leave), rotation_free) == NULL)
		return;
	memcpy(m.u.leave.session, s->session_id, SESSION_ID);
	memcpy(m.u.leave.name, name.p, name.n);
	seat_ask(s, &m, MSG_RESULT, on_left);
}
