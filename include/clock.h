/* clock.h: when a report must have been acted on. Pure: the time is given, never read. School days follow the
 * calendar in its own zone, across both clock changes; immediate and urgent run by the wall and never pause.
 * A report comes in on the local day it arrives, or on the day before when school has not opened yet that morning. It
 * is due when school closes on the n-th school day after that one. Friday 15:30, or Saturday, or Monday 07:00: Monday's
 * close. Monday 09:00: Tuesday's. In a holiday: the close of the first day back. */
#ifndef GW_CLOCK_H
#define GW_CLOCK_H

#include <stdint.h>

#include "policy.h"

/* Seconds since 1970 UTC by which a report of this band, received at now, must be acted on. */
int64_t clock_due(const struct policy *p, enum band band, int64_t now);
bool clock_is_school_day(const struct calendar *c, int64_t at);
/* "2026-11-21T15:30Z" and NUL. */
enum { CLOCK_TEXT = 24 };
void clock_text(int64_t at, char text[CLOCK_TEXT]);
/* As people near the calendar's own clock say it: "15:30 on Saturday 21 November" and NUL. */
enum { CLOCK_WORDS = 40 };
void clock_words(const struct calendar *c, int64_t at, char text[CLOCK_WORDS]);
#endif
