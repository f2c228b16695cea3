/* plan.c: rungs and waits. */
#include "plan.h"

#include <stdio.h>

_Static_assert((int)PERSON_CODE == (int)ALERT_CODE && (int)MSG_ALERT_PEOPLE == (int)ALERT_ON_DUTY,
    "a message has room for the policy's");

void
plan_raise(const struct alerts *a, const struct policy *p, const struct msg_alert *alert, int64_t now,
    struct msg_alert_raised *out)
{
	const struct alert_person *who[ALERT_ON_DUTY];
	const size_t n = alerts_on_duty(a, p, alert->team, alert->rung, now, who);
	const int64_t every = alert->band < BAND_N ? alerts_every(a, (enum band)alert->band) : 0;

	*out = (struct msg_alert_raised){ .n = alert->n, .rung = alert->rung, .kind = alert->kind,
	    .band = alert->band };
	for (size_t i = 0; i < n && i < MSG_ALERT_PEOPLE; i++)
		snprintf(out->to[out->n_to++].code, sizeof out->to[0].code, "%s", who[i]->code);
	if (out->n_to == 0) {
		out->next = now + PLAN_NOBODY;
	} else if (alert->kind == ALERT_PAGE) {
		out->rung = alert->rung < ALERT_RUNGS ? (uint8_t)(alert->rung + 1) : ALERT_RUNGS;
		out->next = now + (every > 0 ? every : PLAN_LAST);
	}
}

int64_t
plan_again(const struct alerts *a, const struct msg_outbox_row *row, bool is_sent, int64_t now)
{
	int64_t wait = PLAN_FIRST;

	if (is_sent)
		return now + (row->kind == ALERT_PAGE ? alerts_page_gap(a) : row->kind == ALERT_NEWS ?
		    alerts_digest_gap(a) : PLAN_FIRST);
	for (uint32_t i = 0; i < row->tries && wait < PLAN_LAST; i++)
		wait *= 2;
	return now + (wait < PLAN_LAST ? wait : PLAN_LAST);
}

bool
plan_may_begin(enum alert_kind kind, size_t n_free)
{
	return n_free > (kind == ALERT_PAGE ? 0 : PLAN_FOR_PAGES);
}
