/* urgent_response.h: the clocks of the Urgent Response Protocol, from a case's entries. They run by the wall and never
 * pause; a limit that was missed stays missed, whatever is done later. Domain (f), "Clock rules"; (a) U1, U3, U8, U10,
 * C4; (g) M1 to M3. Pure: the time is given.
 * Which cases: those that were ever urgent or immediate (at the door, or raised to it), those with a TRIGGER, and
 * those with a young person in custody (WHERE). Golden hour: from when the case became immediate, or from custody's
 * "since" (its entry, where none was said), whichever came first; TOLD alone stops it. Attempt and contact: twice
 * each, from both starts of the borough's papers: the incident (START of the incident, the last that was said), and
 * when it was identified (START of that; else when the protocol began to apply). Any CONTACT stops an attempt; one
 * that reached a person (all but "no_answer") stops contact. What a CONTACT or TOLD says was before the start counts
 * as at the start; but one that was noted before this clock was there and speaks of a time before its start was
 * about something else, and does not count. UNIDENTIFIED, with nobody reached after it, is an outcome of its own:
 * neither attempt nor contact then makes a case due, their limits stay shown. */
#ifndef URGENT_RESPONSE_H
#define URGENT_RESPONSE_H

#include "entry.h"

enum { RESPONSE_TOLD_SECONDS = 3600, RESPONSE_ATTEMPT_SECONDS = 24 * 3600, RESPONSE_CONTACT_SECONDS = 48 * 3600,
	RESPONSE_PLAN_SECONDS = 5 * 86400 };
enum response_start { START_INCIDENT, START_IDENTIFIED, START_N };
enum { RESPONSE_LIMITS = 1 + 2 * START_N };	/* of one case, at most */

struct limit {
	bool runs;		/* there is such a limit */
	int64_t start, due;	/* due: start and the seconds above; the last moment that is in time */
	int64_t met;		/* when it was kept, or late; 0: not yet */
};
struct response {
	bool applies;
	int64_t since;				/* when the protocol began to apply */
	struct limit told;
	struct limit attempt[START_N], contact[START_N];
	bool is_unidentified;
};

/* What a part of the case was when triage decided: first; came: the minute it came in. entry[i] in order. */
void response_read(enum band first, int64_t came, const struct entry *entry, size_t n, struct response *r);
/* The same with one entry more, the next one. */
void response_read_with(enum band first, int64_t came, const struct entry *entry, size_t n, const struct entry *next,
    struct response *r);
/* Broken at now: not met by due. At due itself it is not. */
bool limit_is_missed(const struct limit *l, int64_t now);
/* Kept within so many seconds of its start, whatever its own limit: for KPIs of 24 and 48 h. */
bool limit_is_within(const struct limit *l, int64_t seconds);
/* The soonest limit that is still to be met; INT64_MAX: none. */
int64_t response_due(const struct response *r);
/* There should be a multi-agency plan by now: five days after the protocol began to apply. */
bool response_wants_plan(const struct response *r, bool has_plan, int64_t now);
#endif
