/* clock.c: local days from the calendar's own table of clock changes; no libc zone, no file, no state. */
#include "clock.h"

#include <stdio.h>
#include <time.h>

enum { DAY = 86400, HOUR = 3600, MINUTE = 60, WEEK_DAYS = 7, SATURDAY = 5, NOON = 12 };
/* Days looked at for each school day asked: a calendar closed for longer than a year must not stop a clock. */
enum { HORIZON_PER_DAY = 400 };
static const int64_t first_moment = 946684800, last_moment = 4133980800;	/* 2000-01-01, 2101-01-01 UTC */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* How many of the zone's changes have happened at this moment. */
static size_t
changes_by(const struct calendar *c, int64_t at)
{
	size_t low = 0, high = c->n_changes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->change[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int32_t
offset_at(const struct calendar *c, int64_t at)
{
	const size_t n = changes_by(c, at);

	return n > 0 ? c->change[n - 1].offset : 0;
}

static int32_t
weekday_of(int64_t day)
{
	/* 1970-01-01 was a Thursday. */
	return (int32_t)(day + 3 - floor_div(day + 3, WEEK_DAYS) * WEEK_DAYS);
}

bool
clock_is_known(int64_t at)
{
	return at >= first_moment && at < last_moment;
}

struct wall
clock_wall(const struct calendar *c, int64_t at)
{
	const size_t n = changes_by(c, at);
	const int64_t local = at + (n > 0 ? c->change[n - 1].offset : 0), day = floor_div(local, DAY);

	return (struct wall){ (int32_t)day, weekday_of(day), (int32_t)(local - day * DAY),
		n < c->n_changes ? c->change[n].at : INT64_MAX };
}

static bool
is_in(const struct days *spans, size_t n, int64_t day)
{
	for (size_t i = 0; i < n; i++)
		if (day >= spans[i].first && day <= spans[i].last)
			return true;
	return false;
}

bool
clock_is_bank_holiday(const struct calendar *c, int32_t day)
{
	for (size_t i = 0; i < c->n_bank_holidays; i++)
		if (c->bank_holiday[i] == day)
			return true;
	return false;
}

bool
clock_is_open(const struct calendar *c, const struct school *school, int32_t day)
{
	return weekday_of(day) < SATURDAY && !is_in(c->closed, c->n_closed, day) && !clock_is_bank_holiday(c, day) &&
	    (school == NULL || !is_in(school->closed, school->n_closed, day));
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
due_school_days(const struct calendar *c, const struct school *school, int days, int64_t now)
{
	int64_t local = now + offset_at(c, now), day = floor_div(local, DAY), last;

	if (local - day * DAY < (int64_t)c->school_opens * MINUTE)
		day--;
	last = day + (int64_t)HORIZON_PER_DAY * days;
	while (days > 0 && day < last)
		if (clock_is_open(c, school, (int32_t)++day))
			days--;
	return moment_of(c, day, c->school_closes);
}

static int64_t
due_by(const struct policy *p, const struct school *school, const struct service_level *level, int64_t now)
{
	if (level->school_days == 0)
		return now + (int64_t)level->hours * HOUR;
	return due_school_days(&p->calendar, school, level->school_days, now);
}

int64_t
clock_due(const struct policy *p, const struct school *school, enum band band, int64_t now)
{
	return due_by(p, school, &p->level[band], now);
}

int64_t
clock_review(const struct policy *p, const struct school *school, enum band band, int64_t now)
{
	return due_by(p, school, &p->review[band], now);
}

int64_t
clock_minute(int64_t at)
{
	return at - at % MINUTE;
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

/* "3:30pm", "4pm", "midday". */
static void
say_time(int minute, char text[24])
{
	const int hour = minute / 60, twelve = hour % NOON == 0 ? NOON : hour % NOON;

	if (minute == NOON * 60)
		snprintf(text, 24, "midday");
	else if (minute % 60 == 0)
		snprintf(text, 24, "%d%s", twelve, hour < NOON ? "am" : "pm");
	else
		snprintf(text, 24, "%d:%02d%s", twelve, minute % 60, hour < NOON ? "am" : "pm");
}

void
clock_words(const struct calendar *c, int64_t at, char text[CLOCK_WORDS])
{
	char time[24] = "midnight at the end", weekday[16], month[16];
	struct wall w;
	struct tm tm;
	time_t day;

	snprintf(text, CLOCK_WORDS, "-");
	if (!clock_is_known(at))
		return;
	w = clock_wall(c, at);
	day = (time_t)w.day * DAY;
	if (w.second < MINUTE)
		day -= DAY;
	if (gmtime_r(&day, &tm) == NULL || strftime(weekday, sizeof weekday, "%A", &tm) == 0 ||
	    strftime(month, sizeof month, "%B", &tm) == 0)
		return;
	if (w.second >= MINUTE)
		say_time(w.second / MINUTE, time);
	snprintf(text, CLOCK_WORDS, "%s %s %s %d %s", time, w.second < MINUTE ? "of" : "on", weekday, tm.tm_mday,
	    month);
}
