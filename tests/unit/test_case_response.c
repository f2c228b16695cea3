/* test_case_response.c: what a case's page says of its clocks, whom to ring and what is open, to the second. */
#include <stdlib.h>
#include <string.h>

#include "case_response.h"
#include "dossier.h"
#include "run.h"
#include "utc.h"

#define DECISION(band) \
	"{\"band\":\"" band "\",\"category\":\"weapon\",\"categories\":[],\"reasons\":[],\"policy\":\"1\"}"

enum { HOUR = 3600, DAY = 24 * HOUR, MOMENT = 24 };
static struct dossier d;
static struct policy *policy;
static struct agencies *agencies;
static struct scrap scrap;
static struct console_case f;
static int64_t came;

static void
begin(const char *decision, const char *when)
{
	dossier_make(&d, "he waits at the gate", decision);
	came = utc(when);
	d.part[0].at = d.c.received = came;
}

static void
set_up(void)
{
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	ck_assert_int_eq(agencies_load("policy", stderr, &agencies), GW_OK);
	begin(DECISION("immediate"), "2026-11-23T10:00");
}

static void
tear_down(void)
{
	scrap_end(&scrap);
	dossier_end(&d);
	agencies_free(agencies);
	policy_free(policy);
}

/* The page as it is at that moment. */
static const struct console_response *
shown(int64_t now)
{
	static struct casefile file;
	static struct situation situation;
	const struct case_response t = { &d.c, &file, &situation, policy, agencies, now };

	memset(&f, 0, sizeof f);
	casefile_read(d.c.entries.entry, d.c.entries.part, d.c.entries.n, &file);
	situation_read(d.c.entries.entry, d.c.entries.part, d.c.entries.n, &situation);
	case_response_fill(&t, &scrap, &f);
	ck_assert(!scrap.failed);
	return &f.response;
}

/* A sheet of pairs: key, value, …, NULL; made when it is about. */
static void
sheet(enum sheet s, int64_t at, const char *const *pairs)
{
	struct entry e = { .act = ACT_RECORD, .sheet = s, .at = at };
	size_t bad = 0;

	for (; *pairs != NULL; pairs += 2)
		e.field[sheet_field(s, pairs[0])] = span_of(pairs[1]);
	ck_assert_int_eq(sheet_check(s, e.field, &bad), GW_OK);
	dossier_entry(&d, e);
}
#define SHEET(s, at, ...) sheet(s, at, (const char *const[]){ __VA_ARGS__, NULL })

static const char *
moment(int64_t at)
{
	static char text[8][MOMENT];
	static size_t next;

	next = (next + 1) % 8;
	snprintf(text[next], MOMENT, "%lld", (long long)at);
	return text[next];
}

static const struct console_limit *
limit_of(const struct console_response *r, const char *what)
{
	for (size_t i = 0; i < r->limits_n; i++)
		if (memcmp(r->limits[i].what.p, what, strlen(what)) == 0)
			return &r->limits[i];
	ck_abort_msg("no clock %s", what);
	return NULL;
}

START_TEST(contact_is_due_soon_from_hour_36_and_missed_one_second_after_hour_48)
{
	const struct console_limit *l;

	ck_assert(!limit_of(shown(came + 36 * HOUR - 1), "Contact")->is_soon);
	ck_assert(limit_of(shown(came + 36 * HOUR), "Contact")->is_soon);
	ck_assert(!limit_of(shown(came + 48 * HOUR), "Contact")->is_over);
	l = limit_of(shown(came + 48 * HOUR + 1), "Contact");
	ck_assert(l->is_over && !l->is_soon);
	ck_assert_int_eq(memcmp(l->state.p, "Missed: ", 8), 0);
}
END_TEST

