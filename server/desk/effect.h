/* effect.h: what an act makes of a case: its next band, state and clock. Pure: the time is given. What a first act is
 * due by stops with the first one that counts; from then on the clock is the next review's. Notes, tags, tasks, links
 * and who it is assigned to stop no clock. */
#ifndef EFFECT_H
#define EFFECT_H

#include "entry.h"
#include "policy.h"
#include "urgent_response.h"

/* Where a case stands, for its clock and its row in the queue. */
struct effect {
	enum band band;
	enum case_state state;
	bool is_met;			/* somebody has acted; due is the next review's */
	int64_t due;			/* whole minutes */
};

/* Whether somebody has acted on the concern: one of these entries is a message, a band confirmed or changed, somebody
 * told (SHEET_TOLD), a try to reach the young person (SHEET_CONTACT), or the close. */
bool act_is_met(const struct entry *entry, size_t n);
/* What takes a case from this band to that one: CONFIRM, RAISE, LOWER, or ASK_LOWER, because an immediate one is
 * lowered by two people. */
enum case_act act_of_band(enum band from, enum band to);
/* Fills in e's from, to and due, as far as its act has them, and gives where the case stands then. asks: the message
 * asks the reporter something. school as for clock_due. */
struct effect effect_of(const struct policy *p, const struct school *school, const struct effect *was,
    struct entry *e, bool asks);
/* What the urgent response asks for comes first: is's due is then the sooner of the two. r: with e in it. e: the act
 * that effect_of gave is for. */
void effect_respond(const struct response *r, const struct entry *e, struct effect *is);
#endif
