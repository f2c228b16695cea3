/* test_figures.c: twenty made-up cases, and what they come to, counted by hand. */
#include <stdio.h>

#include "figures.h"
#include "files.h"
#include "run.h"
#include "utc.h"
#include "workday.h"

enum { CASES = 20, STEPS = 8, MINUTES = 60 };

static struct policy *policy;
static struct figures figures;

static void
load(void)
{
	folder_make();
	folder_copy("policy", ".");
	folder_copy("policy/wording", "wording");
	folder_write("cover.yaml", "council:\n"
	    "  - { days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: false }\nduty: []\n");
	folder_write("calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: Christmas}\nbank_holidays:\n"
	    "  - {day: \"2026-12-25\", why: Christmas Day}\n  - {day: \"2026-12-28\", why: Boxing Day}\n");
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &policy), GW_OK);
}

static void
unload(void)
{
	figures_end(&figures);
	policy_free(policy);
	folder_drop();
}

/* --- the cases --- */

/* What was entered, so many minutes after it came in. */
enum what { END, TOLD, TRIED, REACHED, INCIDENT, UNIDENTIFIED, RAISED, TRIGGER, CUSTODY, MESSAGE, CLOSED, REFERRED };
struct step {
	enum what what;
	int at;
	int says;		/* INCIDENT, CUSTODY: since when, in minutes after it came; RAISED: the band */
	const char *to, *stage;	/* REFERRED */
};
struct made { enum band first; const char *came; int seen; struct step step[STEPS]; };

