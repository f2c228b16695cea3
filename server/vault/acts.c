/* acts.c: what staff may do to a case, who has to do it, and what it changes in the lists. What it means stands in its
 * sealed parts. */
#include <stdio.h>
#include <string.h>

#include "acts.h"
#include "alert_rows.h"
#include "filing.h"
#include "original_rows.h"
#include "reach.h"
#include "sheet.h"
#include "tags.h"

enum { MINUTE = 60, DAY = 86400 };

/* What an act does with the band. With KEEPS nothing but the act's own column changes, whatever the message says. */
enum band_rule { KEEPS, SAME, RISES, FALLS };

static const struct { enum band_rule band; bool when_closed; } rules[ACT_N] = {
	[ACT_MESSAGE] = { SAME, false }, [ACT_NOTE] = { KEEPS, true }, [ACT_CONFIRM] = { SAME, false },
	[ACT_RAISE] = { RISES, false }, [ACT_LOWER] = { FALLS, false }, [ACT_ASK_LOWER] = { KEEPS, false },
	[ACT_AGREE_LOWER] = { FALLS, false }, [ACT_REFUSE_LOWER] = { KEEPS, false },
	[ACT_ASSIGN] = { KEEPS, false }, [ACT_TASK] = { KEEPS, false }, [ACT_TASK_DONE] = { KEEPS, false },
	[ACT_TAG] = { KEEPS, true }, [ACT_UNTAG] = { KEEPS, true }, [ACT_LINK] = { KEEPS, true },
	[ACT_REVIEW] = { SAME, false }, [ACT_CORRECT] = { KEEPS, true }, [ACT_CLOSE] = { SAME, false },
	[ACT_REOPEN] = { SAME, true }, [ACT_RECORD] = { SAME, true }, [ACT_PASS] = { KEEPS, false },
	[ACT_SHARE] = { KEEPS, false },
};

/* LOG and COME begin a case. PASS and SHARE are put with what they say. */
static bool
is_known(const struct acting *a)
{
	const enum case_act act = a->p->act;

	if (act == ACT_PASS || act == ACT_SHARE)
		return a->to != NULL;
	return act < ACT_N && act != ACT_LOG && act != ACT_COME;
}

/* What is written down about a closed case changes nothing of it. */
static enum band_rule
rule_of(const struct acting *a)
{
	return a->p->act == ACT_RECORD && a->was.at.state == CASE_CLOSED ? KEEPS : rules[a->p->act].band;
}

static enum gw_err
columns_get(struct store *s, const uint8_t report[ID_BYTES], struct columns *c)
{
	struct use u;
	enum gw_err e;

	memset(c, 0, sizeof *c);
	use_start(&u, s, CASE_COLUMNS);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	c->at.band = (enum band)use_get_number(&u, 0);
	c->at.state = (enum case_state)use_get_number(&u, 1);
	c->received = use_get_number(&u, 2);
	c->at.due = use_get_number(&u, 3);
	c->is_met = (uint8_t)use_get_number(&u, 4);
	c->at.has_reply = use_get_number(&u, 5) != 0;
	c->parts = (uint32_t)use_get_number(&u, 6);
	use_get_text(&u, 7, c->assigned, sizeof c->assigned);
	use_get_text(&u, 8, c->lowering, sizeof c->lowering);
	c->kind = (uint8_t)use_get_number(&u, 9);
	c->helps = use_get_number(&u, 10) != 0;
	return use_end(&u, GW_OK);
}

static enum gw_err
columns_set(const struct acting *a)
{
	const struct columns *c = &a->is;
	struct use u;

	use_start(&u, a->s, CASE_SET);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, c->at.band);
	use_number(&u, c->at.state);
	use_number(&u, c->received);
	use_number(&u, c->at.due);
	use_number(&u, c->is_met);
	use_number(&u, c->at.has_reply);
	use_text(&u, c->assigned);
	use_text(&u, c->lowering);
	use_number(&u, c->helps);
	return use_run(&u, NULL);
}

/* --- whether it may be --- */

