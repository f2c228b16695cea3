/* passing.c: how a case comes from one team to another: chosen parts of it as a case of its own, or all of it. */
#include <string.h>

#include "acts.h"
#include "alert_rows.h"
#include "filing.h"
#include "people.h"
#include "reach.h"

static enum gw_err
kind_of(struct store *s, const char *team, enum team_kind *kind)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, TEAM_KIND);
	use_text(&u, team);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? GW_EBUSY : e;	/* a newer list of teams has it, or not */
	*kind = (enum team_kind)use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}

/* From school to school it goes through community safety. GW_EINPUT: not this way. */
static enum gw_err
way_check(struct store *s, const char *from, const char *to)
{
	static const unsigned ways[] = {
		[TEAM_SCHOOL] = 1u << TEAM_COMMUNITY | 1u << TEAM_LADO,
		[TEAM_COMMUNITY] = 1u << TEAM_SCHOOL | 1u << TEAM_LADO,
		[TEAM_LADO] = 1u << TEAM_COMMUNITY, [TEAM_ADMIN] = 0,
	};
	enum team_kind giver, taker;
	enum gw_err e;

	if ((e = kind_of(s, from, &giver)) != GW_OK || (e = kind_of(s, to, &taker)) != GW_OK)
		return e;
	return (ways[giver] >> taker & 1) != 0 ? GW_OK : GW_EINPUT;
}

static bool
is_community(const char *team)
{
	return strcmp(team, ROSTER_COMMUNITY) == 0;
}

/* --- chosen parts --- */

static enum gw_err
extract_put(struct store *s, const struct msg_pass_put *p, int64_t now)
{
	const struct new_case c = { .put = &p->put, .note = p->note, .kind = KIND_EXTRACT,
		.listing = is_community(p->put.grant[0].team) ? LISTS : LISTS_NOT };
	char why[LIMIT_WHY + 1];
	const struct audit_act act = { .at = now, .who = s->member, .what = (enum audit_what)(AUDIT_ACTED + ACT_COME),
		.subject = { p->put.report, ID_BYTES }, .why = why };
	enum gw_err e = filing_new(s, &c, now);

	snprintf(why, sizeof why, "%s to %s", p->put.grant[1].team, p->put.grant[0].team);
	return e == GW_OK ? filing_act(s, &act) : e;
}

enum gw_err
store_pass_put(struct store *s, const struct msg_pass_put *p, int64_t now)
{
	const char *to = p->put.grant[0].team, *from = p->put.grant[1].team;
	struct acting a = { .s = s, .p = &p->from, .now = now, .to = to };
	struct visit v;
	enum gw_err e = visit_prove(s, p->session, now, &v);

	if (e != GW_OK)
		return e;
	if (p->from.act != ACT_PASS || p->put.n_grants != 2 || p->note.n == 0)
		return GW_EINPUT;
	a.is_device = v.is_device;
	/* Both can be refused for reasons of the first case alone, so that one is asked first. */
	if ((e = reach_team(s, p->from.report, from, now)) != GW_OK || (e = way_check(s, from, to)) != GW_OK ||
	    (e = act_prepare(&a)) != GW_OK || (e = extract_put(s, p, now)) != GW_OK)
		return e;
	return act_do(&a);
}

/* --- all of it --- */

static enum gw_err
team_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES], const char *team)
{
	struct use u;

	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, team);
	return use_run(&u, NULL);
}

static enum gw_err
report_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	return use_run(&u, NULL);
}

/* A team that could open it already, because it gave it, has it in its queue from here on. */
static enum gw_err
grant_add(struct store *s, const uint8_t report[ID_BYTES], const struct msg_grant *to)
{
	bool is_queued;
	struct use u;
	enum gw_err e;

	use_start(&u, s, GRANT_IS);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, to->team);
	if ((e = use_row(&u)) == GW_OK) {
		is_queued = use_get_number(&u, 0) != 0;
		e = use_end(&u, GW_OK);
		return e != GW_OK ? e : is_queued ? GW_ECONFLICT : team_run(s, GRANT_QUEUE, report, to->team);
	}
	if (e != GW_EABSENT || (e = people_key_is_known(s, to->team, to->key)) != GW_OK)
		return e;
	use_start(&u, s, GRANT_PUT);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, to->team);
	use_blob(&u, to->sealed, GRANT_BYTES);
	use_blob(&u, to->key, KEY_ID);
	use_number(&u, 1);
	return use_run(&u, NULL);
}

static enum gw_err
grants_count(struct store *s, const uint8_t report[ID_BYTES])
{
	int64_t n = 0;
	struct use u;
	enum gw_err e;

	use_start(&u, s, GRANT_COUNT);
	use_blob(&u, report, ID_BYTES);
	if (use_row(&u) == GW_OK)
		n = use_get_number(&u, 0);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	return n > 0 && n <= LIMIT_GRANTS ? GW_OK : GW_EINPUT;
}

/* Off the lists of those who had it, onto the lists of those who have it then. */
static enum gw_err
grants_change(const struct acting *a, const struct msg_share_put *p, const char *giver)
{
	const uint8_t *report = a->p->report;
	enum gw_err e;

	if ((e = standing_change(a->s, report, &a->was.at, NULL)) != GW_OK ||
	    (e = grant_add(a->s, report, &p->to)) != GW_OK ||
	    (a->gives_away && (e = team_run(a->s, GRANT_DROP, report, giver)) != GW_OK) ||
	    (e = grants_count(a->s, report)) != GW_OK)
		return e;
	return standing_change(a->s, report, NULL, &a->was.at);
}

/* What was the giver's alone, and of people who cannot open it any more. */
static enum gw_err
leave_behind(const struct acting *a, const char *giver)
{
	static const enum stmt ends[] = { LOOKS_END, TASKS_END, ASSIGNED_END, ALERTS_LEFT };
	const uint8_t *report = a->p->report;
	enum gw_err e = team_run(a->s, TAGS_END, report, giver);

	for (size_t i = 0; i < sizeof ends / sizeof ends[0] && e == GW_OK; i++)
		e = report_run(a->s, ends[i], report);
	return e == GW_OK ? escalation_end(a->s, report) : e;
}

enum gw_err
store_share_put(struct store *s, const struct msg_share_put *p, int64_t now)
{
	struct acting a = { .s = s, .p = &p->act, .now = now, .to = p->to.team, .gives_away = p->gives_away != 0,
		.listing = is_community(p->to.team) ? LISTS : LISTS_NOT };
	struct reach r;
	struct visit v;
	enum gw_err e;

	if ((e = visit_prove(s, p->act.session, now, &v)) != GW_OK ||
	    (e = reach_case(s, p->act.report, now, &r)) != GW_OK)
		return e;
	if (p->act.act != ACT_SHARE)
		return GW_EINPUT;
	a.is_device = v.is_device;
	if ((e = way_check(s, r.team, p->to.team)) != GW_OK || (e = act_prepare(&a)) != GW_OK)
		return e;
	if (a.was.kind >= KIND_INCIDENT)	/* community safety's alone; what others need of it is passed on */
		return GW_EINPUT;
	if ((e = grants_change(&a, p, r.team)) != GW_OK || (e = act_do(&a)) != GW_OK ||
	    (e = alerts_want_team(s, p->act.report, p->to.team, now)) != GW_OK)
		return e;
	return a.gives_away ? leave_behind(&a, r.team) : GW_OK;
}
