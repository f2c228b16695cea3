/* pass_put.c: checks, then the entry on the old case, then the new case or the grant. */
#include "pass_put.h"

#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "handing.h"
#include "secret.h"
#include "triage.h"

/* --- whether it may be done --- */

static bool
refuse(struct act_result *r, const char *said, const char *field)
{
	*r = (struct act_result){ .end = ACT_REFUSED, .said = said, .field = field };
	return false;
}

static void
fail(struct act_result *r, enum gw_err e)
{
	*r = (struct act_result){ .end = ACT_UNOPENED, .opening = OPENING_FAILED, .e = e };
}

/* A concern about staff is not for that person's own school, nor for another one to guess about. */
static bool
is_about_staff(const struct opened *c)
{
	struct decision d;
	bool is = decision_read(c->decision, &d) == GW_OK && (d.categories >> CATEGORY_STAFF_CONCERN & 1) != 0;

	secret_wipe(&d, sizeof d);
	return is;
}

/* What it would get of it, it would have twice, with two clocks. */
static bool
has_all(const struct opened *c, const char *team)
{
	char has[LIMIT_TEAM + 1];

	for (size_t i = 0; opened_team(c, i, has); i++)
		if (strcmp(has, team) == 0)
			return true;
	return false;
}

const char *
pass_put_refuses(const struct opened *c, const char *to)
{
	struct casefile file;
	const char *said = NULL;

	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	if (c->kind >= KIND_MEETING)
		said = "This is no report: it stays with your team.";
	else if (file.come != NULL && strcmp(file.come->team, c->team) == 0)
		said = "Your team passed this on. Pass on the report that it came from.";
	else if (!handing_may(c->team, to))
		said = "Your team cannot give a report to that team. Community safety can.";
	else if (has_all(c, to))
		said = "That team has all of this case already, in its queue. Write in the case what you ask of it.";
	else if (strncmp(to, ROSTER_SCHOOL, strlen(ROSTER_SCHOOL)) == 0 && is_about_staff(c))
		said = "This is about somebody who works with children. It goes to no school; speak to the LADO.";
	secret_wipe(&file, sizeof file);
	return said;
}

const char *
pass_put_share_refuses(const struct opened *c, const char *to)
{
	const char *said = pass_put_refuses(c, to);
	struct casefile file;

	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	if (said == NULL && file.come != NULL && strcmp(file.come->team, to) == 0)
		said = "This came from that team: they read it already. Write a note here and ring them, or pass "
		    "parts of it on.";
	secret_wipe(&file, sizeof file);
	return said;
}

static const struct roster_team *
team_check(const struct roster *roster, const char *said, const char *to, struct act_result *r)
{
	const struct roster_team *team = roster_find(roster, span_of(to));

	if (said == NULL && team == NULL)
		said = "That team has no key yet: nobody there could read it. Ring them, and tell the administrators.";
	if (said != NULL)
		refuse(r, said, "team");
	return said == NULL ? team : NULL;
}

static void
start(struct pass_put *p, struct act_result *r)
{
	static const uint8_t nothing[KEY_BYTES];

	memset(&p->m, 0, sizeof p->m);
	memset(&p->act, 0, sizeof p->act);
	p->m.fd = -1;
	report_init(&p->said);
	new_report_start(&p->made, nothing, nothing);
	*r = (struct act_result){ .end = ACT_DONE };
}

/* The case's own half: another team helps from here on, and the next meeting reads of it. */
static void
act_make(struct pass_put *p, const struct child_setup *setup, const struct opened *c, const struct act_order *order,
    int64_t now, struct act_result *r)
{
	act_put_make(&p->act, setup->policy, c, order, now - now % 60, r);
	p->act.m.u.case_put.lists = 1;
	p->act.m.u.case_put.helps = 1;
}

/* --- an extract --- */

static const struct roster_team *
team_of(const void *roster, const char *code)
{
	return roster_find(roster, span_of(code));
}

static enum gw_err
come_make(const struct opened *c, struct span reason, int64_t now, struct buf *plain)
{
	struct entry e = { .act = ACT_COME, .at = now - now % 60, .text = reason };
	enum gw_err err;

	memcpy(e.by, c->member, sizeof e.by);
	memcpy(e.team, c->team, sizeof e.team);
	memcpy(e.other, c->report, sizeof e.other);
	err = entry_encode(&e, plain);
	secret_wipe(&e, sizeof e);
	return err;
}