START_TEST(what_was_done_late_stays_missed)
{
	const struct console_limit *l;

	SHEET(SHEET_TOLD, came + 2 * HOUR, "agency", "mash", "who", "Jo", "how", "phone", "at", moment(came + 2 *
	    HOUR));
	l = limit_of(shown(came + 3 * HOUR), "Golden hour");
	ck_assert(l->is_over && l->is_met);
	ck_assert(span_is(l->state, "Missed: done 1 h late"));
	ck_assert(!f.response.wants_told);
}
END_TEST

static const struct { const char *when, *name; } rings[] = {
	{ "2026-11-23T10:00", "MASH" }, { "2026-11-27T17:01", "EDT" }, { "2026-11-25T03:00", "EDT" },
	{ "2026-12-25T10:00", "EDT" },
};

START_TEST(the_golden_hour_names_who_is_there_at_that_hour)
{
	const struct console_response *r;

	dossier_end(&d);
	begin(DECISION("immediate"), rings[_i].when);
	r = shown(came);
	ck_assert(r->wants_told);
	ck_assert_int_eq(memcmp(r->ring.name.p, rings[_i].name, strlen(rings[_i].name)), 0);
	ck_assert(r->ring.phone.n > 0 && r->ring_else.name.n > 0);
	ck_assert(!span_equal(r->ring.name, r->ring_else.name));
}
END_TEST

START_TEST(other_bands_have_no_clocks_until_somebody_raises_them)
{
	dossier_end(&d);
	begin(DECISION("priority"), "2026-11-23T10:00");
	ck_assert(!shown(came)->applies);
	ck_assert_uint_eq(f.response.limits_n, 0);
	dossier_entry(&d, (struct entry){ .act = ACT_RAISE, .from = BAND_PRIORITY, .to = BAND_URGENT, .at = came + HOUR,
	    .text = span_of("new words") });
	ck_assert(shown(came + HOUR)->applies);
	ck_assert(!f.response.wants_told);
	ck_assert_uint_eq(f.response.limits_n, 2);
}
END_TEST

START_TEST(a_case_without_a_plan_is_told_from_day_five)
{
	ck_assert(!shown(came + 5 * DAY - 1)->wants_plan);
	ck_assert(shown(came + 5 * DAY)->wants_plan);
	SHEET(SHEET_PLAN, came + 5 * DAY, "text", "a mentor", "review", moment(came + 9 * DAY));
	ck_assert(!shown(came + 6 * DAY)->wants_plan);
	ck_assert(!f.response.plan_is_over);
	ck_assert(shown(came + 9 * DAY + 1)->plan_is_over);
}
END_TEST

static void
refer(const char *stage, int64_t at)
{
	SHEET(SHEET_REFERRAL, at, "to", "mash", "stage", stage, "at", moment(at));
}

static bool
begins(struct span text, const char *with)
{
	return text.n >= strlen(with) && memcmp(text.p, with, strlen(with)) == 0;
}

START_TEST(a_call_to_mash_is_followed_in_writing_within_a_day)
{
	refer("phoned", came);
	ck_assert(begins(shown(came + DAY)->referrals[0].mark, "In writing within 24 hours"));
	ck_assert(!f.response.referrals[0].is_bad);
	ck_assert(shown(came + DAY + 1)->referrals[0].is_bad);
}
END_TEST

/* Sent on Christmas Eve: the next working day is Tuesday the 29th. */
START_TEST(a_silent_mash_is_chased_on_the_next_working_day)
{
	const int64_t sent = utc("2026-12-24T15:00"), tuesday = utc("2026-12-29T00:00");

	refer("sent", sent);
	ck_assert(begins(shown(tuesday - 1)->referrals[0].mark, "No answer yet: chase it on Tuesday 29 December"));
	ck_assert(!f.response.referrals[0].is_bad);
	ck_assert(shown(tuesday)->referrals[0].is_bad);
	refer("declined", tuesday);
	ck_assert_uint_eq(shown(tuesday + DAY)->referrals[0].mark.n, 0);
}
END_TEST

