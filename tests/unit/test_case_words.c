/* test_case_words.c: the words stay whole, and the marks stand where the rules looked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_words.h"
#include "dossier.h"
#include "run.h"

static struct scrap scrap;
static char drawn[512];

/* The runs as one text, marks in brackets. */
static const char *
draw(const char *text, const char *marks)
{
	char fault[JSON_FAULT];
	json_t *v;
	size_t n, at = 0;
	const struct console_run *runs;

	ck_assert_int_eq(json_read(span_of(marks), &v, fault), GW_OK);
	runs = case_words_runs(span_of(text), json_object_get(v, "r"), &scrap, &n);
	drawn[0] = '\0';
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(drawn + at, sizeof drawn - at, runs[i].is_marked ? "[%.*s]" : "%.*s",
		    (int)runs[i].text.n, (const char *)runs[i].text.p);
	json_decref(v);
	return drawn;
}

static void
close_scrap(void)
{
	scrap_end(&scrap);
}

START_TEST(a_mark_cuts_the_text_in_runs)
{
	ck_assert_str_eq(draw("he has a knife", "{\"r\":[{\"at\":9,\"len\":5}]}"), "he has a [knife]");
	ck_assert_str_eq(draw("knife now", "{\"r\":[{\"at\":0,\"len\":5}]}"), "[knife] now");
	ck_assert_str_eq(draw("nothing", "{\"r\":[]}"), "nothing");
	ck_assert_str_eq(draw("", "{\"r\":[{\"at\":0,\"len\":5}]}"), "");
}
END_TEST

START_TEST(marks_that_meet_or_overlap_are_one)
{
	ck_assert_str_eq(draw("abcdefghij", "{\"r\":[{\"at\":5,\"len\":3},{\"at\":1,\"len\":3},{\"at\":3,\"len\":3}]}"),
	    "a[bcdefgh]ij");
	ck_assert_str_eq(draw("abcdef", "{\"r\":[{\"at\":0,\"len\":6},{\"at\":2,\"len\":1}]}"), "[abcdef]");
	ck_assert_str_eq(draw("abcdef", "{\"r\":[{\"at\":0,\"len\":2},{\"at\":2,\"len\":2}]}"), "[abcd]ef");
}
END_TEST

START_TEST(what_is_no_place_in_the_text_marks_nothing)
{
	ck_assert_str_eq(draw("abc", "{\"r\":[{\"at\":1,\"len\":99}]}"), "a[bc]");
	ck_assert_str_eq(draw("abc", "{\"r\":[{\"at\":3,\"len\":1},{\"at\":-1,\"len\":2},"
	    "{\"at\":0,\"len\":0},{}]}"), "abc");
	ck_assert_str_eq(draw("abc", "{\"r\":[{\"at\":9223372036854775807,\"len\":9223372036854775807}]}"), "abc");
	ck_assert_str_eq(draw("abc", "{\"r\":[{\"at\":1,\"len\":9223372036854775807}]}"), "a[bc]");
}
END_TEST

START_TEST(no_character_is_cut_in_two)
{
	ck_assert_str_eq(draw("\xc3\xa9t\xc3\xa9", "{\"r\":[{\"at\":1,\"len\":1}]}"), "[\xc3\xa9]t\xc3\xa9");
	ck_assert_str_eq(draw("a\xe2\x82\xac", "{\"r\":[{\"at\":0,\"len\":2}]}"), "[a\xe2\x82\xac]");
}
END_TEST

START_TEST(more_reasons_than_there_may_be_are_no_harm)
{
	char marks[4096] = "{\"r\":[{\"at\":0,\"len\":1}";

	for (int i = 0; i < 2 * LIMIT_REASONS; i++)
		strcat(marks, ",{\"at\":2,\"len\":1}");
	strcat(marks, "]}");
	ck_assert_str_eq(draw("abcd", marks), "[a]b[c]d");
}
END_TEST

START_TEST(the_reports_words_and_the_machines_reasons_stand_apart)
{
	struct console_case f = { .reasons_n = 0 };
	struct dossier d;

	dossier_make(&d, "he has a knife", "{\"band\":\"immediate\",\"category\":\"weapon\",\"categories\":[\"weapon\","
	    "\"violence\"],\"reasons\":[{\"rule\":\"W1\",\"why\":\"A weapon is named.\",\"band\":\"urgent\","
	    "\"category\":\"weapon\",\"at\":9,\"len\":5},{\"rule\":\"A1\",\"why\":\"An answer says so.\","
	    "\"band\":\"immediate\",\"category\":\"violence\",\"at\":0,\"len\":0}],\"policy\":\"2-51c9e80a\"}");
	ck_assert_int_eq(buf_add_text(&d.part[0].words.keep_from, "my dad"), GW_OK);
	d.part[0].words.answers.weapon = WEAPON_YES;
	case_words_fill(&d.c, &scrap, &f);
	ck_assert(span_is(f.words, "he has a knife"));
	ck_assert(span_is(f.keep_from, "my dad"));
	ck_assert(span_is(f.weapon, "There is a weapon"));
	ck_assert(span_is(f.suggested, "Immediate"));
	ck_assert(span_is(f.categories, "Weapon, Violence"));
	ck_assert(span_is(f.version, "2-51c9e80a"));
	ck_assert_uint_eq(f.reasons_n, 2);
	ck_assert(span_is(f.reasons[0].evidence, "knife"));
	ck_assert(span_is(f.reasons[0].why, "A weapon is named."));
	ck_assert(span_is(f.reasons[0].band, "Urgent"));
	ck_assert_uint_eq(f.reasons[1].evidence.n, 0);
	ck_assert_uint_eq(f.runs_n, 2);
	dossier_end(&d);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("case_words");
	TCase *c = tcase_create("case_words");

	tcase_add_checked_fixture(c, NULL, close_scrap);
	tcase_add_test(c, a_mark_cuts_the_text_in_runs);
	tcase_add_test(c, marks_that_meet_or_overlap_are_one);
	tcase_add_test(c, what_is_no_place_in_the_text_marks_nothing);
	tcase_add_test(c, no_character_is_cut_in_two);
	tcase_add_test(c, more_reasons_than_there_may_be_are_no_harm);
	tcase_add_test(c, the_reports_words_and_the_machines_reasons_stand_apart);
	suite_add_tcase(s, c);
	return s;
}
