/* effect.c: bands, states and clocks, one function each. */
#include "effect.h"

#include "clock.h"

/* Whether somebody who does this has acted on the concern. */
static bool
counts(const struct entry *e)
{
	switch (e->act) {
	case ACT_MESSAGE:
	case ACT_CONFIRM:
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_AGREE_LOWER:
	case ACT_CLOSE:
		return true;
	case ACT_RECORD:
		return e->sheet == SHEET_TOLD || e->sheet == SHEET_CONTACT;
	default:
		return false;
	}
}

/* Looks at it again, where somebody has acted before. That a child cannot be identified is found out by looking. */
static bool
reviews(const struct entry *e)
{
	return e->act == ACT_REVIEW || (e->act == ACT_RECORD && e->sheet == SHEET_UNIDENTIFIED);
}

bool
act_is_met(const struct entry *entry, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (counts(&entry[i]))
			return true;
	return false;
}

enum case_act
act_of_band(enum band from, enum band to)
{
	if (to >= from)
		return to == from ? ACT_CONFIRM : ACT_RAISE;
	return from == BAND_IMMEDIATE ? ACT_ASK_LOWER : ACT_LOWER;
}

static enum band
band_after(const struct effect *was, struct entry *e)
{
	switch (e->act) {
	case ACT_CONFIRM:
		e->to = was->band;
		break;
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_AGREE_LOWER:
		e->from = was->band;
		return e->to;
	case ACT_ASK_LOWER:
	case ACT_REFUSE_LOWER:
		break;
	default:
		return was->band;
	}
	e->from = was->band;
	return was->band;
}

static enum case_state
state_after(const struct effect *was, const struct entry *e, bool asks)
{
	const enum case_act act = e->act;

	if (act == ACT_CLOSE)
		return CASE_CLOSED;
	if (act == ACT_REOPEN)
		return CASE_WORKING;
	if (act == ACT_MESSAGE)
		return asks ? CASE_ASKED : CASE_ANSWERED;
	return counts(e) && was->state < CASE_WORKING ? CASE_WORKING : was->state;
}

static int64_t
due_after(const struct policy *p, const struct school *school, const struct effect *was, const struct entry *e,
    enum band band)
{
	int64_t due;

	if (!counts(e) && e->act != ACT_REOPEN && !(reviews(e) && was->is_met))
		return was->due;
	if (e->act != ACT_RAISE || was->is_met)
		due = clock_review(p, school, band, e->at);
	else if ((due = clock_due(p, school, band, e->at)) > was->due)
		due = was->due;		/* raising gives nobody more time */
	return due - due % 60;
}

struct effect
effect_of(const struct policy *p, const struct school *school, const struct effect *was, struct entry *e, bool asks)
{
	struct effect now = { .band = band_after(was, e) };

	now.state = state_after(was, e, asks);
	if (was->state == CASE_CLOSED && e->act == ACT_RECORD) {	/* noted, no more */
		e->due = 0;
		return *was;
	}
	now.is_met = was->is_met || counts(e);
	now.due = due_after(p, school, was, e, now.band);
	e->due = counts(e) || reviews(e) ? was->due : 0;
	return now;
}

void
effect_respond(const struct response *r, const struct entry *e, struct effect *is)
{
	const bool sets = counts(e) || reviews(e) || e->act == ACT_REOPEN || e->act == ACT_RECORD;
	const int64_t due = response_due(r);

	if (sets && is->state != CASE_CLOSED && due < is->due)
		is->due = due;
}
