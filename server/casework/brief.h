/* brief.h: which time a brief for the Partnership Violence Assessment covers. The meeting is on Mondays, Wednesdays and
 * Fridays, or on the next working day when that is a bank holiday; a brief goes from 09:00 of the meeting before to
 * 09:00 of this one, by the wall. So briefs tile all time: no gap, no overlap. Domain (a) T18. Pure. */
#ifndef BRIEF_H
#define BRIEF_H

#include "clock.h"

struct brief { int64_t from, to; };	/* to is no part of it */
enum { BRIEFS_BACK = 400 };

/* The last one that has ended at now, or the one so many before; back: BRIEFS_BACK at most. */
struct brief brief_before(const struct calendar *c, int64_t now, unsigned back);
#endif
