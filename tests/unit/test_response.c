/* test_response.c: the clocks of the Urgent Response Protocol, by an injected clock. */
#include <stdio.h>
#include <string.h>

#include "urgent_response.h"
#include "run.h"
#include "utc.h"

enum { ENTRIES = 16, HOUR = 3600, MINUTE = 60, TEXT = 24, MOMENTS = 4 };

static struct entry entry[ENTRIES];
static char moment[ENTRIES][MOMENTS][TEXT];	/* what the entries' fields point into */
static size_t n;
static struct response r;

static void
begin(void)
{
	memset(entry, 0, sizeof entry);
	n = 0;
}

static struct entry *
add(enum case_act act, int64_t at)
{
	ck_assert_uint_lt(n, ENTRIES);
	entry[n] = (struct entry){ .act = act, .at = at, .by = "asha" };
	return &entry[n++];
}

static void
say(struct entry *e, const char *key, const char *value)
{
	const size_t i = sheet_field(e->sheet, key);

	ck_assert_uint_lt(i, SHEET_FIELDS);
	e->field[i] = span_of(value);
}

static void
say_moment(struct entry *e, const char *key, int64_t at)
{
	char *text = moment[n - 1][strcmp(key, "at") == 0 ? 0 : 1];

	snprintf(text, TEXT, "%lld", (long long)at);
	say(e, key, text);
}

static struct entry *
add_sheet(enum sheet s, int64_t at)
{
	struct entry *e = add(ACT_RECORD, at);

	e->sheet = s;
	return e;
}

static void
add_told(int64_t at)
{
	struct entry *e = add_sheet(SHEET_TOLD, at + 5 * MINUTE);

	say(e, "agency", "mash");
	say(e, "who", "Pat");
	say(e, "how", "phone");
	say_moment(e, "at", at);
}

static void
add_contact(const char *result, int64_t at)
{
	struct entry *e = add_sheet(SHEET_CONTACT, at + 5 * MINUTE);

	say(e, "result", result);
	say(e, "who", "J");
	say_moment(e, "at", at);
	say(e, "text", "he is safe");
}

static void
add_start(const char *of, int64_t start, int64_t at)
{
	struct entry *e = add_sheet(SHEET_START, at);

	say(e, "of", of);
	say_moment(e, "at", start);
	say(e, "text", "he told us");
}

static void
add_where(const char *place, int64_t since, int64_t at)
{
	struct entry *e = add_sheet(SHEET_WHERE, at);

	say(e, "place", place);
	if (since != 0)
		say_moment(e, "since", since);
}

static void
add_trigger(int64_t at)
{
	struct entry *e = add_sheet(SHEET_TRIGGER, at);

	say(e, "why", "county_lines");
	say(e, "svd", "not_known");
}

static void
add_raise(enum band to, int64_t at)
{
	struct entry *e = add(ACT_RAISE, at);

	e->from = BAND_ROUTINE;
	e->to = to;
}

static const struct response *
read_from(enum band first, int64_t came)
{
	response_read(first, came, entry, n, &r);
	for (size_t i = 0; i < n; i++) {	/* what is counted here is what is kept */
		size_t bad;

		if (entry[i].act == ACT_RECORD)
			ck_assert_int_eq(sheet_check(entry[i].sheet, entry[i].field, &bad), GW_OK);
	}
	return &r;
}

/* --- each limit, at each named date --- */

static const char *const dates[] = {
	"2026-11-20T15:30",	/* Friday, as school closes */
	"2026-10-28T10:00",	/* half-term */
	"2026-12-24T16:00", "2026-12-25T00:00", "2026-12-26T23:59",	/* Christmas */
	/* Clocks change that night; */
	"2026-03-28T12:00", "2026-10-24T12:00", "2027-03-27T12:00", "2027-10-30T12:00",
	"2026-03-29T00:30", "2026-10-25T00:30", "2027-03-28T00:30", "2027-10-31T00:30",	/* and in that hour */
};
enum { DATES = sizeof dates / sizeof dates[0] };

