/* directory.c: who there is and which teams there are. */
#include <string.h>

#include "people.h"
#include "visit.h"

/* --- people --- */

static void
place_take(struct use *row, struct msg_person *p)
{
	struct msg_place *place = &p->place[p->n++];

	use_get_text(row, 0, place->team, sizeof place->team);
	place->title = (uint8_t)use_get_number(row, 1);
	place->is_waiting = (uint8_t)use_get_number(row, 2);
}

enum gw_err
people_places(struct store *s, const char *name, struct msg_person *p)
{
	struct use u;

	p->n = 0;
	use_start(&u, s, s->role == ROLE_OFFICE ? PLACES_ALL : PLACES_NEAR);
	use_text(&u, name);
	use_number(&u, LIMIT_MEMBER_TEAMS);
	if (s->role != ROLE_OFFICE)
		use_text(&u, s->member);
	while (p->n < LIMIT_MEMBER_TEAMS && use_row(&u) == GW_OK)
		place_take(&u, p);
	return use_end(&u, GW_OK);
}

static enum gw_err
persons_take(struct store *s, const char *after, struct msg_people *out)
{
	struct use u;

	use_start(&u, s, s->role == ROLE_OFFICE ? PEOPLE_ALL : PEOPLE_NEAR);
	use_text(&u, after);
	use_number(&u, MSG_PERSONS + 1);
	if (s->role != ROLE_OFFICE)
		use_text(&u, s->member);
	while (out->goes_on == 0 && use_row(&u) == GW_OK) {
		struct msg_person *p = &out->person[out->n];

		if (out->n == MSG_PERSONS) {
			out->goes_on = 1;
			continue;
		}
		use_get_text(&u, 0, p->name, sizeof p->name);
		use_get_blob(&u, 1, p->pk, KEY_BYTES);
		use_get_text(&u, 2, p->cover, sizeof p->cover);
		p->away_until = use_get_number(&u, 3);
		p->left = use_get_number(&u, 4);
		p->is_auditor = use_get_number(&u, 5) != 0;
		p->is_device = use_get_number(&u, 6) != 0;
		out->n++;
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_people_get(struct store *s, const struct msg_people_get *q, int64_t now, struct msg_people *out)
{
	bool is_admin = false;
	struct visit v;
	enum gw_err e = visit_prove(s, q->session, now, &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK || (e = visit_is_in(s, ROSTER_ADMIN, &is_admin)) != GW_OK)
		return e;
	if (is_admin)
		s->role = ROLE_OFFICE;
	e = persons_take(s, q->after, out);
	for (size_t i = 0; i < out->n && e == GW_OK; i++)
		e = people_places(s, out->person[i].name, &out->person[i]);
	return e;
}

/* --- teams --- */

static uint8_t
at_most(int64_t n)
{
	return (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

static void
team_take(struct use *row, struct msg_team_row *t)
{
	use_get_text(row, 0, t->team, sizeof t->team);
	use_get_text(row, 1, t->name, sizeof t->name);
	t->members = at_most(use_get_number(row, 2));
	t->newcomers = at_most(use_get_number(row, 3));
	t->wants_key = use_get_number(row, 4) != 0;
	t->rewrap = use_get_number(row, 5) != 0;
	t->rotated = use_get_number(row, 6);
}

enum gw_err
store_teams_get(struct store *s, const struct msg_teams_get *q, int64_t now, struct msg_teams *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_admin(s, q->session, now, "for the teams", &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, TEAM_PAGE);
	use_text(&u, q->after);
	use_number(&u, LIMIT_DESK_PAGE + 1);
	while (out->goes_on == 0 && use_row(&u) == GW_OK) {
		if (out->n == LIMIT_DESK_PAGE)
			out->goes_on = 1;
		else
			team_take(&u, &out->row[out->n++]);
	}
	return use_end(&u, GW_OK);
}
