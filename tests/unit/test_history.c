/* test_history.c: what a case was, from its parts alone, however much was added later. */
#include <string.h>

#include "history.h"
#include "roster.h"
#include "run.h"

enum { CAME = 1795858140, HOUR = 3600, ENTRIES = 6 };

static struct opened c;
static struct opened_part part[2];
static struct entry entry[ENTRIES];

static void
set_up(void)
{
	memset(&c, 0, sizeof c);
	memset(part, 0, sizeof part);
	memset(entry, 0, sizeof entry);
	part[0] = (struct opened_part){ .kind = PART_BODY, .at = CAME };
	part[1] = (struct opened_part){ .kind = PART_FROM_REPORTER, .seq = 4, .at = CAME + 9 * HOUR };
	c.part = part;
	c.n = 1;
	c.entries.entry = entry;
	c.decision = NULL;
}

static void
tear_down(void)
{
	json_decref(c.decision);
}

static void
decided(const char *text)
{
	char fault[JSON_FAULT];

	json_decref(c.decision);
	ck_assert_int_eq(json_read(span_of(text), &c.decision, fault), GW_OK);
}

static struct entry *
did(enum case_act act, int hours)
{
	struct entry *e = &entry[c.entries.n++];

	e->act = act;
	e->at = CAME + hours * HOUR;
	return e;
}

START_TEST(the_band_is_the_one_of_its_last_entry_and_of_the_door_before_any)
{
	decided("{\"band\":\"urgent\"}");
	c.band = BAND_ROUTINE;		/* of now: not asked */
	ck_assert_int_eq(history_band(&c), BAND_URGENT);
	ck_assert_ptr_null(history_confirmed(&c));
	did(ACT_RAISE, 1)->to = BAND_IMMEDIATE;
	did(ACT_ASK_LOWER, 2)->to = BAND_ROUTINE;
	ck_assert_int_eq(history_band(&c), BAND_IMMEDIATE);
	did(ACT_AGREE_LOWER, 3)->to = BAND_PRIORITY;
	ck_assert_int_eq(history_band(&c), BAND_PRIORITY);
	c.entries.n = 1;		/* read up to there */
	ck_assert_int_eq(history_band(&c), BAND_IMMEDIATE);
	ck_assert_int_eq(history_first(&c), BAND_URGENT);
}
END_TEST

START_TEST(a_day_without_a_look_is_counted_from_the_last_one)
{
	ck_assert_int_eq(history_reviewed(&c), CAME);
	did(ACT_NOTE, 1);
	ck_assert_int_eq(history_reviewed(&c), CAME);
	did(ACT_REVIEW, 2);
	did(ACT_RECORD, 3)->sheet = SHEET_CONTACT;
	ck_assert_int_eq(history_reviewed(&c), CAME + 2 * HOUR);
	did(ACT_RECORD, 4)->sheet = SHEET_DECISION;
	ck_assert_int_eq(history_reviewed(&c), CAME + 4 * HOUR);
}
END_TEST

START_TEST(first_eyes_are_the_vaults_while_it_is_open_and_the_closings_after_that)
{
	ck_assert_int_eq(history_seen(&c), 0);
	c.seen = CAME + 61;
	ck_assert_int_eq(history_seen(&c), CAME + 60);
	c.seen = 0;
	did(ACT_CLOSE, 1)->seen = CAME + 120;
	ck_assert_int_eq(history_seen(&c), CAME + 120);
}
END_TEST

START_TEST(it_is_news_from_the_door_or_the_first_entry_that_lists)
{
	decided("{\"band\":\"urgent\",\"categories\":[]}");
	ck_assert_int_eq(history_listed(&c), CAME);
	decided("{\"band\":\"routine\",\"categories\":[\"gang_exploitation\"]}");
	ck_assert_int_eq(history_listed(&c), CAME);
	decided("{\"band\":\"priority\",\"categories\":[\"bullying\"]}");
	ck_assert_int_eq(history_listed(&c), INT64_MAX);
	did(ACT_RECORD, 1)->sheet = SHEET_ASK;
	did(ACT_CONFIRM, 2);
	ck_assert_int_eq(history_listed(&c), INT64_MAX);
	c.n = 2;
	ck_assert_int_eq(history_listed(&c), CAME + 9 * HOUR);	/* its reporter wrote */
	did(ACT_RAISE, 3);
	ck_assert_int_eq(history_listed(&c), CAME + 3 * HOUR);
	strcpy(did(ACT_SHARE, 5)->team, ROSTER_COMMUNITY);	/* they hold it only since then */
	ck_assert_int_eq(history_listed(&c), CAME + 5 * HOUR);
}
END_TEST

START_TEST(an_extract_of_their_own_is_told_from_one_that_they_got)
{
	ck_assert(!history_is_given(&c));
	strcpy(did(ACT_COME, 0)->team, ROSTER_SCHOOL "norlington");
	ck_assert(!history_is_given(&c));
	strcpy(entry[0].team, ROSTER_COMMUNITY);
	ck_assert(history_is_given(&c));
}
END_TEST

START_TEST(what_is_about_no_young_person_has_no_clocks)
{
	struct response r;

	decided("{\"band\":\"priority\"}");
	did(ACT_RAISE, 1)->to = BAND_IMMEDIATE;
	for (int kind = 0; kind < KIND_N; kind++) {
		c.kind = (uint8_t)kind;
		history_response(&c, &r);
		ck_assert(r.applies == (kind == KIND_REPORT || kind == KIND_EXTRACT));
		ck_assert(r.told.runs == r.applies);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("history");
	TCase *t = tcase_create("history");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, the_band_is_the_one_of_its_last_entry_and_of_the_door_before_any);
	tcase_add_test(t, a_day_without_a_look_is_counted_from_the_last_one);
	tcase_add_test(t, first_eyes_are_the_vaults_while_it_is_open_and_the_closings_after_that);
	tcase_add_test(t, it_is_news_from_the_door_or_the_first_entry_that_lists);
	tcase_add_test(t, an_extract_of_their_own_is_told_from_one_that_they_got);
	tcase_add_test(t, what_is_about_no_young_person_has_no_clocks);
	suite_add_tcase(s, t);
	return s;
}