/* A message has its words for the reporter, everything else an entry; closing may have both. */
static bool
parts_fit(const struct msg_case_put *p)
{
	size_t n_words = 0, n_notes = 0;

	for (size_t i = 0; i < p->n && i < CASE_PARTS; i++) {
		n_words += p->part[i].kind == PART_FROM_STAFF;
		n_notes += p->part[i].kind == PART_NOTE;
	}
	if (n_words + n_notes != p->n)
		return false;
	if (p->act == ACT_MESSAGE)
		return n_words == 1;
	if (p->act >= ACT_RECORD)
		return n_notes == 1 && n_words == 0;
	return n_notes > 0 && n_words <= (p->act == ACT_CLOSE);
}

static bool
band_fits(const struct acting *a)
{
	const enum band was = a->was.at.band, to = a->p->band;

	switch (rule_of(a)) {
	case SAME: return to == was;
	case RISES: return to > was;
	case FALLS: return to < was;
	default: return true;
	}
}

/* A case cannot be made unread again, and is closed by closing alone. */
static bool
state_fits(const struct acting *a)
{
	const enum case_state to = a->p->state;

	if (rule_of(a) == KEEPS)
		return true;
	if (a->p->act == ACT_CLOSE)
		return to == CASE_CLOSED;
	return to != CASE_CLOSED && (to >= CASE_READ || to == a->was.at.state);
}

/* GW_OK, or GW_EINPUT: not a member of any of the case's teams. */
static enum gw_err
member_check(const struct acting *a, const char *name)
{
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, CASE_SHARED);
	use_blob(&u, a->p->report, ID_BYTES);
	use_text(&u, name);
	e = use_row(&u);
	return use_end(&u, e == GW_EABSENT ? GW_EINPUT : e);
}

enum gw_err
act_refuse(const struct acting *a, const char *why)
{
	enum gw_err e = reach_note(a->s, AUDIT_REFUSED, a->p->report, why, a->now);

	return e == GW_OK ? GW_EDENIED : e;
}

/* What two people have to do. */
static enum gw_err
second_check(const struct acting *a)
{
	const bool is_immediate = a->was.at.band == BAND_IMMEDIATE, is_asked = a->was.lowering[0] != '\0';

	switch (a->p->act) {
	case ACT_LOWER:
		return is_immediate ? act_refuse(a, "lowering immediate alone") : GW_OK;
	case ACT_CLOSE:
		return is_immediate ? act_refuse(a, "closing while immediate") : GW_OK;
	case ACT_ASK_LOWER:
		return !is_immediate ? GW_EINPUT : is_asked ? GW_ECONFLICT : GW_OK;
	case ACT_AGREE_LOWER:
	case ACT_REFUSE_LOWER:
		if (!is_asked)
			return GW_EINPUT;
		return strcmp(a->was.lowering, a->s->member) == 0 ?
		    act_refuse(a, "deciding on lowering that they asked for") : GW_OK;
	default:
		return GW_OK;
	}
}

static enum gw_err
tasks_check(const struct acting *a)
{
	int64_t n = LIMIT_TASKS;
	struct use u;
	enum gw_err e;

	if (a->p->task_due <= 0)
		return GW_EINPUT;
	use_start(&u, a->s, TASK_COUNT);
	use_blob(&u, a->p->report, ID_BYTES);
	if (use_row(&u) == GW_OK)
		n = use_get_number(&u, 0);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	return n < LIMIT_TASKS ? member_check(a, a->p->owner) : GW_ELIMIT;
}

static enum gw_err
people_check(const struct acting *a)
{
	switch (a->p->act) {
	case ACT_ASSIGN:
		return a->p->assigned[0] == '\0' ? GW_OK : member_check(a, a->p->assigned);
	case ACT_TASK:
		return tasks_check(a);
	case ACT_TAG:
	case ACT_UNTAG:
		return reach_team(a->s, a->p->report, a->p->tag_team, a->now);
	case ACT_RECORD:
		return original_rows_check(a);
	default:
		return GW_OK;
	}
}

/* Whoever gave an extract away adds to it, and moves nothing of it. */
static bool
only_adds(const struct acting *a)
{
	const struct msg_case_put *p = a->p;
	const struct columns *was = &a->was;
	const bool adds = p->act == ACT_NOTE || p->act == ACT_CORRECT || p->act == ACT_TAG || p->act == ACT_UNTAG ||
	    p->act == ACT_RECORD;

	return adds && p->band == was->at.band && p->state == was->at.state && p->due == was->at.due &&
	    p->is_met == was->is_met && p->lists == 0 && (p->helps == 0 || was->helps);
}

