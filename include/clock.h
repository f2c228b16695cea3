/* clock.h: when a report must have been acted on. Pure: the time is given, never read. School days follow the
 * calendar in its own zone, across both clock changes; immediate and urgent run by the wall and never pause.
 * A report comes in on the local day it arrives, or on the day before when school has not opened yet that morning. It
 * is due when school closes on the n-th school day after that one. Friday 15:30, or Saturday, or Monday 07:00: Monday's
 * close. Monday 09:00: Tuesday's. In a holiday: the close of the first day back. A school's own closed days (INSET) are
 * no school days for it. */
#ifndef GW_CLOCK_H
#define GW_CLOCK_H

#include <stdint.h>

#include "policy.h"

/* Seconds since 1970 UTC by which a report of this band, received at now, must be acted on; school NULL for none. */
int64_t clock_due(const struct policy *p, const struct school *school, enum band band, int64_t now);
/* The same for the next review of a case that somebody has just acted on. */
int64_t clock_review(const struct policy *p, const struct school *school, enum band band, int64_t now);
/* The minute that it is in: a second would tell when a reporter wrote. */
int64_t clock_minute(int64_t at);
/* "2026-11-21T15:30Z" and NUL; "-" when there is no such moment. */
enum { CLOCK_TEXT = 24 };
void clock_text(int64_t at, char text[CLOCK_TEXT]);
/* As people near the calendar's own clock say it, and a ten-year-old reads it: "3:30pm on Saturday 21 November",
 * "midday on ...", and at 00:00 "midnight at the end of" the day before, which nobody takes for another night; and NUL.
 * "-" for a moment outside 2000 to 2100. */
enum { CLOCK_WORDS = 48 };
void clock_words(const struct calendar *c, int64_t at, char text[CLOCK_WORDS]);

/* For cover.h. What the wall shows: its day since 1970-01-01 (Monday is weekday 0) and its second of that day, and the
 * moment when its clocks change next (INT64_MAX: never). at is a moment of 2000 to 2100. */
struct wall { int32_t day, weekday, second; int64_t changes; };
struct wall clock_wall(const struct calendar *c, int64_t at);
bool clock_is_open(const struct calendar *c, const struct school *school, int32_t day);	/* a school day */
bool clock_is_bank_holiday(const struct calendar *c, int32_t day);
/* Of 2000 to 2100: the only moments that the calendar's zone is known for. */
bool clock_is_known(int64_t at);
#endif