/* November 2026 begins on a Sunday; all in UTC, which is what the wall shows then. Cut off at the end of the month. */
static const struct made made[CASES] = {
	/* 1: all in time, by both starts */
	{ BAND_IMMEDIATE, "2026-11-02T10:00", 5, { { TOLD, 30, 0, NULL, NULL }, { REFERRED, 35, 0, "mash", "phoned" },
	    { INCIDENT, 40, -60, NULL, NULL }, { MESSAGE, 60, 0, NULL, NULL }, { REACHED, 120, 0, NULL, NULL } } },
	/* 2: at night; told at the last minute, tried a minute before 24 h, reached after 47 h */
	{ BAND_IMMEDIATE, "2026-11-02T20:00", 10, { { TOLD, 60, 0, NULL, NULL }, { REFERRED, 120, 0, "mash", "sent" },
	    { TRIED, 1439, 0, NULL, NULL }, { REACHED, 2820, 0, NULL, NULL },
	    { REFERRED, 3000, 0, "mash", "accepted" } } },
	/* 3: told a minute late; the incident was a day before */
	{ BAND_IMMEDIATE, "2026-11-03T10:00", 15, { { INCIDENT, 20, -1440, NULL, NULL }, { TOLD, 61, 0, NULL, NULL },
	    { REACHED, 1440, 0, NULL, NULL }, { MESSAGE, 1440, 0, NULL, NULL } } },
	/* 4: a Saturday: nobody did anything */
	{ BAND_IMMEDIATE, "2026-11-07T12:00", 0, { { END, 0, 0, NULL, NULL } } },
	/* 5 */
	{ BAND_URGENT, "2026-11-04T09:00", 20, { { MESSAGE, 30, 0, NULL, NULL }, { REACHED, 60, 0, NULL, NULL } } },
	/* 6: tried, then nobody could say who it is */
	{ BAND_URGENT, "2026-11-04T10:00", 30, { { TRIED, 100, 0, NULL, NULL },
	    { UNIDENTIFIED, 200, 0, NULL, NULL } } },
	/* 7: a minute late twice */
	{ BAND_URGENT, "2026-11-05T10:00", 40, { { INCIDENT, 50, -120, NULL, NULL }, { TRIED, 1441, 0, NULL, NULL },
	    { REACHED, 2881, 0, NULL, NULL } } },
	/* 8: raised ten hours later; reached an hour after that */
	{ BAND_PRIORITY, "2026-11-06T10:00", 50, { { MESSAGE, 55, 0, NULL, NULL },
	    { RAISED, 600, BAND_URGENT, NULL, NULL }, { REACHED, 660, 0, NULL, NULL } } },
	/* 9: no urgent response */
	{ BAND_PRIORITY, "2026-11-06T10:00", 60, { { MESSAGE, 500, 0, NULL, NULL },
	    { REFERRED, 520, 0, "early_help", "sent" }, { REFERRED, 5000, 0, "early_help", "declined" } } },
	/* 10: nor here; read after a week */
	{ BAND_ROUTINE, "2026-11-09T10:00", 10000, { { END, 0, 0, NULL, NULL } } },
	/* 11: a trigger */
	{ BAND_ROUTINE, "2026-11-10T10:00", 20, { { TRIGGER, 30, 0, NULL, NULL }, { REACHED, 90, 0, NULL, NULL } } },
	/* 12: the last day at noon: nothing is late yet */
	{ BAND_URGENT, "2026-11-30T12:00", 70, { { END, 0, 0, NULL, NULL } } },
	/* 13: a day earlier: 24 h are over, 48 h are not */
	{ BAND_URGENT, "2026-11-29T12:00", 80, { { END, 0, 0, NULL, NULL } } },
	/* 14: half an hour before the cut-off; what came behind it does not count */
	{ BAND_IMMEDIATE, "2026-11-30T23:30", 400, { { TOLD, 50, 0, NULL, NULL }, { REACHED, 120, 0, NULL, NULL } } },
	/* 15, 16: before and after the month */
	{ BAND_URGENT, "2026-10-31T12:00", 10, { { REACHED, 90, 0, NULL, NULL } } },
	{ BAND_URGENT, "2026-12-01T01:00", 10, { { REACHED, 90, 0, NULL, NULL } } },
	/* 17: came in October, raised in November */
	{ BAND_PRIORITY, "2026-10-31T23:00", 10, { { RAISED, 120, BAND_URGENT, NULL, NULL },
	    { REACHED, 180, 0, NULL, NULL } } },
	/* 18: considered and not referred; closed with a last word */
	{ BAND_ROUTINE, "2026-11-12T10:00", 2, { { REFERRED, 60, 0, "yar", "not_made" },
	    { CLOSED, 100, 0, NULL, NULL } } },
	/* 19: in custody half an hour before anybody told us: told 50 minutes after that */
	{ BAND_URGENT, "2026-11-13T10:00", 1, { { CUSTODY, 10, -30, NULL, NULL }, { REFERRED, 15, 0, "mash", "phoned" },
	    { TOLD, 20, 0, NULL, NULL }, { REACHED, 25, 0, NULL, NULL }, { REFERRED, 100, 0, "nrm", "waiting" },
	    { REFERRED, 200, 0, "erp", "accepted" } } },
	/* 20: immediate only at 20:00 */
	{ BAND_URGENT, "2026-11-16T10:00", 3, { { MESSAGE, 20, 0, NULL, NULL }, { REACHED, 30, 0, NULL, NULL },
	    { RAISED, 600, BAND_IMMEDIATE, NULL, NULL }, { TOLD, 630, 0, NULL, NULL } } },
};

static const struct { enum what what; enum sheet sheet; const char *key, *code; } sheets[] = {
	{ TOLD, SHEET_TOLD, "agency", "mash" }, { TRIED, SHEET_CONTACT, "result", "no_answer" },
	{ REACHED, SHEET_CONTACT, "result", "young_person" }, { INCIDENT, SHEET_START, "of", "incident" },
	{ UNIDENTIFIED, SHEET_UNIDENTIFIED, "checked", "the roll" }, { TRIGGER, SHEET_TRIGGER, "why", "disclosure" },
	{ CUSTODY, SHEET_WHERE, "place", "custody" }, { REFERRED, SHEET_REFERRAL, "to", NULL },
};