START_TEST(a_reachable_moment_ends_to_the_second)
{
	SHEET(SHEET_WHERE, came, "place", "hospital", "name", "royal-london", "until", moment(came + HOUR));
	ck_assert(shown(came + HOUR - 1)->is_reachable);
	ck_assert(begins(f.response.where, "In hospital: Royal London Hospital"));
	ck_assert(begins(f.response.place.name, "Royal London"));
	ck_assert(!shown(came + HOUR + 1)->is_reachable);
	SHEET(SHEET_WHERE, came + HOUR, "place", "missing");
	ck_assert(shown(came + HOUR)->is_missing);
	ck_assert_uint_eq(f.response.place.name.n, 0);
}
END_TEST

START_TEST(rumours_and_ties_past_their_day_are_marked)
{
	SHEET(SHEET_TIE, came, "from", "Sam", "from_is", "person", "to", "car park", "to_is", "place", "how", "goes_to",
	    "source", "police", "reliability", "rumour", "until", moment(came + DAY));
	SHEET(SHEET_TIE, came, "from", "Sam", "from_is", "person", "to", "Ben", "to_is", "person", "how", "friend",
	    "source", "family", "reliability", "confirmed", "until", moment(came + DAY));
	ck_assert_uint_eq(shown(came)->ties_n, 2);
	ck_assert(begins(f.response.ties[0].mark, "Rumour"));
	ck_assert_uint_eq(f.response.ties[1].mark.n, 0);
	ck_assert(begins(shown(came + 2 * DAY)->ties[1].mark, "Past its day"));
}
END_TEST

START_TEST(a_child_who_cannot_be_identified_is_said_so_and_the_clock_stays)
{
	SHEET(SHEET_UNIDENTIFIED, came, "checked", "registers", "with", "the tutors", "text", "no such name");
	ck_assert(shown(came + HOUR)->is_unidentified);
	ck_assert(!limit_of(&f.response, "Contact")->is_met);
}
END_TEST

START_TEST(who_got_an_extract_is_given_no_way_to_the_case_it_comes_from)
{
	struct entry come = { .act = ACT_COME, .other = { 1, 2, 3 }, .text = span_of("please act") };

	strcpy(come.team, "school:b");
	d.c.kind = KIND_EXTRACT;
	dossier_entry(&d, come);
	ck_assert_uint_eq(shown(came)->others_n, 0);
	strcpy(d.entry[0].team, "school:a");
	ck_assert_uint_eq(shown(came)->others_n, 1);
	ck_assert_uint_eq(f.response.others[0].id.n, 2 * ID_BYTES);
}
END_TEST

START_TEST(an_incident_is_no_child)
{
	d.c.kind = KIND_INCIDENT;
	ck_assert(!shown(came)->applies);
	ck_assert(!f.response.wants_told);
	ck_assert_uint_eq(f.response.groups_n, 3);
	d.c.kind = KIND_MEETING;
	ck_assert_uint_eq(shown(came)->groups_n, 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("case_response");
	TCase *t = tcase_create("page");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, contact_is_due_soon_from_hour_36_and_missed_one_second_after_hour_48);
	tcase_add_test(t, what_was_done_late_stays_missed);
	tcase_add_loop_test(t, the_golden_hour_names_who_is_there_at_that_hour, 0, sizeof rings / sizeof rings[0]);
	tcase_add_test(t, other_bands_have_no_clocks_until_somebody_raises_them);
	tcase_add_test(t, a_case_without_a_plan_is_told_from_day_five);
	tcase_add_test(t, a_call_to_mash_is_followed_in_writing_within_a_day);
	tcase_add_test(t, a_silent_mash_is_chased_on_the_next_working_day);
	tcase_add_test(t, a_reachable_moment_ends_to_the_second);
	tcase_add_test(t, rumours_and_ties_past_their_day_are_marked);
	tcase_add_test(t, a_child_who_cannot_be_identified_is_said_so_and_the_clock_stays);
	tcase_add_test(t, who_got_an_extract_is_given_no_way_to_the_case_it_comes_from);
	tcase_add_test(t, an_incident_is_no_child);
	suite_add_tcase(s, t);
	return s;
}
