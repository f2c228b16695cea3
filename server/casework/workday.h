/* workday.h: the council's working days, Monday to Friday but for bank holidays, by the wall clock of the calendar's
 * zone. For meetings, and for figures by day. Pure. */
#ifndef WORKDAY_H
#define WORKDAY_H

#include "clock.h"

/* day: since 1970-01-01, as struct wall has it. */
int32_t workday_weekday(int32_t day);			/* 0: Monday */
bool workday_is(const struct calendar *c, int32_t day);
int32_t workday_after(const struct calendar *c, int32_t day);	/* the first working day behind it */
/* When the wall shows this second of this day. In the hour that is there twice: the first; in the one that is skipped:
 * when it ends. */
int64_t workday_moment(const struct calendar *c, int32_t day, int32_t second);
/* The first day of a month, so many months later (or, below 0, before) than the month of this day. */
int32_t workday_month(int32_t day, int months);
/* "2026-11" of a day; and NUL. "2026-11-21"; and NUL. */
enum { WORKDAY_MONTH = 8, WORKDAY_DATE = 11 };
void workday_month_text(int32_t day, char text[WORKDAY_MONTH]);
void workday_date_text(int32_t day, char text[WORKDAY_DATE]);
#endif
