/* plan.h: who is told of an alert and when again, and how long a sending that failed waits. Pure; given the clock. */
#ifndef PLAN_H
#define PLAN_H

#include "alerts.h"
#include "msg.h"

/* Back-off in seconds, which the vault rounds up to the minute: the first wait, doubled by each
 * try that fails, up to the last. And when somebody is looked for again while it is nobody's shift on any rung. */
enum { PLAN_FIRST = 10, PLAN_LAST = 900, PLAN_NOBODY = 300 };
/* So many deliveries at once are for pages alone: slow receivers of news must not hold one up. */
enum { PLAN_FOR_PAGES = 2 };

/* A page: this rung now, the next after alerts_every; news: this rung, once. Nobody on duty: the same rung again. */
void plan_raise(const struct alerts *a, const struct policy *p, const struct msg_alert *alert, int64_t now,
    struct msg_alert_raised *out);
/* The moment before which this person is told nothing of this kind again; row->tries: those that failed before this
 * one. */
int64_t plan_again(const struct alerts *a, const struct msg_outbox_row *row, bool is_sent, int64_t now);
/* Whether this one may begin while so many more could. */
bool plan_may_begin(enum alert_kind kind, size_t n_free);
#endif
