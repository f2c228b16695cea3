/* brief.c: from day to day backwards. */
#include "brief.h"

#include "workday.h"

enum { NINE = 9 * 3600, MONDAY = 0, WEDNESDAY = 2, FRIDAY = 4 };

static bool
is_nominal(int32_t day)
{
	const int32_t weekday = workday_weekday(day);

	return weekday == MONDAY || weekday == WEDNESDAY || weekday == FRIDAY;
}

/* A working day that has its own meeting, or one that could not be on the days off right before it. */
static bool
is_day(const struct calendar *c, int32_t day)
{
	if (!workday_is(c, day))
		return false;
	if (is_nominal(day))
		return true;
	for (day--; !workday_is(c, day); day--)
		if (is_nominal(day))
			return true;
	return false;
}

static int32_t
day_before(const struct calendar *c, int32_t day)
{
	do {
		day--;
	} while (!is_day(c, day));
	return day;
}

struct brief
brief_before(const struct calendar *c, int64_t now, unsigned back)
{
	int32_t day = clock_wall(c, now).day + 1;
	struct brief b;

	do {
		day = day_before(c, day);
	} while (workday_moment(c, day, NINE) > now);
	for (; back > 0; back--)
		day = day_before(c, day);
	b.to = workday_moment(c, day, NINE);
	b.from = workday_moment(c, day_before(c, day), NINE);
	return b;
}