static enum gw_err
giver_check(const struct acting *a)
{
	struct reach r;
	enum gw_err e;

	if (a->was.kind != KIND_EXTRACT)
		return GW_OK;
	if ((e = reach_grant(a->s, a->p->report, &r)) != GW_OK || r.is_queued)
		return e;
	return only_adds(a) ? GW_OK : act_refuse(a, "of a team that passed it on");
}

/* Changes nothing but for refusals, which are noted. */
static enum gw_err
act_check(const struct acting *a)
{
	const bool is_closed = a->was.at.state == CASE_CLOSED;
	const bool is_hold = a->p->act == ACT_RECORD && a->p->sheet == SHEET_HOLD;
	/* Room to close it, or to lock an attachment, is kept from everything else. */
	const uint32_t spare = a->p->act == ACT_CLOSE || is_hold ? 0 : CASE_PARTS;
	enum gw_err e;

	if (a->is_device && a->p->act != ACT_RECORD)
		return act_refuse(a, "more than recording, by a device");
	if (a->p->seq != a->was.parts)
		return GW_ECONFLICT;
	if (!is_known(a) || !parts_fit(a->p) || (a->p->act == ACT_RECORD && a->p->sheet >= SHEET_N) ||
	    (is_closed ? !rules[a->p->act].when_closed : a->p->act == ACT_REOPEN))
		return GW_EINPUT;
	if (a->p->seq + a->p->n + spare > LIMIT_MESSAGES)
		return GW_ELIMIT;
	if ((e = giver_check(a)) != GW_OK || (e = second_check(a)) != GW_OK)
		return e;
	return band_fits(a) && state_fits(a) ? people_check(a) : GW_EINPUT;
}

/* --- what it changes --- */

static void
columns_change(struct acting *a)
{
	const struct msg_case_put *p = a->p;
	struct columns *c = &a->is;

	*c = a->was;
	c->helps = a->was.helps || p->helps != 0;
	if (rule_of(a) != KEEPS) {
		c->at.band = p->band;
		c->at.state = p->state;
		c->at.due = p->due - p->due % MINUTE;
		/* No record takes back that somebody has acted on it. */
		c->is_met = p->act == ACT_RECORD && a->was.is_met != 0 ? 1 : p->is_met;
	}
	if (p->act == ACT_ASSIGN)
		snprintf(c->assigned, sizeof c->assigned, "%s", p->assigned);
	if (p->act == ACT_ASK_LOWER)
		snprintf(c->lowering, sizeof c->lowering, "%s", a->s->member);
	if (p->act == ACT_AGREE_LOWER || p->act == ACT_REFUSE_LOWER || p->act == ACT_RAISE)
		c->lowering[0] = '\0';
	if (p->act == ACT_CLOSE) {		/* no clock runs any more: days are enough */
		c->received -= c->received % DAY;
		c->at.due = a->now - a->now % DAY;
		c->is_met = 1;
	}
	/* Who closes it has read to the end; who notes something on a closed one has seen why it came back. */
	if (p->act == ACT_CLOSE || p->act == ACT_REOPEN ||
	    ((p->act == ACT_NOTE || p->act == ACT_RECORD) && a->was.at.state == CASE_CLOSED))
		c->at.has_reply = false;
}

/* In our own words, from columns alone. */
static void
why_say(struct acting *a)
{
	const struct msg_case_put *p = a->p;

	if (p->act == ACT_CONFIRM)
		snprintf(a->why, sizeof a->why, "%s", band_code(a->is.at.band));
	else if (a->is.at.band != a->was.at.band)
		snprintf(a->why, sizeof a->why, "%s to %s", band_code(a->was.at.band), band_code(a->is.at.band));
	else if (p->act == ACT_ASSIGN)
		snprintf(a->why, sizeof a->why, "to %s", p->assigned[0] == '\0' ? "nobody" : p->assigned);
	else if (p->act == ACT_TASK)
		snprintf(a->why, sizeof a->why, "for %s", p->owner);
	else if (p->act == ACT_RECORD)
		snprintf(a->why, sizeof a->why, "%s", sheet_kind((enum sheet)p->sheet)->code);
	else if (a->to != NULL)
		snprintf(a->why, sizeof a->why, "to %s%s", a->to, a->gives_away ? ", given away" : "");
	if (p->act == ACT_RECORD)
		original_rows_say(a, a->why);
}

