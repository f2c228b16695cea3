/* effect.c: bands, states and clocks, one function each. */
#include "effect.h"

#include "clock.h"

/* Whether somebody who does this has acted on the concern. */
static bool
counts(enum case_act act)
{
	switch (act) {
	case ACT_MESSAGE:
	case ACT_CONFIRM:
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_AGREE_LOWER:
	case ACT_CLOSE:
		return true;
	default:
		return false;
	}
}

bool
act_is_met(const struct entry *entry, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (counts(entry[i].act))
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
state_after(const struct effect *was, enum case_act act, bool asks)
{
	if (act == ACT_CLOSE)
		return CASE_CLOSED;
	if (act == ACT_REOPEN)
		return CASE_WORKING;
	if (act == ACT_MESSAGE)
		return asks ? CASE_ASKED : CASE_ANSWERED;
	return counts(act) && was->state < CASE_WORKING ? CASE_WORKING : was->state;
}

static int64_t
due_after(const struct policy *p, const struct school *school, const struct effect *was, const struct entry *e,
    enum band band)
{
	int64_t due;

	if (!counts(e->act) && e->act != ACT_REOPEN && (e->act != ACT_REVIEW || !was->is_met))
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

	now.state = state_after(was, e->act, asks);
	now.is_met = was->is_met || counts(e->act);
	now.due = due_after(p, school, was, e, now.band);
	e->due = counts(e->act) || e->act == ACT_REVIEW ? was->due : 0;
	return now;
}