static void
say(struct entry *e, const char *key, const char *text)
{
	const size_t i = sheet_field(e->sheet, key);

	ck_assert_uint_lt(i, SHEET_FIELDS);
	e->field[i] = span_of(text);
}

static void
record(struct entry *e, const struct step *s, int64_t came, char moment[24])
{
	const bool is_since = s->what == INCIDENT || s->what == CUSTODY;

	e->act = ACT_RECORD;
	for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
		if (sheets[i].what == s->what) {
			e->sheet = sheets[i].sheet;
			say(e, sheets[i].key, s->what == REFERRED ? s->to : sheets[i].code);
		}
	snprintf(moment, 24, "%lld", (long long)(came + (is_since ? s->says : s->at) * MINUTES));
	if (s->what == CUSTODY)
		say(e, "since", moment);
	else if (s->what != UNIDENTIFIED && s->what != TRIGGER)
		say(e, "at", moment);
	if (s->what == REFERRED)
		say(e, "stage", s->stage);
	if (s->what == TRIED)
		say(e, "text", "nobody opened the door");
}

static void
add(int number)
{
	const struct made *m = &made[number - 1];
	const int64_t came = utc(m->came);
	const uint8_t report[ID_BYTES] = { (uint8_t)number };
	struct entry entry[STEPS] = { { .act = ACT_NOTE } };
	char moment[STEPS][24];
	struct figures_case c = { report, m->first, came, m->seen != 0 ? came + m->seen * MINUTES : 0, entry, 0 };

	for (; c.n < STEPS && m->step[c.n].what != END; c.n++) {
		const struct step *s = &m->step[c.n];
		struct entry *e = &entry[c.n];

		e->at = came + s->at * MINUTES;
		if (s->what == RAISED) {
			e->act = ACT_RAISE;
			e->to = (enum band)s->says;
		} else if (s->what == MESSAGE || s->what == CLOSED) {
			e->act = s->what == MESSAGE ? ACT_MESSAGE : ACT_CLOSE;
		} else {
			record(e, s, came, moment[c.n]);
		}
	}
	ck_assert_int_eq(figures_add(&figures, &c), GW_OK);
}

static int32_t
day(const char *at)
{
	return clock_wall(&policy->calendar, utc(at)).day;
}

static void
count(const char *first, const char *last, const char *now)
{
	figures_end(&figures);
	ck_assert_int_eq(figures_start(&figures, policy, day(first), day(last), utc(now)), GW_OK);
	for (int i = 1; i <= CASES; i++)
		add(i);
}

static void
count_november(void)
{
	count("2026-11-01T12:00", "2026-11-30T12:00", "2026-12-05T12:00");
}

/* --- what they come to --- */

static void
is_ratio(const struct ratio *r, unsigned in_time, unsigned missed, unsigned waiting)
{
	ck_assert_uint_eq(r->in_time, in_time);
	ck_assert_uint_eq(r->missed, missed);
	ck_assert_uint_eq(r->waiting, waiting);
}