static enum gw_err
task_put(const struct acting *a)
{
	const uint32_t note = a->p->part[0].kind == PART_NOTE ? 0 : 1;
	struct use u;

	use_start(&u, a->s, TASK_PUT);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->seq + note);
	use_text(&u, a->p->owner);
	use_number(&u, a->p->task_due);
	return use_run(&u, NULL);
}

static enum gw_err
task_drop(const struct acting *a)
{
	int dropped = 0;
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, TASK_DROP);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->task);
	e = use_run(&u, &dropped);
	return e == GW_OK && dropped != 1 ? GW_EINPUT : e;
}

static enum gw_err
report_run(const struct acting *a, enum stmt which)
{
	struct use u;

	use_start(&u, a->s, which);
	use_blob(&u, a->p->report, ID_BYTES);
	return use_run(&u, NULL);
}

/* Rows of the act's own. */
static enum gw_err
rows_change(const struct acting *a)
{
	enum gw_err e;

	switch (a->p->act) {
	case ACT_TASK:
		return task_put(a);
	case ACT_TASK_DONE:
		return task_drop(a);
	case ACT_TAG:
		return tags_put(a->s, a->p);
	case ACT_UNTAG:
		return tags_drop(a->s, a->p);
	case ACT_RECORD:
		return original_rows_change(a);
	case ACT_RAISE:
		return a->is.at.band >= BAND_URGENT ? alerts_want(a->s, a->p->report, a->now) : GW_OK;
	case ACT_CLOSE:
		if ((e = report_run(a, TASKS_DROP)) != GW_OK || (e = report_run(a, LOOKS_DROP)) != GW_OK)
			return e;
		return alerts_end(a->s, a->p->report);
	default:
		return GW_OK;
	}
}

/* One's own entry is no news. */
static enum gw_err
look_keep(const struct acting *a)
{
	struct use u;

	use_start(&u, a->s, LOOK_PARTS);
	use_blob(&u, a->p->report, ID_BYTES);
	use_text(&u, a->s->member);
	return use_run(&u, NULL);
}

/* Whether it is news for the next meeting. */
static enum listing
listing_of(const struct acting *a)
{
	const bool is_urgent = a->was.at.band >= BAND_URGENT || a->is.at.band >= BAND_URGENT;

	if (a->listing == LISTS || (a->p->act == ACT_RAISE && is_urgent))
		return LISTS;
	if (a->p->lists == 0)
		return LISTS_NOT;
	return is_urgent ? LISTS : LISTS_AGAIN;
}

enum gw_err
act_do(struct acting *a)
{
	const struct msg_case_put *p = a->p;
	const struct addition add = { .report = p->report, .seq = p->seq, .files = p->files, .n = p->n, .part = p->part,
		.head = p->head };
	const struct audit_act act = { .at = a->now, .who = a->s->member,
		.what = (enum audit_what)(AUDIT_ACTED + p->act), .subject = { p->report, ID_BYTES }, .why = a->why };
	enum gw_err e;

	columns_change(a);
	why_say(a);
	if ((e = filing_append(a->s, &add)) != GW_OK || (e = columns_set(a)) != GW_OK ||
	    (e = standing_change(a->s, p->report, &a->was.at, &a->is.at)) != GW_OK ||
	    (p->act != ACT_LINK && (e = alerts_seen(a->s, p->report)) != GW_OK) ||
	    (e = rows_change(a)) != GW_OK || (e = look_keep(a)) != GW_OK ||
	    (e = escalation_change(a->s, p->report, listing_of(a))) != GW_OK)
		return e;
	return filing_act(a->s, &act);
}

enum gw_err
act_prepare(struct acting *a)
{
	enum gw_err e = columns_get(a->s, a->p->report, &a->was);

	return e == GW_OK ? act_check(a) : e;
}

enum gw_err
store_case_put(struct store *s, const struct msg_case_put *p, int64_t now)
{
	struct acting a = { .s = s, .p = p, .now = now };
	struct reach r;
	struct visit v;
	enum gw_err e;

	if ((e = visit_prove(s, p->session, now, &v)) != GW_OK || (e = reach_case(s, p->report, now, &r)) != GW_OK)
		return e;
	a.is_device = v.is_device;
	return (e = act_prepare(&a)) == GW_OK ? act_do(&a) : e;
}
