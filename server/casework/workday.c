/* workday.c: days and the wall's seconds, to moments and back. Dates: Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
#include "workday.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR, SATURDAY = 5 };
struct date { int32_t year, month, day; };

int32_t
workday_weekday(int32_t day)
{
	return (day + 3) % 7;		/* 1970-01-01 was a Thursday */
}

bool
workday_is(const struct calendar *c, int32_t day)
{
	return workday_weekday(day) < SATURDAY && !clock_is_bank_holiday(c, day);
}

int32_t
workday_after(const struct calendar *c, int32_t day)
{
	do {
		day++;
	} while (!workday_is(c, day));
	return day;
}

/* The wall's day and second as one number. */
static int64_t
shown(const struct calendar *c, int64_t at)
{
	const struct wall w = clock_wall(c, at);

	return (int64_t)w.day * DAY + w.second;
}

/* Two looks find the offset of that day, and of the hour after a change. */
int64_t
workday_moment(const struct calendar *c, int32_t day, int32_t second)
{
	const int64_t want = (int64_t)day * DAY + second;
	int64_t at = want;

	at -= shown(c, at) - want;
	at -= shown(c, at) - want;
	if (shown(c, at - HOUR) == want)
		at -= HOUR;
	return at;
}

/* --- dates --- */

static struct date
date_of(int32_t day)
{
	const int32_t z = day + 719468, era = z / 146097, doe = z - era * 146097;
	const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	struct date d = { yoe + era * 400, mp < 10 ? mp + 3 : mp - 9, doy - (153 * mp + 2) / 5 + 1 };

	d.year += d.month <= 2;
	return d;
}

static int32_t
day_of(struct date d)
{
	const int32_t y = d.year - (d.month <= 2), era = y / 400, yoe = y - era * 400;
	const int32_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int32_t
workday_month(int32_t day, int months)
{
	struct date d = date_of(day);
	const int32_t n = d.year * 12 + d.month - 1 + months;

	d = (struct date){ n / 12, n % 12 + 1, 1 };
	return day_of(d);
}

void
workday_month_text(int32_t day, char text[WORKDAY_MONTH])
{
	char date[WORKDAY_DATE];

	workday_date_text(day, date);
	memcpy(text, date, WORKDAY_MONTH - 1);
	text[WORKDAY_MONTH - 1] = '\0';
}

void
workday_date_text(int32_t day, char text[WORKDAY_DATE])
{
	const struct date d = date_of(day);

	snprintf(text, WORKDAY_DATE, "%04u-%02u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100,
	    (unsigned)d.day % 100);
}