START_TEST(attempts_and_contact_by_both_starts_match_the_count_by_hand)
{
	struct ratio (*a)[WITHIN_N] = figures.ratio[FIGURE_ATTEMPT], (*c)[WITHIN_N] = figures.ratio[FIGURE_CONTACT];

	count_november();
	/* 1 2 3 4 5 6 7 8 11 12 13 14 17 19 20 */
	ck_assert_uint_eq(figures.responses, 15);
	/* in time 1 2 3 5 6 8 11 17 19 20; late 4 7 13; not over 12 14 */
	is_ratio(&a[START_IDENTIFIED][WITHIN_24], 10, 3, 2);
	/* 7 as well; late 4; not over 12 13 14 */
	is_ratio(&a[START_IDENTIFIED][WITHIN_48], 11, 1, 3);
	/* those with an incident: 1; late 3 7. Then 1 3 7 */
	is_ratio(&a[START_INCIDENT][WITHIN_24], 1, 2, 0);
	is_ratio(&a[START_INCIDENT][WITHIN_48], 3, 0, 0);
	/* without 6: 1 3 5 8 11 17 19 20; late 2 4 7 13; not over 12 14 */
	is_ratio(&c[START_IDENTIFIED][WITHIN_24], 8, 4, 2);
	/* and 2; late 4 7; not over 12 13 14 */
	is_ratio(&c[START_IDENTIFIED][WITHIN_48], 9, 2, 3);
	/* 1; late 3 7. Then 1 3; late 7 */
	is_ratio(&c[START_INCIDENT][WITHIN_24], 1, 2, 0);
	is_ratio(&c[START_INCIDENT][WITHIN_48], 2, 1, 0);
	ck_assert_uint_eq(figures.unidentified, 1);	/* 6 */
	ck_assert_uint_eq(figures.no_incident, 12);	/* all but 1 3 7 */
}
END_TEST

START_TEST(the_golden_hour_is_split_by_whether_anybody_was_there)
{
	count_november();
	is_ratio(&figures.told[1], 2, 1, 0);	/* 1 19; late 3 */
	is_ratio(&figures.told[0], 2, 1, 1);	/* 2 20; late 4; not over 14 */
}
END_TEST

static const struct miss *
miss_of(uint8_t number, enum figure_what what, enum response_start start, int hours)
{
	for (size_t i = 0; i < figures.n_misses; i++) {
		const struct miss *m = &figures.miss[i];

		if (m->report[0] == number && m->what == what && m->start == start && m->hours == hours)
			return m;
	}
	ck_abort_msg("case %d has no such miss", number);
	return NULL;
}

START_TEST(every_miss_is_listed_once_and_says_by_how_much)
{
	const struct miss *m;

	count_november();
	ck_assert_uint_eq(figures.n_misses, 17);	/* hour 2; attempts 3 1 2 0; contact 4 2 2 1 */
	ck_assert_int_eq(miss_of(3, FIGURE_TOLD, START_INCIDENT, 1)->over, 60);
	m = miss_of(7, FIGURE_ATTEMPT, START_IDENTIFIED, 24);
	ck_assert_int_eq(m->over, 60);
	ck_assert(!m->is_open);
	m = miss_of(2, FIGURE_CONTACT, START_IDENTIFIED, 24);
	ck_assert_int_eq(m->over, 23 * 3600);
	m = miss_of(13, FIGURE_CONTACT, START_IDENTIFIED, 24);	/* from noon to the last second of the day */
	ck_assert_int_eq(m->over, 12 * 3600 - 1);
	ck_assert(m->is_open);
	m = miss_of(7, FIGURE_CONTACT, START_INCIDENT, 48);
	ck_assert_int_eq(m->over, (3001 - 2880) * 60);
	ck_assert_str_eq(m->why, "");		/* what the last contact says; that one said nothing */
}
END_TEST

START_TEST(a_miss_carries_what_was_written_at_the_last_try)
{
	figures_end(&figures);
	/* 23:00 on the second day: case 2 was tried and not yet reached */
	ck_assert_int_eq(figures_start(&figures, policy, day("2026-11-02T12:00"), day("2026-11-04T12:00"),
	    utc("2026-11-04T10:00")), GW_OK);
	add(2);
	ck_assert_str_eq(miss_of(2, FIGURE_CONTACT, START_IDENTIFIED, 24)->why, "nobody opened the door");
}
END_TEST

static void
is_speed(enum figure_speed what, enum band b, size_t n, unsigned open, int median, int ninetieth)
{
	struct samples *s = figures.speed[what][b];
	int64_t at;

	ck_assert_uint_eq(s->n, n);
	ck_assert_uint_eq(s->open, open);
	if (n == 0) {
		ck_assert(!samples_percentile(s, 50, &at));
		return;
	}
	ck_assert(samples_percentile(s, 50, &at));
	ck_assert_int_eq(at, median * MINUTES);
	ck_assert(samples_percentile(s, 90, &at));
	ck_assert_int_eq(at, ninetieth * MINUTES);
}