static void
breaks_after(const struct limit *l, int64_t start, int64_t seconds)
{
	ck_assert(l->runs);
	ck_assert_int_eq(l->start, start);
	ck_assert_int_eq(l->due, start + seconds);
	ck_assert(!limit_is_missed(l, start + seconds - 1));
	ck_assert(!limit_is_missed(l, start + seconds));
	ck_assert(limit_is_missed(l, start + seconds + 1));
}

START_TEST(a_limit_breaks_a_second_after_it_whatever_the_day)
{
	const int64_t came = utc(dates[_i]), incident = came - 3 * HOUR;

	add_start("incident", incident, came + 10 * MINUTE);
	read_from(BAND_IMMEDIATE, came);
	ck_assert(r.applies);
	ck_assert_int_eq(r.since, came);
	breaks_after(&r.told, came, HOUR);
	breaks_after(&r.attempt[START_IDENTIFIED], came, 24 * HOUR);
	breaks_after(&r.contact[START_IDENTIFIED], came, 48 * HOUR);
	breaks_after(&r.attempt[START_INCIDENT], incident, 24 * HOUR);
	breaks_after(&r.contact[START_INCIDENT], incident, 48 * HOUR);
	ck_assert_int_eq(response_due(&r), came + HOUR);
}
END_TEST

START_TEST(what_is_done_at_the_limit_is_in_time_and_a_minute_later_is_not)
{
	const int64_t came = utc(dates[_i]);

	for (int late = -1; late <= 1; late++) {
		begin();
		add_told(came + HOUR + late * MINUTE);
		add_contact("no_answer", came + 24 * HOUR + late * MINUTE);
		add_contact("young_person", came + 48 * HOUR + late * MINUTE);
		read_from(BAND_IMMEDIATE, came);
		for (int later = 0; later <= 1; later++) {
			const int64_t now = came + (later ? 10000 : 49) * HOUR;

			ck_assert_int_eq(limit_is_missed(&r.told, now), late > 0);
			ck_assert_int_eq(limit_is_missed(&r.attempt[START_IDENTIFIED], now), late > 0);
			ck_assert_int_eq(limit_is_missed(&r.contact[START_IDENTIFIED], now), late > 0);
		}
		ck_assert_int_eq(response_due(&r), INT64_MAX);
	}
}
END_TEST

/* --- what stops them --- */

START_TEST(tried_and_no_answer_stops_the_attempt_alone)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_contact("no_answer", came + HOUR);
	read_from(BAND_URGENT, came);
	ck_assert_int_eq(r.attempt[START_IDENTIFIED].met, came + HOUR);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].met, 0);
	ck_assert(!r.told.runs);
	ck_assert_int_eq(response_due(&r), came + 48 * HOUR);
	ck_assert(limit_is_missed(&r.contact[START_IDENTIFIED], came + 48 * HOUR + 1));
}
END_TEST

START_TEST(a_person_who_was_reached_stops_contact_and_so_does_the_ward_with_its_outcome)
{
	static const char *const results[] = { "young_person", "family", "professional", "refused" };
	const int64_t came = utc("2026-12-25T03:00");

	for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
		begin();
		add_where("hospital", 0, came + MINUTE);
		add_contact("no_answer", came + HOUR);
		add_contact(results[i], came + 30 * HOUR);
		read_from(BAND_URGENT, came);
		ck_assert_int_eq(r.attempt[START_IDENTIFIED].met, came + HOUR);
		ck_assert_int_eq(r.contact[START_IDENTIFIED].met, came + 30 * HOUR);
		ck_assert(limit_is_within(&r.contact[START_IDENTIFIED], 48 * HOUR));
		ck_assert(!limit_is_within(&r.contact[START_IDENTIFIED], 24 * HOUR));
		ck_assert_int_eq(response_due(&r), INT64_MAX);
	}
}
END_TEST

