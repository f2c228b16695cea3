/* wallchart.c: one table, written into policy files and read by the test. */
#include "wallchart.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "files.h"

enum { MONDAY = 0, FRIDAY = 4, SATURDAY = 5, SUNDAY = 6, TURNS = 4, TEXT = 4096, OPENS = 510, CLOSES = 930 };

/* A shift as the test writes it into cover.yaml, and as it reads it for itself. */
struct turn { int first, last, from, to; bool bank_holidays; };
struct turns { size_t n; struct turn turn[TURNS]; };
static const struct { struct turns council, duty; } rotas[CHART_N] = {
	[CHART_NOBODY] = { { 0, { { 0 } } }, { 0, { { 0 } } } },
	[CHART_OFFICE] = { { 1, { { MONDAY, FRIDAY, 540, 1020, false } } }, { 0, { { 0 } } } },
	[CHART_ALWAYS] = { { 1, { { MONDAY, FRIDAY, 540, 1020, false } } },
	    { 1, { { MONDAY, SUNDAY, 0, 1440, true } } } },
	[CHART_NIGHTS] = { { 1, { { MONDAY, FRIDAY, 540, 1020, false } } },
	    { 2, { { MONDAY, FRIDAY, 1020, 1440, false }, { MONDAY, SATURDAY, 0, 540, false } } } },
	[CHART_SPLIT] = { { 1, { { MONDAY, SUNDAY, 0, 90, true } } }, { 1, { { MONDAY, SUNDAY, 90, 1440, true } } } },
	[CHART_ODD] = { { 2, { { MONDAY, MONDAY, 547, 562, true }, { FRIDAY, SUNDAY, 61, 119, false } } },
	    { 1, { { MONDAY, SUNDAY, 1387, 1440, true } } } },
};
static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
/* Days as numbers that compare as days do. */
static const int bank_holidays[] = { 20261225, 20261226, 20261228, 20270101, 20270326, 20270329, 20270503, 20270531,
	20270830, 20281225 };
enum { BANK_HOLIDAYS = sizeof bank_holidays / sizeof bank_holidays[0] };
/* After the last of them nothing is known. The school "inset" has a day more. */
static const struct { int from, to; } closed[] = {
	{ 20261026, 20261030 }, { 20261221, 20270101 }, { 20270215, 20270219 }, { 20270326, 20270409 },
	{ 20270722, 20270831 }, { 20280722, 20280831 },
};
enum { CLOSED = sizeof closed / sizeof closed[0] };
enum { INSET_DAY = 20261123 };

struct policy *chart_policy;
static enum chart hung;

static size_t
write_turns(char *text, size_t used, const char *who, const struct turns *t)
{
	used += (size_t)snprintf(text + used, TEXT - used, "%s: [", who);
	for (size_t i = 0; i < t->n; i++)
		used += (size_t)snprintf(text + used, TEXT - used, "%s{days: [%s-%s], from: \"%02d:%02d\", "
		    "to: \"%02d:%02d\", bank_holidays: %s}", i > 0 ? ", " : "", days[t->turn[i].first],
		    days[t->turn[i].last], t->turn[i].from / 60, t->turn[i].from % 60, t->turn[i].to / 60,
		    t->turn[i].to % 60, t->turn[i].bank_holidays ? "true" : "false");
	return used + (size_t)snprintf(text + used, TEXT - used, "]\n");
}

static const char *
day_text(int day)
{
	static char text[2][16];
	static int turn;

	turn = 1 - turn;
	snprintf(text[turn], sizeof text[turn], "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
	return text[turn];
}

static void
write_calendar(void)
{
	char text[TEXT];
	size_t used = (size_t)snprintf(text, TEXT, "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\n"
	    "closed:\n");

	for (size_t i = 0; i < CLOSED; i++)
		used += (size_t)snprintf(text + used, TEXT - used, "  - {from: \"%s\", to: \"%s\", why: holiday}\n",
		    day_text(closed[i].from), day_text(closed[i].to));
	used += (size_t)snprintf(text + used, TEXT - used, "bank_holidays:\n");
	for (size_t i = 0; i < BANK_HOLIDAYS; i++)
		used += (size_t)snprintf(text + used, TEXT - used, "  - {day: \"%s\", why: bank}\n",
		    day_text(bank_holidays[i]));
	folder_write("calendar.yaml", text);
}

void
chart_hang(enum chart chart)
{
	char text[TEXT];
	size_t used = write_turns(text, 0, "council", &rotas[chart].council);

	policy_free(chart_policy);
	write_turns(text, used, "duty", &rotas[chart].duty);
	folder_write("cover.yaml", text);
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &chart_policy), GW_OK);
	hung = chart;
}

void
chart_set_up(void)
{
	folder_make();
	folder_copy("policy", ".");
	folder_copy("policy/wording", "wording");
	write_calendar();
	folder_write("schools.yaml", "schools:\n  - {code: plain, name: Plain School}\n"
	    "  - {code: inset, name: Inset School, closed: [{from: \"2026-11-23\", why: INSET}]}\n");
	ck_assert_int_eq(setenv("TZ", "Europe/London", 1), 0);
	tzset();
	chart_policy = NULL;
	chart_hang(CHART_OFFICE);
}

void
chart_tear_down(void)
{
	policy_free(chart_policy);
	folder_drop();
}

const struct school *
chart_school(const char *code)
{
	const struct school *school = code == NULL ? NULL : policy_school(chart_policy, span_of(code));

	ck_assert(code == NULL || school != NULL);
	return school;
}

/* --- the test's own rota --- */

static bool
is_bank_holiday(int day)
{
	for (size_t i = 0; i < BANK_HOLIDAYS; i++)
		if (bank_holidays[i] == day)
			return true;
	return false;
}

static bool
is_school_day(const struct school *school, const struct tm *tm, int day)
{
	for (size_t i = 0; i < CLOSED; i++)
		if (day >= closed[i].from && day <= closed[i].to)
			return false;
	if (day > closed[CLOSED - 1].to)
		return false;
	return tm->tm_wday >= 1 && tm->tm_wday <= 5 && !is_bank_holiday(day) &&
	    (strcmp(school->code, "inset") != 0 || day != INSET_DAY);
}

static bool
is_on(const struct turns *turns, const struct tm *tm, int day)
{
	const int weekday = (tm->tm_wday + 6) % 7, minute = tm->tm_hour * 60 + tm->tm_min;

	for (size_t i = 0; i < turns->n; i++) {
		const struct turn *t = &turns->turn[i];

		if (weekday >= t->first && weekday <= t->last && minute >= t->from && minute < t->to &&
		    (t->bank_holidays || !is_bank_holiday(day)))
			return true;
	}
	return false;
}

bool
chart_covers(const struct school *school, enum band band, int64_t at)
{
	const time_t t = (time_t)at;
	struct tm tm;
	int day;

	if (localtime_r(&t, &tm) == NULL)
		ck_abort();
	day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
	if (band >= BAND_URGENT && is_on(&rotas[hung].duty, &tm, day))
		return true;
	if ((band >= BAND_URGENT || school == NULL) && is_on(&rotas[hung].council, &tm, day))
		return true;
	return school != NULL && is_school_day(school, &tm, day) && tm.tm_hour * 60 + tm.tm_min >= OPENS &&
	    tm.tm_hour * 60 + tm.tm_min < CLOSES;
}