START_TEST(speeds_are_the_nearest_ranks_of_what_happened)
{
	count_november();
	ck_assert_uint_eq(figures.cases[BAND_IMMEDIATE], 5);	/* 1 2 3 4 14 */
	ck_assert_uint_eq(figures.cases[BAND_URGENT], 7);	/* 5 6 7 12 13 19 20 */
	ck_assert_uint_eq(figures.cases[BAND_PRIORITY], 2);	/* 8 9 */
	ck_assert_uint_eq(figures.cases[BAND_ROUTINE], 3);	/* 10 11 18 */
	is_speed(SPEED_EYES, BAND_IMMEDIATE, 3, 2, 10, 15);	/* 5 10 15 */
	is_speed(SPEED_EYES, BAND_URGENT, 7, 0, 30, 80);	/* 1 3 20 30 40 70 80 */
	is_speed(SPEED_EYES, BAND_PRIORITY, 2, 0, 50, 60);
	is_speed(SPEED_EYES, BAND_ROUTINE, 3, 0, 20, 10000);	/* 2 20 10000 */
	is_speed(SPEED_REPLY, BAND_IMMEDIATE, 2, 3, 60, 1440);
	is_speed(SPEED_REPLY, BAND_URGENT, 2, 5, 20, 30);
	is_speed(SPEED_REPLY, BAND_PRIORITY, 2, 0, 55, 500);
	is_speed(SPEED_REPLY, BAND_ROUTINE, 1, 2, 100, 100);	/* 18's last word */
	is_speed(SPEED_REFERRAL, BAND_IMMEDIATE, 2, 3, 35, 120);
	is_speed(SPEED_REFERRAL, BAND_URGENT, 1, 6, 15, 15);
	is_speed(SPEED_REFERRAL, BAND_PRIORITY, 1, 1, 520, 520);
	is_speed(SPEED_REFERRAL, BAND_ROUTINE, 0, 3, 0, 0);	/* 18's was not made */
}
END_TEST

START_TEST(referrals_add_up)
{
	const struct funnel *f = figures.funnel;

	count_november();
	for (int to = 0; to < TO_N; to++)
		ck_assert_uint_eq(f[to].made, f[to].waiting + f[to].accepted + f[to].declined + f[to].answered);
	ck_assert_uint_eq(f[TO_MASH].made, 3);			/* 1 2 19 */
	ck_assert_uint_eq(f[TO_MASH].accepted, 1);		/* 2 */
	ck_assert_uint_eq(f[TO_EARLY_HELP].declined, 1);	/* 9 */
	ck_assert_uint_eq(f[TO_NRM].waiting, 1);		/* 19 */
	ck_assert_uint_eq(f[TO_ERP].accepted, 1);		/* 19 */
	ck_assert_uint_eq(f[TO_YAR].made, 0);
	ck_assert_uint_eq(f[TO_YAR].not_made, 1);		/* 18 */
}
END_TEST

START_TEST(each_month_is_what_a_query_of_that_month_gives)
{
	static const char *const months[][2] = { { "2026-10-01T12:00", "2026-10-31T12:00" },
		{ "2026-11-01T12:00", "2026-11-30T12:00" }, { "2026-12-01T12:00", "2026-12-31T12:00" } };
	unsigned of[3];

	for (int i = 0; i < 3; i++) {
		count(months[i][0], months[i][1], "2027-02-01T12:00");
		of[i] = figures.responses;
	}
	count("2026-10-01T12:00", "2026-12-31T12:00", "2027-02-01T12:00");
	ck_assert_uint_eq(figures.months, 3);
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(figures.month[i], of[i]);
	ck_assert_uint_eq(figures.responses, 17);	/* and 15, 16 */
	ck_assert_uint_eq(figures.month[0], 1);
	ck_assert_uint_eq(figures.month[1], 15);
}
END_TEST