/* Its reporter is nobody: their keys are random and forgotten at once. */
static enum gw_err
seal(struct pass_put *p, const struct new_report_by *about, struct span come, int64_t now, struct msg_pass_put *put)
{
	struct new_report_by by = *about;
	struct keypair nobody;
	enum gw_err e;

	keypair_make(&nobody);
	by.reporter_pk = nobody.pk;
	secret_random(put->put.tag, sizeof put->put.tag);
	e = new_report_seal(&p->made, &by, &p->said, come, now, &put->put);
	put->note = buf_span(&p->made.note);
	keypair_wipe(&nobody);
	return e;
}

static enum gw_err
extract_seal(struct pass_put *p, const struct child_setup *setup, const struct roster *roster, const struct opened *c,
    const struct pass_order *o, int64_t now)
{
	struct routing to = { .n = 2 };
	const struct new_report_by by = { .triage = setup->triage, .policy = setup->policy, .team = team_of,
		.arg = roster, .to = &to, .band = o->band };
	struct buf come;
	enum gw_err e;

	snprintf(to.team[0], sizeof to.team[0], "%s", o->choice.to);
	snprintf(to.team[1], sizeof to.team[1], "%s", c->team);
	buf_init(&come, LIMIT_WIRE);
	if ((e = come_make(c, o->reason, now, &come)) == GW_OK)
		e = seal(p, &by, buf_span(&come), now, &p->m.u.pass_put);
	buf_free(&come);
	return e;
}

static void
number_make(struct pass_put *p)
{
	uint8_t report[ID_BYTES], case_key[KEY_BYTES];

	secret_random(report, sizeof report);
	case_key_make(case_key);
	new_report_start(&p->made, report, case_key);
	secret_wipe(case_key, sizeof case_key);
}

static void
pass(struct pass_put *p, const struct child_setup *setup, const struct roster *roster, const struct opened *c,
    const struct pass_order *o, int64_t now, struct act_result *r)
{
	struct act_order order = { .entry = { .act = ACT_PASS, .text = o->reason } };
	enum gw_err e;

	number_make(p);
	snprintf(order.entry.team, sizeof order.entry.team, "%s", o->choice.to);
	memcpy(order.entry.other, p->made.report, ID_BYTES);
	act_make(p, setup, c, &order, now, r);
	if (r->end != ACT_DONE)
		return;
	if ((e = extract_make(c, &setup->policy->calendar, &o->choice, &p->said)) == GW_OK)
		e = extract_seal(p, setup, roster, c, o, now);
	if (e == GW_ELIMIT) {
		refuse(r, "This is too long together: 16,000 letters are the most. Leave some parts out.", "text");
	} else if (e != GW_OK) {
		fail(r, e);
	} else {
		p->m.type = MSG_PASS_PUT;
		memcpy(p->m.u.pass_put.session, c->session, SESSION_ID);
		p->m.u.pass_put.from = p->act.m.u.case_put;
	}
}

void
pass_put_make(struct pass_put *p, const struct child_setup *setup, const struct roster *roster, const struct opened *c,
    const struct pass_order *o, int64_t now, struct act_result *r)
{
	start(p, r);
	if (team_check(roster, pass_put_refuses(c, o->choice.to), o->choice.to, r) == NULL)
		return;
	if (o->band < (enum band)c->band)
		refuse(r, "They cannot have longer than the report gives: choose its band, or a sooner one.", "band");
	else
		pass(p, setup, roster, c, o, now, r);
}

/* --- all of it --- */

void
pass_put_share(struct pass_put *p, const struct child_setup *setup, const struct roster *roster, const struct opened *c,
    const struct share_order *o, int64_t now, struct act_result *r)
{
	struct act_order order = { .entry = { .act = ACT_SHARE, .text = o->reason, .gives_away = o->gives_away } };
	struct grant_subject what = { .kind = GRANT_CASE };
	struct msg_share_put *put = &p->m.u.share_put;
	const struct roster_team *team;

	start(p, r);
	if ((team = team_check(roster, pass_put_share_refuses(c, o->to), o->to, r)) == NULL)
		return;
	memcpy(order.entry.team, team->code, sizeof order.entry.team);
	act_make(p, setup, c, &order, now, r);
	if (r->end != ACT_DONE)
		return;
	p->m.type = MSG_SHARE_PUT;
	put->act = p->act.m.u.case_put;
	put->gives_away = o->gives_away;
	memcpy(put->to.team, team->code, sizeof put->to.team);
	memcpy(put->to.key, team->pk, sizeof put->to.key);
	memcpy(what.id, c->report, sizeof what.id);
	grant_seal(team->pk, &what, c->case_key, put->to.sealed);
}

void
pass_put_end(struct pass_put *p)
{
	act_put_end(&p->act);
	report_free(&p->said);
	new_report_wipe(&p->made);
	secret_wipe(&p->m, sizeof p->m);
}
