/* cover.h: what may be promised. A page may name a time only when policy/cover.yaml and policy/calendar.yaml say that
 * somebody is there to keep it (domain: "promise gate"). Pure: the time is given. Local times, school days and bank
 * holidays as in clock.h: somebody is there whenever the clock on the wall shows a time of their shift, so a shift of
 * 00:00 to 24:00 has no hole on the nights when clocks change. What the calendar does not know yet is not promised:
 * school hours end with the last day in its list closed, and shifts that are not there on bank holidays with the year
 * of the last one in its list.
 *
 * Who reads: immediate and urgent reports: duty, the school's team and the council; others: the school's team, or
 * without a school the council. A concern about staff never goes to its school: give NULL.
 *
 * By when an answer may be there, so that it can be checked by hand. The look is the first moment from which a reader
 * stays for COVER_READING minutes (less is no time to read; domain (f), P1: "eyes-on 15 min").
 *   hours:        count from when it came. The reader has so many hours from the look, or until their shift ends if
 *                 that is sooner. Come back then, but not before it is due (clock.h).
 *   school days:  count from the morning of the day that it is due. Come back when it is due if the look is
 *                 COVER_READING before that; else when that shift ends, at the latest a day after the look.
 * 1 hour; council Monday to Friday 09:00-17:00, no duty, no school. Monday 16:40: 17:40. Monday 16:50: Tuesday 10:00.
 * Friday 23:00: 10:00 on Monday. 24 hours: Thursday 18:00: Friday 18:00. Friday 18:00: Monday 17:00. */
#ifndef COVER_H
#define COVER_H

#include "clock.h"
#include "policy.h"

enum { COVER_READING = 15 };
/* No moment that may be named: nobody who reads comes within a year. clock_words says "-"; show a sentence without a
 * time. Later than every moment, so "look <= now" asks whether somebody is there. */
#define COVER_NEVER INT64_MAX

struct promise {
	int64_t next_look;	/* the first moment, from now on, when somebody who may read it is there; maybe now */
	int64_t come_back;	/* the rule above, in whole minutes; COVER_NEVER too, even when next_look is not */
};
/* For a report of this band, received at now; school NULL for none. */
struct promise cover_promise(const struct policy *p, const struct school *school, enum band band, int64_t now);
/* For somebody who has not written yet: when the one who would read an ordinary message looks next. */
int64_t cover_next_look(const struct policy *p, const struct school *school, int64_t now);
/* Somebody reads immediate reports at every hour of every day: only then may a page say "day or night". */
bool cover_is_always(const struct policy *p);
/* On a later look at a report without an answer: what cover_promise said when it came (due is its clock_due, perhaps
 * cut to the minute), always later than now. Once that has passed: when the reader who is there next has had the
 * level's hours, or their shift if that is shorter (at most a day). */
int64_t cover_come_back(const struct policy *p, const struct school *school, enum band band, int64_t due, int64_t now);
#endif