START_TEST(figures_of_a_past_month_stay_what_they_were)
{
	struct ratio then;

	count_november();
	then = figures.ratio[FIGURE_CONTACT][START_IDENTIFIED][WITHIN_48];
	count("2026-11-01T12:00", "2026-11-30T12:00", "2028-01-01T12:00");
	ck_assert_mem_eq(&figures.ratio[FIGURE_CONTACT][START_IDENTIFIED][WITHIN_48], &then, sizeof then);
	ck_assert_uint_eq(figures.n_misses, 17);
}
END_TEST

START_TEST(a_period_must_have_an_end_and_not_too_many_months)
{
	figures_end(&figures);
	ck_assert_int_eq(figures_start(&figures, policy, 20000, 19999, utc("2026-11-04T10:00")), GW_EINPUT);
	figures_end(&figures);
	ck_assert_int_eq(figures_start(&figures, policy, 10957, 47000, utc("2026-11-04T10:00")), GW_EINPUT);
}
END_TEST

/* --- days --- */

START_TEST(a_day_begins_at_midnight_of_the_wall_in_summer_too)
{
	const struct calendar *c = &policy->calendar;

	ck_assert_int_eq(workday_moment(c, day("2026-11-21T12:00"), 0), utc("2026-11-21T00:00"));
	ck_assert_int_eq(workday_moment(c, day("2026-07-21T12:00"), 0), utc("2026-07-20T23:00"));
	/* 01:30, the first of two */
	ck_assert_int_eq(workday_moment(c, day("2026-10-25T12:00"), 5400), utc("2026-10-25T00:30"));
	ck_assert_int_eq(workday_moment(c, day("2026-10-25T12:00"), 9 * 3600), utc("2026-10-25T09:00"));
	ck_assert_int_eq(workday_moment(c, day("2026-03-29T12:00"), 9 * 3600), utc("2026-03-29T08:00"));
}
END_TEST

START_TEST(friday_and_holidays_are_followed_by_the_next_working_day)
{
	const struct calendar *c = &policy->calendar;
	char text[WORKDAY_DATE], month[WORKDAY_MONTH];

	workday_date_text(workday_after(c, day("2026-11-20T12:00")), text);
	ck_assert_str_eq(text, "2026-11-23");
	workday_date_text(workday_after(c, day("2026-12-24T12:00")), text);
	ck_assert_str_eq(text, "2026-12-29");		/* Christmas, its Saturday, Sunday, and Monday in lieu */
	workday_month_text(workday_month(day("2026-01-31T12:00"), -2), month);
	ck_assert_str_eq(month, "2025-11");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("figures");
	TCase *t = tcase_create("figures");

	tcase_add_checked_fixture(t, load, unload);
	tcase_add_test(t, attempts_and_contact_by_both_starts_match_the_count_by_hand);
	tcase_add_test(t, the_golden_hour_is_split_by_whether_anybody_was_there);
	tcase_add_test(t, every_miss_is_listed_once_and_says_by_how_much);
	tcase_add_test(t, a_miss_carries_what_was_written_at_the_last_try);
	tcase_add_test(t, speeds_are_the_nearest_ranks_of_what_happened);
	tcase_add_test(t, referrals_add_up);
	tcase_add_test(t, each_month_is_what_a_query_of_that_month_gives);
	tcase_add_test(t, figures_of_a_past_month_stay_what_they_were);
	tcase_add_test(t, a_period_must_have_an_end_and_not_too_many_months);
	tcase_add_test(t, a_day_begins_at_midnight_of_the_wall_in_summer_too);
	tcase_add_test(t, friday_and_holidays_are_followed_by_the_next_working_day);
	suite_add_tcase(s, t);
	return s;
}
