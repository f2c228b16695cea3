/* clock.c: local days from the calendar's own table of clock changes; no libc zone, no file, no state. */
#include "clock.h"

#include <stdio.h>
#include <time.h>

enum { DAY = 86400, HOUR = 3600, MINUTE = 60, WEEK_DAYS = 7, SATURDAY = 5 };
/* Days looked at for each school day asked: a calendar closed for longer than a year must not stop a clock. */
enum { HORIZON_PER_DAY = 400 };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int32_t
offset_at(const struct calendar *c, int64_t at)
{
	size_t low = 0, high = c->n_shifts;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->shift[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? c->shift[low - 1].offset : 0;
}

static bool
is_open(const struct calendar *c, int64_t day)
{
	/* 1970-01-01 was a Thursday; here Monday is 0. */
	int64_t weekday = (day + 3) - floor_div(day + 3, WEEK_DAYS) * WEEK_DAYS;

	if (weekday >= SATURDAY)
		return false;
	for (size_t i = 0; i < c->n_closed; i++)
		if (day >= c->closed[i].first && day <= c->closed[i].last)
			return false;
	return true;
}

/* The moment when the wall clock of this zone shows minute on day. */
static int64_t
moment_of(const struct calendar *c, int64_t day, int minute)
{
	int64_t wall = day * DAY + (int64_t)minute * MINUTE;
	int64_t guess = wall - offset_at(c, wall);

	return wall - offset_at(c, guess);
}

static int64_t
due_school_days(const struct calendar *c, int days, int64_t now)
{
	int64_t local = now + offset_at(c, now), day = floor_div(local, DAY), last;

	if (local - day * DAY < (int64_t)c->school_opens * MINUTE)
		day--;
	last = day + (int64_t)HORIZON_PER_DAY * days;
	while (days > 0 && day < last)
		if (is_open(c, ++day))
			days--;
	return moment_of(c, day, c->school_closes);
}

int64_t
clock_due(const struct policy *p, enum band band, int64_t now)
{
	const struct service_level *level = &p->level[band];

	if (level->school_days == 0)
		return now + (int64_t)level->hours * HOUR;
	return due_school_days(&p->calendar, level->school_days, now);
}

bool
clock_is_school_day(const struct calendar *c, int64_t at)
{
	return is_open(c, floor_div(at + offset_at(c, at), DAY));
}

void
clock_text(int64_t at, char text[CLOCK_TEXT])
{
	time_t t = (time_t)at;
	struct tm tm;

	/* gmtime_r needs no zone and fails only for years beyond an int. */
	if (gmtime_r(&t, &tm) == NULL || strftime(text, CLOCK_TEXT, "%Y-%m-%dT%H:%MZ", &tm) == 0)
		snprintf(text, CLOCK_TEXT, "-");
}

void
clock_words(const struct calendar *c, int64_t at, char text[CLOCK_WORDS])
{
	time_t local = (time_t)(at + offset_at(c, at));
	char day[20], month[10];
	struct tm tm;

	if (gmtime_r(&local, &tm) == NULL || strftime(day, sizeof day, "%H:%M on %A", &tm) == 0 ||
	    strftime(month, sizeof month, "%B", &tm) == 0)
		snprintf(text, CLOCK_WORDS, "-");
	else
		snprintf(text, CLOCK_WORDS, "%s %d %s", day, tm.tm_mday, month);
}
