/* test_extract.c: which parts of a case can go along, what is made of those that were chosen, and who gives to whom. */
#include <stdlib.h>
#include <string.h>

#include "dossier.h"
#include "extract.h"
#include "handing.h"
#include "run.h"

#define DECISION "{\"band\":\"urgent\",\"category\":\"weapon\",\"categories\":[\"weapon\"],\"reasons\":[]," \
    "\"policy\":\"1\"}"

static struct dossier d;
static struct report said;

static void
open_case(void)
{
	struct report *body;

	dossier_make(&d, "he waits at the gate", DECISION);
	body = &d.part[0].words;
	ck_assert_int_eq(buf_add_text(&body->place, "Forest Road"), GW_OK);
	ck_assert_int_eq(buf_add_text(&body->keep_from, "my brother"), GW_OK);
	strcpy(body->school, "a");
	body->answers.weapon = WEAPON_YES;
	body->answers.category = CATEGORY_BULLYING;
	dossier_message(&d, PART_FROM_REPORTER, 1795860000, "it was a knife");			/* part 2 */
	dossier_entry(&d, (struct entry){ .act = ACT_NOTE, .text = span_of("I know the family") });	/* 3 */
	dossier_entry(&d, (struct entry){ .act = ACT_ASSIGN, .whom = "amina" });			/* 4 */
	dossier_message(&d, PART_FROM_STAFF, 1795860060, "Thank you");				/* 5 */
	dossier_entry(&d, (struct entry){ .act = ACT_MESSAGE });				/* 6 */
	dossier_entry(&d, (struct entry){ .act = ACT_CORRECT, .of = 3, .text = span_of("the aunt, not the mother") });
	report_init(&said);
}

static void
close_case(void)
{
	report_free(&said);
	dossier_end(&d);
}