START_TEST(contact_without_its_outcome_is_no_sheet)
{
	size_t bad;

	add_contact("professional", utc("2026-11-20T15:30"));
	entry[0].field[sheet_field(SHEET_CONTACT, "text")].n = 0;
	ck_assert_int_eq(sheet_check(SHEET_CONTACT, entry[0].field, &bad), GW_EINPUT);
	begin();
	add_told(utc("2026-11-20T15:30"));
	entry[0].field[sheet_field(SHEET_TOLD, "who")].n = 0;
	ck_assert_int_eq(sheet_check(SHEET_TOLD, entry[0].field, &bad), GW_EINPUT);
}
END_TEST

START_TEST(only_telling_somebody_stops_the_golden_hour)
{
	const int64_t came = utc("2026-11-20T03:00");

	add_contact("young_person", came + MINUTE);
	add(ACT_CONFIRM, came + MINUTE);
	add(ACT_MESSAGE, came + MINUTE);
	add(ACT_NOTE, came + MINUTE);
	read_from(BAND_IMMEDIATE, came);
	ck_assert_int_eq(r.told.met, 0);
	ck_assert_int_eq(response_due(&r), came + HOUR);
	add_told(came + 59 * MINUTE);
	ck_assert_int_eq(read_from(BAND_IMMEDIATE, came)->told.met, came + 59 * MINUTE);
	ck_assert(limit_is_within(&r.told, HOUR));
}
END_TEST

START_TEST(a_late_contact_leaves_the_breach)
{
	const int64_t came = utc("2026-10-24T12:00");

	add_contact("young_person", came + 60 * HOUR);
	add_contact("young_person", came + 61 * HOUR);
	read_from(BAND_URGENT, came);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].met, came + 60 * HOUR);
	ck_assert(limit_is_missed(&r.contact[START_IDENTIFIED], came + 61 * HOUR));
	ck_assert(limit_is_missed(&r.attempt[START_IDENTIFIED], came + 61 * HOUR));
	ck_assert(!limit_is_within(&r.contact[START_IDENTIFIED], 48 * HOUR));
	ck_assert_int_eq(response_due(&r), INT64_MAX);
}
END_TEST

START_TEST(the_first_of_two_contacts_counts_in_whatever_order_they_are_noted)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_contact("family", came + 40 * HOUR);
	add_contact("young_person", came + 20 * HOUR);
	ck_assert_int_eq(read_from(BAND_URGENT, came)->contact[START_IDENTIFIED].met, came + 20 * HOUR);
}
END_TEST

/* --- what starts them --- */

START_TEST(other_cases_have_no_such_clocks)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_start("incident", came - HOUR, came);
	add_contact("young_person", came + HOUR);
	add_where("hospital", came, came);
	add_raise(BAND_PRIORITY, came);
	read_from(BAND_ROUTINE, came);
	ck_assert(!r.applies);
	ck_assert(!r.told.runs && !r.attempt[START_INCIDENT].runs && !r.contact[START_IDENTIFIED].runs);
	ck_assert_int_eq(response_due(&r), INT64_MAX);
	ck_assert(!limit_is_missed(&r.told, INT64_MAX));
	ck_assert(!limit_is_within(&r.told, INT64_MAX));
}
END_TEST

START_TEST(raising_later_starts_what_is_identified_then)
{
	const int64_t came = utc("2026-11-16T10:00"), raised = utc("2026-11-20T15:30");

	add_raise(BAND_URGENT, raised);
	read_from(BAND_ROUTINE, came);
	ck_assert_int_eq(r.since, raised);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].due, raised + 48 * HOUR);
	ck_assert(!r.told.runs);
	ck_assert(!r.contact[START_INCIDENT].runs);
	add_raise(BAND_IMMEDIATE, raised + 5 * HOUR);
	read_from(BAND_ROUTINE, came);
	ck_assert_int_eq(r.told.start, raised + 5 * HOUR);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].start, raised);
}
END_TEST

