/* comings.c: who waits is let into a team by a colleague; who leaves keeps a name, and nothing else. */
#include <string.h>

#include "audit.h"
#include "people.h"
#include "visit.h"

enum { JUST_NOW = 60 };	/* seconds in which somebody may have read a team's key and not yet passed it on */

/* --- letting in --- */

/* The title that a newcomer was invited with. GW_EABSENT: nobody of that name waits for this team. */
static enum gw_err
newcomer_find(struct store *s, const struct msg_admit *q, enum title *title)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, NEWCOMER_GET);
	use_text(&u, q->team);
	use_text(&u, q->name);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	*title = (enum title)use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}

/* A key that changed while it was being passed on would be passed on as the new one. */
static enum gw_err
key_check(struct store *s, const char *team, int64_t now)
{
	int64_t rotated;
	struct use u;
	enum gw_err e;

	use_start(&u, s, TEAM_IS);
	use_text(&u, team);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	rotated = use_get_number(&u, 1);
	e = use_end(&u, GW_OK);
	return e == GW_OK && now < rotated + JUST_NOW ? GW_ECONFLICT : e;
}

static enum gw_err
newcomer_end(struct store *s, const struct msg_admit *q)
{
	struct use u;

	use_start(&u, s, NEWCOMER_DROP);
	use_text(&u, q->team);
	use_text(&u, q->name);
	return use_run(&u, NULL);
}

static enum gw_err
seed_give(struct store *s, const struct msg_admit *q)
{
	struct use u;

	use_start(&u, s, SEED_PUT);
	use_text(&u, q->name);
	use_blob(&u, q->seed, GRANT_BYTES);
	return use_run(&u, NULL);
}

enum gw_err
store_admit(struct store *s, const struct msg_admit *q, int64_t now)
{
	const bool is_admin = strcmp(q->team, ROSTER_ADMIN) == 0;
	char what[PEOPLE_WHAT + 1];
	const struct audit_act act = { now, s->member, AUDIT_LET_IN, span_of(q->name), NULL, what };
	struct place place = { q->name, q->team, TITLE_MEMBER };
	struct msg_place said = { .is_waiting = 0 };
	bool is_in = false;
	struct visit v;
	enum gw_err e;

	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = visit_is_in(s, q->team, &is_in)) != GW_OK)
		return e;
	if (!is_in)
		return visit_refuse(s, "asked to let somebody into a team of others", now);
	if ((q->has_seed != 0) != is_admin)
		return GW_EINPUT;
	if ((e = newcomer_find(s, q, &place.title)) != GW_OK || (e = key_check(s, q->team, now)) != GW_OK ||
	    (e = people_place_put(s, &place, q->sealed)) != GW_OK || (e = newcomer_end(s, q)) != GW_OK ||
	    (is_admin && (e = seed_give(s, q)) != GW_OK))
		return e;
	memcpy(said.team, q->team, sizeof said.team);
	said.title = (uint8_t)place.title;
	people_what(&said, 1, false, what);
	return audit_add(s, &act);
}

/* --- leaving --- */

/* What somebody is at this moment; GW_EABSENT: not one of us, or no longer. */
static enum gw_err
what_of(struct store *s, const char *name, char what[PEOPLE_WHAT + 1])
{
	struct msg_person p = { .n = 0 };
	bool is_auditor, is_gone;
	struct use u;
	enum gw_err e;

	use_start(&u, s, MEMBER_KNOWN);
	use_text(&u, name);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	is_auditor = use_get_number(&u, 0) != 0;
	is_gone = use_get_number(&u, 1) != 0;
	if ((e = use_end(&u, is_gone ? GW_EABSENT : GW_OK)) != GW_OK || (e = people_places(s, name, &p)) != GW_OK)
		return e;
	people_what(p.place, p.n, is_auditor, what);
	return GW_OK;
}

/* In this order: the teams are told while it is still known which they are. Tasks stay theirs: they show a name that
 * is not here any more, until a colleague takes them over or has done them. */
static enum gw_err
everything_end(struct store *s, const char *name, int64_t now)
{
	static const enum stmt all[] = {
		SESSION_END_ALL, LEAVE_TEAMS, LEAVE_MEMBERSHIPS, LEAVE_OLD_KEYS, LEAVE_SEED, CODE_CLEAR, LEAVE_NEWCOMER,
		LEAVE_COVER, LEAVE_CASES, LEAVE_INVITES,
	};
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < sizeof all / sizeof all[0] && e == GW_OK; i++) {
		use_start(&u, s, all[i]);
		use_text(&u, name);
		e = use_run(&u, NULL);
	}
	if (e != GW_OK)
		return e;
	use_start(&u, s, LEAVE_MEMBER);
	use_text(&u, name);
	use_number(&u, now);
	return use_run(&u, NULL);
}

enum gw_err
store_leave(struct store *s, const struct msg_leave *q, int64_t now)
{
	char what[PEOPLE_WHAT + 1], why[LIMIT_WHY + 1];
	const struct audit_act act = { now, s->member, AUDIT_LEFT, span_of(q->name), NULL, why };
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to end somebody's access", &v);

	if (e != GW_OK)
		return e;
	/* Never oneself: so one administrator always stays. */
	if (strcmp(q->name, s->member) == 0)
		return GW_EINPUT;
	if ((e = what_of(s, q->name, what)) != GW_OK || (e = everything_end(s, q->name, now)) != GW_OK)
		return e;
	snprintf(why, sizeof why, "was %s", what);
	return audit_add(s, &act);
}
