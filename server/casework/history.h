/* history.h: what a case was, from what it says itself: its first part, its decision and its entries; not from the
 * vault's columns, which are of now. So a case read up to a part is what it was then. Pure. */
#ifndef HISTORY_H
#define HISTORY_H

#include "casebook.h"
#include "urgent_response.h"

int64_t history_came(const struct opened *c);		/* the minute, also of a closed one */
enum band history_first(const struct opened *c);	/* at the door */
enum band history_band(const struct opened *c);		/* at the end of its entries */
/* The last entry that set or confirmed the band; NULL: nobody has. */
const struct entry *history_confirmed(const struct opened *c);
/* When somebody last looked at how grave it is: a review, a word on the band, a meeting's decision; else when it
 * came. */
int64_t history_reviewed(const struct opened *c);
/* When staff first opened it: 0: not known, or nobody has. A whole minute. */
int64_t history_seen(const struct opened *c);
/* When it first was news for community safety's meeting: at the door, by the first entry that lists (history_lists), or
 * when they came to hold it; INT64_MAX: never. */
int64_t history_listed(const struct opened *c);
/* Whether an entry is news for the next meeting. */
bool history_lists(const struct entry *e);
/* Whether it is about a young person, whom the urgent response's clocks are for: a report or an extract; no incident,
 * and nothing that staff make for themselves. */
bool history_has_clocks(const struct opened *c);
/* Its clocks (urgent_response.h); applies is false where it can have none. */
void history_response(const struct opened *c, struct response *r);
/* An extract that community safety gave away: the case that it comes from is theirs, too. */
bool history_is_given(const struct opened *c);
#endif