START_TEST(lowering_never_stops_or_lengthens_a_limit)
{
	const int64_t came = utc("2026-11-20T15:30");
	struct response before;
	struct entry *e;

	before = *read_from(BAND_IMMEDIATE, came);
	e = add(ACT_AGREE_LOWER, came + 10 * MINUTE);
	e->from = BAND_IMMEDIATE;
	e->to = BAND_ROUTINE;
	read_from(BAND_IMMEDIATE, came);
	ck_assert(r.applies);
	ck_assert_int_eq(r.told.due, before.told.due);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].due, before.contact[START_IDENTIFIED].due);
	add_raise(BAND_IMMEDIATE, came + 30 * HOUR);	/* and raising it again gives no new hour */
	read_from(BAND_IMMEDIATE, came);
	ck_assert_int_eq(r.told.due, before.told.due);
	ck_assert_int_eq(response_due(&r), came + HOUR);
}
END_TEST

START_TEST(a_trigger_begins_the_protocol_at_any_band)
{
	const int64_t came = utc("2026-12-23T10:00"), trigger = utc("2026-12-24T10:00");

	add_trigger(trigger);
	read_from(BAND_ROUTINE, came);
	ck_assert(r.applies);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].start, trigger);
	ck_assert(!r.told.runs);
}
END_TEST

START_TEST(custody_has_its_hour_from_when_the_young_person_was_booked_in)
{
	const int64_t came = utc("2026-11-20T15:30"), booked = came - 30 * MINUTE;

	add_where("custody", booked, came + 5 * MINUTE);
	read_from(BAND_ROUTINE, came);
	ck_assert(r.applies);
	ck_assert_int_eq(r.told.due, booked + HOUR);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].start, came + 5 * MINUTE);
	begin();
	add_where("custody", 0, came + 5 * MINUTE);
	ck_assert_int_eq(read_from(BAND_ROUTINE, came)->told.start, came + 5 * MINUTE);
	begin();
	add_where("custody", came + 2 * HOUR, came + 2 * HOUR);	/* it was immediate before */
	ck_assert_int_eq(read_from(BAND_IMMEDIATE, came)->told.start, came);
}
END_TEST

START_TEST(both_starts_are_kept_and_the_last_word_on_each_holds)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_start("incident", came - 10 * HOUR, came);
	add_start("identified", came - HOUR, came + MINUTE);
	add_start("incident", came - 20 * HOUR, came + 2 * MINUTE);
	add_contact("young_person", came + 27 * HOUR);
	read_from(BAND_URGENT, came);
	ck_assert_int_eq(r.contact[START_INCIDENT].start, came - 20 * HOUR);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].start, came - HOUR);
	ck_assert(limit_is_within(&r.contact[START_IDENTIFIED], 48 * HOUR));
	ck_assert(limit_is_within(&r.contact[START_INCIDENT], 48 * HOUR));
	ck_assert(limit_is_missed(&r.attempt[START_INCIDENT], came + 28 * HOUR));
	ck_assert_int_eq(r.attempt[START_IDENTIFIED].met, came + 27 * HOUR);
}
END_TEST

START_TEST(a_contact_before_the_start_counts_as_at_the_start)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_contact("young_person", came - 2 * HOUR);
	add_told(came - HOUR);
	read_from(BAND_IMMEDIATE, came);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].met, came);
	ck_assert_int_eq(r.told.met, came);
	ck_assert(limit_is_within(&r.told, HOUR));
}
END_TEST