static const char *
made(const struct extract_choice *choice)
{
	report_free(&said);
	report_init(&said);
	ck_assert_int_eq(extract_make(&d.c, &d.policy->calendar, choice, &said), GW_OK);
	ck_assert_int_eq(buf_add(&said.text, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	said.text.n--;
	return (const char *)said.text.p;
}

START_TEST(messages_and_notes_can_go_along_in_their_order_and_nothing_else)
{
	static const struct { uint32_t part; const char *what, *by, *text; } want[] = {
		{ 2, "The reporter wrote, unconfirmed", "", "it was a knife" },
		{ 3, "Note", "amina", "I know the family" },
		{ 5, "Staff wrote to the reporter", "", "Thank you" },
		{ 7, "Correction", "amina", "the aunt, not the mother" },
	};
	struct extract_part part[EXTRACT_PARTS];

	ck_assert_uint_eq(extract_parts(&d.c, part), 4);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(part[i].part, want[i].part);
		ck_assert_str_eq(part[i].what, want[i].what);
		ck_assert_str_eq(part[i].by, want[i].by);
		ck_assert(span_is(part[i].text, want[i].text));
	}
}
END_TEST

START_TEST(the_newest_parts_are_offered_when_there_are_too_many)
{
	static struct entry many[EXTRACT_PARTS + 3];
	static uint32_t at[EXTRACT_PARTS + 3];
	struct extract_part part[EXTRACT_PARTS];

	for (uint32_t i = 0; i < EXTRACT_PARTS + 3; i++) {
		many[i] = (struct entry){ .act = ACT_NOTE, .at = 60, .by = "amina", .text = span_of("x") };
		at[i] = 10 + i;
	}
	d.c.entries.entry = many;
	d.c.entries.part = at;
	d.c.entries.n = EXTRACT_PARTS + 3;
	ck_assert_uint_eq(extract_parts(&d.c, part), EXTRACT_PARTS);
	ck_assert_uint_eq(part[EXTRACT_PARTS - 1].part, 10 + EXTRACT_PARTS + 2);
	ck_assert_uint_eq(part[0].part, 10 + 3);	/* two messages and three notes are older */
}
END_TEST

START_TEST(what_was_not_chosen_is_not_in_it)
{
	const struct extract_choice none = { .to = "community", .summary = span_of("A pupil is afraid of him.") };

	ck_assert_str_eq(made(&none), "A pupil is afraid of him.");
	ck_assert_uint_eq(said.place.n, 0);
	ck_assert_str_eq(said.school, "");
	ck_assert_int_eq(said.answers.weapon, WEAPON_NOT_SURE);
	ck_assert_int_eq(said.answers.category, CATEGORY_WEAPON);
	ck_assert_uint_eq(said.n_files, 0);
}
END_TEST

START_TEST(whom_not_to_tell_always_goes_along)
{
	const struct extract_choice none = { .to = "community", .summary = span_of("x") };

	made(&none);
	ck_assert(span_is(buf_span(&said.keep_from), "my brother"));
}
END_TEST

START_TEST(what_was_chosen_says_what_it_is_and_that_nobody_confirmed_it)
{
	const struct extract_choice all = { .to = "lado", .summary = span_of("Summary."), .words = true, .place = true,
		.n = 2, .part = { 2, 7 } };
	const char *text = made(&all), *own, *wrote, *note;

	own = strstr(text, "\n\nThe report’s own words, unconfirmed, ");
	wrote = strstr(text, "\n\nThe reporter wrote, unconfirmed, ");
	note = strstr(text, "\n\nCorrection, amina, ");
	ck_assert_ptr_nonnull(own);
	ck_assert_ptr_nonnull(wrote);
	ck_assert_ptr_nonnull(note);
	ck_assert(text < own && own < wrote && wrote < note);
	ck_assert_ptr_nonnull(strstr(own, ":\nhe waits at the gate"));
	ck_assert_ptr_nonnull(strstr(wrote, ":\nit was a knife"));
	ck_assert_ptr_null(strstr(text, "I know the family"));
	ck_assert_ptr_null(strstr(text, "Thank you"));
	ck_assert(span_is(buf_span(&said.place), "Forest Road"));
	ck_assert_str_eq(said.school, "a");
	ck_assert_int_eq(said.answers.weapon, WEAPON_YES);
}
END_TEST

START_TEST(a_part_that_is_no_message_or_note_is_passed_over)
{
	const struct extract_choice odd = { .to = "community", .summary = span_of("S"), .n = 4,
		.part = { 0, 1, 4, 99 } };

	ck_assert_str_eq(made(&odd), "S");
}
END_TEST

START_TEST(what_a_school_gets_follows_its_own_calendar)
{
	const struct extract_choice other = { .to = "school:b", .summary = span_of("S"), .place = true };

	made(&other);
	ck_assert_str_eq(said.school, "b");
}
END_TEST

START_TEST(words_at_second_hand_are_called_so)
{
	const struct extract_choice own = { .to = "school:b", .summary = span_of("S"), .words = true };

	dossier_entry(&d, (struct entry){ .act = ACT_COME, .team = "school:a", .other = { 1 } });
	ck_assert_ptr_nonnull(strstr(made(&own), "As another team passed it on, unconfirmed, "));
}
END_TEST

START_TEST(more_than_a_report_can_hold_is_too_long)
{
	static char most[LIMIT_TEXT + 1];
	const struct extract_choice own = { .to = "community", .summary = { (const uint8_t *)most, LIMIT_TEXT },
		.words = true };

	memset(most, 'x', LIMIT_TEXT);
	ck_assert_int_eq(extract_make(&d.c, &d.policy->calendar, &own, &said), GW_ELIMIT);
}
END_TEST

static const struct { const char *from, *to; bool may; } ways[] = {
	{ "school:a", "community", true }, { "school:a", "lado", true }, { "school:a", "school:b", false },
	{ "school:a", "school:a", false }, { "school:a", "admin", false },
	{ "community", "school:a", true }, { "community", "lado", true }, { "community", "community", false },
	{ "community", "admin", false },
	{ "lado", "community", true }, { "lado", "school:a", false }, { "lado", "lado", false },
	{ "admin", "community", false }, { "admin", "school:a", false }, { "", "community", false },
};

START_TEST(a_school_never_gives_to_a_school)
{
	ck_assert_int_eq(handing_may(ways[_i].from, ways[_i].to), ways[_i].may);
}
END_TEST

START_TEST(a_row_names_who_passed_it_on)
{
	ck_assert_str_eq(handing_giver("community", "school:a"), "school:a");
	ck_assert_str_eq(handing_giver("lado", "school:a"), "school:a");
	ck_assert_str_eq(handing_giver("school:b", "school:b"), "community");
	ck_assert_str_eq(handing_giver("lado", ""), "community");
	ck_assert_str_eq(handing_giver("community", ""), "lado");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("extract");
	TCase *c = tcase_create("extract"), *w = tcase_create("ways");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, messages_and_notes_can_go_along_in_their_order_and_nothing_else);
	tcase_add_test(c, the_newest_parts_are_offered_when_there_are_too_many);
	tcase_add_test(c, what_was_not_chosen_is_not_in_it);
	tcase_add_test(c, whom_not_to_tell_always_goes_along);
	tcase_add_test(c, what_was_chosen_says_what_it_is_and_that_nobody_confirmed_it);
	tcase_add_test(c, a_part_that_is_no_message_or_note_is_passed_over);
	tcase_add_test(c, what_a_school_gets_follows_its_own_calendar);
	tcase_add_test(c, words_at_second_hand_are_called_so);
	tcase_add_test(c, more_than_a_report_can_hold_is_too_long);
	suite_add_tcase(s, c);
	tcase_add_loop_test(w, a_school_never_gives_to_a_school, 0, (int)(sizeof ways / sizeof ways[0]));
	tcase_add_test(w, a_row_names_who_passed_it_on);
	suite_add_tcase(s, w);
	return s;
}