START_TEST(what_was_done_about_something_milder_before_does_not_count)
{
	const int64_t came = utc("2026-11-02T10:00"), raised = utc("2026-11-20T15:30");

	add_contact("young_person", came + HOUR);
	add_told(came + HOUR);
	add_raise(BAND_IMMEDIATE, raised);
	read_from(BAND_ROUTINE, came);
	ck_assert_int_eq(r.told.met, 0);
	ck_assert_int_eq(r.attempt[START_IDENTIFIED].met, 0);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].met, 0);
	add_contact("young_person", raised + HOUR);
	ck_assert_int_eq(read_from(BAND_ROUTINE, came)->contact[START_IDENTIFIED].met, raised + HOUR);
}
END_TEST

START_TEST(a_contact_noted_before_a_trigger_still_counts_from_the_incident_on)
{
	const int64_t came = utc("2026-11-20T15:30");

	add_start("incident", came - HOUR, came);
	add_contact("young_person", came);
	add_trigger(came + HOUR);
	read_from(BAND_ROUTINE, came);
	ck_assert_int_eq(r.contact[START_INCIDENT].met, came);
	ck_assert_int_eq(r.contact[START_IDENTIFIED].met, 0);
}
END_TEST

START_TEST(a_child_nobody_can_identify_is_an_outcome_of_its_own)
{
	const int64_t came = utc("2026-11-20T15:30");
	struct entry *e;

	e = add_sheet(SHEET_UNIDENTIFIED, came + HOUR);
	say(e, "checked", "Asha");
	say(e, "with", "three schools, MASH");
	say(e, "text", "nobody knows the nickname");
	read_from(BAND_IMMEDIATE, came);
	ck_assert(r.is_unidentified);
	ck_assert_int_eq(response_due(&r), came + HOUR);	/* the golden hour stays */
	ck_assert(r.contact[START_IDENTIFIED].runs);
	ck_assert(limit_is_missed(&r.contact[START_IDENTIFIED], came + 48 * HOUR + 1));
	add_contact("no_answer", came + 2 * HOUR);
	ck_assert(read_from(BAND_IMMEDIATE, came)->is_unidentified);
	add_contact("young_person", came + 3 * HOUR);
	ck_assert(!read_from(BAND_IMMEDIATE, came)->is_unidentified);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("response");
	TCase *c = tcase_create("response");

	tcase_add_checked_fixture(c, begin, NULL);
	tcase_add_loop_test(c, a_limit_breaks_a_second_after_it_whatever_the_day, 0, DATES);
	tcase_add_loop_test(c, what_is_done_at_the_limit_is_in_time_and_a_minute_later_is_not, 0, DATES);
	tcase_add_test(c, tried_and_no_answer_stops_the_attempt_alone);
	tcase_add_test(c, a_person_who_was_reached_stops_contact_and_so_does_the_ward_with_its_outcome);
	tcase_add_test(c, contact_without_its_outcome_is_no_sheet);
	tcase_add_test(c, only_telling_somebody_stops_the_golden_hour);
	tcase_add_test(c, a_late_contact_leaves_the_breach);
	tcase_add_test(c, the_first_of_two_contacts_counts_in_whatever_order_they_are_noted);
	tcase_add_test(c, other_cases_have_no_such_clocks);
	tcase_add_test(c, raising_later_starts_what_is_identified_then);
	tcase_add_test(c, lowering_never_stops_or_lengthens_a_limit);
	tcase_add_test(c, a_trigger_begins_the_protocol_at_any_band);
	tcase_add_test(c, custody_has_its_hour_from_when_the_young_person_was_booked_in);
	tcase_add_test(c, both_starts_are_kept_and_the_last_word_on_each_holds);
	tcase_add_test(c, a_contact_before_the_start_counts_as_at_the_start);
	tcase_add_test(c, what_was_done_about_something_milder_before_does_not_count);
	tcase_add_test(c, a_contact_noted_before_a_trigger_still_counts_from_the_incident_on);
	tcase_add_test(c, a_child_nobody_can_identify_is_an_outcome_of_its_own);
	suite_add_tcase(s, c);
	return s;
}
